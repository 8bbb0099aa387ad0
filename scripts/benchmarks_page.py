"""Make docs/benchmarks.md and its plot from what was measured:

mvos bench --all --end-to-end --json > bench.json
python scripts/benchmarks_page.py bench.json docs
"""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "mobilevos"  # the same figures make the same file

Row = dict[str, Any]

_INTRO = """# Benchmarks

Made by `scripts/benchmarks_page.py` from `mvos bench --json` (`--all --end-to-end --objects 1`; `--model … --objects 3
--objects 8`) on {machine}; what is compared was measured in one run. A frame's time is the whole step: encode, read the
memory, decode, aggregate, encode for memory, label map. *ratio* is to the same model in eager torch fp32, *to v2* to
mobilenetv2 there, at the same size and number of objects K. End to end is frames per second from an H.264 file to the
masks' PNG files, with reading and writing on threads of their own; *in turn* without. MB is the whole process, earlier
rows included. GFLOP counts a multiplication with its addition as two. Models without weights here are measured with
random ones.

![Milliseconds per frame of each model and engine](images/speed.svg)
"""


def main() -> None:
    """Read the rows that the first argument names and write into the folder that the second one does."""
    rows: list[Row] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    docs = Path(sys.argv[2])
    _plot(rows, docs / "images" / "speed.svg")
    parts = [_INTRO.format(machine=_machine())]
    parts += [
        f"## {height}×{width}\n\n{_table([row for row in rows if _size(row) == (height, width)])}\n"
        for height, width in dict.fromkeys(map(_size, rows))
    ]
    (docs / "benchmarks.md").write_text("\n".join(parts), encoding="utf-8")


def _size(row: Row) -> tuple[int, int]:
    return row["height"], row["width"]


def _machine() -> str:
    return f"{_cores()} cores ({platform.machine()})"


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _table(rows: list[Row]) -> str:
    names = (
        "model",
        "engine",
        "K",
        "M parameters",
        "GFLOP",
        "ms",
        "95 %",
        "fps",
        "MB",
        "ratio",
        "to v2",
        "end to end",
        "in turn",
    )
    lines = [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]
    for row in rows:
        ends = [row["end_to_end_fps"], row["sequential_fps"]]
        cells = [
            row["model"], row["engine"], str(row["objects"]), f"{row['parameters'] / 1e6:.2f}", f"{row['gflops']:.1f}",
            f"{row['median_ms']:.1f}", f"{row['p95_ms']:.1f}", f"{row['fps']:.1f}", f"{row['peak_rss_mb']:.0f}",
            f"{row['ratio']:.2f}", f"{row['ratio_mobilenetv2']:.2f}",
            *(f"{fps:.1f}" if fps else "" for fps in ends),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _plot(rows: list[Row], path: Path) -> None:
    sizes = list(dict.fromkeys(map(_size, rows)))
    figure, axes = plt.subplots(1, len(sizes), figsize=(9, 3.2), squeeze=False)
    for axis, size in zip(axes[0], sizes, strict=True):
        shown = [row for row in rows if _size(row) == size and row["objects"] == 1]
        models = list(dict.fromkeys(row["model"] for row in shown))
        engines = list(dict.fromkeys(row["engine"] for row in shown))
        for i, engine in enumerate(engines):
            times = {row["model"]: row["median_ms"] for row in shown if row["engine"] == engine}
            places = [models.index(model) + 0.8 * (i + 0.5) / len(engines) - 0.4 for model in times]
            axis.bar(places, list(times.values()), 0.8 / len(engines), label=engine)
        axis.set_xticks(range(len(models)), models, rotation=15, fontsize=8)
        axis.set_title(f"{size[0]}×{size[1]}, one object", fontsize=9)
        axis.set_ylabel("ms a frame", fontsize=8)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0][-1].legend(fontsize=7, frameon=False)
    figure.tight_layout()
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()

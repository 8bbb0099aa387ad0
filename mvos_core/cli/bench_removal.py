"""`mvos bench --removal`: how well each removal method restores a known background."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from mvos_core.cli.progress import watch

if TYPE_CHECKING:
    from mvos_core.eval.removal import RemovalScore

DEFAULT_METHODS = ("telea", "ns", "temporal")


def bench_removal(
    root: Path,
    *,
    methods: Sequence[str] = DEFAULT_METHODS,
    max_frames: int | None = None,
    device: str = "cpu",
    as_json: bool = False,
) -> None:
    """Measure removal methods on composites of DAVIS sequences and print a table or JSON.

    Args:
        root: the `DAVIS` folder or the one that holds it.
        methods: names of `mvos_core.inpaint.METHODS`.
        max_frames: measure only so many frames of each composite.
        device: torch's name for what LaMa runs on.
        as_json: print one JSON array, a row for each pair and method, and the means.
    """
    from mvos_core.eval.removal import removal_benchmark
    from mvos_core.inpaint import make_inpainter

    inpainters = {method: make_inpainter(method, device=device) for method in methods}
    scores = list(watch(removal_benchmark(root, inpainters, max_frames=max_frames), "removal", unit="clips"))
    rows = [*scores, *means(scores)]
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
        return
    table = Table("background + object", "method", "frames", "PSNR dB", "SSIM", "flicker", "seen", "s/frame")
    for row in rows:
        numbers = (f"{row.psnr_db:.2f}", f"{row.ssim:.3f}", f"{row.flicker:.1f}", f"{row.seen:.0%}")
        table.add_row(row.pair, row.method, str(row.frames), *numbers, f"{row.frame_s:.3f}")
    Console().print(table)


def means(scores: Iterable[RemovalScore]) -> list[RemovalScore]:
    """Return a row for each method with the means over its pairs."""
    by_method: dict[str, list[RemovalScore]] = {}
    for row in scores:
        by_method.setdefault(row.method, []).append(row)
    return [
        replace(
            rows[0],
            pair="mean",
            frames=sum(row.frames for row in rows),
            psnr_db=fmean(row.psnr_db for row in rows),
            ssim=fmean(row.ssim for row in rows),
            flicker=fmean(row.flicker for row in rows),
            seen=fmean(row.seen for row in rows),
            frame_s=fmean(row.frame_s for row in rows),
        )
        for rows in by_method.values()
    ]

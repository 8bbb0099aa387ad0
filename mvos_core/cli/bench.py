"""`mvos bench`: time and memory per frame, as ratios within one run."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Column, Table

from mvos_core.cli.progress import watch
from mvos_core.model.config import DEFAULT_MODEL, DEFAULT_SIZE
from mvos_core.types import MvosError

if TYPE_CHECKING:
    from mvos_core.eval.speed import SpeedRow
    from mvos_core.model.network import MobileVOS

_TABLE_WIDTH = 120
_SIZES = ("480x864", "240x432")
_OBJECTS = (1, 3, 8)
_END_TO_END_TURNS = 3
ENGINES = {
    "torch-fp32": ("torch", "fp32"),
    "torch-bf16": ("torch", "bf16"),
    "openvino-fp32": ("openvino", "fp32"),
    "openvino-bf16": ("openvino", "bf16"),
    "openvino-int8": ("openvino", "int8"),
}
"""What is measured: an engine and a precision by the name of the row."""


def bench(
    *,
    model: Annotated[
        list[str] | None,
        typer.Option(help=f"A model's name or checkpoint, as often as you like [default: {DEFAULT_MODEL}]."),
    ] = None,
    size: Annotated[
        list[str] | None, typer.Option(metavar="HxW", help=f"Frame size [default: {_SIZES[0]}].")
    ] = None,
    objects: Annotated[
        list[int] | None, typer.Option(min=1, max=254, help="How many objects to mask [default: 1].")
    ] = None,
    frames: Annotated[int, typer.Option(min=2, help="How many frames to run.")] = 60,
    device: Annotated[str, typer.Option(help="cpu, cuda or mps.")] = "cpu",
    everything: Annotated[
        bool,
        typer.Option("--all", help="All students, both sizes and 1, 3 and 8 objects, but what is named."),
    ] = False,
    end_to_end: Annotated[
        bool, typer.Option(help="Also measure from a clip's file to the masks' PNG files.")
    ] = False,
    removal: Annotated[
        Path | None,
        typer.Option(metavar="ROOT", help="Measure removal instead, on composites of this DAVIS."),
    ] = None,
    removal_memory: Annotated[
        bool,
        typer.Option(
            "--removal-memory", help="Measure instead how much memory removal takes as a clip goes on."
        ),
    ] = False,
    agreement: Annotated[
        Path | None,
        typer.Option(
            metavar="CLIP", help="Instead, compare every engine's masks of this clip with torch-fp32's."
        ),
    ] = None,
    mask: Annotated[Path | None, typer.Option(help="For --agreement: the first frame's mask.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Measure ms per frame and memory of each engine on this machine, or how well removal restores a background.

    Models without weights here are measured with random ones; they are as fast. mobilenetv2 in torch-fp32 is always
    measured too: it is what `ratio_mobilenetv2` is to.
    """
    if removal is not None:
        from mvos_core.cli.bench_removal import bench_removal

        bench_removal(removal, device=device, as_json=as_json)
        return
    if removal_memory:
        from mvos_core.cli.bench_memory import bench_removal_memory

        bench_removal_memory(parse_size((size or ["1080x1920"])[0]), frames=frames, as_json=as_json)
        return
    if agreement is not None:
        from mvos_core.cli.bench_agreement import bench_agreement

        models = model or [DEFAULT_MODEL]
        short = min(parse_size(size[0])) if size else DEFAULT_SIZE
        bench_agreement(
            agreement, mask, models=models, frames=frames, size=short, device=device, as_json=as_json
        )
        return
    from mvos_core.eval.speed import with_ratios

    cases = _cases(
        model or (_students() if everything else [DEFAULT_MODEL]),
        [parse_size(text) for text in size or (_SIZES if everything else _SIZES[:1])],
        objects or (_OBJECTS if everything else _OBJECTS[:1]),
        device=device,
    )
    rows = with_ratios(list(_measured(cases, frames=frames, device=device, end_to_end=end_to_end)))
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        _show(rows, end_to_end=end_to_end)


def parse_size(text: str) -> tuple[int, int]:
    """Read HxW; both at least 32."""
    match = re.fullmatch(r"(\d+)[x×](\d+)", text)
    if not match or min(int(match[1]), int(match[2])) < 32:
        raise MvosError(
            f"“{text}” is no frame size; write height x width, such as 480x864, both at least 32.",
            exit_code=2,
        )
    return int(match[1]), int(match[2])


@dataclass(frozen=True, slots=True)
class _Case:
    """One row to be measured."""

    model: str
    engine: str
    size: tuple[int, int]
    objects: int


def _students() -> list[str]:
    from mvos_core.model.config import CONFIGS

    return [name for name, config in CONFIGS.items() if config.is_finite]


def _cases(
    models: list[str], sizes: list[tuple[int, int]], counts: list[int] | tuple[int, ...], *, device: str
) -> list[_Case]:
    engines = [name for name in ENGINES if device == "cpu" or name.startswith("torch")]
    cases = []
    for size in sizes:
        for objects in counts:
            if DEFAULT_MODEL not in models:
                cases.append(_Case(DEFAULT_MODEL, next(iter(ENGINES)), size, objects))
            cases += [_Case(model, engine, size, objects) for model in models for engine in engines]
    return cases


def _measured(cases: list[_Case], *, frames: int, device: str, end_to_end: bool) -> Iterator[SpeedRow]:
    from mvos_core.cli.bench_clip import end_to_end_fps
    from mvos_core.eval.speed import measure
    from mvos_core.propagation import Propagator
    from mvos_core.runtime.pixels import working_size

    networks = {model: _network(model) for model in dict.fromkeys(case.model for case in cases)}
    for case in cases:
        network = networks[case.model]
        engine, precision = ENGINES[case.engine]
        propagator = Propagator(
            network, size=min(case.size), device=device, precision=precision, engine=engine
        )
        try:
            propagator.engine(working_size(case.size, propagator.size))
        except MvosError:
            continue  # not for this model
        steps = measure(propagator, engine=case.engine, size=case.size, objects=case.objects, frames=frames)
        height, width = case.size
        said = f"{case.model} {case.engine} {height}x{width} {case.objects}"
        for row in watch(steps, said):
            if row and end_to_end:
                fps: dict[bool, list[float]] = {False: [], True: []}
                for overlapped in (
                    False,
                    True,
                ) * _END_TO_END_TURNS:  # in turn, so that a busy moment hits both
                    fps[overlapped].append(
                        end_to_end_fps(propagator, case.size, case.objects, frames, overlapped=overlapped)
                    )
                yield replace(
                    row,
                    sequential_fps=statistics.median(fps[False]),
                    end_to_end_fps=statistics.median(fps[True]),
                )
            elif row:
                yield row


def _network(model: str) -> MobileVOS:
    import torch

    from mvos_core.model.checkpoint import load_model
    from mvos_core.model.config import model_config
    from mvos_core.model.network import MobileVOS
    from mvos_core.model.weights import weights_file

    torch.manual_seed(0)
    has_weights = model.endswith(".safetensors") or weights_file(model) is not None
    return load_model(model) if has_weights else MobileVOS(model_config(model))


def _show(rows: list[SpeedRow], *, end_to_end: bool) -> None:
    names = [
        "model",
        "engine",
        "size",
        "K",
        "GFLOP",
        "ms",
        "p95",
        "early",
        "late",
        "fps",
        "MB",
        "ratio",
        "to v2",
    ]
    names += ["end to end", "in turn"] if end_to_end else []
    names += ["GPU MB", "frame 60", "end"] if any(row.peak_device_mb for row in rows) else []
    table = Table(*(Column(name, no_wrap=True) for name in names), box=SIMPLE, padding=(0, 1, 0, 0))
    for row in rows:
        times = (row.median_ms, row.p95_ms, row.early_median_ms, row.late_median_ms, row.fps)
        cells = [row.model, row.engine, f"{row.height}x{row.width}", str(row.objects), f"{row.gflops:.1f}"]
        cells += [f"{n:.1f}" for n in times]
        cells += [f"{row.peak_rss_mb:.0f}", f"{row.ratio:.2f}", f"{row.ratio_mobilenetv2:.2f}"]
        if row.end_to_end_fps is not None and row.sequential_fps is not None:
            cells += [f"{row.end_to_end_fps:.1f}", f"{row.sequential_fps:.1f}"]
        device_mb = (row.peak_device_mb, row.early_device_mb, row.late_device_mb)
        cells += [f"{mb:.0f}" for mb in device_mb if mb is not None]
        table.add_row(*cells)
    console = Console()
    Console(width=max(console.width, _TABLE_WIDTH)).print(table)

"""`mvos bench`: time and memory per frame, as ratios within one run."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from mvos_core.cli.progress import watch
from mvos_core.model.config import DEFAULT_MODEL
from mvos_core.types import MvosError

if TYPE_CHECKING:
    from mvos_core.eval.speed import SpeedRow

_BASELINE = "torch-fp32"
_ENGINES = {_BASELINE: "fp32", "torch-bf16": "bf16"}


def bench(
    *,
    model: Annotated[
        str, typer.Option(help="A model's name; random weights where none are shipped.")
    ] = DEFAULT_MODEL,
    size: Annotated[str, typer.Option(metavar="HxW", help="Frame size.")] = "480x864",
    objects: Annotated[int, typer.Option(min=1, max=254, help="How many objects to mask.")] = 1,
    frames: Annotated[int, typer.Option(min=2, help="How many frames to run.")] = 60,
    device: Annotated[str, typer.Option(help="cpu, cuda or mps.")] = "cpu",
    removal: Annotated[
        Path | None,
        typer.Option(metavar="ROOT", help="Measure removal instead, on composites of this DAVIS."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Measure ms per frame and memory of each engine on this machine, or how well removal restores a background."""
    if removal is not None:
        from mvos_core.cli.bench_removal import bench_removal

        bench_removal(removal, device=device, as_json=as_json)
        return
    rows = _measure(model, parse_size(size), objects=objects, frames=frames, device=device)
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
        return
    names = (
        "engine",
        "model",
        "size",
        "objects",
        "frames",
        "median ms",
        "p95",
        "early",
        "late",
        "fps",
        "peak MB",
        "ratio",
    )
    table = Table(*names)
    for row in rows:
        numbers = (row.median_ms, row.p95_ms, row.early_median_ms, row.late_median_ms, row.fps)
        table.add_row(
            row.engine, row.model, f"{row.height}x{row.width}", str(row.objects), str(row.frames),
            *(f"{n:.1f}" for n in numbers), f"{row.peak_rss_mb:.0f}", f"{row.ratio:.2f}",
        )  # fmt: skip
    Console().print(table)


def parse_size(text: str) -> tuple[int, int]:
    """Read HxW; both at least 32."""
    match = re.fullmatch(r"(\d+)[x×](\d+)", text)
    if not match or min(int(match[1]), int(match[2])) < 32:
        raise MvosError(
            f"“{text}” is no frame size; write height x width, such as 480x864, both at least 32.",
            exit_code=2,
        )
    return int(match[1]), int(match[2])


def _measure(model: str, size: tuple[int, int], *, objects: int, frames: int, device: str) -> list[SpeedRow]:
    import torch

    from mvos_core.eval.speed import measure
    from mvos_core.model.checkpoint import load_model, weights_file
    from mvos_core.model.config import model_config
    from mvos_core.model.network import MobileVOS
    from mvos_core.propagation import Propagator

    torch.manual_seed(0)
    has_weights = model.endswith(".safetensors") or weights_file(model) is not None
    network = load_model(model) if has_weights else MobileVOS(model_config(model))
    rows: list[SpeedRow] = []
    for engine, precision in _ENGINES.items():
        propagator = Propagator(network, size=min(size), device=device, precision=precision)
        steps = measure(propagator, engine=engine, size=size, objects=objects, frames=frames)
        rows += [row for row in watch(steps, engine) if row]
    return [replace(row, ratio=rows[0].median_ms / row.median_ms) for row in rows]

"""`mvos eval-scribbles`: how good a mask is after so many strokes of a simulated user, and how soon it is there."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from mvos_core.cli.progress import watch

if TYPE_CHECKING:
    from mvos_core.eval.scribbles import Scribble

_SHOWN = (1, 3, 5)


def eval_scribbles(
    root: Annotated[Path, typer.Argument(help="The folder with DAVIS.")],
    *,
    split: Annotated[str, typer.Option(help="train, val or held-out.")] = "held-out",
    every: Annotated[int, typer.Option(min=1, help="Stroke every so manyth frame.")] = 10,
    weights: Annotated[
        Path | None, typer.Option(help="A file that `mvos train scribble` wrote, instead of the shipped one.")
    ] = None,
    model: Annotated[
        str, typer.Option(help="The model or checkpoint whose encoder they need, instead of the shipped one.")
    ] = "",
    precision: Annotated[str, typer.Option(help="auto, fp32 or bf16.")] = "auto",
    device: Annotated[str, typer.Option(help="cpu, cuda or mps.")] = "cpu",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Have a simulated user stroke frames of DAVIS, with GrabCut and with the network: IoU after each stroke, and times."""
    from mvos_core.eval.scribbles import scribble_benchmark
    from mvos_core.scribble import load_scribble_head, mask_from_scribbles

    head = load_scribble_head(weights, student=model, device=device, precision=precision)
    methods: dict[str, Scribble] = {
        "grabcut": mask_from_scribbles,
        "network": partial(mask_from_scribbles, head=head),
    }
    steps = scribble_benchmark(root, methods, split=split, every=every, strokes=max(_SHOWN))
    rows = list(watch(steps, "scribbles", unit="sequences"))
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
        return
    table = Table("sequence", "method", "frames", *(f"IoU@{n}" for n in _SHOWN), "first ms", "next ms")
    for row in rows:
        scores = (f"{row.iou[n - 1]:.3f}" for n in _SHOWN)
        times = (f"{row.first_ms:.0f}", f"{row.next_ms:.0f}")
        table.add_row(row.sequence, row.method, str(row.frames), *scores, *times)
    Console().print(table)

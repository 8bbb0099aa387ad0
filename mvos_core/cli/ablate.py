"""`mvos ablate`: what each part of the method is worth, by short runs that differ in one thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from mvos_core.cli.progress import errors, watch
from mvos_core.cli.train import load_stages, watch_training
from mvos_core.model.config import DEFAULT_SIZE
from mvos_core.types import MvosError

if TYPE_CHECKING:
    from mvos_core.eval.davis import Sequence
    from mvos_core.eval.evaluate import Summary


def ablate(
    config: Annotated[
        str,
        typer.Argument(metavar="CONFIG[@MODEL]", help="The full method, such as distil or clips@resnet18."),
    ],
    *,
    profile: Annotated[str, typer.Option(help="The configuration's variant for this machine.")] = "",
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="section.key=value, as often as you like.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(min=0.01, help="Training time of each run.")] = None,
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--cell", help="Only this run, as often as you like, so that several programs share the work."
        ),
    ] = None,
    split: Annotated[str, typer.Option(help="The sequences of data.davis to score on.")] = "held-out",
    size: Annotated[int, typer.Option(help="Working short side in scoring, in pixels.")] = DEFAULT_SIZE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Train with and without the teacher, the contrastive term and boundary sampling; score each run.

    Runs go into run.out with “-ablation” and resume as all training does; ablation.json there is the table. Runs that
    have ended, in other programs with --cell too, are only scored.
    """
    from mvos_core.atomic import write_whole
    from mvos_core.eval.davis import davis_sequences
    from mvos_core.model.checkpoint import read_notes
    from mvos_core.train.ablation import cells_of, chosen_cells
    from mvos_core.train.loop import train

    full = load_stages([config], profile=profile, settings=list(settings or []), minutes=minutes)[0]
    folder = Path(f"{full.run.out}-ablation")
    if not full.data.davis:
        raise MvosError("Scoring takes annotated sequences; set data.davis to DAVIS's folder.", exit_code=2)
    sequences = davis_sequences(Path(full.data.davis), year=full.data.year, split=split)
    cells = cells_of(full, folder)
    about = {"config": config, "split": split, "size": size}
    for cell, run in chosen_cells(cells, names or []):
        errors.print(f"{cell.name}:", markup=False)
        for _ in watch_training(train(run)):
            pass
        checkpoint = Path(run.run.out) / "final.safetensors"
        summary = _score(checkpoint, sequences, year=full.data.year, size=size, device=full.run.device)
        trained = int(read_notes(checkpoint)["clips"])
        # Read anew: another program may have written its own rows meanwhile.
        rows = _rows_of(folder / "ablation.json", about)
        rows[cell.name] = {
            **asdict(cell),
            "clips": trained,
            **summary.to_dict(),
            "checkpoint": str(checkpoint),
        }
        content = json.dumps(about | {"cells": [rows[c.name] for c, _ in cells if c.name in rows]}, indent=2)
        write_whole(folder / "ablation.json", content.encode(), what="The table")
    if as_json:
        print(content)
    else:
        _print([rows[cell.name] for cell, _ in cells if cell.name in rows])


Row = dict[str, str | bool | float]


def _rows_of(table: Path, about: Mapping[str, object]) -> dict[str, Row]:
    """Return what a table holds by the runs' names; nothing where it is missing or about something else."""
    try:
        known = json.loads(table.read_text(encoding="utf-8"))
        return {row["name"]: row for row in known["cells"]} if about.items() <= known.items() else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _score(checkpoint: Path, sequences: list[Sequence], *, year: str, size: int, device: str) -> Summary:
    from mvos_core.eval.evaluate import evaluate, summarise
    from mvos_core.eval.segmenters import network_segmenter
    from mvos_core.model.checkpoint import load_checkpoint
    from mvos_core.propagation import Propagator

    segmenter = network_segmenter(
        Propagator(load_checkpoint(checkpoint), size=size, device=device), year=year
    )
    return summarise(watch(evaluate(segmenter, sequences, year=year), "scoring", unit="sequences"))


def _print(rows: list[Row]) -> None:
    table = Table("run", "clips", "J&F", "J", "F")
    for row in rows:
        table.add_row(
            str(row["name"]),
            str(row["clips"]),
            *(f"{row[key]:.3f}" for key in ("j_and_f", "j_mean", "f_mean")),
        )
    Console().print(table)

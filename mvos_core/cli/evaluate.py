"""`mvos eval`: J and F on annotated sequences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from mvos_core.cli.progress import watch
from mvos_core.model.config import DEFAULT_MODEL, DEFAULT_SIZE
from mvos_core.types import MvosError

if TYPE_CHECKING:
    from mvos_core.eval.evaluate import Segmenter, SequenceScores

FLOOR = "optical-flow"
_DATASETS = {"davis2016": "2016", "davis2017": "2017"}


def evaluate(
    root: Annotated[Path, typer.Argument(help="The folder with the data set.")],
    *,
    dataset: Annotated[str, typer.Option(help="davis2016 or davis2017.")] = "davis2016",
    split: Annotated[
        str,
        typer.Option(help="train, val, or held-out: our six sequences of train for choosing checkpoints."),
    ] = "val",
    sequences: Annotated[str, typer.Option(help="Only these, separated by commas.")] = "",
    model: Annotated[
        str, typer.Option(help=f"A model, a checkpoint, or {FLOOR} for the floor.")
    ] = DEFAULT_MODEL,
    size: Annotated[int, typer.Option(help="Working short side in pixels.")] = DEFAULT_SIZE,
    precision: Annotated[str, typer.Option(help="auto, fp32 or bf16.")] = "auto",
    engine: Annotated[str, typer.Option(help="torch (the reference), openvino or auto.")] = "torch",
    device: Annotated[str, typer.Option(help="cpu, cuda or mps.")] = "cpu",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score a model on DAVIS: J and F with mean, recall and decay."""
    from mvos_core.eval.davis import davis_sequences
    from mvos_core.eval.evaluate import evaluate as score
    from mvos_core.eval.evaluate import summarise

    if dataset not in _DATASETS:
        raise MvosError(
            f"There is no data set “{dataset}” here; choose {' or '.join(_DATASETS)}.", exit_code=2
        )
    year = _DATASETS[dataset]
    names = [name.strip() for name in sequences.split(",") if name.strip()] or None
    chosen = davis_sequences(root, year=year, split=split, names=names)
    segmenter = _segmenter(model, year=year, size=size, precision=precision, device=device, engine=engine)
    scores = list(watch(score(segmenter, chosen, year=year), model, unit="sequences"))
    summary = summarise(scores).to_dict()
    if as_json:
        rows = [_row(each) for each in scores]
        print(
            json.dumps(
                {
                    "model": model,
                    "dataset": dataset,
                    "split": split,
                    "size": size,
                    **summary,
                    "per_sequence": rows,
                },
                indent=2,
            )
        )
        return
    table = Table("sequence", "J&F", "J", "F", title=f"{model} on {dataset} {split}")
    for row in map(_row, scores):
        table.add_row(str(row["name"]), *(f"{row[key]:.3f}" for key in ("j_and_f", "j_mean", "f_mean")))
    table.add_section()
    table.add_row("all", *(f"{summary[key]:.3f}" for key in ("j_and_f", "j_mean", "f_mean")))
    console = Console()
    console.print(table)
    rest = ("j_recall", "j_decay", "f_recall", "f_decay", "frames_per_s")
    console.print("  ".join(f"{key} {summary[key]:.3f}" for key in rest))


def _row(scores: SequenceScores) -> dict[str, str | float]:
    from mvos_core.eval.evaluate import summarise

    summary = summarise([scores])
    return {
        "name": scores.name,
        "j_and_f": summary.j_and_f,
        "j_mean": summary.j.mean,
        "f_mean": summary.f.mean,
    }


def _segmenter(model: str, *, year: str, size: int, precision: str, device: str, engine: str) -> Segmenter:
    if model == FLOOR:
        from mvos_core.eval.optical_flow import flow_segmenter

        return flow_segmenter
    from mvos_core.eval.segmenters import network_segmenter
    from mvos_core.model.checkpoint import load_model
    from mvos_core.propagation import Propagator

    return network_segmenter(
        Propagator(load_model(model), size=size, precision=precision, device=device, engine=engine), year=year
    )

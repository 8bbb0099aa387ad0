"""`mvos eval`: J and F on annotated sequences; label maps for YouTube-VOS's server; drift over long clips."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from mvos_core.cli.progress import watch
from mvos_core.model.config import DEFAULT_MODEL, DEFAULT_SIZE
from mvos_core.types import MvosError

if TYPE_CHECKING:
    from mvos_core.eval.davis import Sequence
    from mvos_core.eval.evaluate import Segmenter, SequenceScores
    from mvos_core.propagation import Propagator

FLOOR = "optical-flow"
_DATASETS = {"davis2016": "2016", "davis2017": "2017"}
_SERVER_ONLY = "youtubevos"


def evaluate(
    root: Annotated[Path, typer.Argument(help="The folder with the data set.")],
    *,
    dataset: Annotated[
        str, typer.Option(help="davis2016, davis2017 or youtubevos (whose server judges what --out gets).")
    ] = "davis2016",
    split: Annotated[
        str,
        typer.Option(
            help="train, val, or held-out: our six sequences of train for choosing checkpoints; valid for youtubevos."
        ),
    ] = "",
    sequences: Annotated[str, typer.Option(help="Only these, separated by commas.")] = "",
    model: Annotated[
        str, typer.Option(help=f"A model, a checkpoint, or {FLOOR} for the floor.")
    ] = DEFAULT_MODEL,
    size: Annotated[int, typer.Option(help="Working short side in pixels.")] = DEFAULT_SIZE,
    precision: Annotated[str, typer.Option(help="auto, fp32, bf16 or int8.")] = "auto",
    engine: Annotated[str, typer.Option(help="torch (the reference), openvino or auto.")] = "torch",
    device: Annotated[str, typer.Option(help="cpu, cuda or mps.")] = "cpu",
    follow: Annotated[
        bool, typer.Option("--follow", help="Zoom in on small objects and follow them.")
    ] = False,
    long: Annotated[
        int | None,
        typer.Option(
            min=2, help="Play each sequence to and fro up to so many frames; compare last and first pass."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the label maps for youtubevos go.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score a model on DAVIS (J and F with mean, recall and decay), or segment YouTube-VOS for its server."""
    names = [name.strip() for name in sequences.split(",") if name.strip()] or None
    if dataset == _SERVER_ONLY:
        if out is None or long is not None:
            raise MvosError("youtubevos takes --out FOLDER for the label maps, and no --long.", exit_code=2)
        propagator = _propagator(
            model, size=size, precision=precision, device=device, engine=engine, follow=follow
        )
        _submit(propagator, root, split or "valid", names, out, model=model, as_json=as_json)
        return
    from mvos_core.eval.davis import davis_sequences

    if dataset not in _DATASETS:
        known = " or ".join((*_DATASETS, _SERVER_ONLY))
        raise MvosError(f"There is no data set “{dataset}” here; choose {known}.", exit_code=2)
    if out is not None:
        raise MvosError("--out is for youtubevos; DAVIS is scored here.", exit_code=2)
    year, split = _DATASETS[dataset], split or "val"
    chosen = davis_sequences(root, year=year, split=split, names=names)
    if model == FLOOR:
        from mvos_core.eval.optical_flow import flow_segmenter

        segmenter: Segmenter = flow_segmenter
    else:
        from mvos_core.eval.segmenters import network_segmenter

        propagator = _propagator(
            model, size=size, precision=precision, device=device, engine=engine, follow=follow
        )
        segmenter = network_segmenter(propagator, year=year)
    head: dict[str, str | int] = {
        "model": model,
        "dataset": dataset,
        "split": split,
        "size": size,
        "follow": follow,
    }
    if long is None:
        _score(segmenter, chosen, year=year, head=head, as_json=as_json)
    else:
        _drift(segmenter, chosen, n_frames=long, year=year, head=head, as_json=as_json)


def _propagator(
    model: str, *, size: int, precision: str, device: str, engine: str, follow: bool
) -> Propagator:
    from mvos_core.follow import FollowingPropagator
    from mvos_core.model.checkpoint import load_model
    from mvos_core.propagation import Propagator

    if model == FLOOR:
        raise MvosError(f"{FLOOR} scores DAVIS only; choose a model or a checkpoint.", exit_code=2)
    kind = FollowingPropagator if follow else Propagator
    return kind(load_model(model), size=size, precision=precision, device=device, engine=engine)


def _score(
    segmenter: Segmenter, sequences: list[Sequence], *, year: str, head: dict[str, str | int], as_json: bool
) -> None:
    from mvos_core.eval.evaluate import evaluate as score
    from mvos_core.eval.evaluate import summarise

    scores = list(watch(score(segmenter, sequences, year=year), str(head["model"]), unit="sequences"))
    summary = summarise(scores).to_dict()
    rows = [_row(each) for each in scores]
    if as_json:
        print(json.dumps({**head, **summary, "per_sequence": rows}, indent=2))
        return
    columns = ("j_and_f", "j_mean", "f_mean")
    _print_table(head, ("sequence", "J&F", "J", "F"), columns, rows, summary)
    rest = ("j_recall", "j_decay", "f_recall", "f_decay", "frames_per_s")
    Console().print("  ".join(f"{key} {summary[key]:.3f}" for key in rest))


def _drift(
    segmenter: Segmenter,
    sequences: list[Sequence],
    *,
    n_frames: int,
    year: str,
    head: dict[str, str | int],
    as_json: bool,
) -> None:
    from mvos_core.eval.long import mean_drift, measure_drift

    steps = measure_drift(segmenter, sequences, n_frames=n_frames, year=year)
    drifts = list(watch(steps, str(head["model"]), unit="sequences"))
    rows: list[dict[str, str | float]] = [
        {"name": d.name, "frames": d.n_frames, "first_pass": d.first, "last_pass": d.last, "lost": d.lost}
        for d in drifts
    ]
    first, last = mean_drift(drifts)
    summary = {"first_pass": first, "last_pass": last, "lost": first - last}
    if as_json:
        print(json.dumps({**head, "long": n_frames, **summary, "per_sequence": rows}, indent=2))
        return
    _print_table(head, ("sequence", "J&F first pass", "last pass", "lost"), tuple(summary), rows, summary)


def _print_table(
    head: dict[str, str | int],
    titles: Iterable[str],
    columns: tuple[str, ...],
    rows: list[dict[str, str | float]],
    summary: dict[str, float],
) -> None:
    table = Table(*titles, title=f"{head['model']} on {head['dataset']} {head['split']}")
    for row in rows:
        table.add_row(str(row["name"]), *(f"{row[key]:.3f}" for key in columns))
    table.add_section()
    table.add_row("all", *(f"{summary[key]:.3f}" for key in columns))
    Console().print(table)


def _submit(
    propagator: Propagator,
    root: Path,
    split: str,
    names: list[str] | None,
    out: Path,
    *,
    model: str,
    as_json: bool,
) -> None:
    from mvos_core.eval.youtubevos import write_submission, youtubevos_videos

    videos = youtubevos_videos(root, split=split, names=names)
    for _ in watch(write_submission(propagator, videos, out), model, unit="videos"):
        pass
    done = {"videos": len(videos), "frames": sum(len(video.judged) for video in videos), "out": str(out)}
    if as_json:
        print(json.dumps(done))
    else:
        Console().print(
            f"{done['frames']} label maps of {done['videos']} videos are in {out}/Annotations; zip that folder.",
            markup=False,
        )


def _row(scores: SequenceScores) -> dict[str, str | float]:
    from mvos_core.eval.evaluate import summarise

    summary = summarise([scores])
    return {
        "name": scores.name,
        "j_and_f": summary.j_and_f,
        "j_mean": summary.j.mean,
        "f_mean": summary.f.mean,
    }

"""`mvos train`: training stages from configuration files; under torchrun, with several processes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from mvos_core.cli.progress import errors
from mvos_core.types import MvosError

if TYPE_CHECKING:
    from mvos_core.train.config import TrainConfig
    from mvos_core.train.loop import TrainStep
    from mvos_core.types import Step

_REPORT_EVERY = 100


def train(
    stages: Annotated[
        list[str],
        typer.Argument(
            metavar="CONFIG[@MODEL]…",
            help="TOML files, or names of ours such as stills, clips, distil; one after the other.",
        ),
    ],
    *,
    profile: Annotated[
        str, typer.Option(help="The configurations' variant for this machine: cpu or gpu in ours.")
    ] = "",
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="section.key=value for all stages, as often as you like."),
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.01, help="Fit all stages into this training time.")
    ] = None,
    fresh: Annotated[bool, typer.Option(help="Start over instead of resuming.")] = False,
    loader_only: Annotated[
        bool, typer.Option(help="Only measure how fast the first stage's clips are made; prints JSON.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a stage.")] = False,
) -> None:
    """Train a network; stop with Ctrl-C and call it again to go on from there."""
    from mvos_core.train.distributed import leave
    from mvos_core.train.loop import train as run

    configs = load_stages(stages, profile=profile, settings=list(settings or []), minutes=minutes)
    if loader_only:
        print(json.dumps(_loader_figures(configs[0])))
        return
    check_files(configs)
    try:
        for config in configs:
            last: TrainStep | None = None
            for value in watch_training(run(config, fresh=fresh)):
                last = value
            if int(os.environ.get("RANK", "0")) == 0:
                _report(config, last, as_json=as_json)
    finally:
        leave()


def load_stages(
    stages: Sequence[str], *, profile: str, settings: Sequence[str], minutes: float | None
) -> list[TrainConfig]:
    """Load every stage before the first begins, so that a mistake shows at once; share the minutes out."""
    from mvos_core.train.settings import find_config, load_config

    def load(stage: str, more: Sequence[str]) -> TrainConfig:
        name, _, model = stage.partition("@")
        return load_config(find_config(name), [*settings, *more], model=model, profile=profile)

    configs = [load(stage, []) for stage in stages]
    outs = [config.run.out for config in configs]
    if len(set(outs)) < len(outs):
        raise MvosError(
            f"Two of the stages write into {max(outs, key=outs.count)}; give each another run.out.",
            exit_code=2,
        )
    if minutes is None:
        return configs
    total = sum(config.schedule.share for config in configs)
    parts = [minutes * config.schedule.share / total for config in configs]
    return [load(stage, [f"schedule.minutes={part}"]) for stage, part in zip(stages, parts, strict=True)]


def check_files(configs: Sequence[TrainConfig]) -> None:
    """Look for every stage's weights before the first begins; those that an earlier stage makes are not there yet.

    Raises:
        MvosError: a file is missing.
    """
    from mvos_core.train.learner import needed_files

    made: set[Path] = set()
    for config in configs:
        for path in needed_files(config):
            if path not in made and not path.is_file():
                raise MvosError(
                    f"There are no weights {path}, which {config.run.out} begins with; give the right place with --set."
                )
        made.add(Path(config.run.out) / "final.safetensors")
        model = config.model
        if not (model.start or model.relative or model.backbones or model.key_backbone):
            errors.print(
                f"{config.run.out} begins with random weights; trained backbones (--set model.backbones=FOLDER) get "
                "much further in the same time.",
                markup=False,
            )


def _report(config: TrainConfig, last: TrainStep | None, *, as_json: bool) -> None:
    out = Path(config.run.out) / "final.safetensors"
    if as_json:
        done = {"steps": last.step if last else 0, "loss": last.loss if last else None}
        print(json.dumps({"checkpoint": str(out), **done}), flush=True)
    else:
        said = "Trained" if last else "This run was finished already; --fresh starts over"
        errors.print(f"{said}. The weights are in {out}.", markup=False)


def _loader_figures(config: TrainConfig) -> dict[str, float | bool]:
    from mvos_core.model.precision import find_device
    from mvos_core.train.loader import measure_loader

    measured = measure_loader(config, find_device(config.run.device), n_batches=50)
    return {
        "clips_per_s": round(measured.clips_per_s, 1),
        "first_batch_s": round(measured.first_batch_s, 2),
        "batch": config.schedule.batch,
        "frames": config.data.frames,
        "crop": config.data.crop,
        "workers": config.run.workers,
        "on_device": config.data.on_device,
        "cache_mb": config.data.cache_mb,
    }


def watch_training(steps: Iterator[Step[TrainStep]]) -> Iterator[TrainStep]:
    """Show a run's bar with the loss and the time left on a terminal; a line now and then in a log."""
    first = int(os.environ.get("RANK", "0")) == 0
    live = first and errors.is_terminal
    line = TextColumn(
        "step {task.fields[step]} · loss {task.fields[loss]:.3f} · {task.fields[rate]:.1f} clips/s · {task.fields[left]:.0f} min left"
    )
    with Progress(BarColumn(), line, console=errors, disable=not live) as progress:
        task = progress.add_task("", total=1.0, step=0, loss=0.0, rate=0.0, left=0.0)
        try:
            for step in steps:
                value = step.value
                progress.update(
                    task,
                    completed=value.progress,
                    step=value.step,
                    loss=value.loss,
                    rate=value.samples_per_s,
                    left=value.left_s / 60,
                )
                if first and not live and value.step % _REPORT_EVERY == 0:
                    terms = ", ".join(f"{name} {term:.4f}" for name, term in value.terms.items())
                    errors.print(
                        f"step {value.step} ({value.progress:.1%}): {terms}; {value.left_s / 60:.0f} min left",
                        markup=False,
                    )
                yield value
        finally:
            steps.close()  # type: ignore[attr-defined]  # a generator: closing it saves the state

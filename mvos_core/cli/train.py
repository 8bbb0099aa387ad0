"""`mvos train`: one training stage from a configuration file; under torchrun, with several processes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from mvos_core.cli.progress import errors

if TYPE_CHECKING:
    from mvos_core.train.loop import TrainStep
    from mvos_core.types import Step

_REPORT_EVERY = 100


def train(
    config: Annotated[Path, typer.Argument(help="A TOML file; resources/configs/ has ours.")],
    *,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="section.key=value, as often as you like.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.01, help="Fit the whole schedule into this time.")
    ] = None,
    fresh: Annotated[bool, typer.Option(help="Start over instead of resuming.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object at the end.")] = False,
) -> None:
    """Train a network; stop with Ctrl-C and call it again to go on from there."""
    from mvos_core.train.config import load_config
    from mvos_core.train.loop import train as run

    overrides = list(settings or [])
    if minutes is not None:
        overrides.append(f"schedule.minutes={minutes}")
    loaded = load_config(config, overrides)
    last: TrainStep | None = None
    for value in _watch(run(loaded, fresh=fresh)):
        last = value
    if int(os.environ.get("RANK", "0")) == 0:
        out = Path(loaded.run.out) / "final.safetensors"
        if as_json:
            print(
                json.dumps(
                    {
                        "checkpoint": str(out),
                        "steps": last.step if last else 0,
                        "loss": last.loss if last else None,
                    }
                )
            )
        else:
            said = "Trained" if last else "This run was finished already; --fresh starts over"
            errors.print(f"{said}. The weights are in {out}.", markup=False)


def _watch(steps: Iterator[Step[TrainStep]]) -> Iterator[TrainStep]:
    """Show a bar with the loss and the time left on a terminal; a line now and then in a log."""
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

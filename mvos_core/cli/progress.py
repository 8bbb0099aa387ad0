"""Progress on a terminal; silence where nobody watches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from mvos_core.types import Step

ValueT = TypeVar("ValueT")

errors = Console(stderr=True, soft_wrap=True, highlight=False)


class _Rate(ProgressColumn):
    """Steps per second."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} {self._unit}/s" if speed else "")


def watch(steps: Iterable[Step[ValueT]], what: str, *, unit: str = "frames") -> Iterator[ValueT]:
    """Pull a job's steps and yield their values, with a progress bar on stderr if that is a terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(unit),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors, disable=not errors.is_terminal, transient=True) as progress:
        task = progress.add_task(what, total=None)
        for step in steps:
            progress.update(task, completed=step.done, total=step.total)
            yield step.value

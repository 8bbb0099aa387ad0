"""A disk that fails or dies under a save, at the step that a test chooses."""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import pytest

from mvos_core.project import disk

STEPS = ("make_folder", "write_bytes", "sync_file", "sync_folder", "replace", "remove")

Step: TypeAlias = Callable[..., None]
Hook: TypeAlias = Callable[[str, Step, tuple[Any, ...]], None]
"""Is called in place of each step of a save, with its name, the step itself and its arguments."""


class Death(BaseException):
    """The process was killed: nothing may catch this."""


@contextmanager
def hooked(hook: Hook) -> Iterator[None]:
    """Send every step that a save takes through `hook`."""

    def through(name: str, step: Step) -> Step:
        return lambda *arguments: hook(name, step, arguments)

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(disk, name, through(name, getattr(disk, name)))
        yield


def take(name: str, step: Step, arguments: tuple[Any, ...]) -> None:
    """Take a step, but do not wait for the disk: only power cuts, not kills, tell the difference."""
    if not name.startswith("sync"):
        step(*arguments)


def tear(name: str, arguments: tuple[Any, ...]) -> None:
    """Leave behind half of the file that a step was about to write."""
    if name == "write_bytes":
        path, content = arguments
        path.write_bytes(content[: len(content) // 2])


def counting(steps: list[str]) -> Hook:
    """Return a hook that takes every step and adds its name to `steps`."""

    def hook(name: str, step: Step, arguments: tuple[Any, ...]) -> None:
        steps.append(name)
        take(name, step, arguments)

    return hook


def dying(at: int, *, torn: bool) -> Hook:
    """Return a hook under which the process dies before step `at`, or in the midst of it if `torn`."""
    numbers = itertools.count()
    alive = [True]

    def hook(name: str, step: Step, arguments: tuple[Any, ...]) -> None:
        number = next(numbers)
        if alive[0] and number < at:
            return take(name, step, arguments)
        # Other threads of the dead process do nothing any more either, nor do its `finally` clauses.
        if alive[0] and torn:
            tear(name, arguments)
        alive[0] = False
        raise Death

    return hook


def full_disk(at: int) -> Hook:
    """Return a hook under which the disk is full from step `at` on: nothing is made or written."""
    numbers = itertools.count()

    def hook(name: str, step: Step, arguments: tuple[Any, ...]) -> None:
        if next(numbers) >= at and name in (
            "make_folder",
            "write_bytes",
            "sync_file",
            "sync_folder",
            "replace",
        ):
            tear(name, arguments)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        take(name, step, arguments)

    return hook

"""What a power cut can leave of a save: a model of a disk that keeps only what was waited for.

POSIX promises no more than this: a file's content is there once the file was synced, and the names of a folder
are as they were when the folder was synced. Of what came later, the model keeps a random part: of each
folder's names the changes up to a random one, of a file that was not synced nothing but its name.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from tests.core.project.faults import Step

_EMPTY = b""


@dataclass(frozen=True)
class _File:
    """A file's content, whatever it is called, and the step at which it was synced, if ever."""

    content: bytes
    synced_at: int | None


@dataclass(frozen=True)
class _Change:
    """A name in a folder that at a step came to stand for a file, a folder or nothing."""

    at: int
    folder: Path
    name: str
    target: int | None


class Journal:
    """All the steps that a save takes under a folder, to be replayed up to any of them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = Lock()
        self._before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        self._files: list[_File] = []
        self._names: dict[Path, int] = {}
        self._changes: list[_Change] = []
        self._folder_syncs: list[tuple[int, Path]] = []
        self.n_steps = 0

    def record(self, name: str, step: Step, arguments: tuple[Any, ...]) -> None:
        """Take a step and note it."""
        with self._lock:
            if not name.startswith("sync"):
                step(*arguments)
            getattr(self, f"_{name}")(*arguments)
            self.n_steps += 1

    def _make_folder(self, path: Path) -> None:
        """Note nothing: the folders are there before the save."""

    def _write_bytes(self, path: Path, content: bytes) -> None:
        self._files.append(_File(content, None))
        self._name(path, len(self._files) - 1)

    def _sync_file(self, path: Path) -> None:
        number = self._names[path]
        self._files[number] = _File(self._files[number].content, self.n_steps)

    def _sync_folder(self, path: Path) -> None:
        self._folder_syncs.append((self.n_steps, path))

    def _replace(self, source: Path, target: Path) -> None:
        self._name(target, self._names[source])
        self._name(source, None)

    def _remove(self, path: Path) -> None:
        self._name(path, None)

    def _name(self, path: Path, target: int | None) -> None:
        if target is None:
            self._names.pop(path, None)
        else:
            self._names[path] = target
        self._changes.append(_Change(self.n_steps, path.parent, path.name, target))

    def restore(self, root: Path, *, at: int, dice: random.Random) -> None:
        """Write under `root` what a power cut before step `at` leaves."""
        contents = dict(self._before)
        for folder in sorted({change.folder for change in self._changes}):
            changes = [change for change in self._changes if change.folder == folder and change.at < at]
            synced = max(
                (step for step, path in self._folder_syncs if path == folder and step < at), default=-1
            )
            n_kept = sum(change.at < synced for change in changes)
            for change in changes[: dice.randint(n_kept, len(changes))]:
                contents.pop(folder / change.name, None)
                if change.target is not None:
                    file = self._files[change.target]
                    whole = file.synced_at is not None and file.synced_at < at
                    contents[folder / change.name] = file.content if whole else _EMPTY
        for path, content in contents.items():
            copy = root / path.relative_to(self._root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)

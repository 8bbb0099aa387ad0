"""What exporting commands work on: clips with folders of masks, or projects; one or many of them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from mvos_core.cli.progress import errors
from mvos_core.cli.propagate import parse_range
from mvos_core.types import LabelMap, MvosError

if TYPE_CHECKING:
    from mvos_core.project import Project
    from mvos_core.video import VideoInfo

_CLIP = "{clip}"
_PROJECT = ".mvos"

Labels = Callable[[int], LabelMap]
"""Gives a frame's label map by its index."""


@dataclass(frozen=True, slots=True)
class Source:
    """A clip and where its masks are: in a folder, named after the clip's frames, or in a project's."""

    clip: Path
    masks: Path
    project: Project | None = None

    @classmethod
    def of(cls, path: Path, masks: str) -> Source:
        """Return the source of an input; `masks` names the folder, in which {clip} is the clip's name.

        Raises:
            MvosError: there are no masks, or the project or its clip cannot be read.
        """
        if path.suffix != _PROJECT:
            if not masks:
                raise MvosError(
                    f"Where are the masks of {path}? Give their folder with --masks.", exit_code=2
                )
            return cls(path, Path(masks.replace(_CLIP, path.stem)))
        from mvos_core.project.footage import load_whole_project

        project = load_whole_project(path)
        return cls(project.clip, path, project)

    def frames(self, text: str, info: VideoInfo) -> range:
        """Return the frames of a range A:B, or without one those from in to out, or all."""
        if text or self.project is None:
            return parse_range(text or ":", info.n_frames)
        from mvos_core.project.footage import in_to_out

        return in_to_out(self.project)

    def n_unmasked(self, frames: range) -> int:
        """Return how many frames have no mask, which happens in projects only."""
        return sum(1 for index in frames if index not in self.project.masks) if self.project else 0

    def labels(self, info: VideoInfo, frames: range) -> Labels:
        """Return how to read the label map of a frame.

        Raises:
            MvosError: there is no such folder, or a frame of the range has no mask in it.
        """
        if self.project is not None:
            from mvos_core.project.footage import footage_of

            footage = footage_of(self.project)
            return lambda index: footage.label_map(index, info.size)
        return _folder_labels(self.masks, info, frames)

    def objects(self, labels: Labels, frames: range, wanted: Sequence[int]) -> dict[int, str]:
        """Return the names of the objects that occur, by label, and see that the wanted ones are among them.

        Raises:
            MvosError: one is not, or there are none at all.
        """
        if self.project is not None:
            found = {thing.label: thing.name for thing in self.project.objects}
        else:
            found = {label: f"object{label}" for label in _occurring(labels, frames, wanted)}
        if not found:
            raise MvosError(
                f"The masks in {self.masks} are all empty; there is nothing to remove or export.", exit_code=2
            )
        if lacking := sorted(set(wanted) - set(found)):
            names = ", ".join(map(str, lacking))
            have = ", ".join(map(str, sorted(found)))
            raise MvosError(
                f"The masks in {self.masks} show no object {names}; they have {have}.", exit_code=2
            )
        return found


def _folder_labels(folder: Path, info: VideoInfo, frames: range) -> Labels:
    from mvos_core.masks.labels import read_label_map

    paths = {index: folder / f"{info.names[index]}.png" for index in frames}
    try:
        is_there = folder.is_dir()
        missing = [index for index, path in paths.items() if not path.is_file()]
    except PermissionError as error:
        raise MvosError(
            f"The folder of masks {folder} may not be read; change its permissions, or choose another."
        ) from error
    if not is_there:
        raise MvosError(f"There is no folder of masks {folder}; make one with mvos propagate.", exit_code=2)
    if missing:
        raise MvosError(
            f"{len(missing)} of the {len(frames)} frames have no mask in {folder}, the first of them {missing[0]} "
            f"({paths[missing[0]].name}); mask them, or choose others with --range.",
            exit_code=2,
        )
    return lambda index: read_label_map(paths[index])


def _occurring(labels: Labels, frames: range, wanted: Sequence[int]) -> list[int]:
    """Return the labels that occur; with wanted ones, only until they have."""
    from mvos_core.masks.labels import object_labels

    found: set[int] = set()
    for index in frames:
        found.update(object_labels(labels(index)))
        if wanted and found.issuperset(wanted):
            break
    return sorted(found)


def parse_objects(text: str) -> tuple[int, ...]:
    """Read labels separated by commas; nothing means all.

    Raises:
        MvosError: one of them is no label.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdecimal() and 1 <= int(part) <= 254 for part in parts):
        raise MvosError(f"“{text}” is no list of objects; write their numbers, such as 1,2.", exit_code=2)
    return tuple(sorted({int(part) for part in parts}))


def gather(inputs: Sequence[Path], listed: Path | None, *, out: str, masks: str = "") -> list[Path]:
    """Return all inputs, those of a list (a path a line, relative to the list; # begins a remark) after the others.

    Raises:
        MvosError: there are none, the list cannot be read, several would have the same name, or there are masks for
            projects only, which have their own.
    """
    paths = list(inputs)
    if listed is not None:
        try:
            lines = listed.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise MvosError(
                f"The list {listed} cannot be read; give a text file with a path a line.", exit_code=2
            ) from error
        names = [line.strip() for line in lines]
        paths += [listed.parent / name for name in names if name and not name.startswith("#")]
    if not paths:
        raise MvosError(
            "There is nothing to work on; give a clip or a project, or a --list of them.", exit_code=2
        )
    if masks and all(path.suffix == _PROJECT for path in paths):
        raise MvosError("Projects have their own masks; leave --masks out.", exit_code=2)
    if len(paths) > 1 and out and _CLIP not in out and not is_folder(out):
        raise MvosError("Several inputs need several names; put {clip} into --out.", exit_code=2)
    return paths


def is_folder(out: str) -> bool:
    """Whether --out says that it is a folder, by its end."""
    return out.endswith(("/", os.sep))


class Outputs:
    """What a batch has made, so that it does not replace its own work, whatever it may replace else."""

    def __init__(self) -> None:
        self._made: dict[Path, Path] = {}

    def claim(self, paths: Sequence[Path], source: Path) -> None:
        """Note what is made from a source.

        Raises:
            MvosError: some of it has been made from another one.
        """
        for path in paths:
            if path in self._made:
                raise MvosError(
                    f"{path} was just made from {self._made[path]}; give it another name, with {{range}} or in a run of "
                    "its own.",
                    exit_code=2,
                )
        self._made.update(dict.fromkeys(paths, source))


class Report(Protocol):
    """What became of an input."""

    def document(self) -> dict[str, object]:
        """Return the report as JSON values."""

    def sentence(self) -> str:
        """Return the report as text."""


def for_each(paths: Sequence[Path], work: Callable[[Path], Report], *, as_json: bool) -> None:
    """Do the work for every input and print what became of it; a failure does not end the rest.

    Raises:
        MvosError: the only input failed.
        typer.Exit: one of several failed; the exit code is 1.
    """
    if len(paths) == 1:
        report = work(paths[0])
        _say(report, as_json=as_json)
        return
    documents: list[dict[str, object]] = []
    failed: list[Path] = []
    for number, path in enumerate(paths, start=1):
        errors.print(f"{number} of {len(paths)}: {path}", markup=False)
        # RuntimeError is torch's for all that goes wrong in it, memory above all.
        try:
            report = work(path)
        except (MvosError, OSError, RuntimeError) as error:
            errors.print(f"mvos: {error}", markup=False)
            failed.append(path)
            documents.append({"input": str(path), "error": str(error)})
        else:
            documents.append(report.document())
            errors.print(report.sentence(), markup=False)
    if as_json:
        print(json.dumps({"results": documents, "failed": [str(path) for path in failed]}, indent=2))
    errors.print(f"{len(paths) - len(failed)} of {len(paths)} done.", markup=False)
    for path in failed:
        errors.print(f"Failed: {path}", markup=False)
    if failed:
        raise typer.Exit(1)


def _say(report: Report, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.document(), indent=2))
    else:
        errors.print(report.sentence(), markup=False)

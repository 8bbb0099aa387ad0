"""Carrying out an export: render, write under another name, look at what was written, and only then name it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mvos_core.compose import Colour
from mvos_core.export.film import clip_writer
from mvos_core.export.pictures import PictureFolder
from mvos_core.export.plan import Plan, Target
from mvos_core.export.render import Labels, moments, picture
from mvos_core.export.settings import HARD, Kind
from mvos_core.masks.refinement import Mattes, alike
from mvos_core.types import Frame, MvosError, Step
from mvos_core.video import VideoReader, VideoWriter
from mvos_core.video.verify import Check, verify

Sink: TypeAlias = VideoWriter | PictureFolder


class Phase(str, Enum):
    """What an export is doing."""

    WRITING = "writing"
    CHECKING = "checking"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class TargetReport:
    """What was written and looked at: a film or folder, its size, its number of pictures, its sound in words."""

    path: Path
    objects: tuple[int, ...]
    n_bytes: int
    n_pictures: int
    sound: str | None
    checks: tuple[Check, ...]

    def document(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {
            "path": str(self.path),
            "objects": list(self.objects),
            "bytes": self.n_bytes,
            "pictures": self.n_pictures,
            "sound": self.sound,
            "checks": {check.what: check.text for check in self.checks},
        }


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export made; all of its checks have passed."""

    targets: tuple[TargetReport, ...]
    timeline: Path | None
    notes: tuple[str, ...]

    def document(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {
            "files": [target.document() for target in self.targets],
            "timeline": str(self.timeline) if self.timeline else None,
            "notes": list(self.notes),
        }

    def sentence(self) -> str:
        """Return what was made, and that it was looked at, as a sentence."""
        names = ", ".join(target.path.name for target in self.targets[:3])
        if len(self.targets) > 3:
            names = f"{names} and {len(self.targets) - 3} more"
        n_bytes = sum(target.n_bytes for target in self.targets)
        size = f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 1e6 else f"{n_bytes / 1e3:.0f} kB"
        n_checks = sum(len(target.checks) for target in self.targets)
        pictures = self.targets[0].n_pictures
        return f"{names}: {pictures} pictures, {size}, {n_checks} checks passed."

    def lines(self) -> list[str]:
        """Return the checks, a line each."""
        return [f"{target.path.name}: {check.text}" for target in self.targets for check in target.checks]


@dataclass(frozen=True, slots=True)
class ExportStep:
    """Where an export is; the last step, and no other, has the report."""

    phase: Phase
    report: ExportReport | None = None


def export(
    plan: Plan,
    reader: VideoReader,
    labels: Labels,
    *,
    removed: Iterable[Frame] | None = None,
    colours: Mapping[int, Colour] | None = None,
    mattes: Mattes | None = None,
    overwrite: bool = False,
) -> Generator[Step[ExportStep], None, None]:
    """Write what was planned: a step for each frame, then for each picture that is checked, and one with the report.

    Closing the generator leaves no file behind, and what was there as it was.

    Args:
        plan: what to write.
        reader: the clip; it is left alone where finished frames are given.
        labels: gives a frame's label map by its index.
        removed: for a removal the finished frames, uint8 (H, W, 3), one for each frame of the plan, in order: rendered
            now or taken from a cache.
        colours: RGB by object, for the overlay.
        mattes: how objects are prepared before what the settings ask for comes on top.
        overwrite: whether what has the files' names already is replaced.

    Raises:
        MvosError: a file is there already or cannot be written, a frame or mask cannot be read, or what was written is
            not what was rendered.
    """
    if not overwrite:
        plan.check_free()
    _make_folders(plan)
    with ExitStack() as open_files:
        sinks: list[Sink] = []
        for target in plan.targets:
            sinks.append(_sink(plan, target))
            open_files.push(sinks[-1])
        pictures = _rendered(plan, reader, labels, removed, colours=colours, mattes=mattes or {})
        for done, (repeats, shown) in enumerate(zip(plan.repeats, pictures, strict=True), start=1):
            for sink, image in zip(sinks, shown, strict=True):
                for _ in range(repeats):
                    sink.write(image)
            yield Step(done, len(plan.frames), ExportStep(Phase.WRITING))
        checks = yield from _verified(sinks)
        if not overwrite:
            plan.check_free()  # something may have come meanwhile
    if plan.timeline is not None:
        from mvos_core.export.timeline import write_timeline

        write_timeline(plan)
    reports = [
        _report(target, sink, found) for target, sink, found in zip(plan.targets, sinks, checks, strict=True)
    ]
    yield Step(1, 1, ExportStep(Phase.DONE, ExportReport(tuple(reports), plan.timeline, plan.notes)))


def _make_folders(plan: Plan) -> None:
    folders = {target.path.parent for target in plan.targets}
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        names = ", ".join(map(str, folders))
        raise MvosError(
            f"The folder {names} cannot be made ({error.strerror}); choose another place."
        ) from error


def _sink(plan: Plan, target: Target) -> Sink:
    if plan.coding is None:
        if plan.settings.rate is None:
            names = [plan.info.names[index] for index in plan.frames]
        else:
            names = [f"{number:06}" for number in range(plan.n_written)]
        return PictureFolder(target.path, names)
    return clip_writer(
        plan.info,
        plan.frames,
        target.path,
        coding=plan.coding,
        rate=plan.settings.rate,
        with_sound=plan.settings.with_sound,
    )


def _rendered(
    plan: Plan,
    reader: VideoReader,
    labels: Labels,
    removed: Iterable[Frame] | None,
    *,
    colours: Mapping[int, Colour] | None,
    mattes: Mattes,
) -> Iterator[list[NDArray[np.uint8]]]:
    """Yield for each frame the pictures of all targets."""
    settings = plan.settings
    if settings.kind is Kind.REMOVED:
        if removed is None:
            raise ValueError("a removal needs its finished frames")
        yield from ([frame] for frame in removed)
        return
    masked = settings.kind not in {Kind.OVERLAY, *HARD}
    chosen = {label for target in plan.targets for label in target.objects}
    groups = alike(chosen, mattes, more=settings.refinement) if masked else {}
    reach = max((preparation.steady_frames for preparation in groups), default=0)
    for moment in moments(reader, labels, plan.frames, reach=reach):
        yield [
            picture(moment, settings, target.objects, colours=colours, mattes=mattes)
            for target in plan.targets
        ]


def _verified(sinks: list[Sink]) -> Generator[Step[ExportStep], None, list[tuple[Check, ...]]]:
    results: list[tuple[Check, ...]] = []
    for sink in sinks:
        looking = verify(sink) if isinstance(sink, VideoWriter) else sink.verify()
        while True:
            try:
                step = next(looking)
            except StopIteration as end:
                results.append(end.value)
                break
            yield Step(step.done, step.total, ExportStep(Phase.CHECKING))
    return results


def _report(target: Target, sink: Sink, checks: tuple[Check, ...]) -> TargetReport:
    files = [target.path] if target.path.is_file() else list(target.path.iterdir())
    return TargetReport(
        target.path,
        target.objects,
        sum(file.stat().st_size for file in files),
        sink.n_frames,
        sink.sound if isinstance(sink, VideoWriter) else None,
        checks,
    )

"""Opening a clip or a project: what has to be read before the document changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.decoding import ClipDecoder
from app.library_sentences import spoken
from app.quality import Quality
from app.translating import tr
from mvos_core.project import LoadedProject, Project, fingerprint_clip, load_project
from mvos_core.project.clip import ClipState
from mvos_core.takes import Takes
from mvos_core.types import MvosError, Step
from mvos_core.video import VideoInfo

BUNDLE_SUFFIX = ".mvos"
_MANIFEST = "project.json"


@dataclass(frozen=True, slots=True)
class Opened:
    """A clip that can be shown, with what was made on it before.

    Attributes:
        info: the clip.
        project: the work on it, None for a fresh clip.
        bundle: where it was saved; None for a fresh clip, and for work that was never saved under a name.
        problems: sentences about what could not be loaded.
    """

    info: VideoInfo
    project: Project | None = None
    bundle: Path | None = None
    problems: tuple[str, ...] = ()

    def quality(self, usual: Quality) -> Quality:
        """Return what its masks are computed with, the `usual` where the project does not say."""
        return Quality.of_plain(self.project.masking, usual) if self.project else usual

    def removal(self) -> Takes | None:
        """Return how objects are removed, None where nobody has said so or what was said cannot be understood."""
        try:
            return Takes.of_plain(self.project.removal) if self.project and self.project.removal else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class ClipAstray:
    """A project whose clip was moved, or is another one now; nothing has been opened."""

    bundle: Path
    project: Project
    clip: Path
    state: ClipState


def is_bundle(path: Path) -> bool:
    """Return whether a path is meant as a project."""
    return path.suffix == BUNDLE_SUFFIX or (path.is_dir() and (path / _MANIFEST).exists())


def open_clip(decoder: ClipDecoder, clip: Path, *, recovery: Path) -> Iterator[Step[Opened]]:
    """Open a clip, with the work on it that was never saved under a name, if `recovery` holds any.

    It is to be adopted before this goes on.

    Raises:
        MvosError: the clip cannot be read.
    """
    loaded, problems = _recover(recovery)
    with decoder.opened(clip, index=(loaded.project.playhead or 0) if loaded else 0) as info:
        if loaded is not None and loaded.clip.state is ClipState.FOUND and _fits(loaded.project, info):
            yield Step(1, 1, Opened(info, loaded.project, None, _sentences(loaded)))
            return
        if loaded is not None:
            text = tr(
                "{clip} has changed since. Your masks were put aside as {place}; open that as a project."
            )
            problems = (text.format(clip=clip.name, place=_put_aside(recovery, "changed")),)
        yield Step(1, 1, Opened(info, problems=problems))


def open_project(
    decoder: ClipDecoder, bundle: Path, *, clip: Path | None = None
) -> Iterator[Step[Opened | ClipAstray]]:
    """Open a project; `clip` is where the user says that its clip is. It is to be adopted before this goes on.

    Raises:
        MvosError: the project or its clip cannot be read, or the clip is one that the masks do not fit.
    """
    loaded = load_project(bundle)
    if clip is None and loaded.clip.state is not ClipState.FOUND:
        yield Step(1, 1, ClipAstray(bundle, loaded.project, loaded.clip.path, loaded.clip.state))
        return
    info = decoder.probe(clip or loaded.clip.path)
    if not _fits(loaded.project, info):
        raise MvosError(
            tr(
                "{clip} has another size or another number of frames than the clip of this project, so the "
                "masks do not fit it; choose the clip that they were made on."
            ).format(clip=info.path.name)
        )
    with decoder.opened(info.path, index=loaded.project.playhead or 0) as opened:
        project = loaded.project
        if clip is not None:
            # It is the project's own from now on, and is not asked about again.
            own = fingerprint_clip(opened.path, n_frames=opened.n_frames, size=opened.size, rate=opened.rate)
            project = replace(project, fingerprint=own)
        yield Step(1, 1, Opened(opened, project, bundle, _sentences(loaded)))


def _recover(recovery: Path) -> tuple[LoadedProject | None, tuple[str, ...]]:
    """Return what a recovery bundle holds; one that cannot be read is put aside, so that nothing writes over it."""
    if not (recovery / _MANIFEST).exists():
        return None, ()
    try:
        return load_project(recovery), ()
    except MvosError as error:
        aside = _put_aside(recovery, "unreadable")
        return None, (
            tr("{problem} It was put aside as {place}.").format(problem=spoken(str(error)), place=aside),
        )


def _put_aside(recovery: Path, why: str) -> Path:
    """Give a recovery bundle another name, which nothing writes to, and return that."""
    aside = recovery.with_name(f"{recovery.stem}.{why}-{time.strftime('%Y%m%d-%H%M%S')}{BUNDLE_SUFFIX}")
    with suppress(OSError):
        recovery.rename(aside)
    return aside


def _fits(project: Project, info: VideoInfo) -> bool:
    return (project.fingerprint.size, project.fingerprint.n_frames) == (info.size, info.n_frames)


def _sentences(loaded: LoadedProject) -> tuple[str, ...]:
    problems = [spoken(problem.text) for problem in loaded.problems]
    try:
        Takes.of_plain(loaded.project.removal)
    except ValueError as error:
        text = tr("The settings of the removal are not understood ({why}); the usual ones are used.")
        problems.append(text.format(why=error))
    return tuple(problems)

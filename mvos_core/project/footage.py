"""What a saved project gives to exports: its clip, masks and takes, all of them there, and the frames from in to out."""

from __future__ import annotations

from pathlib import Path

from mvos_core.project.bundle import load_project
from mvos_core.project.clip import ClipState
from mvos_core.project.state import Project
from mvos_core.rendering import Footage
from mvos_core.takes import Takes
from mvos_core.types import MvosError


def load_whole_project(bundle: Path) -> Project:
    """Load a project of which nothing is missing.

    Raises:
        MvosError: it cannot be read, its clip is gone or has changed, or a mask is damaged.
    """
    loaded = load_project(bundle)
    if loaded.clip.state is not ClipState.FOUND:
        raise MvosError(
            f"The clip of {bundle} is not at {loaded.clip.path} or has changed; open the project in the editor and "
            "locate it."
        )
    if loaded.problems:
        raise MvosError(f"{loaded.problems[0].text} Open {bundle} in the editor and mask that frame again.")
    return loaded.project


def in_to_out(project: Project) -> range:
    """Return the frames from the in point to the out point, all of them where there are none."""
    stop = project.fingerprint.n_frames if project.out_point is None else project.out_point + 1
    return range(project.in_point or 0, stop)


def footage_of(project: Project) -> Footage:
    """Return a project's clip with its masks; labels of objects that were deleted are background in them."""
    return Footage(project.clip, dict(project.masks), frozenset(thing.label for thing in project.objects))


def takes_of(project: Project) -> Takes:
    """Return the ways of removing that a project holds, and which of them counts where.

    Raises:
        MvosError: they are damaged.
    """
    try:
        return Takes.of_plain(project.removal)
    except ValueError as error:
        raise MvosError(
            f"The removal settings of this project of {project.clip.name} are damaged ({error}); open it in the editor "
            "and set them."
        ) from error

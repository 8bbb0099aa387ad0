"""Objects that have left the picture, which is no mistake of the network's, as against those that it has just lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.objects import entry_objects
from mvos_core.masks.labels import object_labels
from mvos_core.masks.track import MaskEntry

LOSS_FRAMES = 5
"""So many frames at either end of a gap in which an object is found nowhere stay doubtful: there a person sees whether it
was lost or has left, and whether it was found again in time. The frames between them raise no other question."""


def absent_objects(track: Mapping[int, MaskEntry], index: int) -> frozenset[int]:
    """Return the objects that are not in the picture: found nowhere, as their confidence of 0 tells, for some frames."""
    missing = _missing(track.get(index))
    if not missing:
        return missing
    near = [track[frame] for frame in _around(index) if frame in track]
    return frozenset(label for label in missing if not any(_shows(entry, label) for entry in near))


def touched(track: Mapping[int, MaskEntry], changed: Iterable[int]) -> list[int]:
    """Return the frames that changed, and those of which a changed frame decides who is absent."""
    known = set(changed)
    near = {frame for index in known for frame in _around(index)} - known
    return sorted(known | {frame for frame in near if _missing(track.get(frame))})


def _around(index: int) -> range:
    return range(index - LOSS_FRAMES, index + LOSS_FRAMES + 1)


def _missing(entry: MaskEntry | None) -> frozenset[int]:
    if entry is None:
        return frozenset()
    return frozenset(label for label, sure in entry.confidence.items() if sure == 0)


def _shows(entry: MaskEntry, label: int) -> bool:
    """Whether a mask has pixels of an object; only a person's own, who may have erased them all, has to be decoded."""
    sure = entry.confidence.get(label)
    if sure is None:
        return not entry.confidence and label in entry_objects(entry)
    return label in object_labels(entry.labels()) if sure == 1 else sure > 0

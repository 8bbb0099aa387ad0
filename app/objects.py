"""The objects of a clip as people know them: a name, a colour, shown or hidden, locked or free."""

from __future__ import annotations

from collections.abc import Iterable

from app.translating import tr
from mvos_core.masks.labels import object_labels
from mvos_core.masks.track import MaskEntry
from mvos_core.project import ObjectInfo
from mvos_core.types import VOID, MvosError

__all__ = ["COLOURS", "ObjectInfo", "decided_objects", "entry_objects", "new_object"]

COLOURS: tuple[tuple[int, int, int], ...] = (
    (255, 92, 92), (64, 156, 255), (84, 214, 120), (255, 190, 60),
    (190, 120, 255), (40, 210, 210), (255, 125, 200), (180, 220, 60),
    (255, 140, 80), (120, 130, 255), (110, 235, 180), (235, 225, 110),
    (220, 100, 235), (120, 200, 255), (205, 160, 120), (200, 205, 215),
)  # fmt: skip
"""Sixteen colours that are told apart on most pictures, RGB."""


def new_object(objects: Iterable[ObjectInfo], retired: Iterable[int]) -> ObjectInfo:
    """Return the next object: a label that was never used in this session, with a name and a colour of its own.

    Labels of deleted objects (`retired`) are not used again, for masks that undo may bring back still hold them.

    Raises:
        MvosError: all 254 labels are used.
    """
    taken = {thing.label for thing in objects}
    label = max((*taken, *retired), default=0) + 1
    if label >= VOID:
        raise MvosError(
            tr("A clip can have 254 objects in one session; save the project and open it again to add more.")
        )
    used = {thing.colour for thing in objects}
    colour = next((c for c in COLOURS if c not in used), COLOURS[(label - 1) % len(COLOURS)])
    return ObjectInfo(label, tr("Object {label}").format(label=label), colour)


def entry_objects(entry: MaskEntry) -> frozenset[int]:
    """Return the labels that an entry speaks for.

    Entries made here carry them as the keys of `confidence` (1 where the user decided), which saves decoding; of
    others the picture is asked.
    """
    return frozenset(entry.confidence) if entry.confidence else frozenset(object_labels(entry.labels()))


def decided_objects(entry: MaskEntry) -> frozenset[int]:
    """Return the labels for which an anchor's entry is the user's word; others in it were propagated through it."""
    return frozenset(label for label in entry_objects(entry) if entry.confidence.get(label, 1.0) == 1.0)

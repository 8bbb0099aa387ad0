"""Reading masks from files: one picture for a frame, a folder for a clip, or a matte for an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.objects import entry_objects
from app.translating import tr
from mvos_core.masks.labels import check_mask, keep_only, object_labels, read_label_map
from mvos_core.masks.track import ANCHORING, UNDECIDED, MaskEntry, Origin
from mvos_core.mattes import MattePlan, plan_matte, read_matte, with_object
from mvos_core.types import VOID, LabelMap, Mask, MvosError, Step
from mvos_core.video import VideoInfo, probe


@dataclass(frozen=True, slots=True)
class ImportedMask:
    """A mask that was read for a frame."""

    index: int
    entry: MaskEntry


@dataclass(frozen=True, slots=True)
class MaskOrder:
    """What label maps are read into.

    Attributes:
        clip: the clip.
        labels: the objects that there are.
        retired: the labels of deleted objects; what the files call so gets other labels.
        locked: the objects whose pixels stay as they are.
        masks: those that there are, by frame.
    """

    clip: VideoInfo
    labels: frozenset[int] = frozenset()
    retired: frozenset[int] = frozenset()
    locked: frozenset[int] = frozenset()
    masks: Mapping[int, MaskEntry] = field(default_factory=dict)


def read_mask(path: Path, index: int, order: MaskOrder) -> ImportedMask | None:
    """Read a label map for a frame, None where it shows nothing but locked objects.

    Raises:
        MvosError: it is no label map, or does not fit the clip.
    """
    return _read(path, index, order, given={})


def read_masks(folder: Path, order: MaskOrder) -> Iterator[Step[ImportedMask]]:
    """Read the label maps of a folder: those named after the clip's frames, or as many as there are frames, in order.

    Pictures without an object are passed over, and so are those with nothing but locked ones.

    Raises:
        MvosError: there are none, they cannot be told apart, or one of them does not fit.
    """
    clip, given = order.clip, dict[int, int]()
    files = {path.stem: path for path in sorted(folder.glob("*.png"))}
    named = [(index, files[name]) for index, name in enumerate(clip.names) if name in files]
    if not named and len(files) == clip.n_frames:
        named = list(enumerate(files.values()))
    if not named:
        text = tr(
            "No PNG in {folder} is named after a frame of this clip ({first}.png and so on), and there are not as many "
            "as frames; rename them, or choose another folder."
        )
        raise MvosError(text.format(folder=folder, first=clip.names[0]))
    for done, (index, path) in enumerate(named, start=1):
        labels = read_label_map(path)
        if labels.shape != clip.size or object_labels(labels):
            mask = _read(path, index, order, given=given)
            if mask is not None:
                yield Step(done, len(named), mask)


def _read(path: Path, index: int, order: MaskOrder, *, given: dict[int, int]) -> ImportedMask | None:
    labels = read_label_map(path)
    check_mask(labels, size=order.clip.size, source=str(path))
    labels = _relabelled(labels, order, given=given)
    confidence = dict.fromkeys(set(object_labels(labels)) - order.locked, 1.0)
    if not confidence:
        return None
    if order.locked:
        labels = keep_only(labels, set(confidence))
        before = order.masks.get(index)
        if before is not None:
            kept = _spoken(before, order.locked)
            locked = keep_only(before.labels(), set(kept))
            labels = np.where(locked > 0, locked, labels)
            confidence |= kept
    entry = MaskEntry.of(labels, origin=Origin.IMPORTED, confidence=dict(sorted(confidence.items())))
    return ImportedMask(index, entry)


def _relabelled(labels: LabelMap, order: MaskOrder, *, given: dict[int, int]) -> LabelMap:
    """Return a label map with labels that no deleted object had.

    `given` are the labels that those of the import's earlier pictures got; it grows here. A label gets the same in each
    picture, and no two get the same.
    """
    table = np.zeros(256, np.uint8)
    # Those that keep their labels come first, so that no other takes them.
    for label in sorted(object_labels(labels), key=order.retired.__contains__):
        if label not in given:
            used = order.retired.union(given.values())
            free = (other for other in range(1, VOID) if other not in used | order.labels)
            given[label] = next(free, 0) if label in used else label
        table[label] = given[label]
    return np.asarray(table[labels], np.uint8)


@dataclass(frozen=True, slots=True)
class MatteOrder:
    """A matte to be read as it was asked for.

    Attributes:
        plan: which frame of it is for which frame of the clip.
        label: the object that gets it.
        threshold: from which grey on a pixel is the object's, of 255.
        masks: those that there are, by frame.
        known: the labels that stand for objects, `label` among them.
    """

    plan: MattePlan
    label: int
    threshold: int
    masks: Mapping[int, MaskEntry]
    known: frozenset[int]


def examine_matte(path: Path, clip: VideoInfo, *, at: int | None) -> Iterator[Step[MattePlan]]:
    """Find out how a film or folder fits a clip; see `plan_matte`.

    Raises:
        MvosError: it cannot be read or does not fit.
    """
    yield Step(1, 1, plan_matte(probe(path), clip, at=at))


def read_matte_masks(order: MatteOrder) -> Iterator[Step[ImportedMask]]:
    """Read a matte and put it into the masks that there are, frame by frame.

    Raises:
        MvosError: it cannot be read, or is in colour.
    """
    for step in read_matte(order.plan, threshold=order.threshold):
        index, mask = step.value
        entry = merged(order.masks.get(index), mask, order)
        yield Step(step.done, step.total, ImportedMask(index, entry))


def merged(before: MaskEntry | None, mask: Mask, order: MatteOrder) -> MaskEntry:
    """Return a frame's mask in which the object has the pixels of `mask`, bool (H, W), that belong to no other.

    The frame becomes an anchor for the object, also where it shows nothing of it; about other objects it says no more
    than before.
    """
    labels = np.zeros(mask.shape, np.uint8) if before is None else before.labels()
    labels = with_object(np.where(np.isin(labels, list(order.known)), labels, np.uint8(0)), mask, order.label)
    confidence = {order.label: 1.0}
    if before is not None:
        confidence |= _spoken(before, order.known - {order.label})
    return MaskEntry.of(labels, origin=Origin.IMPORTED, confidence=dict(sorted(confidence.items())))


def _spoken(before: MaskEntry, labels: frozenset[int]) -> dict[int, float]:
    """Return how sure a mask is of those `labels` that it speaks for, as an anchor that decides no more than it did."""
    most = 1.0 if before.origin in ANCHORING else UNDECIDED
    return {
        label: min(before.confidence.get(label, 1.0), most)
        for label in sorted(entry_objects(before) & labels)
    }

"""Reading masks from files: one picture for a frame, or a folder for a clip."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mvos_core.masks.labels import check_mask, object_labels, read_label_map
from mvos_core.masks.track import MaskEntry, Origin
from mvos_core.types import VOID, LabelMap, MvosError, Step
from mvos_core.video import VideoInfo


@dataclass(frozen=True, slots=True)
class ImportedMask:
    """A mask that was read for a frame."""

    index: int
    entry: MaskEntry


def read_mask(path: Path, index: int, clip: VideoInfo, *, taken: Collection[int] = ()) -> ImportedMask:
    """Read a label map for a frame. Labels that are `taken` by deleted objects get others.

    Raises:
        MvosError: it is no label map, or does not fit the clip.
    """
    labels = read_label_map(path)
    check_mask(labels, size=clip.size, source=str(path))
    labels = _relabelled(labels, taken)
    confidence = dict.fromkeys(object_labels(labels), 1.0)
    return ImportedMask(index, MaskEntry.of(labels, origin=Origin.IMPORTED, confidence=confidence))


def read_masks(folder: Path, clip: VideoInfo, *, taken: Collection[int] = ()) -> Iterator[Step[ImportedMask]]:
    """Read the label maps of a folder: those named after the clip's frames, or as many as there are frames, in order.

    Pictures without an object are passed over.

    Raises:
        MvosError: there are none, they cannot be told apart, or one of them does not fit.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.png"))}
    named = [(index, files[name]) for index, name in enumerate(clip.names) if name in files]
    if not named and len(files) == clip.n_frames:
        named = list(enumerate(files.values()))
    if not named:
        raise MvosError(
            f"No PNG in {folder} is named after a frame of this clip ({clip.names[0]}.png and so on), and there are "
            f"not as many as frames; rename them, or choose another folder."
        )
    for done, (index, path) in enumerate(named, start=1):
        labels = read_label_map(path)
        if labels.shape != clip.size or object_labels(labels):
            yield Step(done, len(named), read_mask(path, index, clip, taken=taken))


def _relabelled(labels: LabelMap, taken: Collection[int]) -> LabelMap:
    found = object_labels(labels)
    table = np.arange(256, dtype=np.uint8)
    table[VOID] = 0
    free = iter(label for label in range(1, VOID) if label not in taken and label not in found)
    for label in found:
        if label in taken:
            table[label] = next(free, 0)
    return np.asarray(table[labels], np.uint8)

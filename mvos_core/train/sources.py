"""The data sets that a configuration names, as one library: which of its pictures are stills, which make sequences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from mvos_core.eval import davis
from mvos_core.masks.labels import read_label_map
from mvos_core.train.config import DataSection
from mvos_core.train.library import Annotated, Library
from mvos_core.types import VOID, LabelMap, MvosError

_PICTURES = (".jpg", ".jpeg", ".png")
_MEGABYTE = 10**6


@dataclass(frozen=True, slots=True)
class Sources:
    """All pictures, and the numbers of the stills and of each sequence's frames in the library."""

    library: Library
    stills: range
    sequences: tuple[range, ...]


def open_sources(data: DataSection) -> Sources:
    """Find the pictures of the data sets that `data` names.

    Raises:
        MvosError: one of them is not there or incomplete.
    """
    items = stills_in(Path(data.stills)) if data.stills else []
    stills = range(len(items))
    sequences = []
    for sequence in _sequences(data):
        start = len(items)
        items += sequence
        sequences.append(range(start, len(items)))
    library = Library(items, short_side=data.short_side, budget_bytes=data.cache_mb * _MEGABYTE)
    return Sources(library, stills, tuple(sequences))


def _sequences(data: DataSection) -> list[list[Annotated]]:
    if not data.davis:
        return []
    read = partial(read_objects, year=data.year)
    found = davis.davis_sequences(Path(data.davis), year=data.year, split=data.split)
    return [
        [Annotated(frame, labels, read) for frame, labels in zip(each.frames, each.annotations, strict=True)]
        for each in found
    ]


def stills_in(root: Path) -> list[Annotated]:
    """Return the stills of a folder with images/NAME.jpg and masks/NAME.png.

    Masks are palette pictures whose values are the objects, or grey ones in which above 127 is the only object.
    """
    images, masks = root / "images", root / "masks"
    names = (
        {path.stem: path for path in images.glob("*") if path.suffix.lower() in _PICTURES}
        if images.is_dir()
        else {}
    )
    pairs = [
        Annotated(names[mask.stem], mask, read_still_mask)
        for mask in sorted(masks.glob("*.png"))
        if mask.stem in names
    ]
    if not pairs:
        raise MvosError(f"{root} holds no stills; it needs images/NAME.jpg and masks/NAME.png.")
    return pairs


def read_objects(path: Path, *, year: str) -> LabelMap:
    """Read a DAVIS label map for training: what nobody can say anything about is background."""
    labels = davis.read_annotation(path, year=year)
    return np.where(labels == VOID, np.uint8(0), labels)


def read_still_mask(path: Path) -> LabelMap:
    """Read a still's label map; grey masks may have softened edges, palettes count objects from 1."""
    labels = read_label_map(path)
    return (labels > 127).astype(np.uint8) if labels.max() > 127 else labels

"""The data sets that a configuration names, as one library: which of its pictures are stills, which make sequences."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mvos_core.eval import davis
from mvos_core.eval.folders import bl30k, spacing, youtubevos_training
from mvos_core.masks.labels import read_label_map
from mvos_core.train.config import DataSection
from mvos_core.train.library import Annotated, Library
from mvos_core.types import VOID, LabelMap, MvosError

_PICTURES = (".jpg", ".jpeg", ".png")
_MEGABYTE = 10**6


@dataclass(frozen=True, slots=True)
class Footage:
    """A sequence: the numbers of its frames in the library, and how many frames of the video each step spans."""

    numbers: range
    spacing: int

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True)
class Sources:
    """All pictures; the numbers of the stills in the library; and each data set's sequences.

    A data set is drawn first, all alike, then one of its sequences: a large one does not drown a small one.
    """

    library: Library
    stills: range
    footage: tuple[tuple[Footage, ...], ...]


def open_sources(data: DataSection) -> Sources:
    """Find the pictures of the data sets that `data` names. Sequences of fewer than `data.frames` are left out.

    Raises:
        MvosError: one of them is not there or incomplete, or has only shorter sequences.
    """
    found = _found(
        DataSection(
            stills=data.stills,
            davis=data.davis,
            year=data.year,
            split=data.split,
            youtubevos=data.youtubevos,
            bl30k=data.bl30k,
            short_side=data.short_side,
            cache_mb=data.cache_mb,
        )
    )
    footage = tuple(tuple(each for each in some if len(each) >= data.frames) for some in found.footage)
    if not all(footage):
        raise MvosError(
            f"A data set has no sequence with the {data.frames} annotated frames that a clip takes; lower data.frames."
        )
    return Sources(found.library, found.stills, footage)


@functools.lru_cache(maxsize=1)
def _found(data: DataSection) -> Sources:
    """Find all pictures; the stages of one command share what they have read of the same data."""
    items = stills_in(Path(data.stills)) if data.stills else []
    stills = range(len(items))
    footage = []
    for sequences, read in _sequences(data):
        found = []
        for each in sequences:
            start = len(items)
            items += [Annotated(*files, read) for files in zip(each.frames, each.annotations, strict=True)]
            found.append(Footage(range(start, len(items)), spacing(each)))
        footage.append(tuple(found))
    library = Library(items, short_side=data.short_side, budget_bytes=data.cache_mb * _MEGABYTE)
    return Sources(library, stills, tuple(footage))


def _sequences(
    data: DataSection,
) -> Iterator[tuple[Sequence[davis.Sequence], Callable[[Path], LabelMap]]]:
    """Yield each data set's sequences, and how its label maps are read."""
    several = functools.partial(read_objects, year="2017")
    if data.davis:
        found = davis.davis_sequences(Path(data.davis), year=data.year, split=data.split)
        yield found, functools.partial(read_objects, year=data.year)
    if data.youtubevos:
        yield youtubevos_training(Path(data.youtubevos)), several
    if data.bl30k:
        yield bl30k(Path(data.bl30k)), several


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
    """Read a label map for training: what nobody can say anything about is background; in 2016 all is object 1."""
    labels = davis.read_annotation(path, year=year)
    return np.where(labels == VOID, np.uint8(0), labels)


def read_still_mask(path: Path) -> LabelMap:
    """Read a still's label map; grey masks may have softened edges, palettes count objects from 1."""
    labels = read_label_map(path)
    return (labels > 127).astype(np.uint8) if labels.max() > 127 else labels

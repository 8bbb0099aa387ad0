"""Every annotated picture that training draws from, by number; read once, and kept as bytes while there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from mvos_core.eval.davis import read_picture
from mvos_core.types import Frame, LabelMap, MvosError, size_of

_CHUNK = 256
"""Pictures that are read ahead of the budget at most."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A picture's file and its label map's; `read` turns the latter into labels: 0 background, objects from 1."""

    picture: Path
    labels: Path
    read: Callable[[Path], LabelMap]


class Library:
    """Pictures and their label maps by number, decoded, brought to a short side, and kept up to a budget of bytes.

    What no longer fits is read anew each time: nothing is dropped for it, for training asks for all pictures alike.
    A picture that a data loader's processes inherit is shared by them.
    """

    def __init__(self, items: Sequence[Annotated], *, short_side: int = 0, budget_bytes: int = 0) -> None:
        """Hold `items`; larger pictures are shrunk to `short_side` pixels, 0 leaves all as they are."""
        self._items = items
        self._short_side = short_side
        self._room = budget_bytes
        self._pictures: dict[int, Frame] = {}
        self._labels: dict[int, LabelMap] = {}

    def __len__(self) -> int:
        return len(self._items)

    @property
    def kept_bytes(self) -> int:
        """How much memory the kept pictures and label maps take."""
        return sum(array.nbytes for kept in (self._pictures, self._labels) for array in kept.values())

    def picture(self, number: int) -> Frame:
        """Return a picture, uint8 (H, W, 3).

        Raises:
            MvosError: it cannot be read, or its label map has another size.
        """
        kept = self._pictures.get(number)
        if kept is None:
            kept, labels = self._read(number)
            self._keep(self._pictures, number, kept)
            self._keep(self._labels, number, labels)
        return kept

    def labels(self, number: int) -> LabelMap:
        """Return a picture's label map, uint8 (H, W).

        Raises:
            MvosError: it cannot be read.
        """
        kept = self._labels.get(number)
        if kept is None:
            kept = self._read_labels(number)
            self._keep(self._labels, number, kept)
        return kept

    @property
    def is_complete(self) -> bool:
        """Whether all is kept."""
        return len(self._pictures) == len(self._labels) == len(self._items)

    def fill(self, *, threads: int) -> None:
        """Read all pictures now, as far as the budget goes."""
        if self.is_complete:
            return
        with ThreadPoolExecutor(threads) as pool:
            for start in range(0, len(self), _CHUNK):
                numbers = range(start, min(start + _CHUNK, len(self)))
                for number, (picture, labels) in zip(numbers, pool.map(self._read, numbers), strict=True):
                    self._keep(self._pictures, number, picture)
                    self._keep(self._labels, number, labels)
                if not self._room:
                    return

    def _read(self, number: int) -> tuple[Frame, LabelMap]:
        item = self._items[number]
        picture, labels = read_picture(item.picture), self._labels.get(number)
        if labels is None:
            labels = self._read_labels(number)
        picture = _shrink(picture, self._short_side, cv2.INTER_AREA)
        # Both are shrunk by the same rule, so equal sizes now are equal sizes before.
        if labels.shape != size_of(picture):
            raise MvosError(f"{item.labels} has another size than {item.picture}; both must agree.")
        return picture, labels

    def _read_labels(self, number: int) -> LabelMap:
        item = self._items[number]
        return _shrink(item.read(item.labels), self._short_side, cv2.INTER_NEAREST)

    def _keep(self, kept: dict[int, Frame], number: int, array: Frame) -> None:
        if number in kept:
            return
        if array.nbytes > self._room:
            self._room = 0  # full: what comes later is read anew, however small
            return
        self._room -= array.nbytes
        kept[number] = array


def _shrink(array: Frame | LabelMap, short_side: int, how: int) -> Frame:
    height, width = size_of(array)
    if not short_side or min(height, width) <= short_side:
        return array
    scale = short_side / min(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(array, size, interpolation=how), np.uint8)

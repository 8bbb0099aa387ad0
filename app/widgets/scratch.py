"""The label map under the tool: what a gesture may change, and what it has changed so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect

from app.raster import Patch
from mvos_core.types import LabelMap


@dataclass(frozen=True, slots=True)
class Pen:
    """What a gesture does.

    Attributes:
        label: the object that is painted or erased.
        diameter: the brush's, in pixels of the picture.
        hardness: of the brush, in [0, 1].
        erase: take pixels from the object instead of adding them.
        over_others: may take pixels from other objects.
        locked: objects whose pixels are never touched.
        by_pressure: the brush is as wide as a stylus is pressed; a mouse presses fully.
    """

    label: int
    diameter: float = 40.0
    hardness: float = 1.0
    erase: bool = False
    over_others: bool = False
    locked: frozenset[int] = frozenset()
    by_pressure: bool = False


class Scratch:
    """A copy of a frame's masks that one gesture works on.

    Painting an object takes background and its own pixels; those of other objects only if the pen says so, and of
    locked ones never. Erasing takes the object's own pixels only.
    """

    def __init__(self, labels: LabelMap, pen: Pen) -> None:
        self.before = labels
        self.labels = labels.copy()
        self.pen = pen
        self.pressure = 1.0
        """How hard a stylus is pressed now, from 0 to 1; 1 for a mouse."""
        if pen.erase:
            self._free = labels == pen.label
        elif pen.over_others:
            self._free = ~np.isin(labels, list(pen.locked))
        else:
            self._free = (labels == 0) | (labels == pen.label)

    @property
    def width(self) -> float:
        """How wide the brush is now, in parts of the pen's diameter."""
        return self.pressure if self.pen.by_pressure else 1.0

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        height, width = self.labels.shape
        return height, width

    def cover(self, patch: Patch) -> QRect:
        """Give the patch's free pixels to the object, or take them from it; return the rectangle that has changed."""
        height, width = patch.mask.shape
        rows, columns = slice(patch.top, patch.top + height), slice(patch.left, patch.left + width)
        part, label = self.labels[rows, columns], 0 if self.pen.erase else self.pen.label
        changed = patch.mask & self._free[rows, columns] & (part != label)
        down, across = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        if not len(down):
            return QRect()
        part[changed] = label
        corner = QPoint(patch.left + int(across[0]), patch.top + int(down[0]))
        return QRect(corner, QPoint(patch.left + int(across[-1]), patch.top + int(down[-1])))

    @property
    def is_changed(self) -> bool:
        """Whether the gesture has changed any pixel."""
        return not np.array_equal(self.labels, self.before)

"""The part of a frame that the network looks at, and how it follows what moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mvos_core.types import VOID, LabelMap

_SHARE = 2 / 3
"""How much of a new view's height or width the objects take, whichever is more."""
_SHARES = (0.45, 0.8)
"""A view keeps its zoom while they take this much of it."""
_MARGIN = 0.1
"""What stays free between them and the view's border, in parts of the view."""
_ZOOMS = (1.15, 3.0)
"""Below the first the whole frame is looked at; beyond the second nothing is seen of the surroundings."""
_SMOOTHING = 0.5
"""How much of its distance to the objects' centre a view's centre moves by."""


@dataclass(frozen=True, slots=True)
class Box:
    """Rows `top` … `bottom` − 1 and columns `left` … `right` − 1 of a frame."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        return self.bottom - self.top, self.right - self.left

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def cut(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return this part of a frame or label map, not a copy."""
        return picture[self.top : self.bottom, self.left : self.right]

    def extent(self, size: tuple[int, int]) -> float:
        """Return the larger of its shares of a frame's height and width."""
        return max(self.size[0] / size[0], self.size[1] / size[1])


def bounds(labels: LabelMap) -> Box | None:
    """Return the smallest box around all objects, or None where there is none."""
    shown = (labels > 0) & (labels != VOID)
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    if not rows.size:
        return None
    return Box(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)


@dataclass(frozen=True, slots=True)
class View:
    """A part of a frame, of the frame's shape.

    Attributes:
        zoom: how many times smaller than the frame it is on either side; 1 is all of it.
        centre: (x, y) in the frame's pixels, where the frame's border lets it be.
    """

    zoom: float = 1.0
    centre: tuple[float, float] = (0.0, 0.0)

    def box(self, size: tuple[int, int]) -> Box:
        """Return what it shows of a frame of `size` (height, width), moved inside the frame."""
        height, width = max(1, round(size[0] / self.zoom)), max(1, round(size[1] / self.zoom))
        top = min(max(round(self.centre[1] - height / 2), 0), size[0] - height)
        left = min(max(round(self.centre[0] - width / 2), 0), size[1] - width)
        return Box(top, left, top + height, left + width)

    def follow(self, objects: Box, size: tuple[int, int]) -> View:
        """Return the next frame's view, with objects expected in a box of it.

        The zoom stays while they take a reasonable part of the view; the centre moves smoothly, but at least as far as
        keeps them off the border.
        """
        zoom = self._zoom(objects.extent(size))
        if self.zoom == 1 or zoom == 1:
            return View(zoom, objects.centre)
        moved = []
        for old, low, high, side in (
            (self.centre[0], objects.left, objects.right, size[1] / zoom),
            (self.centre[1], objects.top, objects.bottom, size[0] / zoom),
        ):
            target = (low + high) / 2
            slack = max(side * (0.5 - _MARGIN) - (high - low) / 2, 0.0)
            smooth = old + _SMOOTHING * (target - old)
            moved.append(min(max(smooth, target - slack), target + slack))
        return View(zoom, (moved[0], moved[1]))

    def around(self, objects: Box | None, size: tuple[int, int]) -> View:
        """Return the view of another frame with this zoom, or with the largest one that shows its objects."""
        if objects is None:
            return View()
        fitting = (1 - 2 * _MARGIN) / objects.extent(size)
        return View(max(1.0, min(self.zoom, fitting)), objects.centre)

    def cuts(self, objects: Box, size: tuple[int, int]) -> bool:
        """Say whether objects reach its border where that is not the frame's own."""
        box = self.box(size)
        near = 1 + min(box.size) // 100
        return (
            0 < box.top > objects.top - near
            or 0 < box.left > objects.left - near
            or size[0] > box.bottom < objects.bottom + near
            or size[1] > box.right < objects.right + near
        )

    def _zoom(self, extent: float) -> float:
        if self.zoom > 1 and _SHARES[0] <= self.zoom * extent <= _SHARES[1]:
            return self.zoom
        best = min(_SHARE / extent, _ZOOMS[1])
        return best if best >= _ZOOMS[0] else 1.0

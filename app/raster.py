"""Gestures as pixels: which ones a brush, a closed line or a fill covers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.types import LabelMap, Mask

Point = tuple[float, float]
"""(x, y) in pixels of the picture; (0.5, 0.5) is the middle of the first one."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A mask, bool (h, w), whose upper left pixel is (left, top) of the picture."""

    left: int
    top: int
    mask: Mask


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through `points`, `diameter` pixels wide, drawn over the object or, if not `foreground`, beside it."""

    points: tuple[Point, ...]
    diameter: float
    foreground: bool


class BrushTrail:
    """What a brush has covered since it was put down.

    A hard brush covers a disc. A soft one covers its core at once and its rim where it passes again: coverage adds
    up along the way and counts from one half on.
    """

    def __init__(self, size: tuple[int, int], *, diameter: float, hardness: float) -> None:
        """`size` is the picture's (height, width), `diameter` in pixels, `hardness` in [0, 1]."""
        self._size = size
        self._radius = max(diameter / 2, 0.5)
        self._soft = self._radius * (1 - hardness)
        self._covered = np.zeros(size, np.float32) if self._soft > 0.5 else None

    def line(self, start: Point, end: Point, *, widths: tuple[float, float] = (1.0, 1.0)) -> Patch:
        """Move the brush along a line and return what is covered around it.

        `widths` are the brush's at both ends, in parts of its diameter: how hard a pen is pressed there.
        """
        radii = [max(self._radius * width, 0.5) for width in widths]
        left, top, right, bottom = _bounds((start, end), max(radii) + 1, self._size)
        if right <= left or bottom <= top:
            return Patch(0, 0, np.zeros((0, 0), np.bool_))
        box = left, top, right, bottom
        covered = np.zeros((bottom - top, right - left), np.bool_)
        for first, last, radius in _pieces(start, end, radii[0], radii[1]):
            covered |= self._cover(first, last, radius, box)
        return Patch(left, top, covered)

    def _cover(self, start: Point, end: Point, radius: float, box: tuple[int, int, int, int]) -> Mask:
        """Return what of `box` (left, top, right, bottom) is covered after a line of one radius."""
        if self._covered is None:
            return _capsule(start, end, radius, box)
        left, top, right, bottom = box
        distance = _distance(start, end, box)
        length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
        # How much one move adds must not depend on how often the mouse reports.
        flow = 1.0 if length == 0 else min(1.0, length / radius)
        strength = np.clip((radius - distance) / (self._soft * radius / self._radius), 0, 1)
        part = self._covered[top:bottom, left:right]
        part += (1 - part) * np.where(strength >= 1, 1, strength * flow)
        return np.asarray(part >= 0.5)


def _pieces(start: Point, end: Point, first: float, last: float) -> Iterator[tuple[Point, Point, float]]:
    """Part a line whose radius changes into pieces whose radius does not, each within half a pixel of the next."""
    n_pieces = max(1, math.ceil(2 * abs(last - first)))
    places = [
        (start[0] + (end[0] - start[0]) * n / n_pieces, start[1] + (end[1] - start[1]) * n / n_pieces)
        for n in range(n_pieces + 1)
    ]
    for number in range(n_pieces):
        yield places[number], places[number + 1], first + (last - first) * (number + 0.5) / n_pieces


def strokes_mask(strokes: Sequence[Stroke], size: tuple[int, int]) -> Mask:
    """Return the pixels of a picture of (height, width) that strokes cover."""
    mask = np.zeros(size, np.bool_)
    for stroke in strokes:
        trail = BrushTrail(size, diameter=stroke.diameter, hardness=1)
        for start, end in zip(stroke.points, (*stroke.points[1:], stroke.points[-1]), strict=True):
            patch = trail.line(start, end)
            height, width = patch.mask.shape
            mask[patch.top : patch.top + height, patch.left : patch.left + width] |= patch.mask
    return mask


def _capsule(start: Point, end: Point, radius: float, box: tuple[int, int, int, int]) -> Mask:
    """The pixels in `box` (left, top, right, bottom) whose middles are within `radius` of a line.

    The shape is convex, so each row is one interval: from the leftmost to the rightmost point of the discs at the
    ends and of the edges between them. That takes a number per row where distances take one per pixel.
    """
    left, top, right, bottom = box
    rows = np.arange(top, bottom) + 0.5
    low, high = np.full(len(rows), np.inf), np.full(len(rows), -np.inf)
    for x, y in (start, end):
        squared = radius**2 - (rows - y) ** 2
        half = np.sqrt(np.maximum(squared, 0))
        low = np.where(squared >= 0, np.minimum(low, x - half), low)
        high = np.where(squared >= 0, np.maximum(high, x + half), high)
    dx, dy = end[0] - start[0], end[1] - start[1]
    if dy:
        length = float(np.hypot(dx, dy))
        for side in (-radius / length, radius / length):
            along = (rows - start[1] - side * dx) / dy
            x_edge = start[0] - side * dy + along * dx
            between = (along >= 0) & (along <= 1)
            low = np.where(between, np.minimum(low, x_edge), low)
            high = np.where(between, np.maximum(high, x_edge), high)
    columns = np.arange(left, right) + 0.5
    return np.asarray((columns >= low[:, None]) & (columns <= high[:, None]))


def _distance(start: Point, end: Point, box: tuple[int, int, int, int]) -> NDArray[np.float32]:
    """The distance of the pixels' middles in `box` (left, top, right, bottom) from a line's nearest point."""
    left, top, right, bottom = box
    x = np.arange(left, right, dtype=np.float32)[None] + 0.5 - start[0]
    y = np.arange(top, bottom, dtype=np.float32)[:, None] + 0.5 - start[1]
    dx, dy = end[0] - start[0], end[1] - start[1]
    squared = dx * dx + dy * dy
    along = np.clip((x * dx + y * dy) / squared, 0, 1) if squared else np.float32(0)
    return np.asarray(np.hypot(x - along * dx, y - along * dy), np.float32)


def polygon(points: Sequence[Point], size: tuple[int, int]) -> Patch:
    """Return what a closed line encloses."""
    left, top, right, bottom = _bounds(points, 1, size)
    if right <= left or bottom <= top or len(points) < 3:
        return Patch(0, 0, np.zeros((0, 0), np.bool_))
    # OpenCV puts a pixel's middle at whole numbers.
    corners = np.array([(x - 0.5 - left, y - 0.5 - top) for x, y in points])
    mask = np.zeros((bottom - top, right - left), np.uint8)
    fixed = np.round(np.clip(corners, -(2**15), 2**15) * 16).astype(np.int32)
    cv2.fillPoly(mask, [fixed], (1,), lineType=cv2.LINE_8, shift=4)
    return Patch(left, top, np.asarray(mask.astype(np.bool_)))


def connected(labels: LabelMap, point: Point) -> Patch:
    """Return the pixels that are connected to `point` and have its label."""
    height, width = labels.shape
    x, y = int(point[0]), int(point[1])
    if not (0 <= x < width and 0 <= y < height):
        return Patch(0, 0, np.zeros((0, 0), np.bool_))
    mask = np.zeros((height + 2, width + 2), np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    _, _, _, (left, top, across, down) = cv2.floodFill(
        np.ascontiguousarray(labels), mask, (x, y), (0,), flags=flags
    )
    inside = mask[1 + top : 1 + top + down, 1 + left : 1 + left + across]
    return Patch(left, top, np.asarray(inside.astype(np.bool_)))


def _bounds(points: Sequence[Point], margin: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    height, width = size
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = max(0, int(np.floor(min(xs) - margin))), max(0, int(np.floor(min(ys) - margin)))
    right = min(width, int(np.ceil(max(xs) + margin)) + 1)
    bottom = min(height, int(np.ceil(max(ys) + margin)) + 1)
    return left, top, right, bottom

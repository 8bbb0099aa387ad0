"""Brush, lasso and fill against hand-worked examples and slow references."""

from __future__ import annotations

import numpy as np
import pytest

from app.raster import BrushTrail, Patch, connected, polygon
from app.widgets.scratch import Pen, Scratch
from mvos_core.types import Mask


def painted(patch: Patch, size: tuple[int, int]) -> Mask:
    mask = np.zeros(size, np.bool_)
    height, width = patch.mask.shape
    mask[patch.top : patch.top + height, patch.left : patch.left + width] = patch.mask
    return mask


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((10.0, 12.0), (41.5, 30.25)),
        ((41.5, 30.25), (10.0, 12.0)),
        ((20.2, 35.0), (23.9, 3.0)),
        ((20.25, 8.0), (20.25, 30.0)),
        ((50.0, 8.5), (5.5, 8.5)),
        ((-3.0, 38.0), (8.0, 44.0)),
        ((30.0, 20.0), (30.0, 20.0)),
    ],
)
def test_hard_brush_is_a_capsule(start: tuple[float, float], end: tuple[float, float]) -> None:
    size = (40, 60)
    mask = painted(BrushTrail(size, diameter=9, hardness=1).line(start, end), size)
    a, b = np.array(start), np.array(end)
    for y in range(size[0]):
        for x in range(size[1]):
            p = np.array([x + 0.5, y + 0.5])
            t = np.clip((p - a) @ (b - a) / max((b - a) @ (b - a), 1e-9), 0, 1)
            assert mask[y, x] == (np.linalg.norm(p - a - t * (b - a)) <= 4.5)


def test_smallest_brush_covers_the_pixel_under_it() -> None:
    mask = painted(BrushTrail((5, 5), diameter=1, hardness=1).line((2.5, 3.5), (2.5, 3.5)), (5, 5))
    assert np.argwhere(mask).tolist() == [[3, 2]]


def test_soft_brush_covers_its_core_at_once_and_its_rim_with_more_passes() -> None:
    size = (60, 60)
    trail = BrushTrail(size, diameter=40, hardness=0.5)
    once = painted(trail.line((30, 30), (30, 30)), size)
    twice = painted(trail.line((30, 30), (30, 30)), size)
    assert once[30, 40 - 1]
    assert not once[30, 30 + 16]
    assert twice[30, 30 + 16]
    assert not twice[30, 30 + 21]
    assert (twice >= once).all()


def test_brush_outside_the_picture_covers_nothing() -> None:
    patch = BrushTrail((10, 10), diameter=4, hardness=1).line((50, 50), (60, 60))
    assert not patch.mask.any()


def test_polygon_covers_the_pixels_whose_middles_it_encloses() -> None:
    mask = painted(polygon([(2, 3), (8, 3), (8, 7), (2, 7)], (12, 12)), (12, 12))
    assert mask[3:7, 2:8].all()
    inner = np.zeros_like(mask)
    inner[2:8, 1:9] = True
    assert not (mask & ~inner).any()


def test_polygon_needs_three_corners() -> None:
    assert not polygon([(1, 1), (5, 5)], (9, 9)).mask.any()


def test_connected_stays_within_its_border() -> None:
    labels = np.zeros((9, 9), np.uint8)
    labels[2:7, 2:7] = 3
    labels[3:6, 3:6] = 0
    inside = painted(connected(labels, (4.5, 4.5)), (9, 9))
    assert inside.sum() == 9
    assert inside[3:6, 3:6].all()
    ring = painted(connected(labels, (2.5, 2.5)), (9, 9))
    np.testing.assert_array_equal(ring, labels == 3)
    assert not connected(labels, (20, 4)).mask.any()


@pytest.mark.parametrize(
    ("pen", "expected"),
    [
        (Pen(1), [1, 1, 2, 3]),
        (Pen(1, over_others=True), [1, 1, 1, 1]),
        (Pen(1, over_others=True, locked=frozenset({3})), [1, 1, 1, 3]),
        (Pen(1, erase=True), [0, 0, 2, 3]),
        (Pen(1, erase=True, over_others=True), [0, 0, 2, 3]),
        (Pen(2, erase=True), [0, 1, 0, 3]),
    ],
)
def test_pen_decides_whose_pixels_may_change(pen: Pen, expected: list[int]) -> None:
    labels = np.array([[0, 1, 2, 3]], np.uint8)
    scratch = Scratch(labels, pen)
    scratch.cover(Patch(0, 0, np.ones((1, 4), np.bool_)))
    assert scratch.labels[0].tolist() == expected
    assert labels[0].tolist() == [0, 1, 2, 3]

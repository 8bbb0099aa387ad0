"""J, F and their statistics."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from mvos_core.eval.metrics import Statistics, boundary_f, jaccard, sequence_statistics
from mvos_core.types import Mask

_EMPTY = np.zeros((20, 20), np.bool_)


def _square(y: int, x: int, *, side: int = 4, size: tuple[int, int] = (20, 20)) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[y : y + side, x : x + side] = True
    return mask


def _blob(seed: int, *, size: tuple[int, int] = (37, 53)) -> Mask:
    noise = np.random.default_rng(seed).normal(size=size)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 3) > 0.02, np.bool_)


def _slow_contour(mask: Mask) -> set[tuple[int, int]]:
    height, width = mask.shape
    found = set()
    for y in range(height):
        for x in range(width):
            below, right = min(y + 1, height - 1), min(x + 1, width - 1)
            if (
                mask[y, x] != mask[y, right]
                or mask[y, x] != mask[below, x]
                or mask[y, x] != mask[below, right]
            ):
                found.add((y, x))
    return found


def _slow_boundary_f(mask: Mask, truth: Mask, *, radius: float) -> float:
    def near(points: set[tuple[int, int]], others: set[tuple[int, int]]) -> float:
        if not points:
            return 1.0
        hits = [any(math.dist(point, other) <= radius for other in others) for point in points]
        return sum(hits) / len(hits)

    contour, true_contour = _slow_contour(mask), _slow_contour(truth)
    precision, recall = near(contour, true_contour), near(true_contour, contour)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@pytest.mark.parametrize(("shift", "expected"), [(0, 1.0), (1, 3 / 5), (2, 1 / 3), (4, 0.0)])
def test_j_of_a_shifted_square(shift: int, expected: float) -> None:
    assert jaccard(_square(5, 5), _square(5, 5 + shift)) == pytest.approx(expected)


def test_j_of_empty_masks() -> None:
    assert jaccard(_EMPTY, _EMPTY) == 1.0
    assert jaccard(_square(5, 5), _EMPTY) == 0.0
    assert jaccard(_EMPTY, _square(5, 5)) == 0.0


def test_j_leaves_void_out() -> None:
    void = _square(5, 5, side=2)
    # Of the union's 24 pixels 4 are void, of the intersection's 8 none.
    assert jaccard(_square(5, 5), _square(5, 7), void=void) == pytest.approx(8 / 20)
    assert jaccard(_square(5, 5, side=2), _EMPTY, void=void) == 1.0


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (0, 1.0),
        (1, 1.0),  # within the tolerance of one pixel
        # A 4 by 4 square's contour is a 5 by 5 ring of 16 pixels. Three pixels of its upper and three of its
        # lower edge lie on or beside the other ring, and so do the three between the edges on the near side.
        (3, 9 / 16),
        (10, 0.0),
    ],
)
def test_f_of_a_shifted_square(shift: int, expected: float) -> None:
    assert boundary_f(_square(5, 4), _square(5, 4 + shift)) == pytest.approx(expected)


def test_f_weighs_precision_and_recall() -> None:
    truth = _square(2, 2)
    mask = truth | _square(12, 12)
    assert boundary_f(mask, truth) == pytest.approx(2 * 0.5 * 1 / 1.5)
    assert boundary_f(truth, mask) == pytest.approx(2 * 0.5 * 1 / 1.5)


def test_f_of_empty_masks() -> None:
    assert boundary_f(_EMPTY, _EMPTY) == 1.0
    assert boundary_f(_square(5, 5), _EMPTY) == 0.0
    assert boundary_f(_EMPTY, _square(5, 5)) == 0.0


def test_f_takes_the_pictures_edge_for_no_contour() -> None:
    assert boundary_f(~_EMPTY, ~_EMPTY) == 1.0
    assert boundary_f(~_EMPTY, _EMPTY) == 1.0
    left = np.zeros((10, 10), np.bool_)
    left[:, :5] = True
    wider = np.zeros((10, 10), np.bool_)
    wider[:, :7] = True
    assert boundary_f(left, wider, bound_th=1) == 0.0
    assert boundary_f(left, wider, bound_th=2) == 1.0


def test_f_takes_void_for_background() -> None:
    extra = _square(12, 12)
    truth = _square(2, 2)
    assert boundary_f(truth | extra, truth, void=extra) == 1.0


def test_f_tolerance_grows_with_the_diagonal() -> None:
    # 0.008 · 500 = 4 pixels, and the next size up rounds to 5.
    for size, radius in [((300, 400), 4), ((300, 401), 5)]:
        square, below = _square(40, 40, side=30, size=size), _square(40 + radius, 40, side=30, size=size)
        assert boundary_f(square, below) == 1.0
        assert boundary_f(square, _square(41 + radius, 40, side=30, size=size)) < 1.0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("radius", [1, 2, 4])
def test_f_equals_a_slow_reference(seed: int, radius: int) -> None:
    mask, truth = _blob(seed), _blob(seed + 100)
    expected = _slow_boundary_f(mask, truth, radius=radius)
    assert 0.1 < expected < 1
    assert boundary_f(mask, truth, bound_th=radius) == pytest.approx(expected)
    inner = mask & _square(9, 10, side=16, size=(37, 53))
    assert boundary_f(inner, truth, bound_th=radius) == pytest.approx(
        _slow_boundary_f(inner, truth, radius=radius)
    )


def test_f_in_the_middle_of_a_picture_equals_a_slow_reference() -> None:
    # Far from the edges only a part of the picture is looked at.
    inside = _square(9, 10, side=16, size=(37, 53))
    mask, truth = _blob(7) & inside, _blob(8) & inside
    expected = _slow_boundary_f(mask, truth, radius=2)
    assert 0.1 < expected < 1
    assert boundary_f(mask, truth, bound_th=2) == pytest.approx(expected)


@pytest.mark.parametrize("measure", [jaccard, boundary_f])
def test_measures_refuse_masks_of_different_sizes(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(ValueError, match="different sizes"):
        measure(_EMPTY, _EMPTY[:10])
    with pytest.raises(ValueError, match="different sizes"):
        measure(_EMPTY, _EMPTY, void=_EMPTY[:10])


def test_statistics_by_hand() -> None:
    # Quarters of eight frames meet at frames 2, 4 and 5: the first is 0 to 2, the last 5 to 7.
    statistics = sequence_statistics([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2])
    assert statistics.mean == pytest.approx(0.55)
    assert statistics.recall == 0.5
    assert statistics.decay == pytest.approx(0.8 - 0.3)


def test_statistics_round_half_a_frame_up() -> None:
    # Quarters of seven frames meet at 1.5, 3 and 4.5, so at 2, 3 and 5.
    assert sequence_statistics([1, 1, 0, 0, 0, 0, 0]).decay == pytest.approx(2 / 3)
    assert sequence_statistics([0, 0, 0, 0, 1, 0, 0]).decay == 0.0


def test_statistics_of_one_frame() -> None:
    assert sequence_statistics([0.6]) == Statistics(mean=0.6, recall=1.0, decay=0.0)


def test_statistics_of_a_long_sequence() -> None:
    assert sequence_statistics([1.0] * 500 + [0.0] * 500).decay == 1.0


def test_statistics_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="no frames"):
        sequence_statistics([])

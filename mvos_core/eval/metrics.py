"""The measures of video object segmentation: region similarity J, boundary accuracy F, and their statistics.

Defined in "A Benchmark Dataset and Evaluation Methodology for Video Object Segmentation" (Perazzi et al.,
CVPR 2016); where the paper leaves room, these do as the DAVIS 2017 benchmark's published evaluation does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.types import Mask

_DECAY_BINS = 4


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a measure did over a sequence: its mean, how often it was above 0.5, what it lost on the way."""

    mean: float
    recall: float
    decay: float


def jaccard(mask: Mask, truth: Mask, *, void: Mask | None = None) -> float:
    """Return the region similarity J: intersection over union of two masks, bool (H, W); 1 if both are empty.

    Pixels of `void` count neither way.
    """
    _check_shapes(mask, truth, void)
    intersection, union = mask & truth, mask | truth
    if void is not None:
        intersection, union = intersection & ~void, union & ~void
    area = np.count_nonzero(union)
    return np.count_nonzero(intersection) / area if area else 1.0


def boundary_f(mask: Mask, truth: Mask, *, void: Mask | None = None, bound_th: float = 0.008) -> float:
    """Return the boundary accuracy F: the F-measure of the contours of two masks, bool (H, W).

    A contour pixel is right if the other contour passes within a disk about it. Two masks without a contour
    score 1; if only one lacks it, they score 0. Pixels of `void` count as background in both masks.

    Args:
        mask: the mask that is measured.
        truth: the mask that it should be.
        void: pixels that nobody can say anything about.
        bound_th: the disk's radius, as a fraction of the image's diagonal (rounded up to pixels); from 1 on
            it is in pixels.
    """
    _check_shapes(mask, truth, void)
    if void is not None:
        mask, truth = mask & ~void, truth & ~void
    radius = math.ceil(bound_th if bound_th >= 1 else bound_th * math.hypot(*mask.shape))
    window = _window(mask, truth)
    if window is None:
        return 1.0
    contour, true_contour = _contour(mask[window]), _contour(truth[window])
    n_contour, n_true_contour = np.count_nonzero(contour), np.count_nonzero(true_contour)
    if not n_contour or not n_true_contour:
        return float(n_contour == n_true_contour)
    disk = _disk(radius)
    precision = np.count_nonzero(cv2.min(contour, cv2.dilate(true_contour, disk))) / n_contour
    recall = np.count_nonzero(cv2.min(true_contour, cv2.dilate(contour, disk))) / n_true_contour
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _window(mask: Mask, truth: Mask) -> tuple[slice, slice] | None:
    """Return the part of the picture that holds both masks and one pixel around them, None if they are empty.

    All contour pixels lie in it, so that measuring there is exact and for small objects many times faster.
    """
    x, y, width, height = cv2.boundingRect((mask | truth).view(np.uint8))
    if not width:
        return None
    return slice(max(y - 1, 0), y + height + 1), slice(max(x - 1, 0), x + width + 1)


def _contour(mask: Mask) -> NDArray[np.uint8]:
    """Return the pixels, uint8 (H, W) of 0 and 1, that differ from the one right, below, or right and below.

    The picture's edge is no contour: a pixel beyond it is taken to be like the nearest one inside.
    """
    padded = np.pad(mask, ((0, 1), (0, 1)), mode="edge")
    right, below, diagonal = padded[:-1, 1:], padded[1:, :-1], padded[1:, 1:]
    return np.asarray((mask != right) | (mask != below) | (mask != diagonal), np.uint8)


def _disk(radius: int) -> NDArray[np.uint8]:
    y, x = np.ogrid[-radius : radius + 1, -radius : radius + 1]
    return np.asarray(x * x + y * y <= radius * radius, np.uint8)


def _check_shapes(mask: Mask, truth: Mask, void: Mask | None) -> None:
    for other in (truth,) if void is None else (truth, void):
        if mask.shape != other.shape:
            raise ValueError(f"masks of different sizes: {mask.shape} and {other.shape}")


def sequence_statistics(values: Sequence[float]) -> Statistics:
    """Return the mean, recall and decay of a measure's values, one per frame in their order.

    Recall is the fraction of frames above 0.5; decay is the mean of the first quarter minus that of the last.
    As in the benchmark, neighbouring quarters share the frame where they meet.
    """
    if not len(values):
        raise ValueError("statistics of no frames")
    array = np.asarray(values, np.float64)
    # Halves round up: the benchmark adds a tiny number before it rounds half to even. (Its 8-bit indices wrap
    # round after 256 frames; these do not.)
    edges = np.round(np.linspace(1, len(array), _DECAY_BINS + 1) + 1e-10).astype(int) - 1
    first, last = array[: edges[1] + 1], array[edges[-2] :]
    return Statistics(
        mean=float(array.mean()),
        recall=float((array > 0.5).mean()),
        decay=float(first.mean() - last.mean()),
    )

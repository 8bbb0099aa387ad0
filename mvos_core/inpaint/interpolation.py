"""Smooth interpolation of scattered values over a picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

_MOST_LEVELS = 12
_KNOWN = 0.05


def push_pull(values: Plane, weight: Plane) -> Plane:
    """Spread known values smoothly over the unknown rest.

    The values are averaged into ever coarser pictures until every pixel is known, and then filled in from coarse
    to fine (Gortler et al., "The Lumigraph", SIGGRAPH 1996, §3.4). Close to the membrane that Poisson blending
    solves for, at the cost of two pyramids.

    Args:
        values: float32 (H, W, C); arbitrary where the weight is 0.
        weight: float32 (H, W), 0 unknown to 1 known.

    Returns:
        float32 (H, W, C), equal to `values` where the weight is 1; zeros if nothing is known.
    """
    sums, weights = [values * weight[..., None]], [weight]
    while (weights[-1] < _KNOWN).any() and min(weights[-1].shape) > 1 and len(weights) < _MOST_LEVELS:
        coarse_sum = _channels(cv2.pyrDown(sums[-1]))
        coarse_weight = np.asarray(cv2.pyrDown(weights[-1]), np.float32)
        # A coarse pixel counts as known once a part of what it covers is.
        raise_by = np.minimum(1, 2 * coarse_weight) / np.maximum(coarse_weight, 1e-6)
        sums.append(coarse_sum * raise_by[..., None])
        weights.append(coarse_weight * raise_by)
    result = sums[-1] / np.maximum(weights[-1], 1e-6)[..., None]
    for fine_sum, fine_weight in zip(sums[-2::-1], weights[-2::-1], strict=True):
        height, width = fine_weight.shape
        spread = _channels(cv2.pyrUp(result, dstsize=(width, height)))
        result = fine_sum + spread * (1 - fine_weight)[..., None]
    return np.asarray(result, np.float32)


def _channels(picture: object) -> Plane:
    """Give a picture back its last axis, which OpenCV drops where there is one channel."""
    array = np.asarray(picture, np.float32)
    return array if array.ndim == 3 else array[..., None]

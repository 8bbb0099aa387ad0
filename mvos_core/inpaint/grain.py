"""Giving a fill the grain of the picture around it, which mixing several frames has averaged away."""

from __future__ import annotations

import cv2
import numpy as np

from mvos_core.types import Frame, Mask

_BAND_PX = 24
_FLATTEST = 20
"""In per cent: grain is measured where the picture is flattest, for elsewhere it cannot be told from texture."""
_BLOCK_PX = 7
_MOST_LEVELS = 4.0
_LEAST_LEVELS = 0.5
_LAPLACIAN_NORM = 36.0  # the sum of the squares of its weights


def noise_level(frame: Frame, where: Mask) -> float:
    """Return the standard deviation in levels of the noise of some pixels, bool (H, W); 0 if there are none.

    Immerkær, "Fast noise variance estimation" (1996), on small blocks, of which the flattest count.
    """
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.float32)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    squares = np.square(cv2.filter2D(grey, -1, kernel))
    inner = cv2.erode(where.astype(np.uint8), np.ones((_BLOCK_PX + 2, _BLOCK_PX + 2), np.uint8)) > 0
    values = cv2.blur(squares, (_BLOCK_PX, _BLOCK_PX))[inner]
    return float(np.sqrt(np.percentile(values, _FLATTEST) / _LAPLACIAN_NORM)) if values.size else 0.0


def with_grain(fill: Frame, source: Frame, hole: Mask, *, seed: int) -> Frame:
    """Return the fill with as much noise added inside the hole as it lacks beside the source around the hole.

    Args:
        fill: uint8 (H, W, 3).
        source: uint8 (H, W, 3).
        hole: bool (H, W).
        seed: a number for each frame, so that grain moves and a repeated run gives the same.
    """
    side = 2 * _BAND_PX + 1
    band = (cv2.dilate(hole.astype(np.uint8), np.ones((side, side), np.uint8)) > 0) & ~hole
    lacking = noise_level(source, band) ** 2 - noise_level(fill, hole) ** 2
    if lacking < _LEAST_LEVELS**2:
        return fill
    sigma = min(_MOST_LEVELS, float(np.sqrt(lacking)))
    noise = np.random.default_rng(seed).normal(0, sigma, hole.shape).astype(np.float32)
    grained = np.clip(fill + noise[..., None] + 0.5, 0, 255).astype(np.uint8)
    return np.where(hole[..., None], grained, fill)

"""Strokes and the mask that they refine, as the planes that the network sees at stride 4."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.types import Mask

PLANES = 5
"""Foreground strokes, how near they are, background strokes, how near they are, the previous mask."""

_REACH_CELLS = 12.0
"""Nearness falls to 1/e at this distance, in cells of stride 4."""
_LEAST_COVER = 0.02
"""A cell counts as stroked when a stroke covers this share of it, so that a thin stroke stays connected."""


def stroke_planes(
    foreground: Mask, background: Mask, previous: Mask | None, size: tuple[int, int]
) -> NDArray[np.float32]:
    """Return the planes, float32 (PLANES, h, w) in [0, 1], of strokes bool (H, W).

    Args:
        foreground, background: what is stroked.
        previous: the mask that the strokes refine, None for an empty one.
        size: (h, w), the working size over 4.
    """
    mask = np.zeros(size, np.float32) if previous is None else _cover(previous, size)
    return np.stack([*_stroked(foreground, size), *_stroked(background, size), mask])


def _cover(mask: Mask, size: tuple[int, int]) -> NDArray[np.float32]:
    """Return the share of each cell that a mask covers."""
    how = cv2.INTER_AREA if size[0] < mask.shape[0] else cv2.INTER_LINEAR
    share = cv2.resize(mask.view(np.uint8) * np.uint8(255), (size[1], size[0]), interpolation=how)
    return np.asarray(share, np.float32) / 255


def _stroked(strokes: Mask, size: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    cells = _cover(strokes, size) > _LEAST_COVER
    if not cells.any():
        nothing = np.zeros(size, np.float32)
        return nothing, nothing
    distance = cv2.distanceTransform((~cells).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return cells.astype(np.float32), np.exp(-np.asarray(distance) / np.float32(_REACH_CELLS))

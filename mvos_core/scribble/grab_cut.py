"""Strokes → a mask without weights: GrabCut on a reduced crop."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.types import Frame, Mask, size_of

_WORK_SIDE = 224
"""GrabCut's time grows with the pixels; at this long side a stroke answers within a tenth of a second."""

_ITERATIONS = 3
_LEAST_MARGIN = 48


def grab_cut(frame: Frame, foreground: Mask, background: Mask, *, previous: Mask | None = None) -> Mask:
    """Return the object that the strokes mean, as `mvos_core.scribble.mask_from_scribbles`.

    The crop around the strokes (and the previous mask) is reduced and cut by GrabCut (Rother et al. 2004), with
    colours at its border taken for background.
    """
    size = size_of(frame)
    rows, columns = _crop(foreground, background, previous)
    picture = frame[rows, columns]
    scale = min(1.0, _WORK_SIDE / max(size_of(picture)))
    work = tuple(max(8, round(side * scale)) for side in size_of(picture))
    hints = _hints(
        _shrink(foreground[rows, columns], work),
        _shrink(background[rows, columns], work),
        None if previous is None else _shrink(previous[rows, columns], work),
    )
    small = cv2.resize(picture, (work[1], work[0]), interpolation=cv2.INTER_AREA)
    inside = _grab_cut(np.asarray(small, np.uint8), hints)
    grown = cv2.resize(
        inside.astype(np.float32), (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_CUBIC
    )
    result = np.zeros(size, np.bool_)
    result[rows, columns] = np.asarray(grown) > 0.5
    return result


def _crop(foreground: Mask, background: Mask, previous: Mask | None) -> tuple[slice, slice]:
    """The strokes' bounding box with a margin of its own size: room for the rest of the object, and surroundings."""
    marked = foreground | background if previous is None else foreground | background | previous
    slices = []
    for axis in (1, 0):
        where = np.flatnonzero(marked.any(axis=axis))
        low, high = int(where[0]), int(where[-1]) + 1
        margin = max(_LEAST_MARGIN, (high - low) // (2 if previous is None else 4))
        slices.append(slice(max(0, low - margin), min(marked.shape[1 - axis], high + margin)))
    return slices[0], slices[1]


def _shrink(mask: Mask, size: tuple[int, ...]) -> Mask:
    """Reduce a mask; a thin stroke survives, for any of it marks its reduced pixel."""
    small = cv2.resize(mask.astype(np.float32), (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small) > 0.05


def _hints(foreground: Mask, background: Mask, previous: Mask | None) -> NDArray[np.uint8]:
    hints = np.full(foreground.shape, cv2.GC_PR_BGD, np.uint8)
    if previous is not None:
        hints[previous] = cv2.GC_PR_FGD
    else:
        reach = max(3, max(foreground.shape) // 16) | 1
        near = cv2.dilate(foreground.astype(np.uint8), np.ones((reach, reach), np.uint8))
        hints[near > 0] = cv2.GC_PR_FGD
        border = np.ones(hints.shape, np.bool_)
        border[2:-2, 2:-2] = False
        hints[border] = cv2.GC_BGD
    hints[foreground] = cv2.GC_FGD
    hints[background] = cv2.GC_BGD
    return hints


def _grab_cut(picture: Frame, hints: NDArray[np.uint8]) -> Mask:
    inside = (hints == cv2.GC_FGD) | (hints == cv2.GC_PR_FGD)
    if inside.all() or not inside.any():
        return np.asarray(inside, np.bool_)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)  # GrabCut clusters colours from random starts; the same strokes must give the same mask
    cv2.grabCut(picture, hints, [0, 0, 0, 0], *models, _ITERATIONS, cv2.GC_INIT_WITH_MASK)
    return np.asarray((hints == cv2.GC_FGD) | (hints == cv2.GC_PR_FGD), np.bool_)

"""Mattes: how much of each pixel is object, every object prepared in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from mvos_core.masks.refine import Alpha, refine
from mvos_core.masks.refinement import Refinement
from mvos_core.types import Frame, LabelMap, Mask


def matte_of(
    labels: Sequence[LabelMap],
    frames: Sequence[Frame],
    groups: Mapping[Refinement, Sequence[int]],
    *,
    at: int = 0,
) -> Alpha:
    """Prepare the objects of one frame, those together that are prepared alike.

    Where objects touch, what one leaves of a pixel the other takes, so that no seam is seen between them.

    Args:
        labels: uint8 (H, W) of the frame and, for steady edges, of its neighbours in order.
        frames: uint8 (H, W, 3), the same ones.
        groups: which objects are prepared in which way, from `alike`.
        at: which of the frames is meant.

    Returns:
        uint8 (H, W): 255 inside, 0 outside, the edges between.
    """
    total = np.zeros(labels[at].shape, np.uint8)
    for preparation, members in groups.items():
        masks = [_mask(one, members) for one in labels]
        part = refine(masks, frames, preparation, at=at, outward=False)
        total = np.asarray(cv2.add(total, part), np.uint8)
    return total


def _mask(labels: LabelMap, objects: Sequence[int]) -> Mask:
    table = np.zeros(256, np.bool_)
    table[list(objects)] = True
    return np.asarray(table[labels])

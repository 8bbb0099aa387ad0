"""OpenCV's own inpainting, a frame at a time: an instant preview, and a filler for small gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np

from mvos_core.inpaint.protocol import Filled, MaskedFrame, bounding_box, paste
from mvos_core.types import Frame, Mask

SpatialFill = Callable[[Frame, Mask], Frame]
"""Fills the pixels of a mask, bool (H, W), of one frame, uint8 (H, W, 3), and returns a new frame."""

_RADIUS_PX = 5
_MARGIN_PX = 16


def telea(frame: Frame, mask: Mask) -> Frame:
    """Fill by fast marching (Telea, "An image inpainting technique based on the fast marching method", 2004)."""
    return _inpaint(frame, mask, method=cv2.INPAINT_TELEA)


def navier_stokes(frame: Frame, mask: Mask) -> Frame:
    """Fill by fluid dynamics (Bertalmio, Bertozzi and Sapiro, "Navier-Stokes, fluid dynamics …", CVPR 2001)."""
    return _inpaint(frame, mask, method=cv2.INPAINT_NS)


def _inpaint(frame: Frame, mask: Mask, *, method: int) -> Frame:
    rows, columns = bounding_box(mask, margin=_MARGIN_PX)
    result = frame.copy()
    if mask.any():
        crop = np.ascontiguousarray(frame[rows, columns])
        hole = mask[rows, columns].astype(np.uint8)
        result[rows, columns] = cv2.inpaint(crop, hole, _RADIUS_PX, method)
    return result


class PerFrame:
    """Fills every frame by itself; all that it fills is invented."""

    def __init__(self, fill: SpatialFill) -> None:
        """Use `fill` on every frame."""
        self._fill = fill

    def __call__(self, clip: Sequence[MaskedFrame], /) -> Iterator[Filled]:
        """Yield one filled frame for each of `clip`, in order."""
        return (self.preview(clip, index) for index in range(len(clip)))

    def preview(self, clip: Sequence[MaskedFrame], index: int, /) -> Filled:
        """Return frame `index` of `clip`, filled."""
        masked = clip[index]
        hole = masked.hole
        frame = paste(masked, self._fill(masked.frame, hole)) if hole.any() else masked.frame
        return Filled(frame, hole, hole)

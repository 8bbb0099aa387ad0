"""Frames as the motion estimation sees them, and a store of them that stays small."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.inpaint.protocol import MaskedFrame
from mvos_core.types import Frame, Mask

_WORKING_SHORT_SIDE = 480
_DEFAULT_BYTES = 384 << 20
OVERVIEW_STRIDE = 8
_GUARD_PX = 2
"""An object's colours reach this far beyond its mask, by blur and compression."""


@dataclass(frozen=True, slots=True)
class Still:
    """One frame, with what motion is estimated on.

    Attributes:
        frame: uint8 (H, W, 3).
        hole: bool (H, W), what is to be replaced.
        stride: how many pixels of the frame make one working pixel, in each direction.
        grey: uint8 (h, w), the working picture.
        hidden: bool (h, w), where it shows nothing of the background.
    """

    frame: Frame
    hole: Mask
    stride: int
    grey: NDArray[np.uint8]
    hidden: Mask

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return self.frame.nbytes + self.hole.nbytes + self.grey.nbytes + self.hidden.nbytes

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of the working picture."""
        height, width = self.grey.shape
        return height, width


def still_of(frame: Frame, hole: Mask) -> Still:
    """Return a frame, uint8 (H, W, 3), with a hole, bool (H, W), as a still."""
    stride = max(1, round(min(hole.shape) / _WORKING_SHORT_SIDE))
    grey = np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _GUARD_PX + 1, 2 * _GUARD_PX + 1))
    hidden = shrink(np.where(hole, np.uint8(255), np.uint8(0)), stride) > 0
    grown = cv2.dilate(hidden.astype(np.uint8), kernel) > 0
    return Still(frame, hole, stride, shrink(grey, stride), grown)


def shrink(plane: NDArray[np.uint8], stride: int) -> NDArray[np.uint8]:
    """Average blocks of stride x stride pixels of a plane, uint8 (H, W); a part of a block is filled up first."""
    if stride == 1:
        return plane
    height, width = plane.shape
    padded = cv2.copyMakeBorder(plane, 0, -height % stride, 0, -width % stride, cv2.BORDER_REPLICATE)
    size = (padded.shape[1] // stride, padded.shape[0] // stride)
    return np.asarray(cv2.resize(padded, size, interpolation=cv2.INTER_AREA), np.uint8)


def overview(still: Still) -> Mask:
    """Return where a still hides anything, bool at an eighth of the working size: enough to plan with."""
    coarse = cv2.dilate(still.hidden.astype(np.uint8), np.ones((OVERVIEW_STRIDE, OVERVIEW_STRIDE), np.uint8))
    half = OVERVIEW_STRIDE // 2
    return np.asarray(coarse[half::OVERVIEW_STRIDE, half::OVERVIEW_STRIDE] > 0)


def overview_points(still: Still) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the working coordinates, float32 x and y, of an overview's pixels."""
    height, width = still.size
    half = OVERVIEW_STRIDE // 2
    y, x = np.mgrid[half:height:OVERVIEW_STRIDE, half:width:OVERVIEW_STRIDE].astype(np.float32)
    return x, y


class Stills:
    """The stills of a clip, read when asked for; those used last are kept, in bounded memory."""

    def __init__(self, clip: Sequence[MaskedFrame], *, limit_bytes: int = _DEFAULT_BYTES) -> None:
        """Read from `clip` and keep at most `limit_bytes`, but always the last one."""
        self._clip = clip
        self._limit_bytes = limit_bytes
        self._used_bytes = 0
        self._kept: OrderedDict[int, Still] = OrderedDict()

    def __getitem__(self, index: int) -> Still:
        if index in self._kept:
            self._kept.move_to_end(index)
            return self._kept[index]
        masked = self._clip[index]
        still = still_of(masked.frame, masked.hole)
        self._kept[index] = still
        self._used_bytes += still.nbytes
        while self._used_bytes > self._limit_bytes and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._used_bytes -= oldest.nbytes
        return still

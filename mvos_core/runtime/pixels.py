"""The size that the network sees, and bringing pictures and planes to it and back."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.types import Frame, size_of


def working_size(size: tuple[int, int], short_side: int) -> tuple[int, int]:
    """Return the network's (height, width) for a clip's: the short side as asked, both multiples of 16."""
    scale = short_side / min(size)
    return max(16, round(size[0] * scale / 16) * 16), max(16, round(size[1] * scale / 16) * 16)


def resize_frame(frame: Frame, size: tuple[int, int]) -> Frame:
    """Bring a frame to (height, width): averaged when it shrinks, bilinear when it grows."""
    if size_of(frame) == size:
        return frame
    how = cv2.INTER_AREA if size[0] < frame.shape[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(frame, (size[1], size[0]), interpolation=how), np.uint8)


def resize_plane(plane: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Bring a float plane to (height, width): averaged when it shrinks, bilinear when it grows."""
    how = cv2.INTER_AREA if size[0] < plane.shape[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(plane, (size[1], size[0]), interpolation=how), np.float32)

"""Arrays of pixels as Qt pictures."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from mvos_core.types import Frame

Colour = tuple[int, int, int]


def frame_image(frame: Frame) -> QImage:
    """Return a picture that shares the frame's memory and keeps it alive."""
    frame = np.ascontiguousarray(frame)
    height, width = frame.shape[:2]
    image = QImage(frame.data, width, height, frame.strides[0], QImage.Format.Format_RGB888)
    image.frame = frame  # type: ignore[attr-defined]  # the picture does not own its pixels
    return image


def layer_image(pixels: NDArray[np.uint32]) -> QImage:
    """Return a picture that shares the memory of premultiplied 0xAARRGGBB pixels and keeps it alive."""
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_ARGB32_Premultiplied)
    image.pixels = pixels  # type: ignore[attr-defined]
    return image


def shrunk(frame: Frame, size: tuple[int, int]) -> Frame:
    """Return a picture made smaller, to (height, width), without what would flicker at that size."""
    height, width = size
    times = min(frame.shape[0] // height, frame.shape[1] // width)
    if times > 1:
        # Averaging whole squares of pixels is many times as fast as averaging parts of them, and what is left to do
        # is less than halving, for which two neighbours are enough.
        whole = frame.shape[1] // times, frame.shape[0] // times
        frame = np.asarray(cv2.resize(frame, whole, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(frame, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)

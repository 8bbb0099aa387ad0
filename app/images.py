"""Frames and label maps as Qt pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from mvos_core.types import Frame, LabelMap

Colour = tuple[int, int, int]


def frame_image(frame: Frame) -> QImage:
    """Return a picture that shares the frame's memory and keeps it alive."""
    frame = np.ascontiguousarray(frame)
    height, width = frame.shape[:2]
    image = QImage(frame.data, width, height, frame.strides[0], QImage.Format.Format_RGB888)
    image.frame = frame  # type: ignore[attr-defined]  # the picture does not own its pixels
    return image


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """How masks are shown: the colour (RGB) of each visible label, the fill's opacity in [0, 1], and outlines."""

    colours: Mapping[int, Colour]
    opacity: float = 0.45
    outline: bool = True


class Overlay:
    """Masks as a transparent picture, redrawn only where they change."""

    def __init__(self, size: tuple[int, int]) -> None:
        """Begin with nothing shown; `size` is (height, width)."""
        self._pixels = np.zeros(size, np.uint32)
        height, width = size
        self.image = QImage(
            self._pixels.data,
            width,
            height,
            self._pixels.strides[0],
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        # A thin line would vanish when a large picture is shown small.
        self._reach = max(1, round(min(size) / 540))

    def draw(self, labels: LabelMap, style: OverlayStyle, rect: QRect | None = None) -> QRect:
        """Show `labels` within `rect` (all of them without one) and return what was redrawn, outlines included."""
        height, width = labels.shape
        whole = QRect(0, 0, width, height)
        reach = self._reach
        target = whole if rect is None else rect.adjusted(-reach, -reach, reach, reach).intersected(whole)
        if target.isEmpty():
            return target
        around = target.adjusted(-reach, -reach, reach, reach).intersected(whole)
        part = labels[around.top() : around.bottom() + 1, around.left() : around.right() + 1]
        pixels = _colour_table(style, style.opacity)[part]
        if style.outline:
            edge = _edges(part, reach)
            pixels[edge] = _colour_table(style, 1.0)[part[edge]]
        dy, dx = target.top() - around.top(), target.left() - around.left()
        inner = pixels[dy : dy + target.height(), dx : dx + target.width()]
        self._pixels[target.top() : target.bottom() + 1, target.left() : target.right() + 1] = inner
        return target

    def clear(self) -> None:
        """Show nothing."""
        self._pixels[:] = 0


def _colour_table(style: OverlayStyle, opacity: float) -> NDArray[np.uint32]:
    table = np.zeros(256, np.uint32)
    alpha = round(opacity * 255)
    for label, (red, green, blue) in style.colours.items():
        r, g, b = (round(value * opacity) for value in (red, green, blue))
        table[label] = alpha << 24 | r << 16 | g << 8 | b
    return table


def _edges(labels: LabelMap, reach: int) -> NDArray[np.bool_]:
    """The pixels of objects that lie within `reach` of another label."""
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    high = cv2.dilate(labels, kernel, borderType=cv2.BORDER_REPLICATE)
    low = cv2.erode(labels, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray((high != low) & (labels > 0))

"""What removal adds to the canvas: the prepared mask and the filled frame, after the wipe's line."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from app.images import frame_image
from app.widgets.viewport import Viewport
from mvos_core.inpaint import Filled
from mvos_core.inpaint.protocol import Alpha, bounding_box
from mvos_core.types import Frame, Mask

PREPARED = (0, 220, 255)
SEEN = (70, 220, 130)
INVENTED = (255, 150, 40)
_STRIPE_PX = 6
_STRIPES = (0.22, 0.5)
_TINT = 0.45


class RemovalLayer(QObject):
    """Lies over the frame and its masks."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prepared: QImage | None = None
        self._prepared_at = (0, 0)
        self._after: QImage | None = None
        self._before: QImage | None = None
        self._marks: QImage | None = None
        self._marks_at = (0, 0)

    # What is shown -------------------------------------------------------------------------------------------

    @property
    def has_result(self) -> bool:
        """Whether a filled frame is shown."""
        return self._after is not None

    def set_prepared(self, alpha: Alpha | None, painted: Mask | None) -> None:
        """Show a prepared mask, uint8 (H, W), striped where it goes beyond the painted one, bool (H, W)."""
        self._prepared = None
        if alpha is not None and painted is not None and alpha.any():
            rows, columns = bounding_box(alpha > 0, margin=2)
            self._prepared = prepared_image(alpha[rows, columns], painted[rows, columns])
            self._prepared_at = (columns.start, rows.start)
        self.changed.emit()

    def set_result(self, after: Filled | None, *, before: Frame | None = None, marked: bool = False) -> None:
        """Show a filled frame; `marked` colours what of it was seen and invented, `before` replaces the clip's frame."""
        self._after = None if after is None else frame_image(after.frame)
        self._before = None if before is None else frame_image(before)
        self._marks = None
        if marked and after is not None and after.hole.any():
            rows, columns = bounding_box(after.hole)
            self._marks = marks_image(after.hole[rows, columns], after.invented[rows, columns])
            self._marks_at = (columns.start, rows.start)
        self.changed.emit()

    # Painting ------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, view: Viewport, *, smooth: bool, after_from: float = 0.0) -> None:
        """Draw over the frame and its masks.

        Args:
            painter: of the widget.
            view: how the picture lies in it.
            smooth: interpolates between pixels.
            after_from: where after begins, in parts of the picture's width.
        """
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.translate(view.left, view.top)
        painter.scale(view.scale, view.scale)
        if self._after is not None:
            self._paint_result(painter, self._after, after_from * self._after.width())
        elif self._prepared is not None:
            painter.drawImage(*self._prepared_at, self._prepared)
        painter.restore()

    def _paint_result(self, painter: QPainter, after: QImage, x: float) -> None:
        left, right = QRectF(0, 0, x, after.height()), QRectF(x, 0, after.width() - x, after.height())
        painter.save()
        painter.setClipRect(left, Qt.ClipOperation.IntersectClip)
        if self._before is not None:
            painter.drawImage(0, 0, self._before)
        elif self._prepared is not None:
            painter.drawImage(*self._prepared_at, self._prepared)
        painter.restore()
        painter.save()
        painter.setClipRect(right, Qt.ClipOperation.IntersectClip)
        painter.drawImage(0, 0, after)
        if self._marks is not None:
            painter.drawImage(*self._marks_at, self._marks)
        painter.restore()


def prepared_image(alpha: Alpha, painted: Mask) -> QImage:
    """Return a prepared mask as a picture: stripes beyond the painted mask, and a line where it is half opaque."""
    y, x = np.mgrid[: alpha.shape[0], : alpha.shape[1]]
    stripes = np.where((x + y) // _STRIPE_PX % 2, _STRIPES[0], _STRIPES[1]).astype(np.float32)
    opacity = np.where(painted, 0, stripes * (alpha / np.float32(255)))
    line = np.zeros(alpha.shape, np.uint8)
    contours, _ = cv2.findContours((alpha > 127).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(line, contours, -1, (255,), thickness=1, lineType=cv2.LINE_AA)
    return _tinted(np.maximum(opacity, line / np.float32(255)), np.asarray(PREPARED, np.float32))


def marks_image(hole: Mask, invented: Mask) -> QImage:
    """Return a picture that colours what of a hole, bool (H, W), other frames show and what was invented."""
    colours = np.array([SEEN, INVENTED], np.float32)[invented.astype(np.uint8)]
    return _tinted(hole * np.float32(_TINT), colours)


def _tinted(opacity: NDArray[np.float32], colour: NDArray[np.float32]) -> QImage:
    """Return a picture of `colour`, (3,) or (H, W, 3), with an opacity, (H, W), from 0 to 1."""
    height, width = opacity.shape
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., 3] = np.round(opacity * 255)
    # Qt's ARGB32 lies in memory as blue, green, red, alpha.
    pixels[..., :3] = np.round(opacity[..., None] * colour[..., ::-1])
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()

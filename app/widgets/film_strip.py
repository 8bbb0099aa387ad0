"""A strip of small pictures: which frames it shows at a zoom, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app import theme
from app.widgets.time_scale import TimeScale

STRIP_PX = 36
WIDEST_PX = 96

Pictures = Callable[[int], QImage | None]
"""Gives the small picture that stands for a frame, None while there is none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the strip: the first frame of it, which is the one to be shown, its left edge and width in pixels."""

    frame: int
    x: float
    width: float


def picture_width(size: tuple[int, int]) -> int:
    """Return how wide the pictures of a clip of (height, width) are drawn, in pixels."""
    height, width = size
    return min(max(round(STRIP_PX * width / max(1, height)), 12), WIDEST_PX)


def cells(scale: TimeScale, least_px: int) -> Iterator[Cell]:
    """Yield the cells in sight, at least `least_px` wide.

    They begin at multiples of a power of two of frames, so that moving along and zooming meet the same frames again.
    """
    if scale.n_frames <= 0 or scale.width <= 0:
        return
    step = 1
    while step * scale.frame_px < least_px and step < scale.n_frames:
        step *= 2
    seen = scale.visible
    for frame in range(seen.start // step * step, seen.stop, step):
        n_frames = min(step, scale.n_frames - frame)
        yield Cell(frame, scale.x(frame), n_frames * scale.frame_px)


def draw_strip(painter: QPainter, rect: QRect, scale: TimeScale, least_px: int, pictures: Pictures) -> None:
    """Draw the strip into `rect`, whose width is the scale's; a cell without a picture stays dark."""
    colours = theme.tokens()
    painter.save()
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(rect, QColor(colours.background))
    for cell in cells(scale, least_px):
        place = QRectF(rect.left() + cell.x, rect.top(), cell.width, rect.height())
        picture = pictures(cell.frame)
        if picture is not None and not picture.isNull():
            painter.drawImage(place, picture, _covering(picture, place))
        painter.setPen(QColor(colours.line))
        painter.drawLine(round(place.left()), rect.top(), round(place.left()), rect.bottom())
    painter.restore()


def _covering(picture: QImage, place: QRectF) -> QRectF:
    """Return the middle part of a picture that has the shape of a place."""
    size = place.size().scaled(
        float(picture.width()), float(picture.height()), Qt.AspectRatioMode.KeepAspectRatio
    )
    part = QRectF(0, 0, size.width(), size.height())
    part.moveCenter(QRectF(picture.rect()).center())
    return part

"""How a picture lies in a widget: its scale, its place, and with which pixels its visible part is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize

MIN_SCALE = 0.02
MAX_SCALE = 64.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """`scale` is in widget pixels per picture pixel; the picture's upper left corner lies at (`left`, `top`)."""

    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def to_picture(self, point: QPointF) -> tuple[float, float]:
        """Return the picture's (x, y) under a point of the widget."""
        return (point.x() - self.left) / self.scale, (point.y() - self.top) / self.scale

    def to_widget(self, x: float, y: float) -> QPointF:
        """Return where the picture's (x, y) lies in the widget."""
        return QPointF(x * self.scale + self.left, y * self.scale + self.top)

    def rect_to_widget(self, rect: QRect) -> QRect:
        """Return the widget's pixels that show a rectangle of the picture, with a pixel to spare."""
        corner = self.to_widget(rect.left(), rect.top())
        shown = QRectF(corner.x(), corner.y(), rect.width() * self.scale, rect.height() * self.scale)
        return shown.toAlignedRect().adjusted(-1, -1, 1, 1)

    def zoomed(self, factor: float, around: QPointF) -> Viewport:
        """Return the view scaled by `factor`, what lies under `around` staying there."""
        scale = min(max(self.scale * factor, MIN_SCALE), MAX_SCALE)
        x, y = self.to_picture(around)
        return Viewport(scale, around.x() - x * scale, around.y() - y * scale)

    def panned(self, dx: float, dy: float) -> Viewport:
        """Return the view moved by so many widget pixels."""
        return Viewport(self.scale, self.left + dx, self.top + dy)


def fitted(picture: QSize, widget: QSize, *, margin: int = 12) -> Viewport:
    """Return the view that shows the whole picture in the middle of the widget."""
    if picture.isEmpty() or widget.isEmpty():
        return Viewport()
    room_x, room_y = max(widget.width() - 2 * margin, 1), max(widget.height() - 2 * margin, 1)
    scale = min(room_x / picture.width(), room_y / picture.height(), MAX_SCALE)
    return centred(picture, widget, scale=max(scale, MIN_SCALE))


def centred(picture: QSize, widget: QSize, *, scale: float) -> Viewport:
    """Return the view at a scale with the picture's middle in the widget's middle."""
    left = (widget.width() - picture.width() * scale) / 2
    top = (widget.height() - picture.height() * scale) / 2
    return Viewport(scale, left, top)


@dataclass(frozen=True, slots=True)
class Sampling:
    """With which pixels a picture is drawn: its own, or fewer where the screen has no room for them.

    Attributes:
        picture: the picture's size.
        grid: how many pixels all of it is drawn with; never more than it has.
        part: those of them that are visible.
    """

    picture: QSize
    grid: QSize
    part: QRect

    @property
    def scale(self) -> float:
        """How many pixels are drawn for one of the picture's, at most 1."""
        return self.grid.width() / self.picture.width()

    @property
    def columns(self) -> NDArray[np.intp]:
        """The picture's column that each drawn column shows."""
        return _sampled(
            range(self.part.left(), self.part.right() + 1), self.grid.width(), self.picture.width()
        )

    @property
    def rows(self) -> NDArray[np.intp]:
        """The picture's row that each drawn row shows."""
        return _sampled(
            range(self.part.top(), self.part.bottom() + 1), self.grid.height(), self.picture.height()
        )

    @property
    def source(self) -> QRect:
        """The picture's pixels that the visible part shows."""
        x, y = self.picture.width() / self.grid.width(), self.picture.height() / self.grid.height()
        return _scaled(self.part, x, y).intersected(QRect(0, 0, self.picture.width(), self.picture.height()))

    def drawn(self, rect: QRect, *, margin: int = 0) -> QRect:
        """Return the drawn pixels, counted from the visible part's corner, that show a rectangle of the picture."""
        x, y = self.grid.width() / self.picture.width(), self.grid.height() / self.picture.height()
        grown = _scaled(rect, x, y).adjusted(-margin, -margin, margin, margin).intersected(self.part)
        return grown.translated(-self.part.topLeft())

    def place(self, view: Viewport) -> QRectF:
        """Return where the visible part lies in the widget."""
        x = self.picture.width() / self.grid.width() * view.scale
        y = self.picture.height() / self.grid.height() * view.scale
        return QRectF(
            view.left + self.part.left() * x,
            view.top + self.part.top() * y,
            self.part.width() * x,
            self.part.height() * y,
        )


def sampled(view: Viewport, picture: QSize, widget: QSize, *, pixel_ratio: float = 1.0) -> Sampling:
    """Return how a picture is drawn in a widget whose pixels are `pixel_ratio` times as many as its size says."""
    scale = min(view.scale * pixel_ratio, 1.0)
    grid = QSize(max(1, round(picture.width() * scale)), max(1, round(picture.height() * scale)))
    seen = QRectF(QPointF(*view.to_picture(QPointF(0, 0))), QPointF(*view.to_picture(_corner(widget))))
    x, y = grid.width() / picture.width(), grid.height() / picture.height()
    part = _scaled(seen, x, y).intersected(QRect(0, 0, grid.width(), grid.height()))
    return Sampling(picture, grid, part)


def _corner(size: QSize) -> QPointF:
    return QPointF(size.width(), size.height())


def _scaled(rect: QRect | QRectF, x: float, y: float) -> QRect:
    """Return the whole pixels that a scaled rectangle touches."""
    left, top = math.floor(rect.x() * x), math.floor(rect.y() * y)
    right, bottom = math.ceil((rect.x() + rect.width()) * x), math.ceil((rect.y() + rect.height()) * y)
    return QRect(left, top, right - left, bottom - top)


def _sampled(drawn: range, n_drawn: int, n_pixels: int) -> NDArray[np.intp]:
    """Return the pixels in whose midst the middles of drawn pixels lie."""
    numbers = np.arange(drawn.start, drawn.stop, dtype=np.intp)
    return (2 * numbers + 1) * n_pixels // (2 * n_drawn)

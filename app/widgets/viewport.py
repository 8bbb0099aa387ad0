"""How a picture lies in a widget: its scale and its place."""

from __future__ import annotations

from dataclasses import dataclass

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

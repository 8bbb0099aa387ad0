"""The wipe: a line across the picture that is dragged, with another picture on either side of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from app.widgets.viewport import Viewport

_GRIP_PX = 7
_STEP = 0.02
_SHADOW, _LIGHT, _ARROWS = QColor(0, 0, 0, 150), QColor(255, 255, 255, 235), QColor(40, 44, 52)


class Wipe(QObject):
    """Where the line is; `position` is in parts of the picture's width."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture = QSize()
        self._is_on = False
        self._position = 0.5
        self._is_held = False

    @property
    def position(self) -> float:
        """Where before ends and after begins, from 0 to 1."""
        return self._position

    def set_picture(self, size: QSize) -> None:
        """Lie over a picture, or over none if its size is empty."""
        self._picture = size

    def set_on(self, on: bool) -> None:  # a slot
        """Show the line, or not."""
        self._is_on, self._is_held = on, False
        self.changed.emit()

    def move_to(self, position: float) -> None:
        """Move the line."""
        self._position = min(max(position, 0.0), 1.0)
        self.changed.emit()

    def nudge(self, steps: int) -> None:
        """Move the line by some steps of a fiftieth of the width."""
        self.move_to(round(self._position / _STEP + steps) * _STEP)

    def line(self, view: Viewport) -> float | None:
        """Where the line is in the widget, None where there is none."""
        if not self._is_on or self._picture.isEmpty():
            return None
        return view.to_widget(self._position * self._picture.width(), 0).x()

    # The mouse -----------------------------------------------------------------------------------------------

    def is_grip(self, at: QPointF, view: Viewport) -> bool:
        """Whether a point of the widget is on the line, or the line is held."""
        line = self.line(view)
        return self._is_held or (line is not None and abs(at.x() - line) <= _GRIP_PX)

    def press(self, at: QPointF, view: Viewport) -> bool:
        """Take hold of the line; return whether it is held."""
        self._is_held = self.is_grip(at, view)
        return self._is_held

    def move(self, at: QPointF, view: Viewport) -> bool:
        """Drag the line along; return whether it is held."""
        if self._is_held and not self._picture.isEmpty():
            self.move_to(view.to_picture(at)[0] / self._picture.width())
        return self._is_held

    def release(self) -> bool:
        """Let the line go; return whether it was held."""
        was_held, self._is_held = self._is_held, False
        return was_held

    # Painting ------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the line with its handle."""
        x = self.line(view)
        if x is None:
            return
        top, bottom = view.top, view.top + self._picture.height() * view.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((_SHADOW, 4.0), (_LIGHT, 1.6)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        painter.setBrush(_LIGHT)
        painter.setPen(QPen(_SHADOW, 1.5))
        middle = QPointF(x, (top + bottom) / 2)
        painter.drawEllipse(middle, _GRIP_PX + 2.0, _GRIP_PX + 2.0)
        painter.setPen(QPen(_ARROWS, 1.6))
        for side in (-1, 1):
            tip = middle + QPointF(side * 5.5, 0)
            for corner in (-3, 3):
                painter.drawLine(tip, tip + QPointF(-side * 3, corner))

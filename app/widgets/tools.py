"""Tools: one mouse gesture each, as an object.

A tool gets points in the picture's pixels and paints on a `Scratch`; it returns the rectangle that it touched. A
gesture goes on until `is_active` is False.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.raster import BrushTrail, Point, Stroke, connected, polygon
from app.widgets.scratch import Scratch
from app.widgets.viewport import Viewport

_CLOSE_PX = 10.0
_DRAG_PX = 6.0
_NOTHING = QRect()
_OBJECT, _NOT_OBJECT = "#54d678", "#ff6b6b"
"""Scribbles lie on the picture, and so have the same colours in every theme."""


class Tool(ABC):
    """A gesture: press, move, release, and sometimes more presses."""

    name: str
    is_brush = False
    is_active = False
    stroke: Stroke | None = None
    """What the gesture has drawn, for a tool that does not paint by itself."""

    @abstractmethod
    def press(self, scratch: Scratch, point: Point, view: Viewport) -> QRect:
        """The button went down: begin the gesture, or go on with it."""

    def move(self, _scratch: Scratch, _point: Point, _view: Viewport, *, is_down: bool) -> QRect:
        """The mouse moved during the gesture."""
        return _NOTHING

    def release(self, _scratch: Scratch, _point: Point, _view: Viewport) -> QRect:
        """The button went up."""
        return _NOTHING

    def confirm(self, _scratch: Scratch) -> QRect:
        """Enter or a double click: finish the gesture where it stands."""
        return _NOTHING

    def cancel(self) -> None:
        """Forget the gesture."""
        self.is_active = False

    def draw(self, painter: QPainter, view: Viewport, cursor: Point) -> None:
        """Draw the gesture's lines over the picture; most tools have none."""
        return


class BrushTool(Tool):
    """Paints a trail as wide as the pen; with an erasing pen it is the eraser."""

    is_brush = True

    def __init__(self, name: str) -> None:
        self.name = name
        self._last: Point = (0.0, 0.0)
        self._width = 1.0
        self._trail: BrushTrail | None = None

    def press(self, scratch: Scratch, point: Point, _view: Viewport) -> QRect:
        """Put the brush down."""
        self.is_active = True
        self._last, self._width = point, scratch.width
        self._trail = BrushTrail(scratch.size, diameter=scratch.pen.diameter, hardness=scratch.pen.hardness)
        return scratch.cover(self._trail.line(point, point, widths=(self._width, self._width)))

    def move(self, scratch: Scratch, point: Point, _view: Viewport, *, is_down: bool) -> QRect:
        """Draw on to `point`."""
        if self._trail is None or not is_down:
            return _NOTHING
        start, self._last = self._last, point
        before, self._width = self._width, scratch.width
        return scratch.cover(self._trail.line(start, point, widths=(before, self._width)))

    def release(self, _scratch: Scratch, _point: Point, _view: Viewport) -> QRect:
        """Lift the brush."""
        self.cancel()
        return _NOTHING

    def cancel(self) -> None:
        """Lift the brush."""
        self.is_active, self._trail = False, None


class ScribbleTool(Tool):
    """Draws a stroke over the object, or with an erasing pen beside it; what they mean is found out elsewhere."""

    name = "scribble"
    is_brush = True

    def press(self, scratch: Scratch, point: Point, _view: Viewport) -> QRect:
        """Put the pen down."""
        self.is_active = True
        self.stroke = Stroke((point,), scratch.pen.diameter, foreground=not scratch.pen.erase)
        return _around(point, point, self.stroke.diameter)

    def move(self, _scratch: Scratch, point: Point, _view: Viewport, *, is_down: bool) -> QRect:
        """Draw on to `point`."""
        if self.stroke is None or not is_down:
            return _NOTHING
        last = self.stroke.points[-1]
        self.stroke = replace(self.stroke, points=(*self.stroke.points, point))
        return _around(last, point, self.stroke.diameter)

    def release(self, _scratch: Scratch, _point: Point, _view: Viewport) -> QRect:
        """Lift the pen; the stroke stays until the next one."""
        self.is_active = False
        return _NOTHING

    def cancel(self) -> None:
        """Forget the stroke."""
        self.is_active, self.stroke = False, None

    def draw(self, painter: QPainter, view: Viewport, cursor: Point) -> None:
        """Draw the stroke under way."""
        if self.is_active and self.stroke is not None:
            draw_stroke(painter, view, self.stroke)


def draw_stroke(painter: QPainter, view: Viewport, stroke: Stroke) -> None:
    """Draw a stroke over the picture, green on the object and red beside it."""
    line = QPolygonF([view.to_widget(*point) for point in (*stroke.points, stroke.points[-1])])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = max(stroke.diameter * view.scale, 2.0)
    kind = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(QColor(0, 0, 0, 130), width + 2, *kind))
    painter.drawPolyline(line)
    painter.setPen(QPen(QColor(_OBJECT if stroke.foreground else _NOT_OBJECT), width, *kind))
    painter.drawPolyline(line)


class LassoTool(Tool):
    """Fills what a line encloses: drag to draw it freely, or click its corners.

    A corner near the first one, a double click or Enter closes the line.
    """

    name = "lasso"

    def __init__(self) -> None:
        self._points: list[Point] = []
        self._is_free = False

    def press(self, scratch: Scratch, point: Point, view: Viewport) -> QRect:
        """Set a corner."""
        self.is_active = True
        if len(self._points) >= 3 and _near(self._points[0], point, view, _CLOSE_PX):
            return self.confirm(scratch)
        self._points.append(point)
        self._is_free = False
        return _NOTHING

    def move(self, _scratch: Scratch, point: Point, view: Viewport, *, is_down: bool) -> QRect:
        """Draw freely while the button is down."""
        if is_down and self._points and not _near(self._points[-1], point, view, _DRAG_PX / 2):
            self._is_free = self._is_free or len(self._points) == 1
            self._points.append(point)
        return _NOTHING

    def release(self, scratch: Scratch, point: Point, view: Viewport) -> QRect:
        """End a free line; after a mere click, wait for the next corner."""
        if self._is_free and len(self._points) >= 3:
            return self.confirm(scratch)
        return _NOTHING

    def confirm(self, scratch: Scratch) -> QRect:
        """Close the line and fill it."""
        touched = scratch.cover(polygon(self._points, scratch.size))
        self.cancel()
        return touched

    def cancel(self) -> None:
        """Forget the line."""
        self.is_active, self._is_free = False, False
        self._points = []

    def draw(self, painter: QPainter, view: Viewport, cursor: Point) -> None:
        """Draw the line, and on to the cursor."""
        if not self._points:
            return
        line = QPolygonF([view.to_widget(*point) for point in [*self._points, cursor]])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width, style in (
            ("#000000", 3.0, Qt.PenStyle.SolidLine),
            ("#ffffff", 1.4, Qt.PenStyle.DashLine),
        ):
            painter.setPen(QPen(QColor(colour), width, style))
            painter.drawPolyline(line)
        painter.setPen(QPen(QColor("#000000"), 1))
        painter.setBrush(QColor("#ffffff"))
        first = view.to_widget(*self._points[0])
        painter.drawEllipse(first, 4.5, 4.5)


class FillTool(Tool):
    """Fills the closed area under the mouse; with an erasing pen it takes the connected piece away."""

    name = "fill"

    def press(self, scratch: Scratch, point: Point, _view: Viewport) -> QRect:
        """Fill the area that is connected to `point`."""
        return scratch.cover(connected(scratch.before, point))


def _around(start: Point, end: Point, diameter: float) -> QRect:
    """The pixels that a line covers, with one to spare."""
    reach = diameter / 2 + 2
    corner = QPointF(min(start[0], end[0]) - reach, min(start[1], end[1]) - reach)
    opposite = QPointF(max(start[0], end[0]) + reach, max(start[1], end[1]) + reach)
    return QRectF(corner, opposite).toAlignedRect()


def _near(a: Point, b: Point, view: Viewport, distance_px: float) -> bool:
    delta: QPointF = view.to_widget(*a) - view.to_widget(*b)
    return delta.manhattanLength() <= distance_px


def draw_brush(painter: QPainter, at: QPointF, radius: float) -> None:
    """Draw the brush's circle around a point of the widget, to be seen on any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(0, 0, 0, 170), 2.6), (QColor(255, 255, 255, 230), 1.2)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(at, radius, radius)


def all_tools() -> tuple[Tool, ...]:
    """Return a set of tools: brush, eraser, scribble, lasso, fill."""
    return BrushTool("brush"), BrushTool("eraser"), ScribbleTool(), LassoTool(), FillTool()

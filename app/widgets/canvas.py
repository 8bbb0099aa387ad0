"""The canvas: the frame, its masks over it, and the tool at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.images import Overlay, OverlayStyle, frame_image
from app.raster import Stroke
from app.widgets.removal_layer import RemovalLayer
from app.widgets.scratch import Pen, Scratch
from app.widgets.tools import ScribbleTool, Tool, draw_stroke
from app.widgets.viewport import Viewport, centred, fitted
from mvos_core.types import Frame, LabelMap

BACKGROUND = QColor("#101215")
_WHEEL_STEP = 120.0
_ZOOM_PER_STEP = 1.2
_GROW_PER_STEP = 1.12
_PIXELS_FROM_SCALE = 3.0


class Canvas(QWidget):
    """Shows a frame with masks, zooms and pans, and turns mouse gestures into masks."""

    stroke_began = Signal()
    painted = Signal(object, str)
    """The frame's new label map and the name of the tool that made it."""
    stroked = Signal(object, object)
    """A stroke that someone has to find the meaning of, and the pen that it was drawn with."""
    abandoned = Signal()
    """A gesture that began has ended without changing anything."""
    refused = Signal(str)
    """Painting is not possible, and why."""
    space_tapped = Signal()
    diameter_changed = Signal(float)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._image: QImage | None = None
        self._labels: LabelMap | None = None
        self._overlay: Overlay | None = None
        self._style = OverlayStyle({})
        self._view = Viewport()
        self._fits = True
        self._tool: Tool | None = None
        self._pen: Pen | None = None
        self._reason = ""
        self._scratch: Scratch | None = None
        self._strokes: tuple[Stroke, ...] = ()
        self._cursor = QPointF(-1, -1)
        self._has_cursor = False
        self._pan_from: QPointF | None = None
        self._space_down = False
        self._has_panned = False
        self.removal = RemovalLayer(self)
        self.removal.changed.connect(self.update)

    # What is shown -------------------------------------------------------------------------------------------

    @property
    def view(self) -> Viewport:
        """How the picture lies in the widget."""
        return self._view

    @property
    def is_painting(self) -> bool:
        """Whether a gesture is under way."""
        return self._scratch is not None

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for a usual clip."""
        return QSize(960, 540)

    def set_frame(self, frame: Frame | None) -> None:
        """Show a frame, or nothing; a frame of another size is fitted."""
        previous = self._image.size() if self._image else QSize()
        self._image = None if frame is None else frame_image(frame)
        if frame is None:
            self._labels, self._overlay = None, None
        elif self._image is not None and self._image.size() != previous:
            self._labels, self._overlay = None, Overlay((frame.shape[0], frame.shape[1]))
            self.fit()
        self.update()

    def set_labels(self, labels: LabelMap | None) -> None:
        """Show the frame's masks, none for an empty frame; a gesture under way is given up."""
        self.cancel_gesture()
        self._labels = labels
        self._redraw()

    def set_style(self, style: OverlayStyle) -> None:
        """Show the masks in another way."""
        self._style = style
        self._redraw()

    def set_tool(self, tool: Tool) -> None:
        """Take another tool into the hand."""
        self.cancel_gesture()
        self._tool = tool
        self._refresh_cursor()

    def set_pen(self, pen: Pen | None, *, reason: str = "") -> None:
        """Say what gestures do; without a pen they are refused with `reason`."""
        self._pen, self._reason = pen, reason
        self._refresh_cursor()
        self.update()

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The strokes shown with the tool that draws them."""
        return self._strokes

    def set_strokes(self, strokes: Sequence[Stroke]) -> None:
        """Show strokes, as long as the tool that draws them is in the hand."""
        self._strokes = tuple(strokes)
        self.update()

    def _redraw(self, rect: QRect | None = None) -> None:
        if self._overlay is None:
            return
        labels = self._scratch.labels if self._scratch else self._labels
        if labels is None:
            self._overlay.clear()
            self.update()
            return
        drawn = self._overlay.draw(labels, self._style, rect)
        self.update(self._view.rect_to_widget(drawn) if rect is not None else self.rect())

    # The view ------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole picture, and go on doing so when the widget's size changes."""
        self._fits = True
        if self._image is not None:
            self._set_view(fitted(self._image.size(), self.size()))

    def actual_size(self) -> None:
        """Show one picture pixel as one pixel of the screen."""
        if self._image is not None:
            self._fits = False
            self._set_view(centred(self._image.size(), self.size(), scale=1 / self.devicePixelRatioF()))

    def zoom_by(self, factor: float) -> None:
        """Zoom in or out around the cursor, or the middle where the mouse is elsewhere."""
        around = self._cursor if self._has_cursor else QPointF(self.rect().center())
        self._zoom(factor, around)

    def _zoom(self, factor: float, around: QPointF) -> None:
        if self._image is not None:
            self._fits = False
            self._set_view(self._view.zoomed(factor, around))

    def _set_view(self, view: Viewport) -> None:
        self._view = view
        self.zoom_changed.emit(view.scale * self.devicePixelRatioF())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the picture fitted, or its middle in the middle."""
        if self._fits:
            self.fit()
        else:
            grown = event.size() - event.oldSize()
            self._set_view(self._view.panned(grown.width() / 2, grown.height() / 2))

    # The mouse -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin or go on with a gesture, or pan."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._move_cursor(event.position())
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or (event.button() == Qt.MouseButton.LeftButton and self._space_down):
            self._pan_from, self._has_panned = event.position(), True
            self._refresh_cursor()
        elif event.button() == Qt.MouseButton.LeftButton and self.removal.press(event.position(), self._view):
            pass
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._press(event.position(), inverts=alt or event.button() == Qt.MouseButton.RightButton)

    def _press(self, at: QPointF, *, inverts: bool) -> None:
        if self._image is None or self._tool is None:
            return
        if self._scratch is None and not self._begin(inverts=inverts):
            return
        scratch = self._scratch
        if scratch is not None:
            touched = self._tool.press(scratch, self._view.to_picture(at), self._view)
            self._went_on(touched)

    def _begin(self, *, inverts: bool) -> bool:
        """Begin a gesture; the receivers of `stroke_began` may change the pen."""
        if self._pen is None:
            self.refused.emit(self._reason)
            return False
        self.stroke_began.emit()
        image = self._image
        if image is None or self._pen is None:
            return False
        labels = self._labels
        if labels is None:
            labels = np.zeros((image.height(), image.width()), np.uint8)
        pen = replace(self._pen, erase=self._pen.erase != inverts)
        self._scratch = Scratch(labels, pen)
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Draw on, pan, or only move the brush's circle."""
        at = event.position()
        if self._pan_from is not None:
            delta = at - self._pan_from
            self._pan_from, self._fits = at, False
            self._set_view(self._view.panned(delta.x(), delta.y()))
        elif self.removal.move(at, self._view):
            pass
        elif self._scratch is not None and self._tool is not None:
            is_down = bool(event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton))
            self._went_on(
                self._tool.move(self._scratch, self._view.to_picture(at), self._view, is_down=is_down)
            )
            if not self._tool.is_brush:
                self.update()
        self._move_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """End a stroke or a pan."""
        if self._pan_from is not None:
            self._pan_from = None
            self._refresh_cursor()
        elif self.removal.release():
            pass
        elif self._scratch is not None and self._tool is not None:
            point = self._view.to_picture(event.position())
            self._went_on(self._tool.release(self._scratch, point, self._view))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Close a polygon; with a brush it is a press like any other."""
        if self._scratch is not None and self._tool is not None and self._tool.is_active:
            self._went_on(self._tool.confirm(self._scratch))
        else:
            self.mousePressEvent(event)

    def _went_on(self, touched: QRect) -> None:
        """Show what the tool touched, and hand the result over if the gesture is finished."""
        if not touched.isEmpty():
            self._redraw(touched)
        scratch, tool = self._scratch, self._tool
        if scratch is None or tool is None or tool.is_active:
            return
        self._scratch = None
        if tool.stroke is not None:
            self.stroked.emit(tool.stroke, scratch.pen)
        elif scratch.is_changed:
            self._labels = scratch.labels
            self.painted.emit(scratch.labels, "erase" if scratch.pen.erase else tool.name)
        else:
            self.abandoned.emit()
        self.update()

    def cancel_gesture(self) -> bool:
        """Give up the gesture under way, its pixels too; return whether there was one."""
        if self._scratch is None:
            return False
        if self._tool is not None:
            self._tool.cancel()
        self._scratch = None
        self._redraw()
        self.abandoned.emit()
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom to the cursor; with Ctrl, change the brush's size; with Shift, pan sideways."""
        delta = event.angleDelta()
        steps = (delta.y() or delta.x()) / _WHEEL_STEP
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._pen is not None:
                self.diameter_changed.emit(self._pen.diameter * _GROW_PER_STEP**steps)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._fits = False
            self._set_view(self._view.panned(steps * 60, 0))
        else:
            self._zoom(_ZOOM_PER_STEP**steps, event.position())
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Show the brush's circle."""
        self._has_cursor = True
        self._move_cursor(event.position())

    def leaveEvent(self, _event: QEvent) -> None:  # noqa: N802
        """Hide the brush's circle."""
        self.update(self._cursor_rect())
        self._has_cursor = False

    # The keys ------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep from the window's shortcuts the keys that mean something here: Space, and a gesture's Esc and Enter."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = [Qt.Key.Key_Space]
            if self.is_painting:
                keys += [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter]
            if event.key() in keys and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc gives a gesture up, Enter finishes a polygon, a held space bar pans."""
        if event.key() == Qt.Key.Key_Escape and self.cancel_gesture():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._scratch and self._tool:
            self._went_on(self._tool.confirm(self._scratch))
            return
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space_down, self._has_panned = True, False
                self._refresh_cursor()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Stop panning; a space bar that moved nothing was a tap."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_down = False
            self._refresh_cursor()
            if not self._has_panned:
                self.space_tapped.emit()
            return
        super().keyReleaseEvent(event)

    # Painting the widget -------------------------------------------------------------------------------------

    def _move_cursor(self, at: QPointF) -> None:
        self.update(self._cursor_rect())
        self._cursor = at
        self.update(self._cursor_rect())
        self._refresh_cursor()

    def _cursor_rect(self) -> QRect:
        radius = self._cursor_radius() + 3
        middle = self._cursor.toPoint()
        return QRect(
            middle - QPoint(int(radius), int(radius)), QSize(2 * int(radius) + 2, 2 * int(radius) + 2)
        )

    def _cursor_radius(self) -> float:
        return max(2.0, (self._pen.diameter if self._pen else 0) / 2 * self._view.scale)

    def _refresh_cursor(self) -> None:
        if self._pan_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space_down:
            shape = Qt.CursorShape.OpenHandCursor
        elif self._image is None or self._tool is None:
            shape = Qt.CursorShape.ArrowCursor
        elif self._scratch is None and self.removal.is_grip(self._cursor, self._view):
            shape = Qt.CursorShape.SplitHCursor
        elif self._pen is None:
            shape = Qt.CursorShape.ForbiddenCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        if shape != self.cursor().shape():
            self.setCursor(shape)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw what of the frame, the masks and the tool lies in the exposed rectangle."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), BACKGROUND)
        if self._image is not None:
            painter.save()
            painter.setClipRect(event.rect())
            painter.translate(self._view.left, self._view.top)
            painter.scale(self._view.scale, self._view.scale)
            smooth = self._view.scale * self.devicePixelRatioF() < _PIXELS_FROM_SCALE
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(0, 0, self._image)
            if self._overlay is not None:
                painter.drawImage(0, 0, self._overlay.image)
            painter.restore()
            self.removal.paint(painter, self._view, smooth=smooth)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_tool(painter)
        painter.end()

    def _draw_tool(self, painter: QPainter) -> None:
        if self._tool is None:
            return
        if isinstance(self._tool, ScribbleTool):
            for stroke in self._strokes:
                draw_stroke(painter, self._view, stroke)
        self._tool.draw(painter, self._view, self._view.to_picture(self._cursor))
        hides = self._pen is None or self._space_down or self._pan_from is not None
        if not self._tool.is_brush or not self._has_cursor or hides:
            return
        radius = self._cursor_radius()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 170), 2.6), (QColor(255, 255, 255, 230), 1.2)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(self._cursor, radius, radius)

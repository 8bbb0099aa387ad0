"""The canvas: the picture in a widget that the mouse, a pen and the keys can use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.raster import Stroke
from app.views import Style
from app.widgets.camera import Camera
from app.widgets.hand import Hand, Touch
from app.widgets.onion_layer import OnionLayer
from app.widgets.picture import Picture
from app.widgets.removal_layer import RemovalLayer
from app.widgets.scratch import Pen
from app.widgets.tools import ScribbleTool, Tool, draw_brush, draw_stroke
from app.widgets.viewport import Viewport
from app.widgets.wipe import Wipe
from mvos_core.types import Frame, LabelMap, Mask

_WHEEL_STEP = 120.0
_ZOOM_PER_STEP = 1.2
_GROW_PER_STEP = 1.12


class Canvas(QWidget):
    """Shows a frame with masks, zooms and pans, and hands gestures to the tool."""

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
    stylus_seen = Signal()
    """A stylus is used."""
    diameter_changed = Signal(float)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._labels: LabelMap | None = None
        self._picture = Picture()
        self._strokes: tuple[Stroke, ...] = ()
        self._cursor = QPointF(-1, -1)
        self._has_cursor = False
        self._pan_from: QPointF | None = None
        self._space_down = False
        self._has_panned = False
        self._camera = Camera(self)
        self._camera.changed.connect(self._looked)
        self._hand = Hand(lambda: self._labels, self)
        self._hand.began.connect(self.stroke_began)
        self._hand.touched.connect(self._show_scratch)
        self._hand.moved.connect(self.update)
        self._hand.painted.connect(self._keep)
        self._hand.stroked.connect(self.stroked)
        self._hand.abandoned.connect(self._give_up)
        self._hand.refused.connect(self.refused)
        self.wipe = Wipe(self)
        self.removal = RemovalLayer(self)
        self.onion = OnionLayer(self)
        for layer in (self.wipe, self.removal, self.onion):
            layer.changed.connect(self.update)

    # What is shown -------------------------------------------------------------------------------------------

    @property
    def view(self) -> Viewport:
        """How the picture lies in the widget."""
        return self._camera.view

    @property
    def is_painting(self) -> bool:
        """Whether a gesture is under way."""
        return self._hand.scratch is not None

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for a usual clip."""
        return QSize(960, 540)

    def set_frame(self, frame: Frame | None) -> None:
        """Show a frame, or nothing; a frame of another size is fitted."""
        self._picture.set_frame(frame)
        size = self._picture.size
        for part in (self._camera, self._hand, self.wipe):
            part.set_picture(size)
        self.update()

    def set_labels(self, labels: LabelMap | None) -> None:
        """Show the frame's masks, none for an empty frame; a gesture under way is given up."""
        self.cancel_gesture()
        self._labels = labels
        self._picture.set_labels(labels)
        self.update()

    def set_steadied(self, masks: Mapping[int, Mask]) -> None:
        """Show these masks, bool (H, W), by object, with calmed edges until others are set."""
        if not self.is_painting:
            self._picture.set_steadied(masks)
            self.update()

    def set_style(self, style: Style) -> None:
        """Show the masks in another way."""
        self._picture.set_style(style)
        self.update()

    def set_tool(self, tool: Tool) -> None:
        """Take another tool into the hand."""
        self._hand.set_tool(tool)
        self._refresh_cursor()

    def set_pen(self, pen: Pen | None, *, reason: str = "") -> None:
        """Say what gestures do; without a pen they are refused with `reason`."""
        self._hand.set_pen(pen, reason=reason)
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

    # The view ------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole picture, and go on doing so when the widget's size changes."""
        self._camera.fit()

    def actual_size(self) -> None:
        """Show one picture pixel as one pixel of the screen."""
        self._camera.actual_size(pixel_ratio=self.devicePixelRatioF())

    def zoom_by(self, factor: float) -> None:
        """Zoom in or out around the cursor, or the middle where the mouse is elsewhere."""
        self._camera.zoom(factor, self._cursor if self._has_cursor else QPointF(self.rect().center()))

    @Slot()
    def _looked(self) -> None:
        self.zoom_changed.emit(self.view.scale * self.devicePixelRatioF())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the picture fitted, or its middle in the middle."""
        self._camera.set_widget(event.size())

    # Gestures ------------------------------------------------------------------------------------------------

    @Slot(QRect)
    def _show_scratch(self, touched: QRect) -> None:
        scratch = self._hand.scratch
        if scratch is not None:
            changed = self._picture.set_labels(scratch.labels, within=touched)
            self.update(self.view.rect_to_widget(changed))

    @Slot(object, str)
    def _keep(self, labels: LabelMap, tool: str) -> None:
        self._labels = labels
        self.painted.emit(labels, tool)

    @Slot()
    def _give_up(self) -> None:
        self._picture.set_labels(self._labels)
        self.update()
        self.abandoned.emit()

    def cancel_gesture(self) -> bool:
        """Give up the gesture under way, its pixels too; return whether there was one."""
        return self._hand.cancel()

    # The mouse -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin or go on with a gesture, or pan."""
        self._press(Touch(event.position()), event.button(), event.modifiers())

    def _press(
        self, touch: Touch, button: Qt.MouseButton, keys: Qt.KeyboardModifier, *, erases: bool | None = None
    ) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._move_cursor(touch.at)
        left, right = button == Qt.MouseButton.LeftButton, button == Qt.MouseButton.RightButton
        if button == Qt.MouseButton.MiddleButton or (left and self._space_down):
            self._pan_from, self._has_panned = touch.at, True
            self._refresh_cursor()
        elif (left and self.wipe.press(touch.at, self.view)) or not (left or right):
            pass
        else:
            alt = bool(keys & Qt.KeyboardModifier.AltModifier)
            self._hand.press(touch, self.view, erases=erases, inverts=alt or right)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Draw on, pan, or only move the brush's circle."""
        held = event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton)
        self._move(Touch(event.position(), is_down=bool(held)))

    def _move(self, touch: Touch) -> None:
        if self._pan_from is not None:
            delta = touch.at - self._pan_from
            self._pan_from = touch.at
            self._camera.pan(delta.x(), delta.y())
        elif not self.wipe.move(touch.at, self.view):
            self._hand.move(touch, self.view)
        self._move_cursor(touch.at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """End a stroke or a pan."""
        self._release(Touch(event.position()))

    def _release(self, touch: Touch) -> None:
        if self._pan_from is not None:
            self._pan_from = None
            self._refresh_cursor()
        elif not self.wipe.release():
            self._hand.release(touch, self.view)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Close a polygon; with a brush it is a press like any other."""
        if not self._hand.confirm():
            self.mousePressEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        """Do with a stylus what the mouse does, but as wide as it is pressed; its other end erases."""
        self.stylus_seen.emit()
        held = event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton)
        touch = Touch(event.position(), pressure=event.pressure(), is_down=bool(held))
        if event.type() == QEvent.Type.TabletPress:
            is_eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
            self._press(touch, event.button(), event.modifiers(), erases=True if is_eraser else None)
        elif event.type() == QEvent.Type.TabletMove:
            self._move(touch)
        elif event.type() == QEvent.Type.TabletRelease:
            self._release(touch)
        # Otherwise Qt makes a mouse event of it too.
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom to the cursor; with Ctrl, change the brush's size; with Shift, pan sideways."""
        delta = event.angleDelta()
        steps = (delta.y() or delta.x()) / _WHEEL_STEP
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._hand.pen is not None:
                self.diameter_changed.emit(self._hand.pen.diameter * _GROW_PER_STEP**steps)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._camera.pan(steps * 60, 0)
        else:
            self._camera.zoom(_ZOOM_PER_STEP**steps, event.position())
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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._hand.confirm():
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
            if self._space_down and not self._has_panned:
                self.space_tapped.emit()
            self._space_down = False
            self._refresh_cursor()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Stop panning, for the space bar may be let go elsewhere."""
        self._space_down = False
        self._refresh_cursor()
        super().focusOutEvent(event)

    # Painting the widget -------------------------------------------------------------------------------------

    def _move_cursor(self, at: QPointF) -> None:
        self.update(self._cursor_rect())
        self._cursor = at
        self.update(self._cursor_rect())
        self._refresh_cursor()

    def _cursor_rect(self) -> QRect:
        radius = int(self._cursor_radius() + 3)
        middle = self._cursor.toPoint()
        return QRect(middle - QPoint(radius, radius), QSize(2 * radius + 2, 2 * radius + 2))

    def _cursor_radius(self) -> float:
        pen = self._hand.pen
        return max(2.0, (pen.diameter if pen else 0) / 2 * self.view.scale)

    def _refresh_cursor(self) -> None:
        if self._pan_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space_down:
            shape = Qt.CursorShape.OpenHandCursor
        elif self._hand.tool is None:
            shape = Qt.CursorShape.ArrowCursor
        elif not self.is_painting and self.wipe.is_grip(self._cursor, self.view):
            shape = Qt.CursorShape.SplitHCursor
        elif self._hand.pen is None:
            shape = Qt.CursorShape.ForbiddenCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        if shape != self.cursor().shape():
            self.setCursor(shape)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw what of the picture and the tool lies in the exposed rectangle."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.fillRect(event.rect(), QColor(theme.tokens().stage))
        if not self._picture.size.isEmpty():
            self._draw(painter)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        picture, view, line = self._picture, self.view, self.wipe.line(self.view)
        picture.look(view, self.size(), pixel_ratio=self.devicePixelRatioF())
        # Before a removal lies what is shown of the masks; before any other view, the frame without them.
        picture.paint(painter, view, layer_from=None if self.removal.has_result else line)
        after_from = 0.0 if line is None else self.wipe.position
        self.removal.paint(painter, view, smooth=picture.is_smooth(view), after_from=after_from)
        self.onion.paint(painter, view)
        self.wipe.paint(painter, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_tool(painter)

    def _draw_tool(self, painter: QPainter) -> None:
        tool = self._hand.tool
        if tool is None:
            return
        if isinstance(tool, ScribbleTool):
            for stroke in self._strokes:
                draw_stroke(painter, self.view, stroke)
        tool.draw(painter, self.view, self.view.to_picture(self._cursor))
        hides = self._hand.pen is None or self._space_down or self._pan_from is not None
        if tool.is_brush and self._has_cursor and not hides:
            draw_brush(painter, self._cursor, self._cursor_radius())

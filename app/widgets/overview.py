"""Below the timeline: buttons for it, and a slim bar of the whole clip on which the part in sight can be moved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app import theme
from app.translating import tr
from app.widgets.gestures import wheel_move
from app.widgets.marks import draw_focus
from app.widgets.time_scale import TimeScale

_BAR_PX = 8
_LEAST_PX = 14
_EDGE_PX = 6
_STEP = 0.1


class Overview(QWidget):
    """The whole clip as a bar: what is in sight, the playhead, in and out.

    Its part in sight is dragged to move along and at its edges to zoom; a click elsewhere goes there.
    """

    scale_asked = Signal(object)
    """The `TimeScale` that is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Part of the clip in sight"))
        self.setToolTip(
            tr("The part in sight: drag it to move along, drag its edges to zoom, double-click for all")
        )
        self._scale = TimeScale(0, 1)
        self._playhead = 0
        self._range = range(0)
        self._taken = ""
        self._taken_at = 0.0
        self._taken_scale = self._scale

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Slim."""
        return QSize(200, _BAR_PX + 8)

    def set_scale(self, scale: TimeScale) -> None:
        """Show which part is in sight."""
        self._scale = scale
        self.update()

    def set_playhead(self, index: int) -> None:
        """Show where the playhead is."""
        self._playhead = index
        self.update()

    def set_range(self, in_out: range) -> None:
        """Show the in and out points."""
        self._range = in_out
        self.update()

    def part(self) -> QRectF:
        """Return where the part in sight is drawn; it never gets too small to be taken."""
        left, width = self._x(self._scale.start), self._x(self._scale.n_visible)
        wide = min(max(width, _LEAST_PX), float(self.width()))
        middle = left + width / 2
        return QRectF(min(max(middle - wide / 2, 0.0), self.width() - wide), self._top(), wide, _BAR_PX)

    def _x(self, frame: float) -> float:
        return frame * self.width() / max(1, self._scale.n_frames)

    def _top(self) -> float:
        return (self.height() - _BAR_PX) / 2

    # Hands ---------------------------------------------------------------------------------------------------

    def _under(self, point: QPointF) -> str:
        part = self.part()
        if abs(point.x() - part.left()) <= _EDGE_PX and not self._scale.is_whole:
            return "left"
        if abs(point.x() - part.right()) <= _EDGE_PX and not self._scale.is_whole:
            return "right"
        return "part" if part.left() <= point.x() <= part.right() else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take the part in sight, or go somewhere else with it."""
        if event.button() != Qt.MouseButton.LeftButton or not self._scale.n_frames:
            return
        self._taken = self._under(event.position())
        if not self._taken:
            frame = event.position().x() * self._scale.n_frames / max(1, self.width())
            self._ask(frame - self._scale.n_visible / 2, self._scale.n_visible)
            self._taken = "part"
        self._taken_at, self._taken_scale = event.position().x(), self._scale

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Move along, or zoom."""
        if not self._taken:
            over = self._under(event.position()) in ("left", "right")
            self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)
            return
        scale = self._taken_scale
        moved = (event.position().x() - self._taken_at) * scale.n_frames / max(1, self.width())
        if self._taken == "part":
            self._ask(scale.start + moved, scale.n_visible)
        elif self._taken == "right":
            self._ask(scale.start, max(1.0, scale.n_visible + moved))
        else:
            start = min(max(scale.start + moved, 0.0), scale.start + scale.n_visible - 1)
            self._ask(start, scale.start + scale.n_visible - start)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Let go."""
        self._taken = ""

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Show the whole clip."""
        self._taken = ""
        self.scale_asked.emit(self._scale.fitted())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Move along, or zoom with Ctrl around the middle."""
        move = wheel_move(event)
        self.scale_asked.emit(self._scale.zoomed(move.factor, x=self._scale.width / 2).panned(move.pan_px))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move along with the arrow keys."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            self.scale_asked.emit(self._scale.panned(way * _STEP * self._scale.width))

    def _ask(self, start: float, n_visible: float) -> None:
        self.scale_asked.emit(self._scale.showing(start, n_visible))

    # Painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the clip, the part in sight, in and out, and the playhead."""
        colours = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.background))
        painter.drawRoundedRect(QRectF(0, self._top(), self.width(), _BAR_PX), 4, 4)
        if self._scale.n_frames:
            painter.setBrush(QColor(colours.faint if self._scale.is_whole else colours.muted))
            painter.drawRoundedRect(self.part(), 4, 4)
            if self._range != range(self._scale.n_frames):
                left, right = self._x(self._range.start), self._x(self._range.stop)
                painter.fillRect(
                    QRectF(left, self._top() + _BAR_PX - 2, right - left, 2), QColor(colours.accent)
                )
            painter.fillRect(
                QRectF(self._x(self._playhead + 0.5) - 1, self._top() - 2, 2, _BAR_PX + 4),
                QColor(colours.playhead),
            )
        if self.hasFocus():
            draw_focus(painter, self.rect())
        painter.end()


class TimelineFooter(QWidget):
    """The overview under the frames, and buttons for the given actions under the names."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overview = Overview()
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(0)
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setIconSize(QSize(14, 14))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._buttons)
        across.addWidget(self.overview)
        across.addStretch(1)

    def follow(self, left: int, scale: TimeScale) -> None:
        """Stand under the frames of the timeline, which begin at `left`, and show what is in sight."""
        self._buttons.setFixedWidth(left)
        self.overview.setFixedWidth(scale.width)
        self.overview.set_scale(scale)

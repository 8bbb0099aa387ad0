"""The timeline: ruler, small pictures, confidence, a lane per object, the in and out handles, and the playhead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app import theme
from app.translating import tr
from app.widgets.film_strip import STRIP_PX, Pictures, cells, picture_width
from app.widgets.frame_words import confidence_words, place_words, state_words
from app.widgets.gestures import Move, finger_move, take_pinches, wheel_move
from app.widgets.header import draw_header, header_height
from app.widgets.lane_stack import GAP_PX, LaneRow, LaneStack
from app.widgets.lanes import LaneInfo, State, confidence_row
from app.widgets.marks import draw_focus, draw_playhead, draw_range
from app.widgets.range_handles import Handle, dragged, handle_near
from app.widgets.ruler import Times, ruler_height
from app.widgets.time_scale import TimeScale

__all__ = ["LaneInfo", "State", "Timeline"]

_RIGHT_PX = 12
_PAGE = 0.8
_ZOOM_STEP = 1.5
_DEFAULT_RATE = 24.0
_NEAR_PLAYHEAD_PX = 90


class Timeline(QWidget):
    """Shows the state of every frame and lets the playhead and the in and out points be dragged.

    Its header, from the ruler to the confidence, stays in sight while a scroll area scrolls the lanes.
    """

    scrubbed = Signal(int)
    range_chosen = Signal(object)
    lane_chosen = Signal(int)
    """The label of the object whose name was clicked."""
    folding_changed = Signal()
    """Lanes were folded, unfolded or made one, so the timeline has another height."""
    scale_changed = Signal(object)
    """The `TimeScale`: another part of the clip is in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(tr("Timeline"))
        take_pinches(self)
        self.stack = LaneStack()
        self._scale = TimeScale(0, 1)
        self._times_s: Times = np.zeros(0)
        self._picture_px = STRIP_PX
        self._pictures: Pictures = lambda _frame: None
        self._playhead = 0
        self._range = range(0)
        self._confidence = confidence_row(0)
        self._scrubs = False
        self._handle: Handle | None = None
        self._range_before = range(0)
        self._drag_scale: tuple[float, TimeScale] | None = None

    # Setters -------------------------------------------------------------------------------------------------

    def set_clip(
        self,
        n_frames: int,
        *,
        times_s: Sequence[float] | Times | None = None,
        size: tuple[int, int] = (9, 16),
    ) -> None:
        """Begin a clip without masks, whole in sight; `times_s` are the frames', `size` is (height, width)."""
        self._playhead, self._range = 0, range(n_frames)
        self._times_s = np.arange(n_frames) / _DEFAULT_RATE if times_s is None else np.asarray(times_s, float)
        self._picture_px = picture_width(size)
        self.stack.reset(n_frames)
        self._confidence = confidence_row(n_frames)
        self.set_scale(TimeScale(n_frames, self._room()))
        self.update()

    def set_lanes(self, lanes: Sequence[LaneInfo]) -> None:
        """Show these objects, from top to bottom."""
        self.stack.set_lanes(lanes)
        self._fit_height()

    def set_cells(
        self, indices: Sequence[int], states: Mapping[int, NDArray[np.uint8]], sure: NDArray[np.float32]
    ) -> None:
        """Set some frames' states by object, `State`s (those left out are empty), and confidences, one a frame."""
        self.stack.set_states(indices, states)
        self._confidence.put(indices, sure)
        self.update()

    def set_playhead(self, index: int) -> None:
        """Move the playhead; where it leaves what is in sight, the page turns."""
        before, self._playhead = self._playhead, index
        if self._scale.n_frames:
            self.setAccessibleDescription(place_words(self._times_s, index))
        self.set_scale(self._scale.revealing(index) if self._scrubs else self._scale.paged_to(index))
        for frame in (before, index):
            x = round(self._x(frame + 0.5))
            reach = _NEAR_PLAYHEAD_PX + round(self._scale.frame_px)
            self.update(QRect(x - reach, 0, 2 * reach, self.height()))

    def set_range(self, in_out: range) -> None:
        """Set the in and out points."""
        self._range = in_out
        self.update()

    def set_selected(self, label: int | None) -> None:
        """Mark the lane of the object that is being worked on."""
        self.stack.selected = label
        self.update()

    def set_pictures(self, pictures: Pictures) -> None:
        """Say where the strip's pictures come from."""
        self._pictures = pictures
        self.update()

    def set_scale(self, scale: TimeScale) -> None:
        """Show another part of the clip."""
        if scale != self._scale:
            self._scale = scale
            self.scale_changed.emit(scale)
            self.update()

    def set_folding(self, folded: Collection[int], *, is_combined: bool) -> None:
        """Fold these objects' lanes and no others, or show one lane for all."""
        self.stack.set_folding(folded, is_combined=is_combined)
        self._fit_height()
        self.folding_changed.emit()

    # What it shows -------------------------------------------------------------------------------------------

    @property
    def scale(self) -> TimeScale:
        """Which frame lies where, in pixels from `left`."""
        return self._scale

    @property
    def left(self) -> int:
        """Where the part begins that shows frames; the names are left of it."""
        return min(160, max(104, self.width() // 7))

    @property
    def strip_frames(self) -> tuple[int, ...]:
        """The frames whose pictures the strip has room for, from left to right."""
        return tuple(cell.frame for cell in cells(self._scale, self._picture_px))

    def state(self, label: int, index: int) -> State:
        """Return what is shown for an object in a frame."""
        return self.stack.state(label, index)

    def confidence(self, index: int) -> float:
        """Return how sure the network is shown to be of a frame, above 1 where nothing is shown."""
        return self._confidence[index]

    # Zooming and moving along --------------------------------------------------------------------------------

    def zoom_in(self) -> None:
        """Show frames wider, around the playhead."""
        self._zoom(_ZOOM_STEP)

    def zoom_out(self) -> None:
        """Show more frames, around the playhead."""
        self._zoom(1 / _ZOOM_STEP)

    def fit(self) -> None:
        """Show the whole clip."""
        self.set_scale(self._scale.fitted())

    def _zoom(self, factor: float) -> None:
        x = self._scale.x(self._playhead + 0.5)
        self.set_scale(
            self._scale.zoomed(factor, x=x if 0 <= x <= self._scale.width else self._scale.width / 2)
        )

    def _move(self, move: Move) -> None:
        x = min(max(move.x - self.left, 0.0), float(self._scale.width))
        self.set_scale(self._scale.zoomed(move.factor, x=x).panned(move.pan_px))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Zoom with Ctrl, move along without; over the names, and where there is nothing to move, lanes scroll."""
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not zooms and (self._scale.is_whole or event.position().x() < self.left):
            event.ignore()
            return
        self._move(wheel_move(event))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Take fingers' gestures, and say in a tooltip what lies under the mouse."""
        if (move := finger_move(event, self)) is not None:
            self._move(move)
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._scale.n_frames:
            QToolTip.showText(event.globalPos(), self._describe(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move along by pages, and from lane to lane; Enter folds the selected one."""
        labels = [lane.label for lane in self.stack.lanes]
        at = labels.index(self.stack.selected) if self.stack.selected in labels else -1
        page = {Qt.Key.Key_PageUp: -_PAGE, Qt.Key.Key_PageDown: _PAGE}.get(Qt.Key(event.key()))
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if page is not None:
            self.set_scale(self._scale.panned(page * self._scale.width))
        elif step is not None and 0 <= at + step < len(labels):
            self.lane_chosen.emit(labels[at + step])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            self.toggle_fold()
        else:
            super().keyPressEvent(event)

    # Folding -------------------------------------------------------------------------------------------------

    def toggle_fold(self) -> None:
        """Fold or unfold the selected object's lane."""
        for row in self.stack.rows():
            if self.stack.selected in {lane.label for lane in row.lanes}:
                self._toggle(row)
                return

    def _toggle(self, row: LaneRow) -> None:
        self.stack.toggle(row)
        self._fit_height()
        self.folding_changed.emit()

    # Places --------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as the lanes need."""
        return QSize(600, self._header_height() + GAP_PX + self.stack.height)

    def _fit_height(self) -> None:
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def _room(self) -> int:
        return max(1, self.width() - self.left - _RIGHT_PX)

    def _ruler_height(self) -> int:
        return ruler_height(self.fontMetrics().height())

    def _header_height(self) -> int:
        return header_height(self.fontMetrics().height())

    def _header_top(self) -> int:
        """Where the header is: at the upper edge of what a scroll area shows."""
        return max(0, -self.y())

    def _x(self, frame: float) -> float:
        """The left edge of a frame in the widget."""
        return self.left + self._scale.x(frame)

    def frame_at(self, x: float) -> int:
        """Return the frame under a widget's x."""
        return self._scale.frame_at(x - self.left)

    def lane_rect(self, row: int) -> QRect:
        """Return where the states of a row of the stack are drawn."""
        lane = self.stack.rows()[row]
        return self._across(self._header_height() + lane.top, lane.height)

    def _across(self, top: int, height: int) -> QRect:
        return QRect(self.left, top, self._scale.width, height)

    def _row_at(self, point: QPointF) -> LaneRow | None:
        if point.y() < self._header_top() + self._header_height():
            return None
        return self.stack.row_at(point.y() - self._header_height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show the same part of the clip."""
        super().resizeEvent(event)
        self.set_scale(self._scale.resized(self._room()))

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802
        """Scrolled by a scroll area: the header moves against the lanes."""
        super().moveEvent(event)
        self.update()

    # The mouse -----------------------------------------------------------------------------------------------

    def _handle_at(self, point: QPointF) -> Handle | None:
        if not self._scale.n_frames or not 0 <= point.y() - self._header_top() <= self._ruler_height():
            return None
        return handle_near(point.x() - self.left, self._scale, self._range)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take a handle, the playhead or, with the middle button, the clip; or choose or fold a lane."""
        point = event.position()
        if not self._scale.n_frames:
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self._drag_scale = point.x(), self._scale
        elif event.button() == Qt.MouseButton.LeftButton:
            self._handle, self._range_before = self._handle_at(point), self._range
            if self._handle is None and point.x() < self.left:
                self._press_name(point)
                return
            self._scrubs = self._handle is None
            self._drag(point)

    def _press_name(self, point: QPointF) -> None:
        row = self._row_at(point)
        if row is None:
            return
        if self.stack.is_arrow(point.x()) or row.is_combined:
            self._toggle(row)
        else:
            self.lane_chosen.emit(row.lanes[0].label)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag what was taken."""
        if self._drag_scale is not None:
            taken_x, scale = self._drag_scale
            self.set_scale(scale.panned(taken_x - event.position().x()))
        elif self._handle is not None or self._scrubs:
            self._drag(event.position())
        else:
            is_over = self._handle_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeHorCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Let go; a dragged handle becomes the new in or out point."""
        if self._handle is not None:
            chosen, self._range = self._range, self._range_before
            self.range_chosen.emit(chosen)
        self._handle, self._scrubs, self._drag_scale = None, False, None
        self.update()

    def _drag(self, point: QPointF) -> None:
        frame = self.frame_at(point.x())
        if self._handle is None:
            self.scrubbed.emit(frame)
        else:
            self._range = dragged(self._handle, frame, self._range)
            self.update()

    def _describe(self, point: QPointF) -> str:
        handle = self._handle_at(point)
        if handle is not None:
            return handle.hint
        row = self._row_at(point)
        if point.x() < self.left:
            return row.name if row is not None else ""
        frame = self.frame_at(point.x())
        if row is not None:
            return state_words(row.name, frame, self.stack.state_of(row, frame))
        return confidence_words(self._times_s, frame, self._confidence[frame])

    # Painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw everything; a row costs as many pixels as it is wide, however long the clip."""
        painter = QPainter(self)
        surface = QColor(theme.tokens().surface)
        painter.fillRect(self.rect(), surface)
        if self._scale.n_frames:
            place = self._across(self._header_height(), self.stack.height)
            self.stack.draw(painter, place, self._scale, seen=event.rect())
            painter.translate(0, self._header_top())
            painter.fillRect(QRect(0, 0, self.width(), self._header_height()), surface)
            draw_header(
                painter,
                self._across(0, self._header_height()),
                self._scale,
                times_s=self._times_s,
                pictures=self._pictures,
                picture_px=self._picture_px,
                sure=np.asarray(self._confidence.columns(self._scale), np.float32),
            )
            whole, ruler = self._across(0, self.height()), self._ruler_height()
            draw_range(painter, whole, self._scale, self._range, ruler=ruler)
            draw_playhead(painter, whole, self._scale, self._playhead, times_s=self._times_s, ruler=ruler)
        if self.hasFocus():
            painter.resetTransform()
            draw_focus(painter, self.rect())
        painter.end()

"""The timeline: a lane per object, the confidence strip, the in and out handles, and the playhead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app import theme
from app.images import Colour
from app.widgets.ruler import tick_frames

_LANE = 18
_STRIP = 12
_HANDLE = 8
_GAP = 3


class State(IntEnum):
    """What an object's mask in a frame is; where several frames share a pixel, the highest is shown."""

    EMPTY = 0
    PROPAGATED = 1
    STALE = 2
    PAINTED = 3


STATE_NAMES = {
    State.EMPTY: "no mask",
    State.PROPAGATED: "propagated",
    State.STALE: "stale: an anchor changed after it was computed",
    State.PAINTED: "painted (an anchor)",
}


@dataclass(frozen=True, slots=True)
class LaneInfo:
    """A lane: the object it shows."""

    label: int
    name: str
    colour: Colour


class Timeline(QWidget):
    """Shows the state of every frame and lets the playhead and the in and out points be dragged."""

    scrubbed = Signal(int)
    range_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Timeline")
        self._n_frames = 0
        self._playhead = 0
        self._range = range(0)
        self._lanes: tuple[LaneInfo, ...] = ()
        self._states: dict[int, NDArray[np.uint8]] = {}
        self._confidence = np.full(0, np.nan, np.float32)
        self._selected: int | None = None
        self._dragged = ""
        self._drag_range = range(0)

    # Setters -------------------------------------------------------------------------------------------------

    def set_clip(self, n_frames: int) -> None:
        """Begin a clip without masks."""
        self._n_frames, self._playhead, self._range = n_frames, 0, range(n_frames)
        self._states = {lane.label: np.zeros(n_frames, np.uint8) for lane in self._lanes}
        self._confidence = np.full(n_frames, np.nan, np.float32)
        self.update()

    def set_lanes(self, lanes: Sequence[LaneInfo]) -> None:
        """Show these objects, from top to bottom."""
        self._lanes = tuple(lanes)
        for lane in lanes:
            self._states.setdefault(lane.label, np.zeros(self._n_frames, np.uint8))
        self.setMinimumHeight(self._height())
        self.updateGeometry()
        self.update()

    def set_cell(self, index: int, states: Mapping[int, State], confidence: float | None) -> None:
        """Set a frame's state for every object (those left out are empty) and its confidence, None without one."""
        for label, row in self._states.items():
            row[index] = states.get(label, State.EMPTY)
        self._confidence[index] = np.nan if confidence is None else confidence
        self.update()

    def set_playhead(self, index: int) -> None:
        """Move the playhead."""
        before, self._playhead = self._playhead, index
        for frame in (before, index):
            self.update(QRect(round(self._x(frame)) - 60, 0, 120, self.height()))

    def set_range(self, in_out: range) -> None:
        """Set the in and out points."""
        self._range = in_out
        self.update()

    def set_selected(self, label: int | None) -> None:
        """Mark the lane of the object that is being worked on."""
        self._selected = label
        self.update()

    def state(self, label: int, index: int) -> State:
        """Return what is shown for an object in a frame."""
        return State(int(self._states[label][index]))

    # Places --------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As high as the lanes need."""
        return QSize(600, self._height())

    def _height(self) -> int:
        return self._header_height() + _GAP + max(1, len(self._lanes)) * (_LANE + _GAP)

    def _header_height(self) -> int:
        """The ruler and the confidence strip, which stay in sight while the lanes scroll."""
        return self._ruler_height() + _STRIP + 2 * _GAP

    def _header_top(self) -> int:
        """Where the header is: at the upper edge of what a scroll area shows."""
        return max(0, -self.y())

    def _ruler_height(self) -> int:
        return self.fontMetrics().height() + 10

    def _gutter(self) -> int:
        return min(150, max(96, self.width() // 7))

    def _x(self, frame: float) -> float:
        """The left edge of a frame."""
        room = max(1, self.width() - self._gutter() - 12)
        return self._gutter() + frame * room / max(1, self._n_frames)

    def frame_at(self, x: float) -> int:
        """Return the frame under a widget's x."""
        room = max(1, self.width() - self._gutter() - 12)
        frame = int((x - self._gutter()) * self._n_frames / room)
        return min(max(frame, 0), max(self._n_frames - 1, 0))

    # The mouse -----------------------------------------------------------------------------------------------

    def _handle_at(self, point: QPointF) -> str:
        if not self._n_frames or not 0 <= point.y() - self._header_top() <= self._ruler_height():
            return ""
        ends = {"in": self._x(self._range.start), "out": self._x(self._range.stop)}
        near = [(abs(point.x() - x), which) for which, x in ends.items() if abs(point.x() - x) <= _HANDLE]
        return min(near)[1] if near else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take a handle, or move the playhead."""
        if not self._n_frames or event.button() != Qt.MouseButton.LeftButton:
            return
        self._dragged = self._handle_at(event.position()) or "playhead"
        self._drag_range = self._range
        self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag what was taken."""
        if self._dragged:
            self._drag(event.position())
        else:
            over = self._handle_at(event.position())
            self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go; a dragged handle becomes the new in or out point."""
        if self._dragged in ("in", "out"):
            chosen, self._range = self._range, self._drag_range
            self.range_chosen.emit(chosen)
        self._dragged = ""
        self.update()

    def _drag(self, point: QPointF) -> None:
        if self._dragged == "playhead":
            self.scrubbed.emit(self.frame_at(point.x()))
            return
        frame = self.frame_at(point.x())
        if self._dragged == "in":
            self._range = range(min(frame, self._range.stop - 1), self._range.stop)
        else:
            self._range = range(self._range.start, max(frame + 1, self._range.start + 1))
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what lies under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._n_frames:
            QToolTip.showText(event.globalPos(), self._describe(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _describe(self, point: QPointF) -> str:
        handle = self._handle_at(point)
        if handle:
            return "In point: drag it (I)" if handle == "in" else "Out point: drag it (O)"
        if point.x() < self._gutter():
            return ""
        frame = self.frame_at(point.x())
        in_header = point.y() < self._header_top() + self._header_height()
        for row, lane in enumerate(() if in_header else self._lanes):
            if self._lane_rect(row).contains(point.toPoint()):
                return f"{lane.name}, frame {frame}: {STATE_NAMES[self.state(lane.label, frame)]}"
        sure = self._confidence[frame]
        return f"Frame {frame}" if np.isnan(sure) else f"Frame {frame}: the network is {sure:.0%} sure"

    # Painting ------------------------------------------------------------------------------------------------

    def _lane_rect(self, row: int) -> QRect:
        top = self._header_height() + row * (_LANE + _GAP)
        return self._row_rect(top, _LANE)

    def _row_rect(self, top: int, height: int) -> QRect:
        left = round(self._x(0))
        return QRect(left, top, round(self._x(self._n_frames)) - left, height)

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802
        """Scrolled by a scroll area: the header moves against the lanes."""
        super().moveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw everything; a row costs as many pixels as it is wide, however long the clip."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SURFACE))
        if self._n_frames:
            for row, lane in enumerate(self._lanes):
                self._draw_lane(painter, row, lane)
            painter.translate(0, self._header_top())
            painter.fillRect(QRect(0, 0, self.width(), self._header_height()), QColor(theme.SURFACE))
            self._draw_ruler(painter)
            self._draw_confidence(painter)
            self._draw_range(painter)
            self._draw_playhead(painter)
        painter.end()

    def _columns(self, width: int) -> NDArray[np.intp]:
        """The first frame of every pixel column."""
        return np.arange(width) * self._n_frames // max(width, 1)

    def _draw_row(self, painter: QPainter, rect: QRect, colours: NDArray[np.uint8]) -> None:
        row = np.ascontiguousarray(colours[None])
        image = QImage(row.data, len(colours), 1, row.strides[0], QImage.Format.Format_RGBA8888)
        painter.drawImage(rect, image)

    def _draw_ruler(self, painter: QPainter) -> None:
        height = self._ruler_height()
        painter.setPen(QColor(theme.MUTED))
        metrics = self.fontMetrics()
        widest = metrics.horizontalAdvance(str(self._n_frames)) + 24
        for frame in tick_frames(self._n_frames, self._row_rect(0, 1).width(), widest):
            x = round(self._x(frame))
            painter.drawLine(x, height - 5, x, height - 1)
            if x + 5 + metrics.horizontalAdvance(str(frame)) < self._x(self._n_frames) - _HANDLE:
                painter.drawText(x + 5, metrics.ascent() + 3, str(frame))

    def _draw_confidence(self, painter: QPainter) -> None:
        rect = self._row_rect(self._ruler_height() + _GAP, _STRIP)
        painter.fillRect(rect, QColor(theme.BACKGROUND))
        painter.setPen(QColor(theme.MUTED))
        label = QRect(10, rect.top() - 3, self._gutter() - 16, rect.height() + 6)
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, "Confidence")
        if rect.width() <= 0 or np.isnan(self._confidence).all():
            return
        sure = np.where(np.isnan(self._confidence), 2.0, self._confidence)
        columns = self._columns(rect.width())
        worst = np.minimum.reduceat(sure, columns) if self._n_frames > rect.width() else sure[columns]
        self._draw_row(painter, rect, confidence_colours(worst))

    def _draw_lane(self, painter: QPainter, row: int, lane: LaneInfo) -> None:
        rect = self._lane_rect(row)
        is_selected = lane.label == self._selected
        painter.fillRect(rect, QColor(theme.RAISED if is_selected else theme.BACKGROUND))
        chip = QRect(10, rect.top() + (_LANE - 10) // 2, 10, 10)
        painter.fillRect(chip, QColor(*lane.colour))
        painter.setPen(QColor(theme.TEXT if is_selected else theme.MUTED))
        room = QRect(27, rect.top() - 2, self._gutter() - 33, _LANE + 4)
        name = self.fontMetrics().elidedText(lane.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        states = self._states[lane.label]
        if rect.width() <= 0 or not states.any():
            return
        columns = self._columns(rect.width())
        shown = np.maximum.reduceat(states, columns) if self._n_frames > rect.width() else states[columns]
        self._draw_row(painter, rect.adjusted(0, 4, 0, -4), _state_colours(lane.colour)[shown])
        self._draw_anchors(painter, rect, states, lane.colour)

    def _draw_anchors(
        self, painter: QPainter, rect: QRect, states: NDArray[np.uint8], colour: Colour
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.BACKGROUND))
        painter.setBrush(QColor(*colour).lighter(125))
        middle, radius = rect.center().y() + 0.5, _LANE / 2 - 2.5
        for x in {round(self._x(frame + 0.5)) for frame in np.flatnonzero(states == State.PAINTED)}:
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(x - radius, middle),
                        QPointF(x, middle - radius),
                        QPointF(x + radius, middle),
                        QPointF(x, middle + radius),
                    ]
                )
            )
        painter.restore()

    def _draw_range(self, painter: QPainter) -> None:
        shade = QColor(0, 0, 0, 120)
        left, right = self._x(0), self._x(self._n_frames)
        start, stop = self._x(self._range.start), self._x(self._range.stop)
        top, bottom = self._ruler_height(), self.height()
        painter.fillRect(QRect(round(left), top, round(start - left), bottom - top), shade)
        painter.fillRect(QRect(round(stop), top, round(right - stop), bottom - top), shade)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT))
        for x, way in ((start, 1), (stop, -1)):
            painter.drawRect(QRect(round(x) - (way < 0) * 2, 2, 2, top - 3))
            painter.drawRect(QRect(round(x) - (way < 0) * 6, 2, 6, 2))
            painter.drawRect(QRect(round(x) - (way < 0) * 6, top - 3, 6, 2))

    def _draw_playhead(self, painter: QPainter) -> None:
        left, right = self._x(self._playhead), self._x(self._playhead + 1)
        x = round((left + right) / 2)
        if right - left > 4:
            rect = QRect(round(left), self._ruler_height(), round(right - left), self.height())
            painter.fillRect(rect, QColor(255, 255, 255, 28))
        painter.fillRect(QRect(x, self._ruler_height() - 2, 1, self.height()), QColor("#ffffff"))
        text = str(self._playhead)
        width = self.fontMetrics().horizontalAdvance(text) + 10
        place = min(max(x - width // 2, 0), self.width() - width)
        flag = QRect(place, 1, width, self.fontMetrics().height() + 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor("#ffffff"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(flag, 4, 4)
        painter.setPen(QColor(theme.BACKGROUND))
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, text)


def confidence_colours(sure: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Colour confidences, (n,): red up to 0.5, amber at 0.75, green from 0.95; above 1, transparent. → (n, 4) RGBA."""
    stops = (0.5, 0.75, 0.95)
    channels = [np.interp(sure, stops, values) for values in ((235, 255, 70), (80, 190, 190), (80, 60, 110))]
    alpha = np.where(sure > 1, 0, 255)
    return np.asarray(np.stack([*channels, alpha], axis=1), np.uint8)


def _state_colours(colour: Colour) -> NDArray[np.uint8]:
    table = np.zeros((len(State), 4), np.uint8)
    red, green, blue = colour
    table[State.PROPAGATED] = (*(int(v * 0.62) for v in colour), 255)
    grey = (red + green + blue) // 3
    table[State.STALE] = (*(int(0.2 * v + 0.22 * grey + 22) for v in colour), 255)
    table[State.PAINTED] = (*colour, 255)
    return table

"""The lanes below each other: a lane per object, each of which can be folded, or one for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from app import theme
from app.images import Colour
from app.translating import tr
from app.widgets.lanes import (
    LaneInfo,
    Row,
    State,
    anchor_centres,
    combined,
    draw_anchors,
    draw_states,
    state_row,
)
from app.widgets.time_scale import TimeScale

GAP_PX = 3
_LANE_PX = 18
_FOLDED_PX = 8
_ARROW = QRect(3, 0, 14, 0)
_CHIP_X, _CHIP_PX = 19, 10
_NAME_X = 35


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A row of the stack: the lanes that it shows, and where it is, in pixels from the top."""

    lanes: tuple[LaneInfo, ...]
    top: int
    height: int
    is_folded: bool

    @property
    def is_combined(self) -> bool:
        """Whether it stands for several objects."""
        return len(self.lanes) > 1

    @property
    def name(self) -> str:
        """What it shows."""
        if self.is_combined:
            return tr("{n} objects").format(n=len(self.lanes))
        return self.lanes[0].name

    @property
    def colour(self) -> Colour:
        """The colour of its states."""
        if not self.is_combined:
            return self.lanes[0].colour
        grey = QColor(theme.tokens().muted)
        return grey.red(), grey.green(), grey.blue()


class LaneStack:
    """What the lanes show. `folded` are the labels of those that are drawn slim, `is_combined` makes one lane of all."""

    def __init__(self) -> None:
        self.lanes: tuple[LaneInfo, ...] = ()
        self.folded: frozenset[int] = frozenset()
        self.is_combined = False
        self.selected: int | None = None
        self._n_frames = 0
        self._states: dict[int, Row] = {}

    def reset(self, n_frames: int) -> None:
        """Begin a clip without masks."""
        self._n_frames = n_frames
        self._states = {lane.label: state_row(n_frames) for lane in self.lanes}

    def set_lanes(self, lanes: Sequence[LaneInfo]) -> None:
        """Show these objects, from top to bottom."""
        self.lanes = tuple(lanes)
        for lane in lanes:
            self._states.setdefault(lane.label, state_row(self._n_frames))

    def set_states(self, indices: Sequence[int], states: Mapping[int, NDArray[np.uint8]]) -> None:
        """Set the states of some frames by object, one a frame; objects left out are empty there."""
        none = np.full(len(indices), State.EMPTY, np.uint8)
        for label, row in self._states.items():
            row.put(indices, states.get(label, none))

    def state(self, label: int, index: int) -> State:
        """Return what is shown for an object in a frame."""
        return State(int(self._states[label][index]))

    def state_of(self, row: LaneRow, index: int) -> State:
        """Return what a row shows in a frame: the highest state of its objects."""
        return max(self.state(lane.label, index) for lane in row.lanes)

    # Folding -------------------------------------------------------------------------------------------------

    def fold(self, label: int, *, folded: bool) -> None:
        """Draw an object's lane slim, or in full."""
        self.folded = self.folded | {label} if folded else self.folded - {label}

    def toggle(self, row: LaneRow) -> None:
        """Fold or unfold a row; the row of all objects opens into theirs."""
        if row.is_combined:
            self.is_combined = False
        else:
            self.fold(row.lanes[0].label, folded=not row.is_folded)

    def set_folding(self, folded: Collection[int], *, is_combined: bool) -> None:
        """Put the folding back as it was."""
        self.folded, self.is_combined = frozenset(folded), is_combined

    # Places --------------------------------------------------------------------------------------------------

    def rows(self) -> list[LaneRow]:
        """Return the rows from top to bottom."""
        if self.is_combined and len(self.lanes) > 1:
            return [LaneRow(self.lanes, 0, _LANE_PX, is_folded=True)]
        rows, top = [], 0
        for lane in self.lanes:
            is_folded = lane.label in self.folded
            height = _FOLDED_PX if is_folded else _LANE_PX
            rows.append(LaneRow((lane,), top, height, is_folded))
            top += height + GAP_PX
        return rows

    @property
    def height(self) -> int:
        """How high all rows are together, at least one lane."""
        rows = self.rows()
        return (rows[-1].top + rows[-1].height if rows else _LANE_PX) + GAP_PX

    def row_at(self, y: float) -> LaneRow | None:
        """Return the row at so many pixels from the top."""
        return next((row for row in self.rows() if row.top <= y < row.top + row.height + GAP_PX), None)

    @staticmethod
    def is_arrow(x: float) -> bool:
        """Whether the arrow that folds a row is at a widget's x."""
        return _ARROW.left() <= x <= _ARROW.right()

    # Painting ------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, place: QRect, scale: TimeScale, *, seen: QRect) -> None:
        """Draw the rows that lie in `seen` into `place`; what is left of `place` holds their names."""
        for row in self.rows():
            rect = QRect(place.left(), place.top() + row.top, place.width(), row.height)
            if rect.top() <= seen.bottom() and rect.bottom() >= seen.top():
                self._draw_row(painter, rect, row, scale)

    def _draw_row(self, painter: QPainter, rect: QRect, row: LaneRow, scale: TimeScale) -> None:
        colours = theme.tokens()
        is_selected = not row.is_combined and row.lanes[0].label == self.selected
        painter.fillRect(rect, QColor(colours.raised if is_selected else colours.background))
        ink = QColor(colours.text if is_selected else colours.muted)
        _draw_arrow(painter, rect, ink, is_open=not row.is_folded)
        _draw_chip(painter, rect, row.lanes)
        if not row.is_folded or row.is_combined:
            painter.setPen(ink)
            room = QRect(_NAME_X, rect.top() - 2, rect.left() - _NAME_X - 6, rect.height() + 4)
            name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        states = combined([self._states[lane.label] for lane in row.lanes], scale)
        inner = rect.adjusted(0, 1, 0, -1) if rect.height() < _LANE_PX else rect.adjusted(0, 4, 0, -4)
        draw_states(painter, inner, states, row.colour)
        centres = [rect.left() + x for x in anchor_centres(states, scale)]
        painter.save()
        painter.setClipRect(rect)
        draw_anchors(painter, rect, centres, row.colour)
        painter.restore()


def _draw_chip(painter: QPainter, rect: QRect, lanes: Sequence[LaneInfo]) -> None:
    """Draw the colours of the objects side by side."""
    height = min(_CHIP_PX, rect.height() - 2)
    top = rect.top() + (rect.height() - height) // 2
    shown = lanes[:_CHIP_PX]
    for number, lane in enumerate(shown):
        left = _CHIP_X + number * _CHIP_PX // len(shown)
        right = _CHIP_X + (number + 1) * _CHIP_PX // len(shown)
        painter.fillRect(QRect(left, top, right - left, height), QColor(*lane.colour))


def _draw_arrow(painter: QPainter, rect: QRect, ink: QColor, *, is_open: bool) -> None:
    middle = QPointF(_ARROW.center().x() + 0.5, rect.center().y() + 0.5)
    corners = [(-3.5, -2), (3.5, -2), (0, 2.5)] if is_open else [(-2, -3.5), (-2, 3.5), (2.5, 0)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))
    painter.restore()

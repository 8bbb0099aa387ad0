"""The timeline's lanes: each object's state in every frame, and how sure the network was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from app import theme
from app.images import Colour
from app.translating import tr
from app.widgets.time_scale import TimeScale

_APART_PX = 4
"""Anchors nearer to each other than this are drawn as a bar."""


class State(IntEnum):
    """What an object's mask in a frame is; where several frames share a pixel, the highest is shown."""

    EMPTY = 0
    ABSENT = 1
    PROPAGATED = 2
    STALE = 3
    PAINTED = 4


def state_name(state: State) -> str:
    """Return what a state means, in a few words."""
    return {
        State.EMPTY: tr("no mask"),
        State.ABSENT: tr("not in the picture"),
        State.PROPAGATED: tr("propagated"),
        State.STALE: tr("stale: an anchor changed after it was computed"),
        State.PAINTED: tr("painted (an anchor)"),
    }[state]


@dataclass(frozen=True, slots=True)
class LaneInfo:
    """A lane: the object it shows."""

    label: int
    name: str
    colour: Colour


class Row:
    """A value for each frame, of which every pixel column shows the most telling.

    What the columns show is kept until a value or the scale changes, so that drawing costs as much as the timeline is
    wide, however long the clip.
    """

    def __init__(self, values: NDArray[np.generic], *, telling: np.ufunc) -> None:
        """`values` are one a frame, (n_frames,); `telling` chooses between two, such as `np.maximum`."""
        self._values = values
        self._telling = telling
        self._shown: tuple[TimeScale, NDArray[np.generic]] | None = None

    def __getitem__(self, index: int) -> float:
        return float(self._values[index])

    def put(self, indices: Sequence[int], values: NDArray[np.generic]) -> None:
        """Set the values of some frames."""
        self._values[list(indices)] = values
        self._shown = None

    def columns(self, scale: TimeScale) -> NDArray[np.generic]:
        """Return what each pixel column shows: (width,)."""
        if self._shown is None or self._shown[0] != scale:
            firsts, seen = scale.columns(), scale.visible
            if scale.frame_px >= 1 or not len(firsts):
                columns = self._values[firsts]
            else:
                columns = self._telling.reduceat(self._values[: seen.stop], firsts)
            self._shown = scale, columns
        return self._shown[1]


def state_row(n_frames: int) -> Row:
    """Return an object's states, none masked yet."""
    return Row(np.zeros(n_frames, np.uint8), telling=np.maximum)


def confidence_row(n_frames: int) -> Row:
    """Return confidences, all unknown: 2 where there is none."""
    return Row(np.full(n_frames, NO_CONFIDENCE, np.float32), telling=np.minimum)


NO_CONFIDENCE = 2.0


def combined(rows: Sequence[Row], scale: TimeScale) -> NDArray[np.uint8]:
    """Return what the columns of a lane show that stands for several: the highest state of any."""
    if not rows:
        return np.zeros(scale.width, np.uint8)
    return np.asarray(np.maximum.reduce([row.columns(scale) for row in rows]), np.uint8)


# Painting ----------------------------------------------------------------------------------------------------


def draw_states(painter: QPainter, rect: QRect, states: NDArray[np.uint8], colour: Colour) -> None:
    """Draw a lane's states, one a pixel column, over its background."""
    if rect.width() > 0 and states.any():
        _draw_columns(painter, rect, _state_colours(colour)[states])


def draw_confidence(painter: QPainter, rect: QRect, sure: NDArray[np.float32]) -> None:
    """Draw confidences, one a pixel column."""
    if rect.width() > 0 and (sure <= 1).any():
        _draw_columns(painter, rect, confidence_colours(sure))


def draw_anchors(painter: QPainter, rect: QRect, centres: Sequence[float], colour: Colour) -> None:
    """Draw a diamond for each anchor, whose ascending x are given; those that would touch become a bar."""
    if not len(centres):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.tokens().background))
    painter.setBrush(QColor(*colour).lighter(125))
    middle, radius = rect.center().y() + 0.5, max(2.5, rect.height() / 2 - 2.5)
    xs = np.asarray(centres)
    breaks = np.flatnonzero(np.diff(xs) >= _APART_PX) + 1
    for first, last in zip(xs[np.r_[0, breaks]], xs[np.r_[breaks - 1, len(xs) - 1]], strict=True):
        above = [
            QPointF(first - radius, middle),
            QPointF(first, middle - radius),
            QPointF(last, middle - radius),
        ]
        below = [
            QPointF(last + radius, middle),
            QPointF(last, middle + radius),
            QPointF(first, middle + radius),
        ]
        painter.drawPolygon(QPolygonF(above + below))
    painter.restore()


def anchor_centres(states: NDArray[np.uint8], scale: TimeScale) -> list[float]:
    """Return the x of the painted frames' centres, from the columns that show them, without repeats."""
    painted = np.flatnonzero(states == State.PAINTED)
    if scale.frame_px < 1:
        return [float(column) + 0.5 for column in painted]
    frames = np.unique(scale.columns()[painted])
    return [scale.x(float(frame) + 0.5) for frame in frames]


def confidence_colours(sure: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Colour confidences, (n,): red up to 0.5, amber at 0.75, green from 0.95; above 1, transparent. → (n, 4) RGBA."""
    stops = (0.5, 0.75, 0.95)
    channels = [np.interp(sure, stops, values) for values in ((235, 255, 70), (80, 190, 190), (80, 60, 110))]
    alpha = np.where(sure > 1, 0, 255)
    return np.asarray(np.stack([*channels, alpha], axis=1), np.uint8)


def _draw_columns(painter: QPainter, rect: QRect, colours: NDArray[np.uint8]) -> None:
    row = np.ascontiguousarray(colours[None])
    image = QImage(row.data, len(colours), 1, row.strides[0], QImage.Format.Format_RGBA8888)
    painter.drawImage(rect, image)


def _state_colours(colour: Colour) -> NDArray[np.uint8]:
    """The colour of each state, (5, 4) RGBA: the object's own, the paler the less it is the user's word."""
    behind = QColor(theme.tokens().background)
    ground = np.array([behind.red(), behind.green(), behind.blue()], float)
    table = np.zeros((len(State), 4), np.uint8)
    shares = {State.ABSENT: 0.1, State.PROPAGATED: 0.62, State.STALE: 0.28, State.PAINTED: 1.0}
    for state, share in shares.items():
        table[state, :3] = share * np.array(colour) + (1 - share) * ground
        table[state, 3] = 255
    return table

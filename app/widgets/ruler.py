"""The timeline's ruler: round times above, round frame numbers below."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log10

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from app import theme
from app.widgets.time_scale import TimeScale

_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_SPARSE = 4
"""Where whole seconds are further apart than so many labels, frames are labelled with their times instead."""
_GAP_PX = 20
_TICK_PX = 5
_BESIDE_PX = 5

Times = NDArray[np.float64]
"""When each frame is shown, in seconds after the first: (n_frames,)."""


def tick_frames(scale: TimeScale, spacing: float) -> range:
    """Return the frames in sight that a ruler numbers, at least `spacing` pixels apart.

    They are multiples of 1, 2 or 5 times a power of ten.
    """
    if scale.n_frames <= 0 or scale.width <= 0:
        return range(0)
    least = max(1.0, spacing / scale.frame_px)
    power = 10 ** floor(log10(least))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)
    seen = scale.visible
    return range(-(-seen.start // step) * step, seen.stop, step)


def tick_seconds(scale: TimeScale, times_s: Times, spacing: float) -> range:
    """Return the whole seconds in sight that a ruler names, at least `spacing` pixels apart; none that are too sparse."""
    seen = scale.visible
    if not seen or scale.width <= 0 or times_s[-1] <= 0:
        return range(0)
    second_px = scale.frame_px * (scale.n_frames - 1) / float(times_s[-1])
    if second_px > _SPARSE * spacing:
        return range(0)
    least = spacing / second_px
    step = next((seconds for seconds in _SECONDS if seconds >= least), int(-(-least // 3600)) * 3600)
    first, last = times_s[seen.start], times_s[seen.stop - 1]
    return range(int(-(-first // step)) * step, int(last) + 1, step)


def frame_of_second(times_s: Times, second: float) -> int:
    """Return the first frame that is shown at or after a time."""
    return int(np.searchsorted(times_s, second - 1e-6))


def time_code(times_s: Times, index: int) -> str:
    """Return when a frame is shown as m:ss:ff, or h:mm:ss:ff from an hour on; ff counts the frames of its second.

    It follows the frames' own times, so it holds for variable rates, and never drifts from the clock at broken ones.
    """
    second = int(times_s[index] + 1e-6)
    number = index - frame_of_second(times_s, second)
    return f"{short_time(second)}:{number:02}"


def short_time(second: int) -> str:
    """Return a time in whole seconds as m:ss, or h:mm:ss from an hour on."""
    minutes, second = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"


def draw_ruler(painter: QPainter, rect: QRect, scale: TimeScale, times_s: Times) -> None:
    """Draw the ruler into `rect`, whose width is the scale's."""
    metrics = painter.fontMetrics()
    height = metrics.height()
    colours = theme.tokens()
    painter.save()
    painter.setClipRect(rect)
    time_px = metrics.horizontalAdvance(short_time(int(times_s[-1])) + ":00") + _GAP_PX
    number_px = metrics.horizontalAdvance(str(scale.n_frames)) + _GAP_PX
    seconds = tick_seconds(scale, times_s, time_px)
    frames = tick_frames(scale, number_px if seconds else max(time_px, number_px))
    for labels, top, colour in (
        (_times(seconds, frames, times_s), 0, colours.text),
        ([(frame, str(frame)) for frame in frames], height, colours.muted),
    ):
        painter.setPen(QColor(colour))
        free = rect.left() - 1.0
        bottom = rect.top() + top + height + 2
        for frame, text in labels:
            x = rect.left() + scale.x(frame)
            painter.drawLine(round(x), bottom - _TICK_PX, round(x), bottom)
            # Frames of uneven lengths may stand closer than their times.
            if x >= free and x + _BESIDE_PX + metrics.horizontalAdvance(text) < rect.right():
                painter.drawText(round(x) + _BESIDE_PX, rect.top() + top + metrics.ascent() + 1, text)
                free = x + metrics.horizontalAdvance(text) + 2 * _BESIDE_PX
    painter.restore()


def ruler_height(line_height: int) -> int:
    """Return how high a ruler is whose lines of text are `line_height` high."""
    return 2 * line_height + 4


def _times(seconds: range, frames: range, times_s: Times) -> Iterator[tuple[int, str]]:
    """Yield what names the seconds, or where these are too sparse the frames."""
    if seconds:
        yield from ((frame_of_second(times_s, second), short_time(second)) for second in seconds)
    else:
        yield from ((frame, time_code(times_s, frame)) for frame in frames)

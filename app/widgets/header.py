"""What stands above the lanes and stays in sight while they scroll: ruler, small pictures, confidence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from app import theme
from app.translating import tr
from app.widgets.film_strip import STRIP_PX, Pictures, draw_strip
from app.widgets.lanes import draw_confidence
from app.widgets.ruler import Times, draw_ruler, ruler_height
from app.widgets.time_scale import TimeScale

_CONFIDENCE_PX = 12
_GAP_PX = 3
_NAME_X = 10


def header_height(line_height: int) -> int:
    """Return how high the header is with lines of text of a height."""
    return ruler_height(line_height) + STRIP_PX + _CONFIDENCE_PX + 4 * _GAP_PX


def draw_header(
    painter: QPainter,
    place: QRect,
    scale: TimeScale,
    *,
    times_s: Times,
    pictures: Pictures,
    picture_px: int,
    sure: NDArray[np.float32],
) -> None:
    """Draw the header into `place`, whose width is the scale's; what is left of it holds a name.

    Args:
        painter: draws.
        place: where.
        scale: what is in sight.
        times_s: when each frame is shown.
        pictures: gives small pictures.
        picture_px: how wide they are.
        sure: the confidence that each pixel column shows.
    """
    colours = theme.tokens()
    ruler = QRect(place.left(), place.top(), place.width(), ruler_height(painter.fontMetrics().height()))
    draw_ruler(painter, ruler, scale, times_s)
    strip = QRect(place.left(), ruler.bottom() + 1 + _GAP_PX, place.width(), STRIP_PX)
    draw_strip(painter, strip, scale, picture_px, pictures)
    bar = QRect(place.left(), strip.bottom() + 1 + _GAP_PX, place.width(), _CONFIDENCE_PX)
    painter.fillRect(bar, QColor(colours.background))
    painter.setPen(QColor(colours.muted))
    name = QRect(_NAME_X, bar.top() - 3, place.left() - _NAME_X - 6, bar.height() + 6)
    painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, tr("Confidence"))
    draw_confidence(painter, bar, sure)

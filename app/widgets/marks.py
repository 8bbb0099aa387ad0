"""What is drawn over the whole height of the timeline: the part outside of in and out, and the playhead."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from app import theme
from app.widgets.ruler import Times, time_code
from app.widgets.time_scale import TimeScale

_SHADE = 0.45
_WASH = 28
_WIDE_PX = 4


def draw_range(painter: QPainter, rect: QRect, scale: TimeScale, in_out: range, *, ruler: int) -> None:
    """Shade what lies outside of in and out, and draw their handles into the ruler, so many pixels high."""
    colours = theme.tokens()
    painter.save()
    painter.setClipRect(rect.adjusted(-2, 0, 2, 0))
    shade, accent = QColor(colours.shade), QColor(colours.accent)
    shade.setAlphaF(_SHADE)
    ends = (0, in_out.start, in_out.stop, scale.n_frames)
    left, start, stop, right = (round(rect.left() + scale.x(frame)) for frame in ends)
    painter.fillRect(QRect(left, ruler, start - left, rect.height() - ruler), shade)
    painter.fillRect(QRect(stop, ruler, right - stop, rect.height() - ruler), shade)
    for x, back in ((start, 0), (stop, 1)):
        painter.fillRect(QRect(x - back * 2, 2, 2, ruler - 3), accent)
        painter.fillRect(QRect(x - back * 6, 2, 6, 2), accent)
        painter.fillRect(QRect(x - back * 6, ruler - 3, 6, 2), accent)
    painter.restore()


def draw_playhead(
    painter: QPainter, rect: QRect, scale: TimeScale, index: int, *, times_s: Times, ruler: int
) -> None:
    """Draw the playhead over its frame, and a flag with time code and number, if it is in sight."""
    left, right = rect.left() + scale.x(index), rect.left() + scale.x(index + 1)
    x = round((left + right) / 2)
    if not rect.left() <= x <= rect.right() + 1:
        return
    colours = theme.tokens()
    colour = QColor(colours.playhead)
    if right - left > _WIDE_PX:
        wash = QColor(colour)
        wash.setAlpha(_WASH)
        painter.fillRect(QRect(round(left), ruler, round(right - left), rect.height()), wash)
    painter.fillRect(QRect(x, ruler - 2, 1, rect.height()), colour)
    text = f"{time_code(times_s, index)}  ·  {index}"
    width = painter.fontMetrics().horizontalAdvance(text) + 12
    flag = QRect(0, 1, width, painter.fontMetrics().height() + 3)
    flag.moveLeft(min(max(x - width // 2, rect.left() - 6), rect.right() + 8 - width))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(flag, 4, 4)
    painter.setPen(QColor(colours.surface))
    painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def draw_focus(painter: QPainter, rect: QRect) -> None:
    """Frame a widget, whose rectangle this is, that has the focus."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(theme.tokens().accent))
    painter.drawRect(rect.adjusted(0, 0, -1, -1))

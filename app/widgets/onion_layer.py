"""The onion skin: the outlines of the masks a few frames before and after, over the picture."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from app.outlines import Outlines
from app.widgets.viewport import Viewport

BEFORE, AFTER = (255, 168, 40), (60, 200, 255)
_ALPHAS = (235, 150, 85)
_LINE_PX, _HALO_PX = 1.5, 3.2


class OnionLayer(QObject):
    """Draws outlines that fade with their distance from the frame that is shown."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths: tuple[tuple[QColor, QPainterPath], ...] = ()

    def set_outlines(self, outlines: Mapping[int, Outlines], *, labels: Collection[int]) -> None:
        """Show outlines by how many frames they lie after the one that is shown; those of `labels` only."""
        farthest_first = sorted(outlines, key=lambda offset: (-abs(offset), offset))
        paths = tuple((_colour(offset), _path(outlines[offset], labels)) for offset in farthest_first)
        if paths or self._paths:
            self._paths = paths
            self.changed.emit()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the outlines, equally thick at every zoom."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        to_widget = QTransform(view.scale, 0, 0, view.scale, view.left, view.top)
        for colour, path in self._paths:
            shown = to_widget.map(path)
            for tint, width in ((QColor(0, 0, 0, colour.alpha() // 3), _HALO_PX), (colour, _LINE_PX)):
                painter.setPen(QPen(tint, width))
                painter.drawPath(shown)


def _colour(offset: int) -> QColor:
    return QColor(*(BEFORE if offset < 0 else AFTER), _ALPHAS[min(abs(offset), len(_ALPHAS)) - 1])


def _path(outlines: Outlines, labels: Collection[int]) -> QPainterPath:
    path = QPainterPath()
    for label, line in outlines.lines:
        if label in labels:
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in line.tolist()]))
            path.closeSubpath()
    return path

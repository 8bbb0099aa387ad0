"""Icons: the SVG files of `resources/icons`, in the theme's colours and sharp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import theme
from mvos_core.config import resource


@lru_cache(maxsize=256)
def icon(name: str, *, colour: str = "text") -> QIcon:
    """Return the icon called `name`; it fades where its button is disabled and shines where it is checked.

    Args:
        name: a file's name without its ending.
        colour: one of the theme's tokens, whose colour the icon follows when the theme changes, or a fixed #rrggbb.

    Raises:
        MvosError: the program's files are incomplete.
    """
    return QIcon(_Engine(resource("icons", f"{name}.svg").read_text("utf-8"), colour))


class _Engine(QIconEngine):
    """Draws an icon when it is asked for, in the colours of that moment.

    Icons made of it cannot be given further pixmaps: Qt would copy the engine, and the binding deletes the copy.
    """

    def __init__(self, svg: str, colour: str) -> None:
        super().__init__()
        self._svg, self._colour = svg, colour

    def clone(self) -> QIconEngine:
        """Return the same once more."""
        return _Engine(self._svg, self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into a rectangle."""
        _renderer(self._svg, self._tint(mode, state)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return a picture of `size` device pixels; widgets that have no room yet ask for none."""
        if size.isEmpty():
            return QPixmap()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def _tint(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        colours = theme.tokens()
        if mode == QIcon.Mode.Disabled:
            return colours.faint
        if state == QIcon.State.On and self._colour == "text":
            return colours.on_selected
        return self._colour if self._colour.startswith("#") else str(getattr(colours, self._colour))


@lru_cache(maxsize=512)
def _renderer(svg: str, tint: str) -> QSvgRenderer:
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", tint).encode()))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer

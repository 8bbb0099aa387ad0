"""Icons: the SVG files of `resources/icons`, in the theme's colours and sharp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import theme
from mvos_core.config import resource

_SIZES = (16, 18, 20, 24, 32, 36, 40, 48, 64)


@lru_cache(maxsize=256)
def icon(name: str, *, colour: str = theme.TEXT) -> QIcon:
    """Return the icon called `name`; it fades where its button is disabled and shines where it is checked.

    Raises:
        MvosError: the program's files are incomplete.
    """
    svg = resource("icons", f"{name}.svg").read_text("utf-8")
    result = QIcon()
    for mode, state, tint in (
        (QIcon.Mode.Normal, QIcon.State.Off, colour),
        (QIcon.Mode.Disabled, QIcon.State.Off, theme.FAINT),
        (QIcon.Mode.Normal, QIcon.State.On, "#ffffff"),
    ):
        renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", tint).encode()))
        for size in _SIZES:
            result.addPixmap(_render(renderer, size), mode, state)
    return result


def _render(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap

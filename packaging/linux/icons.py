"""Draw the program's icon in the sizes that desktops ask for: `python packaging/linux/icons.py`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication, QImage, QPainter, Qt
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ROOT = Path(__file__).parents[2] / "resources"


def main() -> None:
    """Write `resources/desktop/hicolor` anew, laid out as the icon theme specification has it."""
    _application = QGuiApplication([])
    source, theme = ROOT / "icons" / "app.svg", ROOT / "desktop" / "hicolor"
    shutil.rmtree(theme, ignore_errors=True)
    scalable = theme / "scalable" / "apps" / "mvos-studio.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(source, scalable)
    renderer = QSvgRenderer(str(source))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        target = theme / f"{size}x{size}" / "apps" / "mvos-studio.png"
        target.parent.mkdir(parents=True)
        image.save(str(target))


if __name__ == "__main__":
    main()

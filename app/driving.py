"""Using the real window from a program, as measuring and taking pictures do."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "linux" and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.application import make_window, parse
from app.main_window import MainWindow
from app.settings import Settings
from app.theme import apply_theme
from app.translating import speak, wanted_language

_PATIENCE_S = 300.0


def make_application() -> QApplication:
    """Return the application in its colours."""
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    speak(application, wanted_language())
    return application


@contextmanager
def shown(
    source: Path | None = None, *, size: tuple[int, int] = (1880, 1000), habits: Path | None = None
) -> Iterator[MainWindow]:
    """Give a window of `size` (width, height) with a clip or project open, or none.

    What it remembers is kept in the folder `habits`, or forgotten.
    """
    with tempfile.TemporaryDirectory() as forgotten:
        folder = habits or Path(forgotten)
        store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        window = make_window(parse([]), settings=Settings(store, data=folder))
        window.asks_before_closing = False
        window.resize(*size)
        window.show()
        if source is not None:
            window.files.open(source)
            wait(lambda: window.session.document.clip is not None or bool(window.banner.text))
        yield window
        window.close()
        # A window that is only closed stays, and all that it shows.
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def wait(until: Callable[[], bool], *, patience_s: float = _PATIENCE_S) -> None:
    """Handle events until something is so."""
    end = time.monotonic() + patience_s
    while not until():
        if time.monotonic() > end:
            raise SystemExit("The window took minutes to answer; try again on a machine that is less busy.")
        QApplication.processEvents()
        time.sleep(0.001)


def go_to(window: MainWindow, index: int) -> None:
    """Move the playhead and wait for the frame."""
    window.session.playhead.move_to(index)
    wait(lambda: window.viewing.shown == window.session.playhead.index)


def mouse(
    window: MainWindow,
    kind: QEvent.Type,
    point: tuple[float, float],
    *,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
) -> None:
    """Send a mouse event at (x, y) of the picture to the canvas."""
    at, none = QPointF(window.canvas.view.to_widget(*point)), Qt.MouseButton.NoButton
    pressed = none if kind == QEvent.Type.MouseMove else button
    held = none if kind == QEvent.Type.MouseButtonRelease else button
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, at, window.canvas.mapToGlobal(at), pressed, held, modifiers)
    QApplication.sendEvent(window.canvas, event)


def drag(
    window: MainWindow,
    *points: tuple[float, float],
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
) -> None:
    """Press at the first point, move through the others, and let go at the last."""
    mouse(window, QEvent.Type.MouseButtonPress, points[0], button=button)
    for point in points:
        mouse(window, QEvent.Type.MouseMove, point, button=button)
    mouse(window, QEvent.Type.MouseButtonRelease, points[-1], button=button)

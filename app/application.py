"""The program: arguments, the application object, the window."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.controllers.looks import remembered_language, remembered_theme
from app.desktop import InstallDesktop
from app.lanes import explain
from app.loading import import_superqt
from app.main_window import MainWindow
from app.masking import Masker, load_network, step_times_ms
from app.quality import DEFAULT_QUALITY, Quality
from app.session import Session
from app.settings import Settings
from app.theme import apply_theme
from app.translating import speak, wanted_language
from mvos_core import __version__

_log = logging.getLogger(__name__)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="mvos-studio", description="Mask an object once, through the whole clip."
    )
    parser.add_argument(
        "clip", nargs="?", type=Path, help="a video, a folder of pictures, or a project (.mvos)"
    )
    parser.add_argument(
        "--model",
        default=os.environ.get("MVOS_MODEL"),
        help="a shipped model's name or a .safetensors file (also from MVOS_MODEL); else what was chosen last",
    )
    parser.add_argument(
        "--size", type=int, help="the network's working short side in pixels; else what was chosen last"
    )
    parser.add_argument(
        "--install-desktop", action=InstallDesktop, nargs=0, help="put the program into the menu"
    )
    parser.add_argument("--version", action="version", version=__version__)
    return parser.parse_args(argv)


def make_window(options: argparse.Namespace, *, settings: Settings | None = None) -> MainWindow:
    """Return the main window with a session of its own."""
    quality = None
    if options.model or options.size:
        quality = Quality(options.model or DEFAULT_QUALITY.model, options.size or DEFAULT_QUALITY.size)
    return MainWindow(
        Session(Masker(load_network, measure=step_times_ms), quality=quality, settings=settings)
    )


def report_errors(window: MainWindow) -> None:
    """Show in the window's banner what goes wrong unforeseen, besides writing it to the log."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.error("an error was not handled", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            details = "".join(traceback.format_exception(kind, error, trace))
            window.notices.post(explain(error), kind="error", details=details)

    sys.excepthook = report


def load_rest(window: MainWindow) -> None:
    """Import what the window does not need to stand, in moments in which nothing else is to be done."""
    steps = import_superqt()
    timer = QTimer(window)

    def go_on() -> None:
        if next(steps, timer) is timer:
            timer.stop()

    timer.timeout.connect(go_on)
    timer.start(0)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    options = parse(sys.argv[1:] if argv is None else argv)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("mvos-studio")
    application.setApplicationDisplayName("MobileVOS Studio")
    application.setDesktopFileName("mvos-studio")
    settings = Settings()
    speak(application, wanted_language(remembered_language(settings)))
    apply_theme(application, remembered_theme(settings))
    window = make_window(options, settings=settings)
    report_errors(window)
    # Without this, Ctrl+C in the terminal would wait for the next event; what was done is autosaved.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window.show()
    if options.clip is not None:
        # Behind the window's first picture, so that it stands at once.
        QTimer.singleShot(0, lambda: window.files.open(options.clip))
    load_rest(window)
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main())

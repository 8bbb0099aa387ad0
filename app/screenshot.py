"""Pictures of the real window, for the documentation: `python -m app.screenshot OUT.png CLIP_OR_PROJECT`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.application import make_window, parse
from app.settings import Settings
from app.theme import apply_theme

_PATIENCE_S = 60.0
_SETTLE_S = 0.2


def take(out: Path, source: Path | None, *, frame: int, size: tuple[int, int]) -> None:
    """Write a picture of the window at `size` (width, height) with `source` open at a frame, or of the start page."""
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder, "settings.ini")), QSettings.Format.IniFormat)
        window = make_window(parse([]), settings=Settings(store, data=Path(folder)))
        window.resize(*size)
        window.show()
        if source is not None:
            window.files.open(source)
            _wait(application, lambda: window.session.document.clip is not None or bool(window.banner.text))
            window.session.playhead.move_to(frame)
            _wait(application, lambda: window.viewing.shown == window.session.playhead.index)
        settled = time.monotonic() + _SETTLE_S
        _wait(application, lambda: time.monotonic() > settled)
        window.grab().save(str(out))
        window.close()


def _wait(application: QApplication, until: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not until():
        if time.monotonic() > end:
            raise SystemExit(
                "The window did not get ready in time; try again on a machine that is less busy."
            )
        application.processEvents()
        time.sleep(0.005)


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m app.screenshot", description=__doc__)
    parser.add_argument("out", type=Path, help="the PNG to write")
    parser.add_argument(
        "source", type=Path, nargs="?", help="a clip or a project; without one, the start page"
    )
    parser.add_argument("--frame", type=int, default=0)
    parser.add_argument("--size", type=int, nargs=2, default=(1360, 860), metavar=("WIDTH", "HEIGHT"))
    options = parser.parse_args(argv)
    take(options.out, options.source, frame=options.frame, size=tuple(options.size))


if __name__ == "__main__":
    main()

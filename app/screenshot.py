"""Pictures of the real window, for the documentation: `python -m app.screenshot OUT.png CLIP_OR_PROJECT`."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.driving import go_to, make_application, shown, wait

_SETTLE_S = 0.2


def save(window: QWidget, out: Path) -> None:
    """Write a picture of a window, or of a part of one, as it is, as a PNG of 256 colours, which is a third of the size."""
    settled = time.monotonic() + _SETTLE_S
    wait(lambda: time.monotonic() > settled)
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1
    picture = Image.frombytes("RGB", (image.width(), image.height()), *rows)
    out.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=8).save(out, optimize=True)


def take(out: Path, source: Path | None, *, frame: int, size: tuple[int, int]) -> None:
    """Write a picture of the window at `size` (width, height) with `source` open at a frame, or of the start page."""
    _application = make_application()
    with shown(source, size=size) as window:
        if source is not None:
            go_to(window, frame)
        save(window, out)


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

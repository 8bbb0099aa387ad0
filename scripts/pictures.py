"""Make the documentation's pictures from the real window at work on the demo clip: `python scripts/pictures.py docs/images`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt

import app.screenshot  # first: it chooses where the window is drawn
from app.driving import drag, go_to, make_application, shown, wait
from app.main_window import MainWindow
from mvos_core.config import resource
from mvos_core.masks.labels import read_label_map

_SIZE = (1360, 860)
_BEST = 66
_MISTAKES = {
    34: ((200, 275), (260, 275), (340, 270), (200, 285), (320, 300), (200, 300), (330, 310)),
    62: ((672, 180), (704, 180), (688, 164), (688, 184)),
}
"""Where the network takes something else for the car: frames and places, (x, y) in pixels."""
_NAMES = ("Toy car", "The cushion on the left of the sofa, from above", "Lamp", "Window")


def main(folder: Path) -> None:
    """Go through the editor's states and write a picture of each."""
    _application = make_application()
    with shown(size=_SIZE) as window:
        app.screenshot.save(window, folder / "start.png")
        window.files.open(Path("holiday.mp4"))
        wait(lambda: bool(window.banner.text))
        app.screenshot.save(window, folder / "not-found.png")
    with shown(resource("demo", "demo.mp4"), size=_SIZE) as window:
        wait(lambda: not window.session.network.is_busy)
        _rename(window, 0, _NAMES[0])
        _scribble(window)
        app.screenshot.save(window, folder / "scribble.png")
        _clear(window)
        window.importing.import_file(resource("demo", "demo-mask.png"))
        window.actions_by_name["brush"].trigger()
        window.actions_by_name["propagate"].trigger()
        wait(lambda: 40 in window.session.document.track)
        app.screenshot.save(window, folder / "propagating.png")
        wait(lambda: not window.propagation.is_running)
        for frame, places in _MISTAKES.items():
            go_to(window, frame)
            _erase(window, places)
        app.screenshot.save(window, folder / "correcting.png")
        window.actions_by_name["update_stale"].trigger()
        wait(lambda: not window.propagation.is_running)
        go_to(window, _BEST)
        window.actions_by_name["brush"].trigger()
        app.screenshot.save(window, folder / "editor.png")
        window.actions_by_name["remove"].trigger()
        window.actions_by_name["render"].trigger()
        wait(lambda: not window.rendering.is_rendering)
        window.actions_by_name["wipe"].trigger()
        wait(lambda: not window.session.preview.is_busy)
        app.screenshot.save(window, folder / "removal.png")
        window.actions_by_name["wipe"].trigger()
        for number in range(1, 16):
            window.actions_by_name["add_object"].trigger()
            _rename(window, number, _NAMES[number] if number < len(_NAMES) else f"Thing {number + 1}")
            _dab(window, number)
        window.actions_by_name["toggle_locked"].trigger()
        app.screenshot.save(window, folder / "sixteen.png")


def _rename(window: MainWindow, number: int, name: str) -> None:
    thing = window.session.document.objects[number]
    window.session.document.replace_object(f"Rename {thing.name}", replace(thing, name=name))


def _scribble(window: MainWindow) -> None:
    """Draw along the car, and on the floor below it."""
    rows, columns = np.nonzero(read_label_map(resource("demo", "demo-mask.png")))
    left, right, middle, bottom = columns.min(), columns.max(), np.median(rows), rows.max()
    width = right - left
    window.actions_by_name["scribble"].trigger()
    line = [(left + share * width, middle + 4) for share in (0.15, 0.35, 0.6, 0.85)]
    drag(window, *line)
    wait(lambda: not window.session.strokes.is_busy)
    below = [(left + share * width, bottom + 14) for share in (0.1, 0.4, 0.9)]
    drag(window, *below, button=Qt.MouseButton.RightButton)
    wait(lambda: not window.session.strokes.is_busy)


def _erase(window: MainWindow, places: Sequence[tuple[float, float]]) -> None:
    window.actions_by_name["eraser"].trigger()
    window.painting.set_diameter(36)
    drag(window, *places)


def _clear(window: MainWindow) -> None:
    window.actions_by_name["clear_frame"].trigger()


def _dab(window: MainWindow, number: int) -> None:
    window.painting.set_diameter(46)
    clip = window.session.document.clip
    width = clip.width if clip else 1
    drag(window, ((0.06 + 0.06 * number) * width, 40 + 36 * (number % 3)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Make the documentation's pictures from the real window at work on the demo clip: `python scripts/pictures.py docs/images`.

It takes some minutes: the clip is really masked, corrected and rendered. Names after the folder (`start editor`) choose among
the pictures; what is not needed for those is left out.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

import app.screenshot  # first: it chooses where the window is drawn
from app.driving import drag, go_to, make_application, shown, wait
from app.main_window import MainWindow
from mvos_core.config import resource
from mvos_core.demo.scene import DemoScene
from mvos_core.masks.labels import read_label_map
from mvos_core.types import Mask

_SIZE = (1360, 860)
_HALFWAY, _BEST = 40, 66
"""Frames: where propagating is seen, and where all of the car and its shadow are."""
_DAB_PX, _GRID_PX, _BRUSH_PX = 7, 5, 40
_SHADOW, _WIPE_STEPS, _LAYOUT_PASSES = 0.5, 5, 20
_LOOKED_AT = range(8, 96, 8)
"""Among these the worst mask is corrected."""
_CAR, _BALL = "Toy car", "Ball"
_BALL_LINES = (
    ((195, 258), (227, 242), (258, 258)),
    ((192, 290), (227, 312), (262, 288)),
    ((227, 235), (227, 310)),
)
"""Strokes over the ball in the first frame, (x, y) in pixels."""

Save = Callable[[QWidget, str], None]


def main(folder: Path, names: Sequence[str]) -> None:
    """Go through the editor's states and write a picture of each that is named, or of all."""
    _application = make_application()

    def save(widget: QWidget, name: str) -> None:
        if not names or name in names:
            app.screenshot.save(widget, folder / f"{name}.png")

    for states in (_beginnings, _looks, _work):
        if not names or set(names) & set(_MADE_BY[states]):
            states(save)


def _beginnings(save: Save) -> None:
    """Show the start page with what was opened last, and the guided first run."""
    with TemporaryDirectory() as folder:
        for number, name in enumerate(("kitchen.mp4", "toy car.mp4", "holiday.mp4")):
            clip = Path(shutil.copy(resource("demo", "demo.mp4"), Path(folder, name)))
            with shown(clip, size=_SIZE, habits=Path(folder)) as window:
                go_to(window, 40 * number)
        Path(folder, "kitchen.mp4").unlink()
        with shown(size=_SIZE, habits=Path(folder)) as window:
            save(window, "start")
    with shown(size=_SIZE) as window:
        window.actions_by_name["guide"].trigger()
        wait(lambda: window.guide.step is not None)
        window.actions_by_name["scribble"].trigger()
        wait(lambda: not window.session.network.is_busy)
        _wait_for_thumbnails(window)
        save(window, "guide")


def _looks(save: Save) -> None:
    """Show scribbles, two objects in the light theme, and the keys."""
    with _demo() as window:
        _rename(window, 0, _CAR)
        _scribble(window)
        save(window, "scribble")
        window.budget_panel.collapsible.expand(animate=False)
        wait(lambda: not window.session.network.is_busy)
        save(window.card, "budget")
        window.budget_panel.collapsible.collapse(animate=False)
        window.actions_by_name["add_object"].trigger()
        _rename(window, 1, _BALL)
        for line in _BALL_LINES:
            drag(window, *line)
            wait(lambda: not window.session.strokes.is_busy)
        window.actions_by_name["brush"].trigger()
        window.actions_by_name["theme_light"].trigger()
        save(window, "light")
        window.actions_by_name["theme_dark"].trigger()
        window.actions_by_name["shortcuts"].trigger()
        sheet = window.shortcuts.sheet
        content = sheet.findChildren(QScrollArea)[0].widget() if sheet else None
        if sheet is not None and content is not None:
            sheet.resize(*_SIZE)  # it takes as many columns as there is room for
            QApplication.processEvents()
            sheet.resize(_SIZE[0], content.sizeHint().height() + 80)
            save(sheet, "keys")
            sheet.close()


def _work(save: Save) -> None:
    """Mask the car, correct it, look at it in every way, remove it, export it."""
    with _demo() as window:
        actions = window.actions_by_name
        _rename(window, 0, _CAR)
        window.importing.import_file(resource("demo", "demo-mask.png"))
        actions["brush"].trigger()
        actions["propagate"].trigger()
        wait(lambda: _HALFWAY in window.session.document.track)
        save(window, "propagating")
        wait(lambda: not window.propagation.is_running)
        go_to(window, _worst(window))
        _correct(window)
        save(window, "correcting")
        actions["update_stale"].trigger()
        wait(lambda: not window.propagation.is_running)
        go_to(window, _BEST)
        _correct(window)
        actions["update_stale"].trigger()
        wait(lambda: not window.propagation.is_running)
        go_to(window, _BEST)
        actions["brush"].trigger()
        window.painting.set_diameter(_BRUSH_PX)
        _wait_for_thumbnails(window)
        save(window, "editor")
        _show_views(window, save)
        actions["export"].trigger()
        if window.exporting.dialog is not None:
            window.exporting.dialog.folder.setText("~/Videos")
            window.exporting.dialog.kind.setCurrentIndex(1)
            save(window.exporting.dialog, "export")
            window.exporting.dialog.close()
        actions["remove"].trigger()
        window.removal_panel.sliders["shadow"].setValue(_SHADOW)
        window.removal_panel.end_gesture()
        actions["render"].trigger()
        wait(lambda: not window.rendering.is_rendering)
        actions["wipe"].trigger()
        for _ in range(_WIPE_STEPS):
            actions["wipe_right"].trigger()
        wait(lambda: not window.session.preview.is_busy)
        _scroll_to(window, window.removal_panel)
        save(window, "removal")


def _show_views(window: MainWindow, save: Save) -> None:
    actions = window.actions_by_name
    actions["view_matte"].trigger()
    window.sections["matte"].set_unfolded(unfolded=True)
    window.matte_panel.sliders["feather_px"].setValue(3)
    window.canvas.setFocus()
    _scroll_to(window, window.sections["view"])
    save(window, "matte")
    actions["view_cutout"].trigger()
    save(window.canvas, "cutout")
    actions["view_outline"].trigger()
    actions["onion"].trigger()
    window.view_panel.onion.setValue(3)
    for _ in range(4):
        actions["zoom_in"].trigger()
    wait(lambda: not window.session.preview.is_busy)
    save(window.canvas, "onion")
    actions["onion"].trigger()
    actions["fit"].trigger()
    window.sections["matte"].set_unfolded(unfolded=False)
    _scroll_to(window, window.card)
    actions["view_overlay"].trigger()


_MADE_BY: dict[Callable[[Save], None], Sequence[str]] = {
    _beginnings: ("start", "guide"),
    _looks: ("scribble", "budget", "light", "keys"),
    _work: ("propagating", "correcting", "editor", "matte", "cutout", "onion", "export", "removal"),
}


@contextmanager
def _demo() -> Iterator[MainWindow]:
    """Give a window with the demo clip, in peace."""
    with shown(resource("demo", "demo.mp4"), size=_SIZE) as window:
        wait(lambda: not window.session.network.is_busy)
        _wait_for_thumbnails(window)
        yield window


def _wait_for_thumbnails(window: MainWindow) -> None:
    store = window.thumbnails.store
    wait(lambda: all(store.get(index) is not None for index in window.timeline.strip_frames))


def _scroll_to(window: MainWindow, panel: QWidget) -> None:
    """Let a panel at the side begin at its top, once all of them are as high as they will be."""
    for _ in range(_LAYOUT_PASSES):
        QApplication.processEvents()
    window.findChildren(QScrollArea, "side_area")[0].verticalScrollBar().setValue(panel.y() - 12)


def _rename(window: MainWindow, number: int, name: str) -> None:
    thing = window.session.document.objects[number]
    window.session.document.replace_object(f"Rename {thing.name}", replace(thing, name=name))


def _scribble(window: MainWindow) -> None:
    """Draw along the car, over its luggage and its wheels, and on the floor below it."""
    rows, columns = np.nonzero(read_label_map(resource("demo", "demo-mask.png")))
    left, right, top, bottom = columns.min(), columns.max(), rows.min(), rows.max()
    width, height = right - left, bottom - top
    window.actions_by_name["scribble"].trigger()
    lines = (
        ((0.15, 0.55), (0.35, 0.57), (0.6, 0.57), (0.85, 0.6)),
        ((0.33, 0.1), (0.5, 0.09), (0.3, 0.19), (0.55, 0.2)),
        ((0.72, 0.42), (0.92, 0.45)),
        ((0.18, 0.78), (0.24, 0.88)),
        ((0.8, 0.76), (0.86, 0.86)),
    )
    for line in lines:
        drag(window, *((left + x * width, top + y * height) for x, y in line))
        wait(lambda: not window.session.strokes.is_busy)
    below = [(left + share * width, bottom + 14) for share in (0.1, 0.4, 0.9)]
    drag(window, *below, button=Qt.MouseButton.RightButton)
    wait(lambda: not window.session.strokes.is_busy)


def _worst(window: MainWindow) -> int:
    """Return the frame whose mask differs most from the truth."""
    track = window.session.document.track

    def mistakes(index: int) -> int:
        return int(np.count_nonzero((track[index].labels() > 0) != _truth(window, index)))

    return max(_LOOKED_AT, key=mistakes)


def _correct(window: MainWindow) -> None:
    """Paint what is missing of the car in the frame that is shown, and erase what is too much, dab by dab."""
    index = window.session.playhead.index
    found = window.session.document.track[index].labels() > 0
    truth = _truth(window, index)
    window.painting.set_diameter(_DAB_PX)
    reach = np.ones((_DAB_PX + _GRID_PX, _DAB_PX + _GRID_PX), np.uint8)
    near, inside = cv2.dilate(truth.view(np.uint8), reach) > 0, cv2.erode(truth.view(np.uint8), reach) > 0
    mends = (
        ("brush", truth & ~found, 0.5),
        ("brush", inside & ~found, 0.0),  # no dab there or far outside spoils what is right
        ("eraser", found & ~near, 0.0),
    )
    for tool, wrong, least in mends:
        window.actions_by_name[tool].trigger()
        for x, y in _places(wrong, least):
            drag(window, (x, y))


def _truth(window: MainWindow, index: int) -> Mask:
    clip = window.session.document.clip
    assert clip is not None
    return DemoScene(samples=3).true_mask(index, clip.size) > 0


def _places(wrong: Mask, least: float) -> list[tuple[float, float]]:
    """Return where dabs mend what is wrong: the middles of the cells of a grid of which more than `least` is wrong."""
    height, width = wrong.shape
    size = width // _GRID_PX, height // _GRID_PX
    share = cv2.resize(wrong.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    rows, columns = np.nonzero(share > least)
    return [((x + 0.5) * _GRID_PX, (y + 0.5) * _GRID_PX) for y, x in zip(rows, columns, strict=True)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

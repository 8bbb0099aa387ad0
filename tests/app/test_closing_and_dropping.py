"""Closing while something is under way, and what becomes of files dropped onto the window."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app.dropping import Dropped, recognise
from mvos_core.masks.labels import write_label_map
from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio, drop, truth


def answer(words: str, asked: list[str]) -> None:
    """Press a button of the message box that comes next."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.informativeText())
        next(button for button in box.buttons() if button.text() == words).click()

    QTimer.singleShot(0, press)


def test_closing_with_a_run_asks_once_and_stops_it(studio: Studio) -> None:
    studio.window.asks_before_closing = True
    studio.dab(1, 0)
    studio.network.gate.clear()
    studio.trigger("propagate")
    asked: list[str] = []
    answer("Keep working", asked)
    assert not studio.window.close()
    assert studio.is_running()
    answer("Stop and close", asked)
    studio.network.gate.set()
    assert studio.window.close()
    assert asked == ["Masks are being made; those that are done stay."] * 2
    assert not studio.is_running()


def test_closing_with_nothing_under_way_does_not_ask(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.window.asks_before_closing = True
    monkeypatch.setattr(QMessageBox, "exec", lambda *_: pytest.fail("it asked"))
    studio.dab(1, 0)
    assert studio.window.close()


def test_a_dropped_label_map_is_the_frames_mask(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "mask.png"
    write_label_map(path, truth(3))
    studio.go_to(3)
    drop(studio.window, path)
    assert (studio.labels(3) == truth(3)).all()


def test_a_dropped_folder_of_label_maps_is_the_clips_masks(studio: Studio, tmp_path: Path) -> None:
    for index in (2, 5):
        write_label_map(tmp_path / f"{index:05d}.png", truth(index))
    drop(studio.window, tmp_path, tmp_path)
    track = studio.session.document.track
    studio.qtbot.waitUntil(lambda: 2 in track and 5 in track)
    assert (studio.labels(5) == truth(5)).all()
    assert studio.session.document.clip is not None


def test_a_dropped_clip_is_opened(studio: Studio, movie: Path) -> None:
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        drop(studio.window, movie)
    clip = studio.session.document.clip
    assert clip is not None and clip.path == movie


def test_what_paths_are(studio: Studio, clip: Path, movie: Path, tmp_path: Path) -> None:
    info = studio.session.document.clip
    assert info is not None
    label_map, photograph = tmp_path / "label.png", tmp_path / "photograph.png"
    write_label_map(label_map, truth(0))
    photograph.write_bytes((clip / "00000.png").read_bytes())
    assert recognise(label_map, None) is Dropped.TO_OPEN
    assert recognise(label_map, info) is Dropped.MASK
    assert recognise(photograph, info) is Dropped.TO_OPEN
    assert recognise(movie, info) is Dropped.TO_OPEN
    assert recognise(clip, info) is Dropped.TO_OPEN
    assert recognise(tmp_path, info) is Dropped.TO_OPEN  # named after no frame
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    assert recognise(broken, info) is Dropped.TO_OPEN
    grey = tmp_path / "grey"
    grey.mkdir()
    for index in range(N_FRAMES):
        assert cv2.imwrite(str(grey / f"matte{index}.png"), truth(index))
    assert recognise(grey, info) is Dropped.MASKS

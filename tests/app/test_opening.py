"""Opening a clip, looking at it, moving through it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.application import make_window, parse, report_errors
from app.loading import import_superqt, import_torch
from app.settings import Settings
from app.widgets.viewport import Viewport
from mvos_core.types import Frame, Step
from tests.app.conftest import HEIGHT, N_FRAMES, PATIENCE_MS, WIDTH, Studio, drop, picture


def test_window_stands_before_torch_and_sound_are_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; from app.application import make_window, parse;"
        "a = QApplication([]); w = make_window(parse([])); w.show(); a.processEvents();"
        "assert w.isVisible(); w.close();"
        "print({'torch', 'PySide6.QtMultimedia'} & set(sys.modules))"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True, timeout=60
    )
    assert done.stdout.strip() == "set()"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there")
def test_qt_does_not_use_none_up(qapp: QApplication) -> None:
    """PySide6 6.12.0 takes a reference from None with many calls, which ends older Pythons; use another version."""
    before = sys.getrefcount(None)
    for _ in range(500):
        qapp.processEvents()
    assert sys.getrefcount(None) > before - 250


def test_model_comes_from_argument_or_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MVOS_MODEL", "elsewhere.safetensors")
    assert parse([]).model == "elsewhere.safetensors"
    assert parse(["--model", "x.safetensors", "clip.mp4"]).model == "x.safetensors"
    assert parse(["clip.mp4"]).clip == Path("clip.mp4")


def test_start_page_invites_until_a_clip_is_open(make_studio: Callable[[], Studio], clip: Path) -> None:
    studio = make_studio()
    assert studio.window.start_page.isVisible()
    assert not studio.window.canvas.isVisible()
    assert "open a clip first" in studio.window.actions_by_name["propagate"].toolTip()
    studio.open(clip)
    assert studio.window.canvas.isVisible()
    assert studio.session.settings.recent == [clip]


def test_facts_of_a_movie(make_studio: Callable[[], Studio], movie: Path) -> None:
    studio = make_studio()
    studio.open(movie)
    facts = studio.window.facts_panel.facts
    assert facts["Size"] == f"{WIDTH} × {HEIGHT}"
    assert facts["Rate"] == "25 frames/s, constant"
    assert facts["Length"] == "0:00.960, 24 frames"
    assert facts["Sound"] == "none"
    assert "discs.mp4" in studio.window.windowTitle()


def test_what_is_no_clip_ends_in_a_banner_and_changes_nothing(
    studio: Studio, clip: Path, tmp_path: Path
) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("no video")
    studio.window.files.open(text)
    studio.qtbot.waitUntil(lambda: "notes.mp4" in studio.window.banner.text, timeout=PATIENCE_MS)
    assert studio.session.document.clip is not None
    assert studio.session.document.clip.path == clip
    studio.go_to(5)


def test_dropping_a_clip_opens_it(make_studio: Callable[[], Studio], clip: Path) -> None:
    studio = make_studio()
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        drop(studio.window, clip)


def test_canvas_shows_the_frame_of_the_playhead(studio: Studio) -> None:
    assert studio.pixel(20, 20) == (220, 30, 30)
    studio.go_to(N_FRAMES - 1)
    assert studio.pixel(20, 20) == (40, 40, 40)
    assert studio.pixel(20 + 2 * (N_FRAMES - 1), 20) == (220, 30, 30)


def test_keys_move_the_playhead(studio: Studio) -> None:
    keys = (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 11),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 10),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, N_FRAMES - 1),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, N_FRAMES - 1),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
    )
    studio.window.canvas.setFocus()
    for key, modifier, expected in keys:
        QTest.keyClick(studio.window.canvas, key, modifier)
        assert studio.session.playhead.index == expected


def test_scrubbing_ends_at_the_last_wish(studio: Studio) -> None:
    for index in (*range(3, N_FRAMES), 9):
        studio.session.playhead.move_to(index)
    studio.qtbot.waitUntil(lambda: studio.window.viewing.shown == 9, timeout=PATIENCE_MS)
    studio.qtbot.wait(50)
    assert studio.window.viewing.shown == 9


def test_a_frame_that_is_decoded_late_does_not_cover_a_newer_one(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.go_to(5)
    studio.go_to(0)
    studio.session.cache.clear()
    decoder, gate = studio.session.decoder, threading.Event()
    read = decoder.read

    def late(index: int, *, run_up: int = 0) -> Iterator[Step[tuple[int, Frame] | None]]:
        gate.wait(10)
        yield from read(index, run_up=run_up)

    monkeypatch.setattr(decoder, "read", late)
    studio.session.playhead.move_to(20)
    studio.session.cache.put(5, picture(5))
    studio.session.playhead.move_to(5)
    assert studio.window.viewing.shown == 5
    gate.set()
    studio.qtbot.waitUntil(lambda: not studio.session.decode.is_busy, timeout=PATIENCE_MS)
    assert studio.window.viewing.shown == 5


def test_playing_stops_at_the_out_point(studio: Studio) -> None:
    seen: list[int] = []
    studio.window.viewing.shown_changed.connect(seen.append)
    studio.session.document.set_range(range(2, 9))
    studio.trigger("play")
    assert studio.window.playback.is_playing
    studio.qtbot.waitUntil(lambda: not studio.window.playback.is_playing, timeout=PATIENCE_MS)
    assert studio.session.playhead.index == 8
    assert seen == sorted(seen)
    assert seen[-1] == 8


def test_space_plays_and_a_key_stops(studio: Studio) -> None:
    studio.window.canvas.setFocus()
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Space)
    assert studio.window.playback.is_playing
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Right)
    assert not studio.window.playback.is_playing


def wheel(studio: Studio, at: QPointF, steps: int, modifiers: Qt.KeyboardModifier) -> None:
    canvas = studio.window.canvas
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    angle = QPoint(0, 120 * steps)
    QApplication.sendEvent(
        canvas, QWheelEvent(at, canvas.mapToGlobal(at), QPoint(), angle, none, modifiers, phase, False)
    )


def test_wheel_zooms_to_the_cursor(studio: Studio) -> None:
    canvas = studio.window.canvas
    at = QPointF(300, 200)
    before = canvas.view
    point = before.to_picture(at)
    wheel(studio, at, 3, Qt.KeyboardModifier.NoModifier)
    assert canvas.view.scale == pytest.approx(before.scale * 1.2**3)
    assert canvas.view.to_picture(at) == pytest.approx(point)
    studio.trigger("fit")
    assert canvas.view == before


def test_control_and_wheel_change_the_brush(studio: Studio) -> None:
    studio.window.painting.set_diameter(20)
    wheel(studio, QPointF(300, 200), 1, Qt.KeyboardModifier.ControlModifier)
    assert studio.session.settings.number("brush", 0) == pytest.approx(22.4)


def test_actual_size_is_one_screen_pixel(studio: Studio) -> None:
    studio.trigger("actual_size")
    canvas = studio.window.canvas
    assert canvas.view.scale * canvas.devicePixelRatioF() == 1
    corner = canvas.view.to_widget(0, 0)
    assert corner.x() == pytest.approx((canvas.width() - WIDTH * canvas.view.scale) / 2, abs=1)


def test_middle_button_pans(studio: Studio) -> None:
    canvas = studio.window.canvas
    before = canvas.view
    start = canvas.view.to_widget(30, 30)
    studio.drag((30, 30), (40, 34), button=Qt.MouseButton.MiddleButton)
    moved = canvas.view.to_widget(30, 30) - start
    assert (moved.x(), moved.y()) == pytest.approx((10 * before.scale, 4 * before.scale))
    assert not studio.session.document.track


def test_viewport_maps_back_and_forth() -> None:
    view = Viewport(2.5, 10, -4).zoomed(1.7, QPointF(33, 44)).panned(5, -6)
    for x, y in ((0, 0), (12.5, 7.25)):
        assert view.to_picture(view.to_widget(x, y)) == pytest.approx((x, y))


def test_every_action_has_words_and_no_key_is_used_twice(studio: Studio) -> None:
    keys: list[str] = []
    for name, action in studio.window.actions_by_name.items():
        assert action.text(), name
        keys += [key.toString() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_disabled_actions_say_why(studio: Studio) -> None:
    for name, action in studio.window.actions_by_name.items():
        if not action.isEnabled():
            assert "Not now: " in action.toolTip(), name


def test_frames_of_the_fixture_are_what_the_tests_believe(studio: Studio) -> None:
    frame: Frame | None = studio.session.cache.get(0)
    assert frame is not None
    np.testing.assert_array_equal(frame, picture(0))


def test_an_unforeseen_error_is_shown(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    report_errors(studio.window)
    sys.excepthook(KeyError, KeyError("what"), None)
    assert "Copy the details" in studio.window.banner.text
    studio.window.banner.copy.click()
    assert "KeyError" in QApplication.clipboard().text()


def test_window_made_from_arguments(qapp: QApplication, tmp_path: Path, settings: object) -> None:
    assert isinstance(settings, Settings)
    window = make_window(parse(["--size", "64"]), settings=settings)
    window.show()
    assert window.isVisible()
    window.close()


def test_numbers_are_written_only_when_the_window_closes(studio: Studio, tmp_path: Path) -> None:
    """The store waits for the disk, and they change with every turn of the wheel."""

    def on_disk() -> Settings:
        return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat), data=tmp_path)

    studio.window.painting.set_diameter(77)
    assert studio.session.settings.number("brush", 0) == 77
    QApplication.processEvents()
    assert on_disk().number("brush", 0) == 0
    studio.window.close()
    assert on_disk().number("brush", 0) == 77


def test_importing_torch_leaves_the_garbage_collector_as_it_was() -> None:
    assert gc.isenabled()
    import_torch()
    assert gc.isenabled()
    assert "torch" in sys.modules


def test_superqt_is_imported_in_many_small_steps() -> None:
    steps = import_superqt()
    assert sum(1 for _ in steps) > 20
    assert "superqt" in sys.modules

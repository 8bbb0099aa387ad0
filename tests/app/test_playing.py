"""Playing in the real window: its keys, runs meanwhile, and what is left when it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mvos_core.types import Frame
from tests.app.conftest import PATIENCE_MS, Studio, picture


def press(studio: Studio, key: Qt.Key) -> None:
    QTest.keyClick(studio.window.canvas, key)


def test_j_k_and_l(studio: Studio) -> None:
    playback = studio.window.playback
    studio.window.canvas.setFocus()
    studio.go_to(12)
    for key, speed in (
        (Qt.Key.Key_L, 1),
        (Qt.Key.Key_L, 2),
        (Qt.Key.Key_L, 4),
        (Qt.Key.Key_J, -1),
        (Qt.Key.Key_J, -2),
    ):
        press(studio, key)
        assert playback.speed == speed
    press(studio, Qt.Key.Key_K)
    assert not playback.is_playing


def test_with_k_held_j_and_l_go_by_single_frames(studio: Studio) -> None:
    canvas = studio.window.canvas
    canvas.setFocus()
    studio.go_to(12)
    QTest.keyPress(canvas, Qt.Key.Key_K)
    for key, index in ((Qt.Key.Key_L, 13), (Qt.Key.Key_L, 14), (Qt.Key.Key_J, 13)):
        press(studio, key)
        assert studio.session.playhead.index == index
        assert not studio.window.playback.is_playing
    QTest.keyRelease(canvas, Qt.Key.Key_K)
    press(studio, Qt.Key.Key_L)
    assert studio.window.playback.is_playing


def test_stopping_by_the_menu_holds_nothing(studio: Studio) -> None:
    studio.window.canvas.setFocus()
    studio.trigger("shuttle_on")
    studio.trigger("shuttle_stop")
    assert not studio.window.playback.is_playing
    press(studio, Qt.Key.Key_L)
    assert studio.window.playback.is_playing


def test_playing_while_a_run_goes_shows_its_masks(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.gate.clear()
    studio.trigger("propagate")
    studio.trigger("loop")
    studio.trigger("play")
    studio.network.gate.set()
    studio.wait_for_run()
    assert studio.window.playback.is_playing, "a run that is watched does not stop it"
    with studio.qtbot.waitSignal(
        studio.window.viewing.shown_changed, timeout=PATIENCE_MS, check_params_cb=lambda index: index == 12
    ):
        pass
    colour = studio.pixel(20 + 2 * studio.window.viewing.shown, 20)
    assert colour != (220, 30, 30), "the mask lies over the disc"


def test_closing_the_window_while_it_plays_with_sound(
    make_studio: Callable[[], Studio], sounding: Path
) -> None:
    studio = make_studio()
    studio.open(sounding)
    studio.trigger("play")
    assert studio.window.playback.is_playing
    assert studio.window.playback_bar.isVisible()


def test_the_frame_that_it_stops_at_is_told_once_more(studio: Studio) -> None:
    """Previews, onion skins and the like have no time for a frame that is passing."""
    told: list[tuple[int, bool]] = []
    playhead = studio.session.playhead
    studio.window.viewing.shown_changed.connect(lambda index: told.append((index, playhead.is_rolling)))
    studio.trigger("play")
    studio.qtbot.waitUntil(lambda: playhead.index > 2, timeout=PATIENCE_MS)
    studio.trigger("play")
    assert told[-2:] == [(playhead.index, True), (playhead.index, False)]


def test_looking_at_the_clip_again_after_playing_shows_the_right_frame(studio: Studio) -> None:
    studio.trigger("play")
    studio.qtbot.waitUntil(lambda: studio.session.playhead.index > 2, timeout=PATIENCE_MS)
    studio.go_to(1)
    frame: Frame | None = studio.window.viewing.frame
    assert frame is not None
    np.testing.assert_array_equal(frame, picture(1))


def test_jobs_of_playing_end_with_it(studio: Studio) -> None:
    studio.trigger("loop")
    studio.trigger("play")
    assert studio.session.decode.is_busy
    studio.trigger("play")
    studio.qtbot.waitUntil(lambda: not studio.session.decode.is_busy, timeout=PATIENCE_MS)
    assert not studio.window.playback.is_playing

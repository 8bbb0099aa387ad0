"""The playhead rolls by a clock that is set by hand, through a real session."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from app.playback import Tally
from mvos_core.types import MvosError, Step
from tests.app.conftest import HEIGHT, N_FRAMES, PATIENCE_MS, WIDTH
from tests.app.player import Player


def test_every_frame_is_shown_at_the_clips_rate(player: Player, clip: Path) -> None:
    player.open(clip, times_s=tuple(str(index / 25) for index in range(N_FRAMES + 1)))
    player.play(3)
    assert player.step(3, 0.02) == [3, 4, 4]
    assert player.step(4) == [5, 6, 7, 8]
    assert player.seen == [4, 5, 6, 7, 8]
    assert player.playback.tally.dropped == 0
    assert player.bar.tally == ""


def test_a_variable_rate_is_honoured(player: Player, clip: Path) -> None:
    uneven = [Fraction(index * index, 100) for index in range(N_FRAMES + 1)]
    player.open(clip, times_s=tuple(map(str, uneven)))
    player.play()
    # Frame n is shown from n²/100 s on.
    assert player.step(10, 0.1) == [3, 4, 5, 6, 7, 7, 8, 8, 9, 10]


def test_frames_are_dropped_rather_than_time_slowed(player: Player, movie: Path) -> None:
    player.open(movie)
    player.play()
    player.let(0.21)
    assert player.index == 5
    assert player.seen == [5]
    assert player.playback.tally.dropped == 4
    assert player.bar.tally == "4 dropped"
    player.let(0.04)
    assert player.index == 6
    assert player.playback.tally == Tally(shown=3, due=7)
    player.playback.stop()
    assert player.bar.tally == ""


def test_it_stops_when_the_last_frame_has_been_seen(player: Player, movie: Path) -> None:
    player.open(movie)
    player.play(N_FRAMES - 3)
    assert player.step(2) == [N_FRAMES - 2, N_FRAMES - 1]
    player.let(0.03)
    assert player.is_playing()
    player.let(0.02)
    assert not player.is_playing()
    assert player.index == N_FRAMES - 1
    player.playback.play()
    assert player.index == 0, "where nothing is left, it begins anew"


def test_it_goes_round_from_in_to_out(player: Player, movie: Path) -> None:
    player.open(movie)
    player.session.document.set_range(range(4, 7))
    player.actions["loop"].setChecked(True)
    player.play(5)
    player.let(0.001)
    assert player.step(8) == [6, 4, 5, 6, 4, 5, 6, 4]
    assert player.playback.tally.dropped == 0
    player.actions["loop"].setChecked(False)
    player.qtbot.waitUntil(lambda: player.playback.tally.due == 1, timeout=PATIENCE_MS)
    player.let(1)
    assert not player.is_playing()
    assert player.index == 6


def test_backwards(player: Player, movie: Path) -> None:
    player.open(movie)
    player.play(9, speed=-1)
    player.let(0.001)
    assert player.step(4) == [8, 7, 6, 5]
    player.let(0.3)
    assert not player.is_playing()
    assert player.index == 0
    player.playback.play(speed=-1)
    assert player.index == N_FRAMES - 1


def test_twice_as_fast_shows_every_second_frame(player: Player, movie: Path) -> None:
    player.open(movie)
    player.play(1, speed=2)
    player.let(0.001)
    assert player.step(4) == [3, 5, 7, 9]
    assert player.bar.speed == "2×"
    player.playback.play(speed=-4)
    assert player.bar.speed == "−4×"
    player.playback.stop()
    assert player.bar.speed == ""


def test_in_and_out_points_count_while_it_plays(player: Player, movie: Path) -> None:
    player.open(movie)
    player.play()
    player.let(0.09)
    player.session.document.set_range(range(5))
    player.qtbot.waitUntil(lambda: player.playback.tally.due == 1, timeout=PATIENCE_MS)
    player.settle()
    assert player.step(2) == [3, 4]
    player.let(0.05)
    assert not player.is_playing()
    assert player.index == 4


def test_an_out_point_set_behind_the_playhead_ends_it(player: Player, movie: Path) -> None:
    player.open(movie)
    player.play()
    player.let(0.41)
    player.session.document.set_range(range(5))
    player.qtbot.waitUntil(lambda: not player.is_playing(), timeout=PATIENCE_MS)
    assert player.index == 10


def test_moving_the_playhead_stops_it(player: Player, sounding: Path) -> None:
    player.open(sounding)
    player.play()
    player.let(0.1)
    assert player.is_heard()
    player.session.playhead.move_to(3)
    assert not player.is_playing()
    assert not player.is_heard()
    player.session.playhead.move_to(9)
    assert len(player.speakers) == 1, "scrubbing makes no sound"


def test_a_frame_that_cannot_be_decoded_stops_it_with_a_sentence(
    player: Player, movie: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player.open(movie)

    def broken(_feed: object) -> Iterator[Step[int]]:
        yield Step(1, None, 0)
        raise MvosError("Frame 1 cannot be decoded.")

    monkeypatch.setattr(player.session.decoder, "play", broken)
    player.playback.play()
    player.qtbot.waitUntil(lambda: bool(player.failures), timeout=PATIENCE_MS)
    assert player.failures == ["Frame 1 cannot be decoded."]
    assert not player.is_playing()


def test_the_clock_does_not_wait_long_for_a_slow_decoder(
    player: Player, movie: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player.open(movie)
    gate = threading.Event()

    def slow(_feed: object) -> Iterator[Step[int]]:
        yield Step(1, None, 0)
        gate.wait(10)
        yield Step(2, None, 8)

    monkeypatch.setattr(player.session.decoder, "play", slow)
    player.playback.play()
    player.qtbot.waitUntil(lambda: player.playback.n_ready == 1, timeout=PATIENCE_MS)
    player.playback.tick()
    assert player.playback.tally.due == 0
    player.now_s += 0.31
    player.playback.tick()
    assert player.playback.tally.due == 1
    player.now_s += 0.33
    gate.set()
    player.qtbot.waitUntil(lambda: player.index == 8, timeout=PATIENCE_MS)
    assert player.playback.tally.dropped == 7


def test_no_more_is_decoded_ahead_than_the_cache_has_room_for(player: Player, movie: Path) -> None:
    player.session.cache.limit_bytes = 12 * 3 * WIDTH * HEIGHT
    player.open(movie)
    player.playback.play()
    player.qtbot.waitUntil(lambda: player.playback.n_ready >= 5, timeout=PATIENCE_MS)
    player.qtbot.wait(30)
    n_ready = player.playback.n_ready
    # The decoder goes on by up to four steps until it hears that there are enough.
    assert n_ready <= 6 + 4
    assert all(player.session.cache.get(index) is not None for index in range(1, n_ready + 1))

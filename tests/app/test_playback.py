"""The playhead rolls by a clock that is set by hand, through a real session, and sound goes to fake loudspeakers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.actions import Actions
from app.controllers.playback import PlaybackController
from app.masking import Masker
from app.notices import Notices
from app.playback import Tally
from app.quality import Quality
from app.session import Session
from app.settings import Settings
from app.sound import RATE_HZ, Samples
from app.widgets.playback_bar import PlaybackBar
from mvos_core.propagation import Propagator
from mvos_core.types import Frame, MvosError, Step
from mvos_core.video import Sound, VideoInfo
from mvos_core.video.sound import decoded_sound
from tests.app.conftest import HEIGHT, N_FRAMES, PATIENCE_MS, WIDTH, Studio, picture
from tests.core.video.clips import ffmpeg

FRAME_S = 0.04


@dataclass
class FakeSpeaker:
    """Loudspeakers that are heard when the test says so."""

    heard_s: float | None = 0.0
    volume: float = -1.0
    written: list[Samples] = field(default_factory=list)
    is_on: bool = False
    room_each_time: int = RATE_HZ // 10

    def start(self) -> None:
        self.is_on = True

    def stop(self) -> None:
        self.is_on = False

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    @property
    def room(self) -> int:
        return self.room_each_time

    def write(self, samples: Samples) -> None:
        assert self.is_on
        assert len(samples) <= self.room_each_time
        self.written.append(samples)

    @property
    def samples(self) -> Samples:
        return np.concatenate(self.written)


class Player:
    """A session and its playback, without the rest of the window."""

    def __init__(self, qtbot: QtBot, settings: Settings) -> None:
        self.qtbot = qtbot
        self.now_s = 1000.0
        self.speakers: list[FakeSpeaker] = []
        self.why_silent = ""
        self.hints: list[str] = []
        self.failures: list[str] = []
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.session = Session(Masker(_no_network), settings=settings, parent=self.window)
        self.actions = Actions(self.window)
        self.bar = PlaybackBar([[self.actions["play"], self.actions["loop"]]], mute=self.actions["mute"])
        qtbot.addWidget(self.bar)
        notices = Notices(self.window)
        notices.hinted.connect(self.hints.append)
        notices.posted.connect(lambda text, *_: self.failures.append(text))
        self.playback = PlaybackController(
            self.session,
            bar=self.bar,
            actions=self.actions,
            notices=notices,
            parent=self.window,
            speaker=self.open_speaker,
            now_s=lambda: self.now_s,
        )
        self.seen: list[int] = []
        self.session.playhead.moved.connect(self.seen.append)

    def open_speaker(self) -> FakeSpeaker:
        if self.why_silent:
            raise MvosError(self.why_silent)
        self.speakers.append(FakeSpeaker())
        return self.speakers[-1]

    @property
    def speaker(self) -> FakeSpeaker:
        return self.speakers[-1]

    @property
    def index(self) -> int:
        return self.session.playhead.index

    def is_playing(self) -> bool:
        return self.playback.is_playing

    def is_heard(self) -> bool:
        return self.speaker.is_on

    def open(self, path: Path, *, times_s: tuple[str, ...] = ()) -> VideoInfo:
        """Open a clip, as if its frames had other times where some are given; the last is its end."""
        info = self.session.decoder.open(path)
        if times_s:
            ticks = tuple(int(Fraction(time) * 1000) for time in times_s)
            info = replace(
                info, ticks=ticks[:-1], time_base=Fraction(1, 1000), duration_s=Fraction(times_s[-1])
            )
        self.session.document.open(info)
        self.session.playhead.reset(info.n_frames)
        self.seen.clear()
        return info

    def play(self, start: int = 0, *, speed: int = 1) -> None:
        """Play until the clock runs, which the first frame waits for."""
        self.session.playhead.move_to(start)
        self.playback.play(speed=speed)
        self.seen.clear()
        self.settle()
        clip = self.session.document.clip
        if clip is not None and clip.has_audio and speed == 1 and not self.why_silent:
            self.qtbot.waitUntil(lambda: self.speaker.is_on, timeout=PATIENCE_MS)

    def settle(self) -> None:
        """Wait until enough is decoded, and show what is due."""
        self.qtbot.waitUntil(
            lambda: not self.session.decode.is_busy or self.playback.n_ready > 16, timeout=PATIENCE_MS
        )
        self.playback.tick()

    def let(self, seconds: float) -> None:
        """Let time pass."""
        self.now_s += seconds
        self.settle()

    def step(self, n_steps: int, seconds: float = FRAME_S) -> list[int]:
        """Let time pass in steps, and return where the playhead was after each."""
        places = []
        for _ in range(n_steps):
            self.let(seconds)
            places.append(self.index)
        return places

    def wait_for_sound(self, seconds: float) -> None:
        """Wait until so much of the sound has been written."""

        def enough() -> bool:
            self.playback.tick()
            return sum(map(len, self.speaker.written)) >= seconds * RATE_HZ

        self.qtbot.waitUntil(enough, timeout=PATIENCE_MS)


def _no_network(_quality: Quality) -> Propagator:
    raise AssertionError("nobody masks here")


@pytest.fixture
def player(qtbot: QtBot, settings: Settings) -> Iterator[Player]:
    player = Player(qtbot, settings)
    yield player
    player.playback.close()
    player.session.close()


@pytest.fixture(scope="session")
def sounding(movie: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The movie of 24 frames, 25 a second, with a rising tone."""
    path = tmp_path_factory.mktemp("sounding") / "discs.mkv"
    tone = f"aevalsrc='0.5*sin(2*PI*(200*t+400*t*t))':s={RATE_HZ}:d=0.96"
    ffmpeg("-i", movie, "-f", "lavfi", "-i", tone, "-c:v", "copy", "-c:a", "flac", path)
    return path


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


def test_the_sounds_position_leads(player: Player, sounding: Path) -> None:
    player.open(sounding)
    player.play()
    assert player.is_heard()
    player.let(1.0)
    assert player.index == 0, "the device has not begun"
    player.speaker.heard_s = 0.2
    player.let(0)
    assert player.index == 5
    player.let(0.05)
    assert player.index == 6, "between its reports the clock goes on"
    player.let(0.5)
    assert player.index == 7, "but not for long"


def test_sound_of_the_frames_that_are_played_is_sent(player: Player, sounding: Path) -> None:
    info = player.open(sounding)
    player.session.document.set_range(range(2, 12))
    player.play(5)
    player.wait_for_sound(0.28)
    sound = Sound(sounding, info.start_s + info.time_s(5), info.start_s + info.time_s(12))
    expected = np.concatenate(list(decoded_sound(sound, rate=RATE_HZ)))
    assert len(expected) == round(0.28 * RATE_HZ)
    assert expected.any()
    written = player.speaker.samples
    np.testing.assert_array_equal(written[: len(expected)], expected)
    assert not written[len(expected) :].any()


def test_sound_goes_round_without_a_gap(player: Player, sounding: Path) -> None:
    info = player.open(sounding)
    player.session.document.set_range(range(2, 5))
    player.actions["loop"].setChecked(True)
    player.play(3)
    player.wait_for_sound(0.08 + 3 * 0.12)
    times = [info.start_s + info.time_s(index) for index in (2, 3, 5)]
    first = list(decoded_sound(Sound(sounding, times[1], times[2]), rate=RATE_HZ))
    lap = list(decoded_sound(Sound(sounding, times[0], times[2]), rate=RATE_HZ))
    expected = np.concatenate([*first, *lap, *lap, *lap])
    np.testing.assert_array_equal(player.speaker.samples[: len(expected)], expected)


def test_only_the_clips_own_speed_has_sound(player: Player, sounding: Path) -> None:
    player.open(sounding)
    for speed in (2, -1, -2):
        player.play(10, speed=speed)
    assert not player.speakers
    player.play(10)
    assert len(player.speakers) == 1
    player.playback.play(speed=2)
    assert not player.is_heard()


def test_a_clip_without_sound_asks_for_no_loudspeakers(player: Player, movie: Path) -> None:
    player.open(movie)
    player.play()
    assert not player.speakers
    assert not player.actions["mute"].isEnabled()


def test_without_loudspeakers_it_plays_silently_and_says_so_once(player: Player, sounding: Path) -> None:
    player.why_silent = "The clip plays without sound, because no loudspeakers were found."
    player.open(sounding)
    for _ in range(2):
        player.play()
        player.let(0.001)
        assert player.step(3) == [1, 2, 3]
    assert player.hints == [player.why_silent]


@pytest.mark.parametrize("fails", [True, False])
def test_loudspeakers_that_fail_hand_over_to_the_clock(
    player: Player, sounding: Path, *, fails: bool
) -> None:
    player.open(sounding)
    player.play()
    player.speaker.heard_s = 0.2
    player.let(0)
    if fails:
        player.speaker.heard_s = None
        player.let(0.001)
    else:
        player.let(3)  # no word from the device
    before = player.index
    assert not player.is_heard()
    player.let(0.041)
    assert player.index == before + 1
    assert len(player.hints) == 1
    assert "without sound" in player.hints[0]


def test_volume_and_mute_are_remembered(player: Player, sounding: Path, settings: Settings) -> None:
    player.open(sounding)
    player.play()
    assert player.speaker.volume == 0.8
    player.bar.set_volume(0.5)
    assert player.speaker.volume == 0.5
    player.actions["mute"].trigger()
    assert player.speaker.volume == 0
    assert player.actions["mute"].data() == "muted"
    assert (settings.number("volume", 0), settings.number("mute", 0)) == (0.5, 1)
    player.bar.set_volume(0.3)
    assert not player.actions["mute"].isChecked(), "who turns the volume up wants to hear it"
    assert player.speaker.volume == 0.3


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


# In the window ----------------------------------------------------------------------------------------------


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

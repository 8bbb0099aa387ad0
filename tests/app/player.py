"""Playback without the rest of the window: a clock that is set by hand, and loudspeakers that only note what they get."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.actions import Actions
from app.controllers.playback import PlaybackController
from app.masking import Masker
from app.notices import Notices
from app.quality import Quality
from app.session import Session
from app.settings import Settings
from app.sound import RATE_HZ, Samples
from app.widgets.playback_bar import PlaybackBar
from mvos_core.propagation import Propagator
from mvos_core.types import MvosError
from mvos_core.video import VideoInfo
from tests.app.conftest import PATIENCE_MS

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
        with self.session.decoder.opened(path) as info:
            self.session.decoder.adopt()
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

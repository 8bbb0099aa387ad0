"""The system's loudspeakers, or the sentence that says why there are none."""

from __future__ import annotations

import sys
from enum import Enum
from typing import cast

import numpy as np
import pytest
from PySide6.QtMultimedia import QAudioDevice, QAudioSink, QMediaDevices
from pytestqt.qtbot import QtBot

from app.sound import RATE_HZ, QtSpeaker, load_multimedia, open_speaker
from mvos_core.types import MvosError


class Error(Enum):
    """As Qt names them."""

    NoError = 0
    IOError = 2
    UnderrunError = 3


class Sink:
    """A device that takes what it is given."""

    def __init__(self) -> None:
        self.error_now = Error.NoError
        self.volume = -1.0
        self.written = b""
        self.is_on = False

    def start(self) -> Sink:
        self.is_on = True
        return self

    def reset(self) -> None:
        self.is_on = False

    def write(self, data: bytes) -> int:
        self.written += data
        return len(data)

    def bytesFree(self) -> int:  # noqa: N802 (Qt's name)
        return 4000

    def processedUSecs(self) -> int:  # noqa: N802
        return 1_250_000

    def error(self) -> Error:
        return self.error_now

    def setVolume(self, volume: float) -> None:  # noqa: N802
        self.volume = volume


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def speaker(sink: Sink) -> QtSpeaker:
    return QtSpeaker(cast(QAudioSink, sink))


def heard_s(speaker: QtSpeaker) -> float | None:
    return speaker.heard_s


def test_samples_reach_the_device(speaker: QtSpeaker, sink: Sink) -> None:
    speaker.start()
    assert speaker.room == 1000
    samples = np.arange(10, dtype=np.int16).reshape(5, 2)
    speaker.write(samples)
    np.testing.assert_array_equal(np.frombuffer(sink.written, np.int16).reshape(-1, 2), samples)
    assert heard_s(speaker) == 1.25
    speaker.stop()
    assert not sink.is_on


def test_a_device_that_starves_is_alive_and_one_that_fails_is_not(speaker: QtSpeaker, sink: Sink) -> None:
    assert heard_s(speaker) is None, "it has not been started"
    speaker.start()
    sink.error_now = Error.UnderrunError
    assert heard_s(speaker) == 1.25
    sink.error_now = Error.IOError
    assert heard_s(speaker) is None


def test_volume_rises_as_it_is_heard(speaker: QtSpeaker, sink: Sink) -> None:
    for volume, amplitude in ((0.0, 0.0), (0.5, 0.125), (1.0, 1.0)):
        speaker.set_volume(volume)
        assert sink.volume == amplitude


def test_a_library_that_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    for load in (load_multimedia, open_speaker):
        with pytest.raises(MvosError, match="plays without sound, because Qt's multimedia library"):
            load()


def test_a_computer_without_loudspeakers_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", staticmethod(QAudioDevice))
    with pytest.raises(MvosError, match="no loudspeakers were found"):
        open_speaker()


def test_loudspeakers_that_cannot_play_stereo_are_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    class Telephone:
        def isNull(self) -> bool:  # noqa: N802
            return False

        def isFormatSupported(self, wanted: object) -> bool:  # noqa: N802
            assert getattr(wanted, "sampleRate")() == RATE_HZ  # noqa: B009
            return False

        def description(self) -> str:
            return "Telephone"

    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", staticmethod(Telephone))
    with pytest.raises(MvosError, match="Telephone cannot play stereo"):
        open_speaker()

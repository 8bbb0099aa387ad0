"""Sound in playback: the loudspeakers, where there are any, and what is sent to them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QIODevice, QLoggingCategory, QObject, Slot

from app.lanes import Failure, Job, Lane, Outcome
from app.translating import tr
from mvos_core.types import MvosError, Step
from mvos_core.video import Sound

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSink

Samples = npt.NDArray[np.int16]
"""(n, 2)."""

RATE_HZ = 48000
_SAMPLE_BYTES = 4
_BUFFER_S = 0.4  # how long the window may be busy without a break in the sound
_MOST_WAITING_S = 2.0
_HARMLESS = ("NoError", "UnderrunError")
_SILENCE_AFTER_S = 0.5  # pushes the last of a sound out of the device


class Speaker(Protocol):
    """Loudspeakers that take stereo samples at `RATE_HZ`."""

    def start(self) -> None:
        """Begin to play what is written."""

    def stop(self) -> None:
        """Be silent at once, and forget what was written."""

    def set_volume(self, volume: float) -> None:
        """Set how loud it sounds, in [0, 1]."""

    @property
    def room(self) -> int:
        """How many samples may be written now."""

    def write(self, samples: Samples) -> None:
        """Send samples, at most as many as there is room for."""

    @property
    def heard_s(self) -> float | None:
        """How much of what was written has been heard, in seconds; None when the device fails."""


class QtSpeaker:
    """The system's own loudspeakers."""

    def __init__(self, sink: QAudioSink) -> None:
        self._sink = sink
        self._device: QIODevice | None = None

    def start(self) -> None:
        """See `Speaker`."""
        self._device = self._sink.start()

    def stop(self) -> None:
        """See `Speaker`."""
        self._sink.reset()
        self._device = None

    def set_volume(self, volume: float) -> None:
        """See `Speaker`."""
        # What sounds half as loud has an eighth of the amplitude, more or less.
        self._sink.setVolume(volume**3)

    @property
    def room(self) -> int:
        """See `Speaker`."""
        return self._sink.bytesFree() // _SAMPLE_BYTES

    def write(self, samples: Samples) -> None:
        """See `Speaker`."""
        if self._device is not None:
            self._device.write(samples.tobytes())

    @property
    def heard_s(self) -> float | None:
        """See `Speaker`."""
        # By its name, for the class of the errors has moved between Qt's versions.
        if self._device is None or self._sink.error().name not in _HARMLESS:
            return None
        return self._sink.processedUSecs() / 1e6


def load_multimedia() -> None:
    """Import Qt's multimedia library, which takes a while.

    Raises:
        MvosError: it is not there, or one that it needs is not.
    """
    if "QT_LOGGING_RULES" not in os.environ:
        # It tells the terminal of every optional library that it does without.
        QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    try:
        import PySide6.QtMultimedia  # noqa: F401
    except ImportError as error:
        text = tr("The clip plays without sound, because Qt's multimedia library cannot be loaded ({error}).")
        raise MvosError(text.format(error=error)) from error


def open_speaker() -> Speaker:
    """Return the system's loudspeakers.

    Raises:
        MvosError: there are none, or they cannot be used; its text says that the clip plays without sound.
    """
    load_multimedia()
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

    sound_format = QAudioFormat()
    sound_format.setSampleRate(RATE_HZ)
    sound_format.setChannelCount(2)
    sound_format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        raise MvosError(tr("The clip plays without sound, because no loudspeakers were found."))
    if not device.isFormatSupported(sound_format):
        text = tr("The clip plays without sound, because {device} cannot play stereo.")
        raise MvosError(text.format(device=device.description()))
    sink = QAudioSink(device, sound_format)
    sink.setBufferSize(round(_BUFFER_S * RATE_HZ) * _SAMPLE_BYTES)
    return QtSpeaker(sink)


class Soundtrack(QObject):
    """Sends stretches of a file's sound to the loudspeakers, one behind the other.

    They are decoded on a lane of their own and reach the device from the window's thread, whenever `pump` is called.
    """

    def __init__(self, lane: Lane, *, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._job: Job | None = None
        self._speaker: Speaker | None = None
        self._waiting: deque[Samples] = deque()
        self._has_begun = False
        self._is_whole = False

    @property
    def is_on(self) -> bool:
        """Whether there is sound, or will be once it is decoded."""
        return self._speaker is not None

    @property
    def is_ready(self) -> bool:
        """Whether there is something to be heard at once."""
        return bool(self._waiting) or self._is_whole

    @property
    def heard_s(self) -> float | None:
        """How much has been heard, in seconds; None when the loudspeakers fail."""
        if self._speaker is None:
            return None
        return self._speaker.heard_s if self._has_begun else 0.0

    def prepare(self, speaker: Speaker, sounds: Callable[[], Iterator[Sound]]) -> None:
        """Decode what comes first of `sounds`, which may go on for ever; `begin` lets it be heard."""
        self.stop()
        self._speaker = speaker
        job = Job(lambda: _decoded(sounds()), name="sound")
        job.stepped.connect(self._decoded_some)
        job.finished.connect(self._finished)
        self._job = self._lane.submit(job, supersede=True)

    def begin(self) -> None:
        """Let it be heard."""
        if self._speaker is not None:
            self._speaker.start()
            self._has_begun = True
            self.pump()

    def set_volume(self, volume: float) -> None:
        """Set how loud it sounds, in [0, 1]."""
        if self._speaker is not None:
            self._speaker.set_volume(volume)

    def pump(self) -> None:
        """Send the device as much as it takes."""
        if self._speaker is None or not self._has_begun:
            return
        room = self._speaker.room
        while room > 0 and self._waiting:
            samples = self._waiting.popleft()
            if len(samples) > room:
                self._waiting.appendleft(samples[room:])
                samples = samples[:room]
            self._speaker.write(samples)
            room -= len(samples)
        if self._job is not None and self._waiting_s < _MOST_WAITING_S / 2:
            self._job.resume()

    def stop(self) -> None:
        """Be silent."""
        if self._job is not None:
            self._job.cancel()
        if self._speaker is not None:
            self._speaker.stop()
        self._job, self._speaker = None, None
        self._waiting.clear()
        self._has_begun = self._is_whole = False

    @property
    def _waiting_s(self) -> float:
        return sum(map(len, self._waiting)) / RATE_HZ

    @Slot(object, object)
    def _decoded_some(self, job: Job, step: Step[Samples]) -> None:
        if job is self._job:
            self._waiting.append(step.value)
            if self._waiting_s > _MOST_WAITING_S:
                job.pause()

    @Slot(object, object, object)
    def _finished(self, job: Job, _outcome: Outcome, _failure: Failure | None) -> None:
        if job is self._job:
            # A sound that cannot be read is silent; why is told with the pictures, which are in the same file.
            self._job, self._is_whole = None, True


def _decoded(sounds: Iterator[Sound]) -> Iterator[Step[Samples]]:
    """Decode sounds on the lane, in pieces."""
    from mvos_core.video.sound import decoded_sound

    done = 0
    for sound in sounds:
        for samples in decoded_sound(sound, rate=RATE_HZ):
            done += len(samples)
            yield Step(done, None, samples)
    silence = np.zeros((round(_SILENCE_AFTER_S * RATE_HZ), 2), np.int16)
    yield Step(done + len(silence), None, silence)

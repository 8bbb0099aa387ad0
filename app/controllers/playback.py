"""Playback: which frame is shown when."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Slot

from app.actions import NEEDS_CLIP, Actions
from app.icons import icon
from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.session import Session
from app.widgets.playback_bar import PlaybackBar
from mvos_core.types import Step

_MAX_AHEAD = 48
_FASTEST_TICK_MS = 4
_SLOWEST_TICK_MS = 20


class PlaybackController(QObject):
    """Lets the playhead roll by the clock, and has the frames before it decoded; showing them is not its task."""

    def __init__(
        self, session: Session, *, bar: PlaybackBar, actions: Actions, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._bar = session, bar
        self._actions, self._notices = actions, notices
        self._playing: Job | None = None
        self._decoded = 0
        self._clock = QElapsedTimer()
        self._started_s = 0.0
        self._times_s: tuple[float, ...] = ()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        session.document.clip_changed.connect(self._open)
        session.playhead.moved.connect(self._tell_place)
        session.playhead.halted.connect(self._halted)
        actions.connect({"play": self.toggle})

    @property
    def is_playing(self) -> bool:
        """Whether the clip plays."""
        return self._playing is not None

    @Slot()
    def _open(self) -> None:
        self.stop()
        clip = self._session.document.clip
        if clip is not None:
            self._times_s = tuple(float(time) for time in clip.times_s)
        self._actions.enable("play", "" if clip else NEEDS_CLIP)

    @Slot(int)
    def _tell_place(self, index: int) -> None:
        clip = self._session.document.clip
        if clip is not None:
            self._bar.set_place(clip.time_s(index), clip.duration_s, index, clip.n_frames)

    @Slot()
    def toggle(self) -> None:
        """Play, or stop playing."""
        if self.is_playing:
            self.stop()
        else:
            self.play()

    def play(self) -> None:
        """Play from the playhead to the out point, or from the in point if there is nothing left."""
        clip, frames = self._session.document.clip, self._session.document.in_out
        if clip is None or len(frames) < 2:
            return
        start = self._session.playhead.index
        if start not in range(frames.start, frames.stop - 1):
            start = frames.start
        self._session.playhead.roll()
        self._session.playhead.roll_to(start)
        order = range(start, frames.stop)
        job = Job(lambda: self._session.decoder.play(order), name="play")
        job.stepped.connect(self._decoded_one)
        job.finished.connect(self._finished)
        self._decoded = start
        self._started_s = self._times_s[start]
        self._playing = self._session.decode.submit(job, supersede=True)
        self._clock.start()
        tick_ms = round(500 / float(clip.rate))
        self._timer.start(min(max(tick_ms, _FASTEST_TICK_MS), _SLOWEST_TICK_MS))
        self._actions["play"].setIcon(icon("pause"))

    @Slot()
    def stop(self) -> None:
        """Stop playing."""
        self._session.playhead.halt()

    @Slot()
    def _halted(self) -> None:
        if self._playing is None:
            return
        self._timer.stop()
        self._playing.cancel()
        self._playing = None
        self._actions["play"].setIcon(icon("play"))

    @Slot(object, object)
    def _decoded_one(self, job: Job, step: Step[int]) -> None:
        if job is self._playing:
            self._decoded = step.value
            clip = self._session.document.clip
            frame_bytes = 3 * clip.width * clip.height if clip else 1
            ahead = min(_MAX_AHEAD, self._session.cache.limit_bytes // frame_bytes // 2)
            if step.value > self._session.playhead.index + ahead:
                job.pause()

    @Slot(object, object, object)
    def _finished(self, job: Job, _outcome: Outcome, failure: Failure | None) -> None:
        if job is self._playing:
            self._decoded = max(self._decoded, self._session.document.in_out.stop - 1)
            if failure is not None:
                self.stop()
        if failure is not None:
            self._notices.fail(failure)

    @Slot()
    def _tick(self) -> None:
        if self._playing is None:
            return
        now_s = self._started_s + self._clock.elapsed() / 1000
        last = self._session.document.in_out.stop - 1
        due = min(bisect_right(self._times_s, now_s) - 1, last)
        # Frames are dropped rather than time slowed, as far as decoding keeps up.
        index = min(due, self._decoded)
        if self._playing.is_paused and self._decoded < index + _MAX_AHEAD // 2:
            self._playing.resume()
        if index != self._session.playhead.index:
            self._session.playhead.roll_to(index)
        if index >= last:
            self.stop()

"""Playback: the playhead rolls by the clock, or by the sound where there is sound."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain, repeat

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from app.actions import NEEDS_CLIP, Actions
from app.icons import icon
from app.lanes import Failure, Job, Lane, Outcome
from app.library_sentences import spoken
from app.notices import Notices
from app.playback import Clock, Course, Feed, Tally
from app.session import Session
from app.sound import Soundtrack, Speaker, load_multimedia, open_speaker
from app.translating import tr
from app.widgets.playback_bar import PlaybackBar
from mvos_core.types import MvosError, Step
from mvos_core.video import Sound, VideoInfo

_MOST_AHEAD = 48
_PREROLL = 6  # frames decoded before the clock starts, so that none of the first are dropped, …
_LONGEST_PREROLL_S = 0.3  # … unless that takes too long
_FASTEST_TICK_MS = 4
_SLOWEST_TICK_MS = 20
_SETTLED_MS = 120
_DEFAULT_VOLUME = 0.8


class PlaybackController(QObject):
    """Lets the playhead roll, and has the frames before it decoded; showing them is not its task."""

    def __init__(
        self,
        session: Session,
        *,
        bar: PlaybackBar,
        actions: Actions,
        notices: Notices,
        parent: QObject,
        speaker: Callable[[], Speaker] = open_speaker,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """`speaker` opens the loudspeakers, or raises an `MvosError` that says why there is no sound."""
        super().__init__(parent)
        self._session, self._bar = session, bar
        self._actions, self._notices = actions, notices
        self._open_speaker, self._now_s = speaker, now_s
        self._has_hinted = False
        self._playing: Job | None = None
        self._feed: Feed | None = None
        self._clock: Clock | None = None
        self._asked_s = 0.0
        self._ready: deque[int] = deque()
        self._is_decoded = False
        self._tally = Tally()
        self._lane = Lane("sound", parent=self)
        self._sound = Soundtrack(self._lane, parent=self)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._go_on)
        session.document.clip_changed.connect(self._open)
        session.document.range_changed.connect(self._range_changed)
        session.playhead.moved.connect(self._tell_place)
        session.playhead.halted.connect(self._halted)
        actions.connect({"play": self.toggle})
        self._restore()

    def _restore(self) -> None:
        settings = self._session.settings
        self._bar.set_volume(settings.number("volume", _DEFAULT_VOLUME))
        self._bar.volume_changed.connect(self._set_volume)
        for name in ("loop", "mute"):
            self._actions[name].setChecked(bool(settings.number(name, 0)))
        self._actions["loop"].toggled.connect(self._loop)
        self._actions["mute"].toggled.connect(self._mute)
        self._show_muted()

    # What others ask -----------------------------------------------------------------------------------------

    @property
    def is_playing(self) -> bool:
        """Whether the clip plays."""
        return self._playing is not None

    @property
    def speed(self) -> int:
        """How fast it plays, negative backwards, 0 while it does not."""
        return self._feed.course.speed if self._feed is not None else 0

    @property
    def tally(self) -> Tally:
        """How many frames were due and shown since playing began."""
        return self._tally

    @property
    def has_sound(self) -> bool:
        """Whether it plays with sound."""
        return self._sound.is_on

    @property
    def n_ready(self) -> int:
        """How many frames are decoded and wait for their time."""
        return len(self._ready)

    @Slot()
    def toggle(self) -> None:
        """Play, or stop playing."""
        if self.is_playing:
            self.stop()
        else:
            self.play()

    def play(self, *, speed: int = 1) -> None:
        """Play from the playhead to the end of the range, or all of it if there is nothing left."""
        clip, frames = self._session.document.clip, self._session.document.in_out
        if clip is None or len(frames) < 2:
            return
        start = self._session.playhead.index
        rest = frames[:-1] if speed > 0 else frames[1:]
        if start not in rest:
            start = frames[0] if speed > 0 else frames[-1]
        # Not `clip.times_s`, whose fractions take long to make for a long clip.
        ticks_per_s, tick = clip.time_base.denominator, clip.time_base.numerator
        times_s = [*(at * tick / ticks_per_s for at in clip.ticks), float(clip.duration_s)]
        looping = self._actions["loop"].isChecked()
        self._begin(clip, Course(times_s, frames, start, speed=speed, is_looping=looping))

    @Slot()
    def stop(self) -> None:
        """Stop playing."""
        self._session.playhead.halt()

    def close(self) -> None:
        """End it for good."""
        self.stop()
        self._lane.close()

    # Beginning and ending ------------------------------------------------------------------------------------

    def _begin(self, clip: VideoInfo, course: Course) -> None:
        playhead, decoder = self._session.playhead, self._session.decoder
        self._end()
        playhead.roll()
        playhead.roll_to(course.start)
        feed = self._feed = Feed(course)
        job = Job(lambda: decoder.play(feed), name="play")
        job.stepped.connect(self._decoded)
        job.finished.connect(self._finished)
        self._playing = self._session.decode.submit(job)
        self._asked_s = self._now_s()
        if clip.has_audio and course.speed == 1:
            self._prepare_sound(clip, course)
        tick_ms = round(500 / float(clip.rate))
        self._timer.start(min(max(tick_ms, _FASTEST_TICK_MS), _SLOWEST_TICK_MS))
        self._show_icon("play", "pause")
        self._bar.set_speed(course.speed)

    def _end(self) -> None:
        """Let go of what plays."""
        self._timer.stop()
        self._settled.stop()
        if self._playing is not None:
            self._playing.cancel()
        self._sound.stop()
        self._playing, self._feed, self._clock = None, None, None
        self._ready.clear()
        self._is_decoded = False
        self._tally = Tally()

    @Slot()
    def _halted(self) -> None:
        tally = self._tally
        self._end()
        self._tally = tally
        self._show_icon("play", "play")
        self._bar.set_speed(0)
        self._bar.clear_tally()

    @Slot()
    def _open(self) -> None:
        self.stop()
        clip = self._session.document.clip
        for name in ("play", "loop"):
            self._actions.enable(name, "" if clip else NEEDS_CLIP)
        has_sound = clip is not None and clip.has_audio
        self._actions.enable("mute", "" if has_sound else tr("the clip has no sound."))
        self._bar.set_has_sound(has_sound=has_sound)
        if has_sound:
            self._lane.submit(Job(_load, name="load Qt's multimedia library"))

    @Slot()
    def _range_changed(self) -> None:
        if self._playing is not None:
            self._settled.start()

    @Slot()
    def _go_on(self) -> None:
        """Play on with other in and out points, or round and round."""
        if self._feed is None:
            return
        index, frames = self._session.playhead.index, self._session.document.in_out
        speed = self.speed
        is_past = index >= frames.stop - 1 if speed > 0 else index <= frames.start
        if is_past and not self._actions["loop"].isChecked():
            self.stop()
        else:
            self.play(speed=speed)

    # Every few milliseconds ----------------------------------------------------------------------------------

    @Slot()
    def tick(self) -> None:
        """Show the frame that is due."""
        feed = self._feed
        if feed is None or self._playing is None:
            return
        if self._clock is None:
            if not self._can_start():
                return
            self._clock = Clock(self._now_s)
            self._sound.begin()
        elapsed_s = self._elapsed_s(self._clock)
        feed.due = feed.course.due(elapsed_s)
        number = None
        while self._ready and self._ready[0] <= feed.due:
            number = self._ready.popleft()
        if self._playing.is_paused and len(self._ready) < self._most_ahead // 2:
            self._playing.resume()
        shown = self._tally.shown + (number is not None)
        self._tally = Tally(shown=shown, due=max(feed.due + 1, shown))
        self._bar.set_tally(self._tally)
        if number is not None:
            self._session.playhead.roll_to(feed.course.frame(number))
        if feed.course.is_over(elapsed_s) and (self._is_decoded or number == feed.due):
            self.stop()

    def _can_start(self) -> bool:
        if self._now_s() - self._asked_s > _LONGEST_PREROLL_S:
            return bool(self._ready)
        enough = self._is_decoded or len(self._ready) >= min(_PREROLL, self._most_ahead)
        return enough and (not self._sound.is_on or self._sound.is_ready)

    def _elapsed_s(self, clock: Clock) -> float:
        if self._sound.is_on:
            self._sound.pump()
            heard_s = self._sound.heard_s
            if heard_s is not None:
                clock.follow(heard_s)
            if heard_s is None or clock.is_stuck:
                clock.release()
                self._sound.stop()
                self._hint(tr("The loudspeakers have failed, so the clip plays without sound."))
        return clock.elapsed_s

    @property
    def _most_ahead(self) -> int:
        """How many frames may wait in the cache to be shown."""
        clip = self._session.document.clip
        frame_bytes = 3 * clip.width * clip.height if clip else 1
        return max(2, min(_MOST_AHEAD, self._session.cache.limit_bytes // frame_bytes // 2))

    @Slot(object, object)
    def _decoded(self, job: Job, step: Step[int]) -> None:
        if job is self._playing:
            self._ready.append(step.value)
            if len(self._ready) >= self._most_ahead:
                job.pause()

    @Slot(object, object, object)
    def _finished(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if job is self._playing:
            self._is_decoded = True
            if outcome is not Outcome.DONE:
                self.stop()
        if failure is not None:
            self._notices.fail(failure)

    @Slot(int)
    def _tell_place(self, index: int) -> None:
        clip = self._session.document.clip
        if clip is not None:
            self._bar.set_place(clip.time_s(index), clip.duration_s, index, clip.n_frames)

    # Sound ---------------------------------------------------------------------------------------------------

    def _prepare_sound(self, clip: VideoInfo, course: Course) -> None:
        try:
            speaker = self._open_speaker()
        except MvosError as error:
            self._hint(spoken(str(error)))
            return
        self._sound.prepare(speaker, lambda: sounds_of(clip, course))
        self._set_loudness()

    def _hint(self, text: str) -> None:
        """Say once why there is no sound."""
        if not self._has_hinted:
            self._has_hinted = True
            self._notices.hint(text)

    @Slot(float)
    def _set_volume(self, volume: float) -> None:
        self._session.settings.set_number("volume", volume)
        if self._actions["mute"].isChecked() and volume > 0:
            self._actions["mute"].setChecked(False)
        self._set_loudness()

    def _set_loudness(self) -> None:
        is_muted = self._actions["mute"].isChecked()
        self._sound.set_volume(0 if is_muted else self._bar.volume)

    @Slot(bool)
    def _mute(self, on: bool) -> None:
        self._session.settings.set_number("mute", float(on))
        self._show_muted()
        self._set_loudness()

    def _show_muted(self) -> None:
        self._show_icon("mute", "muted" if self._actions["mute"].isChecked() else "sound")

    @Slot(bool)
    def _loop(self, on: bool) -> None:
        self._session.settings.set_number("loop", float(on))
        if self._playing is not None:
            self._settled.start()

    def _show_icon(self, action: str, name: str) -> None:
        self._actions[action].setIcon(icon(name))
        self._actions[action].setData(name)


def sounds_of(clip: VideoInfo, course: Course) -> Iterator[Sound]:
    """Return the sound of each stretch of a course at the clip's own speed, without end where it loops."""
    end = course.frames.stop
    end_s = clip.start_s + (clip.duration_s if end == clip.n_frames else clip.time_s(end))
    laps = repeat(course.lap) if course.is_looping else ()
    for leg in chain([course.first_leg], laps):
        yield Sound(clip.path, clip.start_s + clip.time_s(leg[0]), end_s)


def _load() -> Iterator[Step[None]]:
    load_multimedia()
    yield Step(1, 1, None)

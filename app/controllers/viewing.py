"""Looking at the clip: the playhead's frame on the canvas, scrubbing, and playback."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from app.actions import NEEDS_CLIP, Actions
from app.icons import icon
from app.images import OverlayStyle
from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.session import Session
from app.widgets.canvas import Canvas
from app.widgets.playback_bar import PlaybackBar
from mvos_core.masks.track import MaskEntry
from mvos_core.types import Frame, LabelMap, Step

_MAX_AHEAD = 48
_FASTEST_TICK_MS = 4
_SLOWEST_TICK_MS = 20


class ViewingController(QObject):
    """Shows frames as they are decoded; `shown` tells which one lies on the canvas."""

    shown_changed = Signal(int)

    def __init__(
        self,
        session: Session,
        *,
        canvas: Canvas,
        bar: PlaybackBar,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._bar = session, canvas, bar
        self._actions, self._notices = actions, notices
        self._shown = 0
        self._frame: Frame | None = None
        self._opacity = session.settings.number("opacity", 0.45)
        self._decoded_labels: tuple[MaskEntry, LabelMap] | None = None
        self._wanted: int | None = None
        self._reading: Job | None = None
        self._playing: Job | None = None
        self._decoded = 0
        self._moves_itself = False
        self._clock = QElapsedTimer()
        self._started_s = 0.0
        self._times_s: tuple[float, ...] = ()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        session.document.clip_changed.connect(self._open)
        session.document.masks_changed.connect(self._masks_changed)
        session.document.objects_changed.connect(self.restyle)
        session.playhead.moved.connect(self._move)
        actions.connect(
            {
                "zoom_in": lambda: canvas.zoom_by(1.25),
                "zoom_out": lambda: canvas.zoom_by(0.8),
                "fit": canvas.fit,
                "actual_size": canvas.actual_size,
                "play": self.toggle,
            }
        )
        for name in ("show_masks", "show_outlines"):
            actions[name].setChecked(True)
            actions[name].toggled.connect(self.restyle)
        canvas.space_tapped.connect(self.toggle)

    @property
    def shown(self) -> int:
        """The frame on the canvas; it lags behind the playhead while decoding does."""
        return self._shown

    @property
    def frame(self) -> Frame | None:
        """The picture on the canvas."""
        return self._frame

    @property
    def is_playing(self) -> bool:
        """Whether the clip plays."""
        return self._playing is not None

    @property
    def opacity(self) -> float:
        """How opaque masks are, in [0, 1]."""
        return self._opacity

    def set_opacity(self, opacity: float) -> None:
        """Show masks more or less opaque."""
        self._opacity = opacity
        self._session.settings.set_number("opacity", opacity)
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Show the masks as the objects and the view's settings say."""
        shown = self._actions["show_masks"].isChecked()
        things = self._session.document.objects if shown else ()
        colours = {thing.label: thing.colour for thing in things if thing.visible}
        outline = self._actions["show_outlines"].isChecked()
        self._canvas.set_style(OverlayStyle(colours, self._opacity, outline))

    @Slot()
    def _open(self) -> None:
        self.stop()
        clip = self._session.document.clip
        self._frame = None
        self._canvas.set_frame(None)
        if clip is not None:
            self._times_s = tuple(float(time) for time in clip.times_s)
        self._actions.enable("play zoom_in zoom_out fit actual_size", "" if clip else NEEDS_CLIP)

    @Slot(object)
    def _masks_changed(self, indices: frozenset[int]) -> None:
        if self._shown in indices:
            self._show_labels()

    def expect(self, entry: MaskEntry, labels: LabelMap) -> None:
        """Take note of what a mask looks like that will be shown next, so that it need not be decoded."""
        self._decoded_labels = (entry, labels)

    def _show_labels(self) -> None:
        entry = self._session.document.track.get(self._shown)
        if entry is None:
            self._canvas.set_labels(None)
            return
        known = self._decoded_labels
        if known is None or known[0] is not entry:
            known = self._decoded_labels = (entry, entry.labels())
        self._canvas.set_labels(known[1])

    def settle(self) -> None:
        """Stay with the frame on the canvas: stop playing, and forget a frame that is still being decoded."""
        self.stop()
        self._wanted, self._reading = None, None
        self._session.playhead.move_to(self._shown)

    # Scrubbing -----------------------------------------------------------------------------------------------

    @Slot(int)
    def _move(self, index: int) -> None:
        clip = self._session.document.clip
        if clip is None:
            return
        if not self._moves_itself:
            self.stop()
        self._bar.set_place(clip.time_s(index), clip.duration_s, index, clip.n_frames)
        frame = self._session.cache.get(index)
        if frame is not None:
            # What is still being decoded was wanted before.
            self._wanted, self._reading = None, None
            self._show(index, frame)
        elif self._playing is None:
            self._wanted = index
            self._request()

    def _show(self, index: int, frame: Frame) -> None:
        self._shown, self._frame = index, frame
        self._canvas.set_frame(frame)
        self._show_labels()
        self.shown_changed.emit(index)

    def _request(self) -> None:
        """Ask for the wanted frame; while one is being decoded, the wish waits and may still change."""
        if self._reading is not None or self._wanted is None:
            return
        index, self._wanted = self._wanted, None
        job = Job(lambda: self._session.decoder.read(index), name=f"read frame {index}")
        job.stepped.connect(self._read)
        job.finished.connect(self._finished)
        self._reading = self._session.decode.submit(job)

    @Slot(object, object)
    def _read(self, job: Job, step: Step[tuple[int, Frame]]) -> None:
        if job is self._reading:
            self._show(*step.value)

    @Slot(object, object, object)
    def _finished(self, job: Job, _outcome: Outcome, failure: Failure | None) -> None:
        if job is self._reading:
            self._reading = None
            self._request()
        if job is self._playing:
            self._decoded = max(self._decoded, self._session.document.in_out.stop - 1)
            if failure is not None:
                self.stop()
        if failure is not None:
            self._notices.fail(failure)

    # Playback ------------------------------------------------------------------------------------------------

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
        self._moves_itself = True
        self._session.playhead.move_to(start)
        self._moves_itself = False
        order = range(start, frames.stop)
        job = Job(lambda: self._session.decoder.play(order), name="play")
        job.stepped.connect(self._decoded_one)
        job.finished.connect(self._finished)
        self._decoded = start
        self._started_s = self._times_s[start]
        self._playing = self._session.decode.submit(job, supersede=True)
        self._reading = None
        self._clock.start()
        tick_ms = round(500 / float(clip.rate))
        self._timer.start(min(max(tick_ms, _FASTEST_TICK_MS), _SLOWEST_TICK_MS))
        self._actions["play"].setIcon(icon("pause"))

    @Slot()
    def stop(self) -> None:
        """Stop playing."""
        if self._playing is None:
            return
        self._timer.stop()
        self._playing.cancel()
        self._playing = None
        self._actions["play"].setIcon(icon("play"))
        self._move(self._session.playhead.index)

    @Slot(object, object)
    def _decoded_one(self, job: Job, step: Step[int]) -> None:
        if job is self._playing:
            self._decoded = step.value
            clip = self._session.document.clip
            frame_bytes = 3 * clip.width * clip.height if clip else 1
            ahead = min(_MAX_AHEAD, self._session.cache.limit_bytes // frame_bytes // 2)
            if step.value > self._session.playhead.index + ahead:
                job.pause()

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
            self._moves_itself = True
            self._session.playhead.move_to(index)
            self._moves_itself = False
        if index >= last:
            self.stop()

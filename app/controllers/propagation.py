"""Propagation: one run at a time on the network lane, its masks landing as they come."""

from __future__ import annotations

from collections import deque
from time import perf_counter

from PySide6.QtCore import QObject, Signal, Slot

from app.actions import Actions
from app.document import Transaction
from app.goals import Goal, orders_of, pending, stale
from app.lanes import Failure, Job, Outcome
from app.masking import MaskedFrame, MaskingRequest
from app.notices import Notices
from app.orders import Way
from app.quality import Quality
from app.session import Session
from app.translating import tr
from app.widgets.canvas import Canvas
from app.widgets.jobs_bar import JobsBar, time_left
from mvos_core.types import Step

_RATE_STEPS = 24
_NOWHERE = -1


class PropagationController(QObject):
    """Starts, pauses, stops and resumes runs. Masks land in a transaction, so a run is undone in one step."""

    state_changed = Signal()
    """A run has begun, was paused, goes on, or has ended."""
    progressed = Signal(int, object)
    """How many steps of how many are done; the number of all may be None."""
    timed = Signal(float)
    """How many ms a frame takes in the run that goes."""

    def __init__(
        self,
        session: Session,
        *,
        canvas: Canvas,
        bar: JobsBar,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._notices = session, canvas, notices
        self._bar = bar.line(self.stop)
        self._job: Job | None = None
        self._transaction: Transaction | None = None
        self._goal: Goal | None = None
        self._interrupted: Goal | None = None
        self._was_paused = False
        self._request: MaskingRequest | None = None
        self._followed = _NOWHERE
        self._times: deque[float] = deque(maxlen=_RATE_STEPS)
        actions.connect(
            {
                "propagate": self.propagate,
                "update_stale": self.update_stale,
                "forward": self.run_forward,
                "backward": self.run_backward,
                "one_forward": lambda: self.run_one(1),
                "one_backward": lambda: self.run_one(-1),
                "pause": self.toggle_pause,
                "stop": self.stop,
            }
        )
        document = session.document
        document.clip_changed.connect(self._forget)
        document.objects_changed.connect(self._objects_changed)

    @property
    def is_running(self) -> bool:
        """Whether a run is under way, paused or not."""
        return self._job is not None

    @property
    def is_paused(self) -> bool:
        """Whether a run waits to go on."""
        return self._job is not None and self._job.is_paused

    @property
    def quality(self) -> Quality | None:
        """What the run that goes is computed with; None while there is none."""
        return self._goal.quality if self._goal else None

    # Commands ------------------------------------------------------------------------------------------------

    @Slot()
    def propagate(self) -> None:
        """Mask every frame from in to out that has no mask or a stale one."""
        self._begin(Way.ALL, tr("Propagate"), pending(self._session.document))

    @Slot()
    def update_stale(self) -> None:
        """Mask the stale frames again."""
        self._begin(Way.ALL, tr("Update stale frames"), stale(self._session.document))

    @Slot()
    def run_forward(self) -> None:
        """Mask from the playhead's frame forwards to the out point."""
        start = self._session.playhead.index
        wanted = frozenset(range(start + 1, self._session.document.in_out.stop))
        self._begin(Way.FORWARD, tr("Propagate forwards"), wanted, start=start)

    @Slot()
    def run_backward(self) -> None:
        """Mask from the playhead's frame backwards to the in point."""
        start = self._session.playhead.index
        wanted = frozenset(range(self._session.document.in_out.start, start))
        self._begin(Way.BACKWARD, tr("Propagate backwards"), wanted, start=start)

    def run_one(self, step: int) -> None:
        """Mask the frame after the playhead's (`step` 1) or before it (−1)."""
        start = self._session.playhead.index
        self._begin(Way.ONE, tr("Propagate one frame"), frozenset({start + step}), start=start)

    @Slot()
    def toggle_pause(self) -> None:
        """Let the run wait, or go on."""
        if self._job is None:
            return
        if self._job.is_paused:
            self._job.resume()
            self._times.clear()
        else:
            self._job.pause()
        self.state_changed.emit()

    @Slot()
    def stop(self) -> None:
        """End the run; what is done stays and is one step of the undo stack."""
        self._interrupted = None
        self._end()

    @Slot()
    def interrupt(self) -> None:
        """Stop the run because a gesture begins; `go_on` takes it up again."""
        if self._job is not None:
            self._was_paused = self._job.is_paused
            self._interrupted = self._goal
            self._end()

    @Slot()
    def go_on(self) -> None:
        """Take up the run that `interrupt` stopped, with what has been painted since."""
        goal, self._interrupted = self._interrupted, None
        if goal is not None:
            self._start(goal)
            if self._job is not None and self._was_paused:
                self._job.pause()
                self.state_changed.emit()

    @Slot(int)
    def go_on_from(self, painted: int) -> None:
        """Take up the interrupted run: what the painted frame has outdated is part of it now.

        The view stays with whoever paints, who may not be done with the frame yet.
        """
        self._followed = _NOWHERE
        if self._interrupted is not None:
            self._interrupted = self._interrupted.after(painted, self._session.document)
            self.go_on()

    # A run ---------------------------------------------------------------------------------------------------

    def _begin(self, way: Way, text: str, wanted: frozenset[int], *, start: int = 0) -> None:
        goal = Goal(way, text, wanted, start, self._session.quality.quality)
        self._followed = self._session.playhead.index
        if self._canvas.is_painting:
            # It begins as one goes on that the gesture has interrupted.
            self._interrupted, self._was_paused = goal, False
            self._notices.hint(tr("The run begins once the shape is finished (Enter) or given up (Esc)."))
            return
        self._interrupted = None
        self._start(goal)

    def _start(self, goal: Goal) -> None:
        document = self._session.document
        orders = orders_of(document, goal)
        if self._job is not None or document.clip is None or not orders:
            return
        self._notices.clear()
        request = MaskingRequest(
            clip=document.clip.path,
            orders=orders,
            entries=dict(document.track),
            anchors=document.decisions(),
            labels=document.labels,
            locked=frozenset(thing.label for thing in document.objects if thing.locked),
            way=goal.way,
            quality=goal.quality,
        )
        self._goal, self._request = goal, request
        self._transaction = document.begin(goal.text)
        self._times.clear()
        job = Job(lambda: self._session.masker.run(request), name=goal.text)
        job.stepped.connect(self._land)
        job.finished.connect(self._finish)
        self._job = self._session.network.submit(job)
        self._bar.set_progress(tr("Loading the network…"), 0, None)
        self.state_changed.emit()
        self.progressed.emit(0, None)

    @Slot(object, object)
    def _land(self, job: Job, step: Step[MaskedFrame | None]) -> None:
        if job is not self._job or self._transaction is None or self._goal is None:
            return
        self._times.append(perf_counter())
        if step.value is not None:
            frame = step.value
            if frame.final or frame.entry is None:
                self._goal = self._goal.without(frame.index)
            if frame.entry is not None:
                self._transaction.land({frame.index: frame.entry})
            self._follow(frame.index)
        self._report(step.done, step.total)

    def _follow(self, index: int) -> None:
        """Look at the frame that is being masked, unless the user looks elsewhere."""
        if self._session.playhead.index == self._followed and not self._session.playhead.is_rolling:
            self._followed = index
            self._session.playhead.move_to(index)

    def _report(self, done: int, total: int | None) -> None:
        text = tr("{done} of {total} frames").format(done=done, total=total)
        if not total:
            text = tr("{done} frames").format(done=done)
        if len(self._times) > 1 and self._times[-1] > self._times[0]:
            rate = (len(self._times) - 1) / (self._times[-1] - self._times[0])
            text += "  ·  " + tr("{rate} frames/s").format(rate=f"{rate:.1f}")
            self.timed.emit(1000 / rate)
            if total and done < total:
                text += f"  ·  {time_left((total - done) / rate)}"
        self._bar.set_progress(text, done, total)
        self.progressed.emit(done, total)

    @Slot(object, object, object)
    def _finish(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if job is not self._job:
            return
        self._end()
        if outcome is Outcome.FAILED and failure is not None:
            text = tr("The run has stopped; the masks made so far are kept. {why}").format(
                why=failure.message
            )
            self._notices.post(text, kind="error", details=failure.details)

    def _end(self) -> None:
        """End the run as far as the document is concerned; steps that still come are ignored."""
        job, self._job = self._job, None
        if job is None:
            return
        job.cancel()
        if self._transaction is not None:
            self._transaction.commit()
        self._transaction, self._goal, self._request = None, None, None
        self._bar.hide()
        self.state_changed.emit()

    @Slot()
    def _forget(self) -> None:
        """Drop a run that works for a clip that is no longer open."""
        self._interrupted, self._transaction = None, None
        self._end()

    @Slot()
    def _objects_changed(self) -> None:
        """A run that works for objects as they were begins anew with them as they are."""
        document, request = self._session.document, self._request
        locked = frozenset(thing.label for thing in document.objects if thing.locked)
        if request is not None and (document.labels, locked) != (request.labels, request.locked):
            self.interrupt()
            self.go_on()

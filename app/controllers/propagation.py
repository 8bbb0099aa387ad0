"""Propagation: one run at a time on the network lane, its masks landing as they come."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from time import perf_counter

from PySide6.QtCore import QObject, Slot

from app.actions import NEEDS_CLIP, Actions
from app.document import Transaction
from app.icons import icon
from app.lanes import Failure, Job, Outcome
from app.masking import MaskedFrame, MaskingRequest
from app.notices import Notices
from app.orders import Order, Way, orders_for
from app.session import Session
from app.widgets.jobs_bar import JobsBar, time_left
from app.widgets.side_panels import NextStepCard
from mvos_core.types import Step

_RATE_STEPS = 24
_NEEDS_ANCHOR = "paint an object in a frame first."
_RUNS = "a run is going; stop it first (Esc)."


@dataclass(frozen=True, slots=True)
class Goal:
    """What a run is for: the frames still to be masked, and from where unless it is for all of them."""

    way: Way
    text: str
    wanted: frozenset[int]
    start: int = 0

    def without(self, index: int) -> Goal:
        """Return the goal once a frame is done."""
        return replace(self, wanted=self.wanted - {index})


class PropagationController(QObject):
    """Starts, pauses, stops and resumes runs. Masks land in a transaction, so a run is undone in one step."""

    def __init__(
        self,
        session: Session,
        *,
        card: NextStepCard,
        bar: JobsBar,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._card, self._bar = session, card, bar
        self._actions, self._notices = actions, notices
        self._job: Job | None = None
        self._preparation: Job | None = None
        self._transaction: Transaction | None = None
        self._goal: Goal | None = None
        self._interrupted: Goal | None = None
        self._was_paused = False
        self._request: MaskingRequest | None = None
        self._followed = -1
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
        document.clip_changed.connect(self._prepare)
        document.masks_changed.connect(self._refresh_idle)
        document.range_changed.connect(self.refresh)
        document.objects_changed.connect(self._objects_changed)
        session.playhead.moved.connect(self._refresh_idle)
        self.refresh()

    @property
    def is_running(self) -> bool:
        """Whether a run is under way, paused or not."""
        return self._job is not None

    # Commands ------------------------------------------------------------------------------------------------

    @Slot()
    def propagate(self) -> None:
        """Mask every frame from in to out that has no mask or a stale one."""
        self._start(Goal(Way.ALL, "Propagate", self._pending()))

    @Slot()
    def update_stale(self) -> None:
        """Mask the stale frames again."""
        document = self._session.document
        self._start(Goal(Way.ALL, "Update stale frames", document.stale.intersection(document.in_out)))

    @Slot()
    def run_forward(self) -> None:
        """Mask from the playhead's frame forwards to the out point."""
        start = self._session.playhead.index
        wanted = frozenset(range(start + 1, self._session.document.in_out.stop))
        self._start(Goal(Way.FORWARD, "Propagate forwards", wanted, start))

    @Slot()
    def run_backward(self) -> None:
        """Mask from the playhead's frame backwards to the in point."""
        start = self._session.playhead.index
        wanted = frozenset(range(self._session.document.in_out.start, start))
        self._start(Goal(Way.BACKWARD, "Propagate backwards", wanted, start))

    def run_one(self, step: int) -> None:
        """Mask the frame after the playhead's (`step` 1) or before it (−1)."""
        start = self._session.playhead.index
        self._start(Goal(Way.ONE, "Propagate one frame", frozenset({start + step}), start))

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
        self.refresh()

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
                self.refresh()

    @Slot(int)
    def go_on_from(self, painted: int) -> None:
        """Take up the interrupted run: what the painted frame has outdated is part of it now."""
        goal = self._interrupted
        if goal is None:
            return
        outdated = self._session.document.stale.intersection(self._session.document.in_out)
        if goal.way is Way.ALL:
            goal = replace(goal, wanted=goal.wanted | outdated)
        elif goal.way is Way.FORWARD and painted >= goal.start:
            goal = replace(goal, wanted=goal.wanted | {index for index in outdated if index > painted})
        elif goal.way is Way.BACKWARD and painted <= goal.start:
            goal = replace(goal, wanted=goal.wanted | {index for index in outdated if index < painted})
        self._interrupted = replace(goal, wanted=goal.wanted - {painted})
        self.go_on()

    # Getting ready -------------------------------------------------------------------------------------------

    @Slot()
    def _prepare(self) -> None:
        """Load the network while the user still paints, and see how fast it is here."""
        clip, masker = self._session.document.clip, self._session.masker
        if clip is None or masker.is_ready or self._preparation is not None:
            return
        size = clip.size
        job = Job(lambda: masker.prepare(size), name="get the network ready")
        job.stepped.connect(self._measured)
        self._preparation = self._session.network.submit(job)

    @Slot(object, object)
    def _measured(self, _job: Job, step: Step[float]) -> None:
        """Believe the fastest step, until a run tells better."""
        if step.done > 1 and (self._step_ms == 0 or step.value < self._step_ms) and self._job is None:
            self._step_ms = step.value
            self._refresh_idle()

    @property
    def _step_ms(self) -> float:
        """How long the network takes for a frame on this machine; 0 while that is not known."""
        return self._session.settings.number(f"step_ms/{self._session.masker.name}", 0)

    @_step_ms.setter
    def _step_ms(self, value: float) -> None:
        self._session.settings.set_number(f"step_ms/{self._session.masker.name}", value)

    # A run ---------------------------------------------------------------------------------------------------

    def _orders(self, goal: Goal) -> tuple[Order, ...]:
        document = self._session.document
        if not goal.wanted:
            return ()
        anchors = [index for index, decided in document.decisions().items() if decided]
        if goal.way is Way.ONE:
            (wanted,) = goal.wanted
            step = wanted - goal.start
            starts = frozenset({goal.start}.difference(anchors))
            return (Order(range(goal.start, wanted + step, step), starts, 2),)
        fresh = set(document.track) - document.stale - goal.wanted
        start = None if goal.way is Way.ALL else goal.start
        return orders_for(goal.wanted, anchors, document.in_out, fresh=fresh, start=start)

    def _start(self, goal: Goal) -> None:
        document = self._session.document
        orders = self._orders(goal)
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
        )
        self._goal, self._request = goal, request
        if self._preparation is not None:
            self._preparation.cancel()
        self._transaction = document.begin(goal.text)
        self._followed = self._session.playhead.index
        self._times.clear()
        job = Job(lambda: self._session.masker.run(request), name=goal.text)
        job.stepped.connect(self._land)
        job.finished.connect(self._finish)
        self._job = self._session.network.submit(job)
        self._bar.set_progress("Loading the network…", 0, None)
        self._card.set_progress(0, None)
        self.refresh()

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
        if self._session.playhead.index == self._followed:
            self._followed = index
            self._session.playhead.move_to(index)

    def _report(self, done: int, total: int | None) -> None:
        text = f"{done} of {total} frames" if total else f"{done} frames"
        if len(self._times) > 1 and self._times[-1] > self._times[0]:
            rate = (len(self._times) - 1) / (self._times[-1] - self._times[0])
            text += f"  ·  {rate:.1f} frames/s"
            self._step_ms = 1000 / rate
            if total and done < total:
                text += f"  ·  {time_left((total - done) / rate)}"
        self._bar.set_progress(text, done, total)
        self._card.set_progress(done, total)

    @Slot(object, object, object)
    def _finish(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if job is not self._job:
            return
        self._end()
        if outcome is Outcome.FAILED and failure is not None:
            text = f"The run has stopped; the masks made so far are kept. {failure.message}"
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
        self._card.set_idle()
        self.refresh()

    @Slot()
    def _forget(self) -> None:
        """Drop a run that works for a clip that is no longer open."""
        self._interrupted, self._transaction = None, None
        self._end()
        self.refresh()

    @Slot()
    def _objects_changed(self) -> None:
        """A run that works for objects as they were begins anew with them as they are."""
        document, request = self._session.document, self._request
        locked = frozenset(thing.label for thing in document.objects if thing.locked)
        if request is not None and (document.labels, locked) != (request.labels, request.locked):
            self.interrupt()
            self.go_on()
        self.refresh()

    # What can be done now ------------------------------------------------------------------------------------

    def _pending(self) -> frozenset[int]:
        document = self._session.document
        return frozenset(i for i in document.in_out if i not in document.track or i in document.stale)

    @Slot()
    def _refresh_idle(self) -> None:
        """Refresh, but not with every frame that a run masks: nothing can be done then that could not before."""
        if self._job is None:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Enable what can be done, say why the rest cannot, and name the next step."""
        document, index = self._session.document, self._session.playhead.index
        known = bool(document.clip and any(document.decisions().values()))
        why = NEEDS_CLIP if document.clip is None else _RUNS if self._job else "" if known else _NEEDS_ANCHOR
        pending = self._pending() if document.clip else frozenset()
        stale = document.stale.intersection(document.in_out)
        here = "" if document.objects_at(index) else "this frame has no mask to go on from."
        reasons = {
            "propagate": "" if pending else "every frame from in to out has a mask that is up to date.",
            "update_stale": "" if stale else "no mask is stale.",
            "forward": here
            or ("" if index + 1 < document.in_out.stop else "there is no frame after this one."),
            "backward": here
            or ("" if index > document.in_out.start else "there is no frame before this one."),
        }
        clip = document.clip
        reasons["one_forward"] = here or (
            "" if clip and index + 1 < clip.n_frames else "this is the last frame."
        )
        reasons["one_backward"] = here or ("" if index > 0 else "this is the first frame.")
        for name, reason in reasons.items():
            self._actions.enable(name, why or reason)
        self._actions.enable(
            "export",
            NEEDS_CLIP if clip is None else _RUNS if self._job else "" if document.track else _NEEDS_ANCHOR,
        )
        paused = self._job is not None and self._job.is_paused
        self._actions["pause"].setText("Go on" if paused else "Pause")
        self._actions["pause"].setIcon(icon("play" if paused else "pause"))
        self._actions.enable("pause stop", "" if self._job else "no run is going.")
        self._refresh_card(pending, stale, known=known, paused=paused)

    def _refresh_card(
        self, pending: frozenset[int], stale: frozenset[int], *, known: bool, paused: bool
    ) -> None:
        n_pending, n_stale = len(pending), len(stale)
        self._card.offer("update_stale", shown=n_stale > 0)
        if self._job is not None:
            self._card.set_step(
                "Paused" if paused else "Propagating…",
                "Paint at any time: the run takes your correction up and goes on.",
                primary="",
            )
        elif not known:
            hint = "Brush over it in this frame, edge to edge. One frame is enough to begin."
            self._card.set_step("Paint the object", hint, primary="")
        elif n_pending == n_stale and n_stale:
            hint = f"{_frames(n_stale)} computed before your correction.{self._estimate(stale)}"
            self._card.set_step("Update what is stale", hint, primary="update_stale")
        elif n_pending:
            hint = f"{_frames(n_pending)} still to be masked.{self._estimate(pending)}"
            self._card.set_step("Propagate", hint, primary="propagate")
        else:
            hint = (
                "Every frame from in to out has its mask. Press D to see where the network was "
                "unsure; paint there to correct it."
            )
            self._card.set_step("Check and export", hint, primary="export")

    def _estimate(self, wanted: frozenset[int]) -> str:
        """Say how long it will take here; nothing where that is not worth a word, or not known yet."""
        if not self._step_ms:
            return ""
        n_steps = sum(order.n_steps for order in self._orders(Goal(Way.ALL, "", wanted)))
        seconds = n_steps * self._step_ms / 1000
        return "" if seconds < 1 else f" About {time_left(seconds).removesuffix(' left')} here."


def _frames(count: int) -> str:
    return "1 frame" if count == 1 else f"{count} frames"

"""Lanes: threads that pull generators, and the jobs they pull.

Every long piece of work is a generator of `Step`s. A lane runs one after the other, first in first out, and always
closes a generator on its own thread, so that what the generator holds open is let go where it was opened.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from queue import SimpleQueue
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QSemaphore, QThread, Signal, Slot

from app.library_sentences import spoken
from app.translating import tr
from mvos_core.types import MvosError, Step

_log = logging.getLogger(__name__)
_UNHANDLED_STEPS = 4
_NICE = 5

Work = Callable[[], Iterator[Step[Any]]]
"""Makes the generator; called on the lane's thread."""


class Outcome(str, Enum):
    """How a job ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed: a sentence for the user and the details for a report."""

    message: str
    details: str


class Job(QObject):
    """A generator that a lane pulls. It lives in the GUI thread, where its signals arrive.

    `stepped(job, step)` comes once a step, `finished(job, outcome, failure)` exactly once; `failure` is None unless
    the outcome is FAILED. Connect bound methods of QObjects of the GUI thread only.
    """

    stepped = Signal(object, object)
    finished = Signal(object, object, object)

    def __init__(self, work: Work, *, name: str) -> None:
        super().__init__()
        self.name = name
        self._work = work
        self._cancelled = Event()
        self._running = Event()
        self._running.set()
        # A slow receiver slows the job down instead of filling the memory with waiting steps.
        self._credits = QSemaphore(_UNHANDLED_STEPS)
        self.stepped.connect(self._handled)

    @property
    def is_paused(self) -> bool:
        """Whether the job waits after its current step."""
        return not self._running.is_set()

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """End the job after its current step; `finished` still comes."""
        self._cancelled.set()
        self._running.set()
        self._credits.release()

    def pause(self) -> None:
        """Let the job wait after its current step."""
        if not self.is_cancelled:
            self._running.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._running.set()

    @Slot(object, object)
    def _handled(self, _job: Job, _step: object) -> None:
        self._credits.release()

    def run(self) -> None:
        """Pull the generator to its end; called by the lane on its thread."""
        outcome, failure = Outcome.CANCELLED, None
        if not self.is_cancelled:
            # The one place where any error is caught: a job may raise whatever its libraries do (torch raises
            # RuntimeError when memory runs out), and the thread has to live on.
            try:
                outcome = self._pull()
            except MvosError as error:
                outcome, failure = Outcome.FAILED, Failure(spoken(str(error)), traceback.format_exc())
            except Exception as error:  # noqa: BLE001
                _log.warning("the job %s failed", self.name, exc_info=True)
                outcome, failure = Outcome.FAILED, Failure(explain(error), traceback.format_exc())
        self.finished.emit(self, outcome, failure)

    def _pull(self) -> Outcome:
        steps = self._work()
        try:
            for step in steps:
                self._credits.acquire()
                if self._cancelled.is_set():
                    return Outcome.CANCELLED
                self.stepped.emit(self, step)
                self._running.wait()
                if self._cancelled.is_set():
                    return Outcome.CANCELLED
        finally:
            if (close := getattr(steps, "close", None)) is not None:
                close()
        return Outcome.DONE


def explain(error: Exception) -> str:
    """Return a sentence for an error that no one foresaw, with what to do about it."""
    text = str(error)
    if isinstance(error, MemoryError) or "out of memory" in text or "allocate memory" in text:
        return tr(
            "There was not enough memory for this; close other programs, or choose a smaller working size."
        )
    return tr(
        "Something went wrong that should not have; what was done is kept. Copy the details and report them, please."
    )


class Lane(QThread):
    """A thread that runs its jobs one at a time, in the order in which they came.

    One that `yields` computes for long on all cores; it and the threads that its libraries start make way for input.
    """

    def __init__(self, name: str, *, yields: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._yields = yields
        self._is_closed = False
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._current: Job | None = None
        self._alive: set[Job] = set()

    def submit(self, job: Job, *, supersede: bool = False) -> Job:
        """Queue a job; `supersede` cancels those that are queued or running. A closed lane takes no more jobs."""
        if self._is_closed:
            job.cancel()
            return job
        if supersede:
            self.cancel_all()
        self._alive.add(job)
        job.finished.connect(self._forget)
        self._waiting.put(job)
        if not self.isRunning():
            priority = QThread.Priority.LowPriority if self._yields else QThread.Priority.InheritPriority
            self.start(priority)
        return job

    def cancel_all(self) -> None:
        """Cancel what is queued and what runs."""
        for job in list(self._alive):
            job.cancel()

    @property
    def is_busy(self) -> bool:
        """Whether a job is queued or runs."""
        return bool(self._alive)

    @Slot(object, object, object)
    def _forget(self, job: Job, _outcome: Outcome, _failure: Failure | None) -> None:
        self._alive.discard(job)

    def run(self) -> None:
        """Run the jobs as they come, until `close`."""
        if self._yields and sys.platform == "linux":
            # Linux ignores the priorities of Qt's threads, but knows a nice value for each.
            thread = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + _NICE)
        while (job := self._waiting.get()) is not None:
            job.run()
            del job  # what it was given is not to live until the next one comes

    def close(self, *, finish: bool = False) -> None:
        """Cancel everything, or `finish` it, and wait for the thread's end.

        Only jobs of a few steps can be finished so, for nobody handles their steps meanwhile.
        """
        self._is_closed = True
        if not finish:
            self.cancel_all()
        if self.isRunning():
            self._waiting.put(None)
            self.wait()
        self._alive.clear()

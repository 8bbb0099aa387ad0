"""Reading masks in the background, all or none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal, Slot

from app.importing import ImportedMask
from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.session import Session
from app.widgets.jobs_bar import JobsBar
from mvos_core.masks.track import MaskEntry
from mvos_core.types import Step


class MaskReading(QObject):
    """Reads masks on a lane for that, one reading at a time, and hands them over once all are read."""

    done = Signal(object)
    """The masks, by frame."""

    def __init__(self, session: Session, *, bar: JobsBar, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._notices = session, notices
        self._bar = bar.line(self.cancel)
        self._job: Job | None = None
        self._text = ""
        self._read: dict[int, MaskEntry] = {}

    @property
    def is_running(self) -> bool:
        """Whether masks are being read."""
        return self._job is not None

    def begin(
        self, steps: Callable[[], Iterator[Step[ImportedMask]]], *, name: str, waiting: str, text: str
    ) -> None:
        """Read what `steps` yields; the jobs bar says `waiting` at once, and then `text` of {done} and {total}."""
        self._read, self._text = {}, text
        self._bar.set_progress(waiting, 0, None)
        job = Job(steps, name=name)
        job.stepped.connect(self._step)
        job.finished.connect(self._finish)
        self._job = self._session.imports.submit(job)

    @Slot()
    def cancel(self) -> None:
        """Give up what is under way; nothing of it stays."""
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def forget(self) -> None:
        """Give up what is under way for another clip's sake."""
        if self._job is not None:
            self.cancel()
            self._job = None
            self._bar.hide()

    @Slot(object, object)
    def _step(self, job: Job, step: Step[ImportedMask]) -> None:
        if job is self._job:
            self._read[step.value.index] = step.value.entry
            self._bar.set_progress(self._text.format(done=step.done, total=step.total), step.done, step.total)

    @Slot(object, object, object)
    def _finish(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if job is not self._job:
            return
        self._job = None
        self._bar.hide()
        read, self._read = self._read, {}
        if failure is not None:
            self._notices.fail(failure)
        elif outcome is Outcome.DONE:
            self.done.emit(read)

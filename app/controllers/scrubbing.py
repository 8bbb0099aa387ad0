"""Scrubbing: the frame that is looked at is decoded as fast as can be, and those around it while nobody asks for more."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.session import Session
from mvos_core.types import Frame, Step

_REST_MS = 150
_MOST_AROUND = 16
_SHARE = 4
"""At most one in so many of the frames that the cache can hold is decoded ahead, and as many behind."""


class Scrubber(QObject):
    """Brings frames: `arrived(index, frame)`.

    One in memory comes at once. For another, a nearer one may come first and the one asked for when it is decoded; what
    was asked for before is given up as soon as it has shown anything.
    """

    arrived = Signal(int, object)

    def __init__(self, session: Session, *, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._notices = session, notices
        self._last = 0
        self._wanted: tuple[int, int] | None = None
        self._reading: Job | None = None
        self._has_shown = False
        self._prefetching: Job | None = None
        self._is_backward = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._prefetch)

    @property
    def is_reading(self) -> bool:
        """Whether a frame is being decoded that was asked for."""
        return self._reading is not None

    def want(self, index: int) -> None:
        """Ask for a frame, and for no other any more."""
        self._rest.stop()
        back = self._last - index
        self._is_backward, self._last = back > 0, index
        frame = self._session.cache.get(index)
        if frame is not None:
            self.forget()
            self.arrived.emit(index, frame)
            self._rest.start()
            return
        self._end_prefetching()
        # Each step back would be decoded from its key frame on, so many are decoded at once.
        self._wanted = index, self._n_around() if 0 < back <= _MOST_AROUND else 0
        self._request()

    @Slot()
    def forget(self) -> None:
        """Ask for nothing any more."""
        self._rest.stop()
        self._end_prefetching()
        self._wanted = None
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _request(self) -> None:
        if self._wanted is None:
            return
        if self._reading is not None:
            # Something is seen even where the wish changes faster than frames are decoded.
            if self._has_shown:
                self._reading.cancel()
            return
        (index, run_up), self._wanted = self._wanted, None
        decoder = self._session.decoder
        job = Job(lambda: decoder.read(index, run_up=run_up), name=f"read frame {index}")
        job.stepped.connect(self._read)
        job.finished.connect(self._finished)
        self._has_shown = False
        self._reading = self._session.decode.submit(job)

    @Slot(object, object)
    def _read(self, job: Job, step: Step[tuple[int, Frame] | None]) -> None:
        if job is self._reading and step.value is not None:
            self._has_shown = True
            self.arrived.emit(*step.value)
            self._request()

    @Slot(object, object, object)
    def _finished(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if job is self._reading:
            self._reading = None
            self._request()
            if self._reading is None and outcome is Outcome.DONE:
                self._rest.start()
        if failure is not None:
            self._notices.fail(failure)

    # Before anyone asks --------------------------------------------------------------------------------------

    def _n_around(self) -> int:
        clip = self._session.document.clip
        if clip is None:
            return 0
        return min(_MOST_AROUND, self._session.cache.limit_bytes // (3 * clip.width * clip.height) // _SHARE)

    @Slot()
    def _prefetch(self) -> None:
        if self._session.playhead.is_rolling or self._reading is not None:
            return
        index, n = self._last, self._n_around()
        ahead, behind = range(index + 1, index + n + 1), range(index - n, index)
        order = (*behind, *ahead) if self._is_backward else (*ahead, *behind)
        job = Job(lambda: self._session.decoder.prefetch(order), name=f"prefetch around {index}")
        self._prefetching = self._session.decode.submit(job)

    def _end_prefetching(self) -> None:
        if self._prefetching is not None:
            self._prefetching.cancel()
            self._prefetching = None

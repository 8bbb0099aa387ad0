"""The timeline's small pictures: wanted by what is in sight, made while nothing else is to be done."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QImage

from app.images import frame_image
from app.lanes import Failure, Job, Outcome
from app.session import Session
from app.thumbnails import Thumbnail, ThumbnailStore, may_be_exact
from app.widgets.timeline import Timeline
from mvos_core.types import Step

_QUIET_MS = 250
"""Thumbnails wait until the playhead, the view and all other work have been still for so long."""


class ThumbnailController(QObject):
    """Has thumbnails made, and lets that wait as soon as there is anything else to do."""

    def __init__(self, session: Session, *, timeline: Timeline, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._timeline = session, timeline
        self._store = ThumbnailStore()
        self._images: dict[int, tuple[Thumbnail, QImage]] = {}
        self._job: Job | None = None
        self._is_closed = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._go_on)
        timeline.set_pictures(self._picture)
        timeline.scale_changed.connect(self._give_up)
        session.playhead.moved.connect(self._hold)
        session.document.clip_changed.connect(self._open)

    @property
    def store(self) -> ThumbnailStore:
        """The thumbnails that there are."""
        return self._store

    def close(self) -> None:
        """End what is under way."""
        self._is_closed = True
        self._quiet.stop()
        if self._job is not None:
            self._job.cancel()

    def _picture(self, index: int) -> QImage | None:
        thumbnail = self._store.get(index)
        if thumbnail is None:
            return None
        known = self._images.get(index)
        if known is None or known[0] is not thumbnail:
            known = self._images[index] = thumbnail, frame_image(thumbnail.picture)
        return known[1]

    @Slot()
    def _open(self) -> None:
        self._store.clear()
        self._images.clear()
        self._give_up()

    @Slot()
    def _give_up(self) -> None:
        """Other frames are wanted than those being made."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._wait()

    @Slot()
    def _hold(self) -> None:
        if self._job is not None:
            self._job.pause()
        self._wait()

    def _wait(self) -> None:
        if not self._is_closed and self._session.document.clip is not None:
            self._quiet.start()

    def _is_busy(self) -> bool:
        session = self._session
        lanes = (session.network, session.render, session.decode, session.preview, session.strokes)
        return session.playhead.is_rolling or any(lane.is_busy for lane in lanes)

    @Slot()
    def _go_on(self) -> None:
        clip, wanted = self._session.document.clip, self._timeline.strip_frames
        if clip is None or not wanted:
            return
        if self._is_busy():
            self._wait()
        elif self._job is not None:
            self._job.resume()
        else:
            exact = may_be_exact(len(self._timeline.scale.visible), clip.size)
            lacking = self._store.lacking(wanted, exact=exact)
            # What is not in sight any more may go from here when it goes from the store.
            self._images = {index: kept for index, kept in self._images.items() if index in set(wanted)}
            if lacking:
                maker = self._session.thumbnailer
                job = Job(lambda: maker.make(clip.path, lacking, exact=exact), name="thumbnails")
                job.stepped.connect(self._step)
                job.finished.connect(self._finish)
                self._job = self._session.thumbnails.submit(job)

    @Slot(object, object)
    def _step(self, job: Job, step: Step[Thumbnail | None]) -> None:
        if job is not self._job:
            return
        if step.value is not None:
            self._store.put(step.value)
            self._timeline.update()
        if self._is_busy():
            self._hold()

    @Slot(object, object, object)
    def _finish(self, job: Job, _outcome: Outcome, _failure: Failure | None) -> None:
        # A frame that cannot be read has no thumbnail; whoever goes there is told why.
        if job is self._job:
            self._job = None

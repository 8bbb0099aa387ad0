"""The ways to move through the clip, and its in and out points."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QObject, Slot

from app.absence import absent_objects
from app.actions import NEEDS_CLIP, Actions
from app.document import Document
from app.notices import Notices
from app.session import Session
from app.translating import tr
from mvos_core.confidence import DOUBTFUL
from mvos_core.masks.track import ANCHORING, MaskEntry


class NavigationController(QObject):
    """Moves the playhead, and sets the in and out points."""

    def __init__(self, session: Session, *, actions: Actions, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._actions, self._notices = actions, notices
        document = session.document
        document.clip_changed.connect(self._open)
        document.masks_changed.connect(self._refresh_steps)
        session.playhead.moved.connect(self._refresh_steps)
        for name, step in (("previous", -1), ("next", 1), ("back_ten", -10), ("on_ten", 10)):
            actions[name].triggered.connect(lambda _checked=False, step=step: self._step(step))
        actions.connect(
            {
                "first": lambda: session.playhead.move_to(document.in_out.start),
                "last": lambda: session.playhead.move_to(document.in_out.stop - 1),
                "previous_anchor": self._previous_anchor,
                "next_anchor": self._next_anchor,
                "next_doubtful": self._next_doubtful,
                "mark_in": self._mark_in,
                "mark_out": self._mark_out,
                "clear_range": self._clear_range,
            }
        )

    @Slot()
    def _open(self) -> None:
        clip = self._session.document.clip
        for names in (
            "previous next back_ten on_ten first last mark_in mark_out clear_range",
            "previous_anchor next_anchor next_doubtful",
        ):
            self._actions.enable(names, "" if clip else NEEDS_CLIP)
        self._refresh_steps()

    # Moving --------------------------------------------------------------------------------------------------

    def _step(self, step: int) -> None:
        self._session.playhead.move_to(self._session.playhead.index + step)

    @Slot()
    def _refresh_steps(self) -> None:
        document, index = self._session.document, self._session.playhead.index
        if document.clip is None:
            return
        anchors = document.anchors()
        none = tr("no frame is painted yet.") if not anchors else ""
        self._actions.enable(
            "previous_anchor", none or ("" if anchors[0] < index else tr("no anchor lies before."))
        )
        self._actions.enable(
            "next_anchor", none or ("" if anchors[-1] > index else tr("no anchor lies after."))
        )

    @Slot()
    def _previous_anchor(self) -> None:
        before = [a for a in self._session.document.anchors() if a < self._session.playhead.index]
        if before:
            self._session.playhead.move_to(before[-1])

    @Slot()
    def _next_anchor(self) -> None:
        after = [a for a in self._session.document.anchors() if a > self._session.playhead.index]
        if after:
            self._session.playhead.move_to(after[0])

    @Slot()
    def _next_doubtful(self) -> None:
        frame = next_doubtful(self._session.document, after=self._session.playhead.index)
        if frame is None:
            self._notices.hint(tr("The network is sure of every frame that it has masked."))
        else:
            self._session.playhead.move_to(frame)

    @Slot()
    def _mark_in(self) -> None:
        index, frames = self._session.playhead.index, self._session.document.in_out
        self._session.document.set_range(range(index, max(frames.stop, index + 1)))

    @Slot()
    def _mark_out(self) -> None:
        index, frames = self._session.playhead.index, self._session.document.in_out
        self._session.document.set_range(range(min(frames.start, index), index + 1))

    @Slot()
    def _clear_range(self) -> None:
        clip = self._session.document.clip
        if clip is not None:
            self._session.document.set_range(range(clip.n_frames))


def confidence_of(track: Mapping[int, MaskEntry], index: int, known: frozenset[int]) -> float | None:
    """Return how sure the network was of a frame's least sure object among those `known` that are in the picture.

    1 for the user's own; None where there is no mask, or no object in the picture.
    """
    entry = track.get(index)
    if entry is None:
        return None
    default = 1.0 if entry.origin in ANCHORING else None
    counting = known - absent_objects(track, index)
    return min((sure for label, sure in entry.confidence.items() if label in counting), default=default)


def next_doubtful(document: Document, *, after: int) -> int | None:
    """Return the least sure frame of the next stretch of doubtful ones, beginning anew behind the last.

    Stretches rather than frames, since one correction mends a whole stretch.
    """
    clip = document.clip
    if clip is None:
        return None
    sure = np.full(clip.n_frames + 1, 2.0)
    for index in document.track:
        value = confidence_of(document.track, index, document.labels)
        sure[index] = 2.0 if value is None else value
    edges = np.flatnonzero(np.diff(np.concatenate(([0], sure < DOUBTFUL))))
    worst = [
        int(start + np.argmin(sure[start:stop])) for start, stop in zip(edges[::2], edges[1::2], strict=True)
    ]
    return next((frame for frame in worst if frame > after), worst[0] if worst else None)

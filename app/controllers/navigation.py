"""The timeline, wired to the document, and the ways to move through the clip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QObject, Slot

from app.actions import NEEDS_CLIP, Actions
from app.document import Document
from app.notices import Notices
from app.objects import decided_objects, entry_objects
from app.session import Session
from app.widgets.timeline import LaneInfo, State, Timeline
from mvos_core.confidence import DOUBTFUL
from mvos_core.masks.track import ANCHORING, MaskEntry


class NavigationController(QObject):
    """Keeps the timeline true, and moves the playhead."""

    def __init__(
        self, session: Session, *, timeline: Timeline, actions: Actions, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._timeline = session, timeline
        self._actions, self._notices = actions, notices
        document = session.document
        document.clip_changed.connect(self._open)
        document.objects_changed.connect(self._refresh_lanes)
        document.masks_changed.connect(self._refresh_cells)
        document.range_changed.connect(self._refresh_range)
        session.selection.changed.connect(timeline.set_selected)
        session.playhead.moved.connect(timeline.set_playhead)
        session.playhead.moved.connect(self._refresh_steps)
        timeline.scrubbed.connect(session.playhead.move_to)
        timeline.range_chosen.connect(document.set_range)
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

    # The timeline --------------------------------------------------------------------------------------------

    @Slot()
    def _open(self) -> None:
        document = self._session.document
        clip = document.clip
        self._timeline.set_clip(clip.n_frames if clip else 0)
        for names in (
            "previous next back_ten on_ten first last mark_in mark_out clear_range",
            "previous_anchor next_anchor next_doubtful",
        ):
            self._actions.enable(names, "" if clip else NEEDS_CLIP)

    @Slot()
    def _refresh_lanes(self) -> None:
        objects = self._session.document.objects
        self._timeline.set_lanes([LaneInfo(thing.label, thing.name, thing.colour) for thing in objects])
        self._timeline.set_selected(self._session.selection.label)
        self._refresh_cells(self._session.document.track)

    @Slot(object)
    def _refresh_cells(self, indices: Iterable[int]) -> None:
        document = self._session.document
        known, stale = document.labels, document.stale
        for index in indices:
            entry = document.track.get(index)
            states = _states(entry, known, is_stale=index in stale)
            self._timeline.set_cell(index, states, confidence_of(entry, known))
        self._refresh_steps()

    @Slot()
    def _refresh_range(self) -> None:
        self._timeline.set_range(self._session.document.in_out)

    # Moving --------------------------------------------------------------------------------------------------

    def _step(self, step: int) -> None:
        self._session.playhead.move_to(self._session.playhead.index + step)

    @Slot()
    def _refresh_steps(self) -> None:
        document, index = self._session.document, self._session.playhead.index
        if document.clip is None:
            return
        anchors = document.anchors()
        none = "no frame is painted yet." if not anchors else ""
        self._actions.enable(
            "previous_anchor", none or ("" if anchors[0] < index else "no anchor lies before.")
        )
        self._actions.enable("next_anchor", none or ("" if anchors[-1] > index else "no anchor lies after."))

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
            self._notices.hint("The network is sure of every frame that it has masked.")
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


def _states(entry: MaskEntry | None, known: frozenset[int], *, is_stale: bool) -> Mapping[int, State]:
    if entry is None:
        return {}
    computed = State.STALE if is_stale else State.PROPAGATED
    painted = decided_objects(entry) if entry.origin in ANCHORING else frozenset()
    return {label: State.PAINTED if label in painted else computed for label in entry_objects(entry) & known}


def confidence_of(entry: MaskEntry | None, known: frozenset[int]) -> float | None:
    """Return how sure the network was of a frame's least sure object; 1 for the user's own, None without a mask."""
    if entry is None:
        return None
    default = 1.0 if entry.origin in ANCHORING else None
    return min((sure for label, sure in entry.confidence.items() if label in known), default=default)


def next_doubtful(document: Document, *, after: int) -> int | None:
    """Return the least sure frame of the next stretch of doubtful ones, beginning anew behind the last.

    Stretches rather than frames, since one correction mends a whole stretch.
    """
    clip = document.clip
    if clip is None:
        return None
    sure = np.full(clip.n_frames + 1, 2.0)
    for index, entry in document.track.items():
        value = confidence_of(entry, document.labels)
        sure[index] = 2.0 if value is None else value
    edges = np.flatnonzero(np.diff(np.concatenate(([0], sure < DOUBTFUL))))
    worst = [
        int(start + np.argmin(sure[start:stop])) for start, stop in zip(edges[::2], edges[1::2], strict=True)
    ]
    return next((frame for frame in worst if frame > after), worst[0] if worst else None)

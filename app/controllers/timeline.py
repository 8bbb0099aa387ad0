"""The timeline, wired to the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QObject, Slot

from app.controllers.navigation import confidence_of
from app.objects import decided_objects, entry_objects
from app.session import Session
from app.widgets.timeline import LaneInfo, State, Timeline
from mvos_core.masks.track import ANCHORING, MaskEntry


class TimelineController(QObject):
    """Keeps the timeline true; what is dragged on it moves the playhead and the in and out points."""

    def __init__(self, session: Session, *, timeline: Timeline, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._timeline = session, timeline
        document = session.document
        document.clip_changed.connect(self._open)
        document.objects_changed.connect(self._refresh_lanes)
        document.masks_changed.connect(self._refresh_cells)
        document.range_changed.connect(self._refresh_range)
        session.selection.changed.connect(timeline.set_selected)
        session.playhead.moved.connect(timeline.set_playhead)
        timeline.scrubbed.connect(session.playhead.move_to)
        timeline.range_chosen.connect(document.set_range)
        timeline.lane_chosen.connect(session.selection.select)

    @Slot()
    def _open(self) -> None:
        clip = self._session.document.clip
        if clip is None:
            self._timeline.set_clip(0)
        else:
            times_s = np.asarray(clip.ticks) * float(clip.time_base)
            self._timeline.set_clip(clip.n_frames, times_s=times_s, size=clip.size)

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

    @Slot()
    def _refresh_range(self) -> None:
        self._timeline.set_range(self._session.document.in_out)


def _states(entry: MaskEntry | None, known: frozenset[int], *, is_stale: bool) -> Mapping[int, State]:
    if entry is None:
        return {}
    computed = State.STALE if is_stale else State.PROPAGATED
    painted = decided_objects(entry) if entry.origin in ANCHORING else frozenset()
    return {label: State.PAINTED if label in painted else computed for label in entry_objects(entry) & known}

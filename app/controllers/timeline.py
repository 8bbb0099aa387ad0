"""The timeline, wired to the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QObject, Slot

from app.absence import absent_objects, touched
from app.actions import NEEDS_CLIP, Actions
from app.controllers.navigation import confidence_of
from app.objects import decided_objects, entry_objects
from app.session import Session
from app.widgets.lanes import NO_CONFIDENCE
from app.widgets.overview import TimelineFooter
from app.widgets.time_scale import TimeScale
from app.widgets.timeline import LaneInfo, State, Timeline
from mvos_core.masks.track import ANCHORING, MaskEntry

_FOLDED = "folded lanes"
_TOGETHER = "lanes together"
_MOST_REMEMBERED = 20


class TimelineController(QObject):
    """Keeps the timeline true; what is dragged on it moves the playhead and the in and out points.

    Which lanes are folded is remembered: one lane for all objects for every clip, single lanes for the clips of late.
    """

    def __init__(
        self,
        session: Session,
        *,
        timeline: Timeline,
        footer: TimelineFooter,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._timeline, self._footer, self._actions = session, timeline, footer, actions
        self._labels: frozenset[int] = frozenset()
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
        timeline.scale_changed.connect(self._follow)
        timeline.folding_changed.connect(self._remember_folding)
        footer.overview.scale_asked.connect(timeline.set_scale)
        session.playhead.moved.connect(footer.overview.set_playhead)
        actions.connect(
            {
                "timeline_in": timeline.zoom_in,
                "timeline_out": timeline.zoom_out,
                "timeline_fit": timeline.fit,
                "fold_lane": timeline.toggle_fold,
                "fold_lanes": self._fold_all,
            }
        )

    @Slot()
    def _open(self) -> None:
        clip, self._labels = self._session.document.clip, self._session.document.labels
        if clip is None:
            self._timeline.set_clip(0)
        else:
            times_s = np.asarray(clip.ticks) * float(clip.time_base)
            self._timeline.set_clip(clip.n_frames, times_s=times_s, size=clip.size)
            folded = self._session.settings.words(_FOLDED).get(str(clip.path), "")
            together = self._session.settings.number(_TOGETHER, 0) > 0
            self._timeline.set_folding([int(label) for label in folded.split()], is_combined=together)
        names = "timeline_in timeline_out timeline_fit fold_lane fold_lanes"
        self._actions.enable(names, "" if clip else NEEDS_CLIP)

    @Slot()
    def _refresh_lanes(self) -> None:
        document = self._session.document
        self._timeline.set_lanes(
            [LaneInfo(thing.label, thing.name, thing.colour) for thing in document.objects]
        )
        self._timeline.set_selected(self._session.selection.label)
        changed, self._labels = self._labels ^ document.labels, document.labels
        # Entries of others' making do not say without being decoded whom they show.
        masks = document.track.items() if changed else ()
        self._refresh_cells(
            [index for index, entry in masks if not entry.confidence or changed & entry.confidence.keys()]
        )

    @Slot(object)
    def _refresh_cells(self, indices: Iterable[int]) -> None:
        document = self._session.document
        known, stale, order = document.labels, document.stale, touched(document.track, indices)
        states = {label: np.full(len(order), State.EMPTY, np.uint8) for label in known}
        sure = np.full(len(order), NO_CONFIDENCE, np.float32)
        for place, index in enumerate(order):
            entry = document.track.get(index)
            for label, state in _states(entry, known, is_stale=index in stale).items():
                states[label][place] = state
            for label in absent_objects(document.track, index) & known if index not in stale else ():
                states[label][place] = State.ABSENT
            confidence = confidence_of(document.track, index, known)
            sure[place] = NO_CONFIDENCE if confidence is None else confidence
        self._timeline.set_cells(order, states, sure)

    @Slot()
    def _refresh_range(self) -> None:
        self._timeline.set_range(self._session.document.in_out)
        self._footer.overview.set_range(self._session.document.in_out)

    @Slot(object)
    def _follow(self, scale: TimeScale) -> None:
        self._footer.follow(self._timeline.left, scale)

    @Slot()
    def _fold_all(self) -> None:
        stack = self._timeline.stack
        self._timeline.set_folding(stack.folded, is_combined=not stack.is_combined)

    @Slot()
    def _remember_folding(self) -> None:
        settings, stack, clip = self._session.settings, self._timeline.stack, self._session.document.clip
        self._actions["fold_lanes"].setChecked(stack.is_combined)
        if clip is None:
            return
        settings.set_number(_TOGETHER, float(stack.is_combined))
        clips = settings.words(_FOLDED)
        clips.pop(str(clip.path), None)
        if stack.folded:
            clips[str(clip.path)] = " ".join(map(str, sorted(stack.folded)))
        settings.set_words(_FOLDED, dict(list(clips.items())[-_MOST_REMEMBERED:]))


def _states(entry: MaskEntry | None, known: frozenset[int], *, is_stale: bool) -> Mapping[int, State]:
    if entry is None:
        return {}
    computed = State.STALE if is_stale else State.PROPAGATED
    painted = decided_objects(entry) if entry.origin in ANCHORING else frozenset()
    return {label: State.PAINTED if label in painted else computed for label in entry_objects(entry) & known}

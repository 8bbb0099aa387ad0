"""Scribbles: strokes on a frame become a mask in the background, stroke by stroke."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Slot

from app.actions import Actions
from app.controllers.painting import PaintingController
from app.controllers.viewing import ViewingController
from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.raster import Patch, Stroke
from app.scribbling import ScribbleRequest
from app.session import Session
from app.translating import marked, tr
from app.widgets.canvas import Canvas
from app.widgets.scratch import Pen, Scratch
from mvos_core.masks.track import MaskEntry
from mvos_core.types import Frame, LabelMap, Mask, Step

_BEGIN = marked(
    "Draw over the object first, with the left button; then over what does not belong to it, with the right one."
)

Strokes = Mapping[int, tuple[Stroke, ...]]
"""The strokes of each object, by its label."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """A stroke that waits to be turned into a mask, on the frame and with the pen that it was drawn with."""

    index: int
    frame: Frame
    pen: Pen
    stroke: Stroke


class ScribbleController(QObject):
    """Sends strokes to their lane one after the other, and puts each one's mask into the document as a step of its own.

    Strokes belong to the state of the frame that they led to, so undo takes a stroke away with its effect, and a mask
    that is edited in another way begins without strokes.
    """

    def __init__(
        self,
        session: Session,
        *,
        canvas: Canvas,
        painting: PaintingController,
        viewing: ViewingController,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._painting = session, canvas, painting
        self._viewing, self._notices = viewing, notices
        self._waiting: deque[_Wish] = deque()
        self._job: Job | None = None
        self._base: MaskEntry | None = None
        self._found: Mask | None = None
        # By frame and identity of its mask; the masks are kept, so that no other one can have their identity.
        self._drawn: dict[tuple[int, int], tuple[MaskEntry | None, Strokes]] = {}
        canvas.stroked.connect(self._take)
        canvas.painted.connect(self._settle)
        canvas.abandoned.connect(self._settle)
        viewing.shown_changed.connect(self._show)
        session.document.masks_changed.connect(self._show)
        session.document.objects_changed.connect(self._show)
        session.document.clip_changed.connect(self._forget)
        session.selection.changed.connect(self._show)
        actions["scribble"].toggled.connect(self._show)

    def strokes_at(self, index: int) -> Strokes:
        """Return the strokes that led to a frame's mask."""
        entry = self._session.document.track.get(index)
        return self._drawn.get((index, id(entry)), (entry, {}))[1]

    @Slot(object, object)
    def _take(self, stroke: Stroke, pen: Pen) -> None:
        frame = self._viewing.frame
        if frame is not None:
            self._waiting.append(_Wish(self._viewing.shown, frame, pen, stroke))
            self._show()
            self._settle()
            self._next()

    def _next(self) -> None:
        if self._job is not None or self._found is not None or not self._waiting:
            return
        wish = self._waiting[0]
        self._base = self._session.document.track.get(wish.index)
        labels, strokes = self._labels(wish), self._all_strokes(wish)
        previous = labels == wish.pen.label
        has_mask = bool(previous.any())
        if not has_mask and not any(stroke.foreground for stroke in strokes):
            self._notices.hint(tr(_BEGIN))
        request = ScribbleRequest(wish.frame, strokes, previous if has_mask else None)
        job = Job(lambda: self._session.scribbler.run(request), name="scribble")
        job.stepped.connect(self._land)
        job.finished.connect(self._finish)
        self._job = self._session.strokes.submit(job)

    def _labels(self, wish: _Wish) -> LabelMap:
        entry = self._session.document.track.get(wish.index)
        return np.zeros(wish.frame.shape[:2], np.uint8) if entry is None else entry.labels()

    def _all_strokes(self, wish: _Wish) -> tuple[Stroke, ...]:
        return (*self.strokes_at(wish.index).get(wish.pen.label, ()), wish.stroke)

    @Slot(object, object)
    def _land(self, job: Job, step: Step[Mask]) -> None:
        if job is self._job:
            self._found = step.value
            self._settle()

    @Slot()
    def _settle(self) -> None:
        """Put the mask that was found into the document, unless a gesture is under way, which it would break off."""
        if self._found is None or self._canvas.is_painting or not self._waiting:
            return
        wish, mask, document = self._waiting[0], self._found, self._session.document
        self._found = None
        thing = next((thing for thing in document.objects if thing.label == wish.pen.label), None)
        entry = document.track.get(wish.index)
        if thing is None or thing.locked or (entry is None and self._base is not None):
            self._waiting.popleft()
            self._painting.abandon()
        elif entry is self._base:
            self._put(self._waiting.popleft(), mask)
        # Otherwise the mask was changed meanwhile, and the stroke is worked out anew on what it is now.
        self._show()
        self._next()

    def _put(self, wish: _Wish, mask: Mask) -> None:
        document = self._session.document
        strokes = {**self.strokes_at(wish.index), wish.pen.label: self._all_strokes(wish)}
        before = self._labels(wish)
        after = given_to(before, mask, wish.pen)
        if np.array_equal(before, after):
            self._painting.abandon()
        else:
            self._painting.put(tr("Scribble"), after, wish.index)
        entry = document.track.get(wish.index)
        self._drawn[wish.index, id(entry)] = (entry, strokes)

    @Slot(object, object, object)
    def _finish(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if job is not self._job:
            return
        self._job = None
        if outcome is not Outcome.DONE:
            self._waiting.clear()
            self._painting.abandon()
            self._show()
        if failure is not None:
            self._notices.fail(failure)
        self._next()

    @Slot()
    def _forget(self) -> None:
        """Drop the strokes of a clip that is no longer open."""
        self._waiting.clear()
        self._drawn.clear()
        job, self._job, self._found = self._job, None, None
        if job is not None:
            job.cancel()
        self._show()

    @Slot()
    def _show(self) -> None:
        index, label = self._viewing.shown, self._session.selection.label
        waiting = (w.stroke for w in self._waiting if (w.index, w.pen.label) == (index, label))
        drawn = self.strokes_at(index).get(label, ()) if label is not None else ()
        self._canvas.set_strokes((*drawn, *waiting))


def given_to(labels: LabelMap, mask: Mask, pen: Pen) -> LabelMap:
    """Return the label map with the pen's object on `mask` and nowhere else, as far as other objects let it."""
    for patch, erase in ((Patch(0, 0, ~mask), True), (Patch(0, 0, mask), False)):
        scratch = Scratch(labels, Pen(pen.label, erase=erase, over_others=pen.over_others, locked=pen.locked))
        scratch.cover(patch)
        labels = scratch.labels
    return labels

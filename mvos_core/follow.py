"""Crop and follow: where objects are small, the network looks at a part of each frame around them, at the same cost.

What it remembers are parts too, each around the objects of its own frame. Matching is by appearance, so they may lie
anywhere, but nothing may change its size between them only because of the crop: the zoom stays as it is while it can, and
where it changes, memory is made anew from the anchors and the frame before (docs/adr/0019).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mvos_core.confidence import LOST
from mvos_core.propagation import Anchor, Propagated, Propagator, Run, painted_over, still_gone
from mvos_core.runtime.pixels import resize_plane, working_size
from mvos_core.types import Frame, LabelMap, size_of
from mvos_core.view import Box, View, bounds

_WAIT_FRAMES = 5
"""Frames that are seen whole after an object was lost, before the view follows again."""
_SOFT_STRIDE = 2
"""Of the soft masks that come out, in pixels of the whole frame's working size: zoomed in, 4 would lose detail."""
_WHOLE = View()


class FollowingPropagator(Propagator):
    """A propagator whose runs follow small objects with a view."""

    def run(self) -> FollowingRun:
        """Return a run with an empty memory."""
        return FollowingRun(self)


class FollowingRun:
    """A run that chooses a view of each frame: of what was found in the frame before, or of all of it.

    It looks at the whole frame where the objects are large or unknown, and once more where an object is cut off by
    the view, lost, or in doubt.
    """

    def __init__(self, propagator: Propagator) -> None:
        self._p = propagator
        self._anchors: dict[int, tuple[Frame, Anchor]] = {}
        self._previous: tuple[Frame, Anchor] | None = None
        self._view = _WHOLE
        self._wait = 0
        self._gone: frozenset[int] = frozenset()
        self._run: Run | None = None

    def remember(self, index: int, frame: Frame, anchor: Anchor) -> None:
        """Take an anchor into memory without segmenting its frame (`Run.remember`)."""
        self._keep(index, frame, anchor)
        self._previous, self._run, self._view = None, None, _WHOLE

    def step(self, index: int, frame: Frame, anchor: Anchor | None = None) -> Propagated:
        """Segment the run's next frame (`Run.step`)."""
        size = size_of(frame)
        view = self._next_view(anchor, size)
        result = self._look(view, index, frame, anchor)
        self._gone = still_gone(self._gone, result, anchor)
        unsure = _unsure(result, self._gone)
        if view.zoom > 1 and (unsure or _cut_off(result.labels, view)):
            result = self._look(_WHOLE, index, frame, anchor)
            self._wait = _WAIT_FRAMES
        elif unsure:
            self._wait = _WAIT_FRAMES
        elif self._wait:
            self._wait -= 1
        if anchor:
            self._keep(index, frame, anchor)
        self._previous = frame, Anchor(result.labels, result.objects)
        return result

    def _next_view(self, anchor: Anchor | None, size: tuple[int, int]) -> View:
        """Follow what the frame before showed, and what an anchor shows here."""
        if self._wait:
            return _WHOLE
        shown = self._previous[1].labels if self._previous else np.zeros(size, np.uint8)
        objects = bounds(painted_over(shown, anchor) if anchor else shown)
        return self._view.follow(objects, size) if objects else _WHOLE

    def _look(self, view: View, index: int, frame: Frame, anchor: Anchor | None) -> Propagated:
        """Segment the part of a frame that a view shows, with a memory of its zoom."""
        size = size_of(frame)
        if self._run is None or view.zoom != self._view.zoom:
            self._run = self._run_with(view, size)
        self._view = view
        box = view.box(size)
        part = replace(anchor, labels=box.cut(anchor.labels)) if anchor else None
        working = working_size(size, self._p.size)
        return pasted(self._run.step(index, box.cut(frame), part), box, size=size, working=working)

    def _run_with(self, view: View, size: tuple[int, int]) -> Run:
        """Return a run that remembers the anchors and the frame before at a view's zoom."""
        run = Run(self._p, size=working_size(size, self._p.size))
        for index, (frame, anchor) in self._anchors.items():
            run.remember(index, *_part(frame, anchor, view))
        if self._previous:
            run.resume(*_part(*self._previous, view))
        return run

    def _keep(self, index: int, frame: Frame, anchor: Anchor) -> None:
        """Keep an anchor, and of the others the latest and those without which an object would have none."""
        self._anchors[index] = frame, anchor
        kept: dict[int, tuple[Frame, Anchor]] = {}
        known: set[int] = set()
        for other, (its_frame, its_anchor) in reversed(self._anchors.items()):
            if len(kept) < self._p.max_anchors or not known.issuperset(its_anchor.objects):
                kept[other] = its_frame, its_anchor
                known.update(its_anchor.objects)
        self._anchors = dict(reversed(kept.items()))


def pasted(result: Propagated, box: Box, *, size: tuple[int, int], working: tuple[int, int]) -> Propagated:
    """Return what was found in a part of a frame as a result for the frame of `size`, with nothing around it.

    Label maps are exact; soft masks are brought to half the `working` size of the whole frame.
    """
    labels = np.zeros(size, np.uint8)
    box.cut(labels)[:] = result.labels
    height, width = working[0] // _SOFT_STRIDE, working[1] // _SOFT_STRIDE
    rows = [round(edge * height / size[0]) for edge in (box.top, box.bottom)]
    columns = [round(edge * width / size[1]) for edge in (box.left, box.right)]
    soft = np.zeros((len(result.soft), height, width), np.uint8)
    if rows[0] < rows[1] and columns[0] < columns[1]:
        for plane, part in zip(soft, result.soft, strict=True):
            found: NDArray[np.float32] = part.astype(np.float32)
            grown = resize_plane(found, (rows[1] - rows[0], columns[1] - columns[0]))
            plane[slice(*rows), slice(*columns)] = (grown + 0.5).astype(np.uint8)
    return replace(result, labels=labels, soft=soft)


def _part(frame: Frame, anchor: Anchor, view: View) -> tuple[Frame, Anchor]:
    """Return what a view around an anchor's objects shows of its frame."""
    size = size_of(frame)
    spoken_for = painted_over(np.zeros(size, np.uint8), anchor)
    box = view.around(bounds(spoken_for), size).box(size)
    return box.cut(frame), replace(anchor, labels=box.cut(anchor.labels))


def _unsure(result: Propagated, gone: frozenset[int]) -> bool:
    return any(confidence < LOST for label, confidence in result.confidence.items() if label not in gone)


def _cut_off(labels: LabelMap, view: View) -> bool:
    """Say whether nothing is found, or something that goes on beyond the view."""
    found = bounds(labels)
    return found is None or view.cuts(found, size_of(labels))

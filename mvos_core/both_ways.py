"""A clip from all of its anchors: forwards, and backwards where an object is known on both sides or begins later."""

from __future__ import annotations

import itertools
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mvos_core.propagation import (
    Anchor,
    FrameSource,
    Propagated,
    Propagator,
    labels_from_logits,
    painted_over,
    propagate,
)
from mvos_core.types import MvosError, Step, size_of


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What a backward run from the anchor at `late` fills for some objects.

    Attributes:
        frames: the frames, forwards, that it is wanted for.
        late: where it begins.
        early: the objects' anchor before, which forward results come from; None where there is none.
        objects: those that it runs.
    """

    frames: range
    late: int
    early: int | None
    objects: frozenset[int]

    @property
    def order(self) -> range:
        """The frames to run through, its anchor first."""
        return range(self.late, self.frames.start - 1, -1)

    def forward_weight(self, index: int) -> float:
        """Return the forward run's share in a frame: it falls linearly from the early to the late anchor."""
        return 0.0 if self.early is None else (self.late - index) / (self.late - self.early)


@dataclass(slots=True)
class _Pending:
    """What is known so far of a frame that waits for backward runs: by object, probabilities × 255 and confidence.

    Packed and without a label map: between two distant anchors there are many of these.
    """

    shape: tuple[int, ...] = ()
    soft: dict[int, bytes] = field(default_factory=dict)
    confidence: dict[int, float] = field(default_factory=dict)

    def add(self, result: Propagated, *, old_weight: float = 0.0) -> None:
        """Mix a run's result in; objects that are new here are taken as they are."""
        self.shape = result.soft.shape[1:]
        for label, plane in zip(result.objects, result.soft, strict=True):
            share = old_weight if label in self.soft else 0.0
            old = self._plane(label) if share else plane
            mixed = share * old.astype(np.float32) + (1 - share) * plane
            self.soft[label] = zlib.compress((mixed + 0.5).astype(np.uint8).tobytes(), level=1)
            sure = result.confidence[label]
            self.confidence[label] = share * self.confidence.get(label, sure) + (1 - share) * sure

    def _plane(self, label: int) -> NDArray[np.uint8]:
        return np.frombuffer(zlib.decompress(self.soft[label]), np.uint8).reshape(self.shape)

    def result(self, index: int, anchor: Anchor | None, size: tuple[int, int]) -> Propagated:
        """Return the frame's final result, an anchor's objects as painted."""
        objects = tuple(sorted(self.soft))
        soft = np.stack([self._plane(label) for label in objects])
        likely = np.clip(soft.astype(np.float32) / 255, 1e-4, 1 - 1e-4)
        labels = labels_from_logits(np.log(likely / (1 - likely)), objects, size)
        confidence = {label: self.confidence[label] for label in objects}
        if anchor:
            labels = painted_over(labels, anchor)
            confidence |= dict.fromkeys(anchor.objects, 1.0)
        return Propagated(index, labels, objects, confidence, soft)


def propagate_clip(
    propagator: Propagator,
    source: FrameSource,
    anchors: Mapping[int, Anchor],
    frames: range,
    *,
    backward: bool = False,
) -> Iterator[Step[Propagated | None]]:
    """Mask all of `frames` (a forward range) from the anchors: everything that one command asks for.

    An object is run forwards from its first anchor on. Between two of its anchors it is run backwards too, and the
    probabilities of both directions are mixed by distance, also where the anchors lie outside the range; with
    `backward` it is also run from its first anchor back to the beginning. Frames that wait for a backward run come
    twice, at first as not final. Of a frame about which nothing is known there is no result.

    Every frame that is run through is a step, so that a caller can stop at each: a step's value is None on the way from
    an anchor to the range, and where one of several backward runs is done.

    Raises:
        MvosError: no anchor tells anything about the range.
    """
    onward = _onward(anchors, frames)
    stretches = _stretches(anchors, frames, backward=backward)
    if not onward and not stretches:
        raise MvosError(
            "No mask lies in or before the range; give one for a frame of it, or run backwards from a later one.",
            exit_code=2,
        )
    total = len(onward) + sum(len(stretch.order) for stretch in stretches)
    due = Counter(index for stretch in stretches for index in stretch.frames)
    pending: dict[int, _Pending] = {}
    done = 0
    # Back from where the forward run begins, or from beyond its end, nothing waits; that comes last.
    apart = [each for each in stretches if each.late not in onward[1:]]
    for step in propagate(propagator, source, anchors, onward):
        done += 1
        result = step.value
        if due[result.index]:
            pending.setdefault(result.index, _Pending()).add(result)
            result = replace(result, final=False)
        yield Step(done, total, result if result.index in frames else None)
        for stretch in [each for each in stretches if each.late == result.index and each not in apart]:
            for finished in _run_back(propagator, source, anchors, stretch, pending=pending, due=due):
                done += 1
                yield Step(done, total, finished)
    for stretch in apart:
        for finished in _run_back(propagator, source, anchors, stretch, pending=pending, due=due):
            done += 1
            yield Step(done, total, finished)


def _onward(anchors: Mapping[int, Anchor], frames: range) -> range:
    """Return the forward run: from the range's first frame where its anchor says all, else from the anchor before."""
    passed = [index for index in anchors if index < frames.start]
    known = {label for index in passed for label in anchors[index].objects}
    if frames.start in anchors and known.issubset(anchors[frames.start].objects):
        return frames
    start = (
        max(passed) if passed else min((index for index in anchors if index in frames), default=frames.stop)
    )
    return range(start, frames.stop)


def _stretches(anchors: Mapping[int, Anchor], frames: range, *, backward: bool) -> list[_Stretch]:
    """Return the backward runs that the range calls for, from early to late; objects with the same ends share one."""
    at: dict[int, list[int]] = {}
    for index in sorted(anchors):
        for label in anchors[index].objects:
            at.setdefault(label, []).append(index)
    ends: dict[tuple[int, int | None], set[int]] = {}
    for label, indices in at.items():
        if backward:
            ends.setdefault((indices[0], None), set()).add(label)
        for early, late in itertools.pairwise(indices):
            ends.setdefault((late, early), set()).add(label)
    found = []
    for (late, before), labels in ends.items():
        start = frames.start if before is None else max(before + 1, frames.start)
        wanted = range(start, min(late, frames.stop))
        if wanted:
            found.append(_Stretch(wanted, late, before, frozenset(labels)))
    return sorted(found, key=lambda stretch: stretch.late)


def _run_back(
    propagator: Propagator,
    source: FrameSource,
    anchors: Mapping[int, Anchor],
    stretch: _Stretch,
    *,
    pending: dict[int, _Pending],
    due: Counter[int],
) -> Iterator[Propagated | None]:
    """Run a stretch; yield once a frame, its final result where no other stretch is due for it."""
    known = {
        index: Anchor(anchors[index].labels, tuple(o for o in anchors[index].objects if o in stretch.objects))
        for index in anchors
        if index >= stretch.late and stretch.objects.intersection(anchors[index].objects)
    }
    for step in propagate(propagator, source, known, stretch.order):
        index = step.value.index
        if index not in stretch.frames:
            yield None
            continue
        due[index] -= 1
        if index not in pending and index not in anchors and not due[index]:
            yield step.value  # nothing to blend it with
            continue
        frame = pending.setdefault(index, _Pending())
        frame.add(step.value, old_weight=stretch.forward_weight(index))
        if due[index]:
            yield None
        else:
            size = size_of(step.value.labels)
            yield pending.pop(index).result(index, anchors.get(index), size)

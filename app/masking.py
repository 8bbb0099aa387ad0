"""Masking in the background: the network, loaded when it is first needed, and what a run hands over.

Only the network lane calls what touches the network or a reader. Torch is imported with the first run, so that the
window stands before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from app.objects import entry_objects
from mvos_core.masks.track import MaskEntry, Origin
from mvos_core.types import LabelMap, Step
from mvos_core.video import open_video

if TYPE_CHECKING:
    from pathlib import Path

    from mvos_core.propagation import Anchor, Propagated, Propagator


@dataclass(frozen=True, slots=True)
class MaskingRequest:
    """A snapshot of everything that a run needs.

    Attributes:
        clip: the clip's path.
        orders: the frames to run through, forwards or backwards, one run after the other.
        entries: the clip's masks.
        anchors: for every anchor, the objects that it speaks for.
        starts: frames whose mask is good, though no anchor: runs that begin there go on from it and leave it as it is.
        labels: the objects that exist.
        locked: those among them whose pixels stay as they are.
    """

    clip: Path
    orders: tuple[range, ...]
    entries: Mapping[int, MaskEntry]
    anchors: Mapping[int, frozenset[int]]
    labels: frozenset[int]
    starts: frozenset[int] = frozenset()
    locked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MaskedFrame:
    """A frame that a run has masked; `entry` is None where the mask that is there stays, as an anchor's always does.

    Where `final` is False, the frame will come again, blended with what the other direction says.
    """

    index: int
    entry: MaskEntry | None
    final: bool = True


class Masker:
    """Pulls runs through a network that is loaded once."""

    def __init__(self, load: Callable[[], Propagator]) -> None:
        self._load = load
        self._propagator: Propagator | None = None

    def run(self, request: MaskingRequest) -> Iterator[Step[MaskedFrame]]:
        """Mask the frames of a request; frames between two anchors come twice, the second time blended.

        Raises:
            MvosError: the model or the clip cannot be read.
        """
        from mvos_core.both_ways import propagate_clip
        from mvos_core.propagation import propagate

        if self._propagator is None:
            self._propagator = self._load()
        rest = sum(len(order) for order in request.orders)
        before = 0
        with open_video(request.clip) as reader:
            for order in request.orders:
                rest -= len(order)
                anchors = _Anchors(request, start=order[0])
                forwards = order.step > 0
                steps = (propagate_clip if forwards else propagate)(self._propagator, reader, anchors, order)
                seen: set[int] = set()
                done = 0
                for step in steps:
                    done = step.done
                    total = before + (step.total or len(order)) + rest
                    yield Step(before + done, total, self._masked(step.value, request, seen))
                    seen.add(step.value.index)
                before += done

    @staticmethod
    def _masked(result: Propagated, request: MaskingRequest, seen: set[int]) -> MaskedFrame:
        if result.index in request.anchors or result.index in request.starts:
            return MaskedFrame(result.index, None)
        origin = Origin.BLENDED if result.index in seen else Origin.PROPAGATED
        previous = request.entries.get(result.index)
        return MaskedFrame(result.index, merged(result, previous, request, origin=origin), result.final)


class _Anchors(Mapping[int, "Anchor"]):
    """The anchors of a run, decoded when they are asked for. A good mask at the run's start counts as one."""

    def __init__(self, request: MaskingRequest, *, start: int) -> None:
        self._entries = request.entries
        self._objects = {index: objects for index, objects in request.anchors.items() if objects}
        if start in request.starts:
            objects = entry_objects(request.entries[start]) & request.labels
            if objects:
                self._objects[start] = objects
        self._anchor = lru_cache(maxsize=8)(self._decode)

    def _decode(self, index: int) -> Anchor:
        from mvos_core.propagation import Anchor

        return Anchor(self._entries[index].labels(), tuple(sorted(self._objects[index])))

    def __getitem__(self, index: int) -> Anchor:
        if index not in self._objects:
            raise KeyError(index)
        return self._anchor(index)

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._objects))

    def __len__(self) -> int:
        return len(self._objects)


def merged(
    result: Propagated, previous: MaskEntry | None, request: MaskingRequest, *, origin: Origin
) -> MaskEntry:
    """Return the frame's new mask: the run's, but what it may not or cannot speak for stays as it was.

    Locked objects keep their pixels, and so do those that the run does not know, unless it needs them for its own.
    """
    taken = set(result.objects) & request.labels - request.locked
    confidence = {label: result.confidence[label] for label in taken}
    labels = keep_only(result.labels, taken)
    if previous is not None:
        kept = (entry_objects(previous) & request.labels) - taken
        if kept:
            old = previous.labels()
            solid = np.isin(old, list(kept & request.locked))
            gap = (labels == 0) & np.isin(old, list(kept))
            labels = np.where(solid | gap, old, labels)
            confidence |= {label: previous.confidence.get(label, 1.0) for label in kept}
    return MaskEntry.of(labels, origin=origin, confidence=confidence)


def keep_only(labels: LabelMap, known: set[int] | frozenset[int]) -> LabelMap:
    """Return the label map with every other label turned to background."""
    table = np.zeros(256, np.uint8)
    for label in known:
        table[label] = label
    return np.asarray(table[labels], np.uint8)


def default_loader(model: str, *, size: int) -> Callable[[], Propagator]:
    """Return what loads the shipped model called `model`, or a checkpoint by its path."""

    def load() -> Propagator:
        from mvos_core.model.checkpoint import load_model
        from mvos_core.propagation import Propagator

        return Propagator(load_model(model), size=size)

    return load

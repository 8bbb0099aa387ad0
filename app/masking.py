"""Masking in the background: the network, loaded when it is first needed, and what a run hands over.

Only the network lane calls what touches the network or a reader. Torch is imported with the first run, so that the
window stands before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from app.loading import import_torch
from app.objects import entry_objects
from app.orders import Order, Way
from app.quality import DEFAULT_QUALITY, Quality
from mvos_core.masks.labels import keep_only
from mvos_core.masks.track import UNDECIDED, MaskEntry, Origin
from mvos_core.pipeline import ReadAhead
from mvos_core.types import Step
from mvos_core.video import open_video

if TYPE_CHECKING:
    from pathlib import Path

    from mvos_core.propagation import Anchor, Propagated, Propagator


@dataclass(frozen=True, slots=True)
class MaskingRequest:
    """A snapshot of everything that a run needs.

    Attributes:
        clip: the clip's path.
        orders: what to mask, one after the other.
        entries: the clip's masks.
        anchors: for every anchor, the objects that it speaks for.
        labels: the objects that exist.
        locked: those among them whose pixels stay as they are.
        way: forwards, objects are not run back from their first anchor; a single frame is not blended.
        quality: what it is computed with.
    """

    clip: Path
    orders: tuple[Order, ...]
    entries: Mapping[int, MaskEntry]
    anchors: Mapping[int, frozenset[int]]
    labels: frozenset[int]
    locked: frozenset[int] = frozenset()
    way: Way = Way.ALL
    quality: Quality = DEFAULT_QUALITY


_MEASURED_STEPS = 6


@dataclass(frozen=True, slots=True)
class MaskedFrame:
    """A frame that a run has masked.

    `entry` is None where the mask that is there stays: an anchor's does, unless objects run through its frame for which
    it does not speak. Where `final` is False, the frame will come again, blended with what the other direction says.
    """

    index: int
    entry: MaskEntry | None
    final: bool = True


LoadNetwork = Callable[[Quality], "Propagator"]
Measure = Callable[["Propagator", tuple[int, int], int], "Iterator[float]"]
"""Times a network's steps on frames of a size (height, width) with so many objects, in ms."""


class Masker:
    """Pulls runs through a network that is loaded once, until another quality is asked for."""

    def __init__(self, load: LoadNetwork, *, measure: Measure | None = None) -> None:
        self._load = load
        self._measure = measure
        self._loaded: tuple[Quality, Propagator] | None = None
        self.devices: tuple[str, ...] = ()
        """The kinds of device that there are here; known once a network is loaded."""

    def prepare(
        self, quality: Quality, size: tuple[int, int], *, n_objects: int = 1
    ) -> Iterator[Step[float]]:
        """Load the network and yield how many ms its steps take on frames of (height, width).

        What following saves or costs depends on the clip; whole frames are looked at.

        Raises:
            MvosError: the model cannot be read, or there is no such device.
        """
        propagator = self._ready(quality)
        if self._measure is not None:
            for done, step_ms in enumerate(self._measure(propagator, size, n_objects), start=1):
                yield Step(done, None, step_ms)

    def _ready(self, quality: Quality) -> Propagator:
        if self._loaded is None or self._loaded[0] != quality:
            import_torch()
            from mvos_core.model.precision import available_devices

            self.devices = available_devices()
            self._loaded = None  # not two of them in memory
            self._loaded = quality, self._load(quality)
        return self._loaded[1]

    def close(self) -> None:
        """Let the network go."""
        self._loaded = None

    def run(self, request: MaskingRequest) -> Iterator[Step[MaskedFrame | None]]:
        """Mask the frames of a request; frames between two anchors come twice, the second time blended.

        Steps on the way from an anchor to the frames have no value.

        Raises:
            MvosError: the model or the clip cannot be read.
        """
        propagator = self._ready(request.quality)
        from mvos_core.both_ways import propagate_clip
        from mvos_core.propagation import propagate

        rest = sum(order.n_steps for order in request.orders)
        before = 0
        with open_video(request.clip) as reader, ReadAhead(reader) as clip:
            for order in request.orders:
                rest -= order.n_steps
                anchors = _Anchors(request, order.starts)
                steps: Iterator[Step[Propagated]] | Iterator[Step[Propagated | None]]
                if request.way is Way.ONE:
                    steps = propagate(propagator, clip, anchors, order.frames)
                else:
                    backward = request.way is not Way.FORWARD
                    steps = propagate_clip(propagator, clip, anchors, order.frames, backward=backward)
                seen: set[int] = set()
                done = 0
                for step in steps:
                    done = step.done
                    total = before + (step.total or len(order.frames)) + rest
                    frame = None
                    if step.value is not None:
                        frame = _masked(step.value, request, order, seen=seen)
                        seen.add(frame.index)
                    yield Step(before + done, total, frame)
                before += done


def _masked(result: Propagated, request: MaskingRequest, order: Order, *, seen: set[int]) -> MaskedFrame:
    index, previous = result.index, request.entries.get(result.index)
    decided = request.anchors.get(index)
    if index in order.starts:
        entry = None
    elif previous is not None and decided is not None:
        entry = _completed(result, previous, request, decided=decided)
    else:
        origin = Origin.BLENDED if index in seen else Origin.PROPAGATED
        entry = merged(result, previous, request, origin=origin)
    return MaskedFrame(index, entry, result.final)


def _completed(
    result: Propagated, previous: MaskEntry, request: MaskingRequest, *, decided: frozenset[int]
) -> MaskEntry | None:
    """Return an anchor with the objects that run through its frame for which it does not speak."""
    others = request.labels.intersection(result.objects) - decided - request.locked
    if not others:
        return None
    objects = tuple(sorted(others))
    confidence = {label: min(result.confidence[label], UNDECIDED) for label in objects}
    partial = replace(result, labels=keep_only(result.labels, others), objects=objects, confidence=confidence)
    return merged(
        partial, previous, replace(request, locked=decided | request.locked), origin=previous.origin
    )


class _Anchors(Mapping[int, "Anchor"]):
    """The anchors of a run, decoded when they are asked for. The good masks that it starts from count as some."""

    def __init__(self, request: MaskingRequest, starts: Iterable[int]) -> None:
        self._entries = request.entries
        started = {index: entry_objects(request.entries[index]) & request.labels for index in starts}
        self._objects = {
            index: objects for index, objects in {**request.anchors, **started}.items() if objects
        }
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


def step_times_ms(propagator: Propagator, size: tuple[int, int], n_objects: int) -> Iterator[float]:
    """Run through a few frames of noise, (height, width), with so many objects and yield how many ms each takes.

    The first ones take longer: memory is laid out, and the faster precision is found.
    """
    from mvos_core.propagation import Anchor, Run

    frame = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    labels = np.zeros(size, np.uint8)
    edges = np.linspace(size[1] // 4, size[1] * 3 // 4, n_objects + 1).astype(int)
    for label, (left, right) in enumerate(pairwise(edges), start=1):
        labels[size[0] // 4 : size[0] // 2, left:right] = label
    anchor = Anchor(labels, tuple(range(1, n_objects + 1)))
    run = Run(propagator)
    for index in range(_MEASURED_STEPS):
        began = perf_counter()
        run.step(index, frame, None if index else anchor)
        yield 1000 * (perf_counter() - began)


def load_network(quality: Quality, *, engine: str = "auto") -> Propagator:
    """Load the network that a quality names and let it see what the quality says; an engine computes it.

    Raises:
        MvosError: the model cannot be read, or there is no such device.
    """
    from mvos_core.follow import FollowingPropagator
    from mvos_core.model.checkpoint import load_model
    from mvos_core.propagation import Propagator

    kind = FollowingPropagator if quality.follow else Propagator
    return kind(load_model(quality.model), size=quality.size, device=quality.device, engine=engine)

"""A network that finds the discs of the test clip by their colour, and does as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from mvos_core.propagation import Anchor, Propagated
from mvos_core.types import Frame

COLOURS = {1: (220, 30, 30), 2: (30, 200, 30)}


class FakePropagator:
    """Stands in for a `Propagator`.

    `seen` lists what it was asked, "remember" or "step" with the frame; while `gate` is clear, it waits before every
    step; `before_step` is called with the frame and may raise; `confidence` is what it says of every object.
    """

    max_anchors = 3

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.before_step: Callable[[int], None] = lambda _index: None
        self.confidence: Callable[[int], float] = lambda _index: 0.9

    @property
    def steps(self) -> list[int]:
        """The frames stepped through."""
        return [index for kind, index in self.seen if kind == "step"]

    def run(self) -> FakeRun:
        """Begin a run that knows no object."""
        return FakeRun(self)


class FakeRun:
    """A run that knows the objects of the anchors that it has seen."""

    def __init__(self, owner: FakePropagator) -> None:
        self._owner = owner
        self._objects: set[int] = set()

    def remember(self, index: int, _frame: Frame, anchor: Anchor) -> None:
        """Learn an anchor's objects."""
        self._owner.seen.append(("remember", index))
        self._objects.update(anchor.objects)

    def step(self, index: int, frame: Frame, anchor: Anchor | None = None) -> Propagated:
        """Find the known objects."""
        self._owner.gate.wait(10)
        self._owner.before_step(index)
        self._owner.seen.append(("step", index))
        given = anchor.objects if anchor else ()
        self._objects.update(given)
        if not self._objects:
            raise ValueError("a run must begin with an anchor")
        labels = np.zeros(frame.shape[:2], np.uint8)
        for label in self._objects:
            near = np.abs(frame.astype(int) - COLOURS.get(label, (0, 0, 0))).max(axis=2) < 60
            labels[near] = label
        if anchor:
            labels[np.isin(labels, given)] = 0
            labels = np.where(np.isin(anchor.labels, given), anchor.labels, labels)
        objects = tuple(sorted(self._objects))
        sure = {o: 1.0 if o in given else self._owner.confidence(index) for o in objects}
        soft = np.stack([(labels[::4, ::4] == o) * np.uint8(255) for o in objects])
        return Propagated(index, labels, objects, sure, soft)

"""What a run is for, and through which frames of the document it goes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.document import Document
from app.orders import Order, Way, orders_for
from app.quality import DEFAULT_QUALITY, Quality


@dataclass(frozen=True, slots=True)
class Goal:
    """What a run is for: the frames still to be masked, with which quality, and from where unless it is for all of them."""

    way: Way
    text: str
    wanted: frozenset[int]
    start: int = 0
    quality: Quality = DEFAULT_QUALITY

    def without(self, index: int) -> Goal:
        """Return the goal once a frame is done."""
        return replace(self, wanted=self.wanted - {index})

    def after(self, painted: int, document: Document) -> Goal:
        """Return the goal once a frame was painted: what that has outdated is part of it."""
        outdated = document.stale.intersection(document.in_out)
        wanted = self.wanted
        if self.way is Way.ALL:
            wanted |= outdated
        elif self.way is Way.FORWARD and painted >= self.start:
            wanted |= {index for index in outdated if index > painted}
        elif self.way is Way.BACKWARD and painted <= self.start:
            wanted |= {index for index in outdated if index < painted}
        return replace(self, wanted=wanted - {painted})


def pending(document: Document) -> frozenset[int]:
    """Return the frames from in to out that have no mask or a stale one."""
    return frozenset(document.in_out).difference(document.track) | stale(document)


def stale(document: Document) -> frozenset[int]:
    """Return the frames from in to out whose mask is stale."""
    return document.stale.intersection(document.in_out)


def orders_of(document: Document, goal: Goal) -> tuple[Order, ...]:
    """Return what to run through for a goal; nothing where it is reached."""
    if not goal.wanted:
        return ()
    anchors = [index for index, decided in document.decisions().items() if decided]
    if goal.way is Way.ONE:
        (wanted,) = goal.wanted
        step = wanted - goal.start
        starts = frozenset({goal.start}.difference(anchors))
        return (Order(range(goal.start, wanted + step, step), starts, 2),)
    fresh = set(document.track) - document.stale - goal.wanted
    start = None if goal.way is Way.ALL else goal.start
    return orders_for(goal.wanted, anchors, document.in_out, fresh=fresh, start=start)

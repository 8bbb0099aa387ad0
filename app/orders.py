"""Which frames a command runs through, and in which order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum


class Way(Enum):
    """Where a command goes."""

    ALL = "all"
    FORWARD = "forward"
    BACKWARD = "backward"
    ONE = "one frame"


@dataclass(frozen=True, slots=True)
class Order:
    """Frames to be masked in one go.

    Attributes:
        frames: ascending, but for a step to the frame before.
        starts: those at the ends whose mask is good, though no anchor: the run goes on from them and leaves them.
        n_steps: about how often the network will look at a frame: twice where both directions are blended, and also
            on the way from an anchor that lies outside.
    """

    frames: range
    starts: frozenset[int] = frozenset()
    n_steps: int = 0


def orders_for(
    wanted: Iterable[int],
    anchors: Iterable[int],
    frames: range,
    *,
    fresh: Collection[int] = (),
    start: int | None = None,
) -> tuple[Order, ...]:
    """Return what masks all `wanted` frames within `frames`.

    Anchors part the clip into stretches. One between two anchors is masked whole, as far as it lies in `frames`, so
    that both directions can be blended; the anchors themselves may lie outside. One behind the last anchor or before
    the first begins at the last `fresh` mask on the way to what is wanted, which spares computing again what is good.
    Stretches that meet are one order, for an object may be known at other anchors than those beside it.

    Args:
        wanted: the frames to mask.
        anchors: they may lie outside `frames`.
        frames: the frames that may be computed at all, ascending.
        fresh: frames whose mask is good.
        start: a frame whose mask counts as an anchor here.
    """
    known = set(anchors)
    ends = sorted(known if start is None else known | {start})
    todo = sorted(index for index in wanted if index in frames and index not in known and index != start)
    orders: list[Order] = []
    for before, after in zip([None, *ends], [*ends, None], strict=True):
        low = 0 if before is None else bisect_right(todo, before)
        high = len(todo) if after is None else bisect_left(todo, after)
        if not ends or low == high:
            continue
        between = range(todo[low], todo[high - 1] + 1)
        order = _stretch(between, before, after, frames=frames, fresh=fresh, known=known)
        if orders and orders[-1].frames.stop > order.frames.start:
            order = _joined(orders.pop(), order)
        orders.append(order)
    return tuple(orders)


def _stretch(
    todo: range,
    before: int | None,
    after: int | None,
    *,
    frames: range,
    fresh: Collection[int],
    known: Collection[int],
) -> Order:
    """Return the order for the frames `todo`, run from the anchor `before`, or back from `after`, or both."""
    if before is not None and after is None:
        before = _nearest(range(todo.start - 1, max(before, frames.start - 1), -1), fresh, default=before)
    elif after is not None and before is None:
        after = _nearest(range(todo.stop, min(after, frames.stop)), fresh, default=after)
    start = todo.start if before is None else max(before, frames.start)
    stop = todo.stop if after is None else min(after + 1, frames.stop)
    onward = 0 if before is None else stop - before
    back = 0 if after is None else after + 1 - start
    starts = frozenset(index for index in (before, after) if index is not None and index not in known)
    return Order(range(start, stop), starts, onward + back)


def _nearest(candidates: range, fresh: Collection[int], *, default: int) -> int:
    return next((index for index in candidates if index in fresh), default)


def _joined(early: Order, late: Order) -> Order:
    frames = range(early.frames.start, late.frames.stop)
    return Order(frames, early.starts | late.starts, early.n_steps + late.n_steps)

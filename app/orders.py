"""Which frames a command runs through, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def orders_for(
    wanted: Collection[int], anchors: Sequence[int], frames: range, *, fresh: Collection[int] = ()
) -> tuple[range, ...]:
    """Return the runs that mask all `wanted` frames within `frames`.

    The clip falls into stretches between anchors, which do not depend on each other. One between two anchors is run
    whole, from the first to the last, so that both directions can be blended; one behind the last anchor forwards;
    one before the first backwards. The outer ones begin at the last `fresh` mask before what is wanted, which spares
    computing again what is good.

    Args:
        wanted: the frames to mask.
        anchors: ascending; they may lie outside `frames`.
        frames: the frames that may be computed at all, ascending.
        fresh: frames whose mask is good.
    """
    todo = sorted(index for index in wanted if index in frames and index not in set(anchors))
    ends = [-1, *anchors]
    orders = []
    for before, after in zip(ends, [*anchors, None], strict=True):
        within = [index for index in todo if before < index and (after is None or index < after)]
        if not within:
            continue
        if before < 0 and after is None:
            return ()
        if before < 0 and after is not None:
            start = next(
                (index for index in range(within[-1] + 1, after) if index in fresh),
                min(after, frames.stop - 1),
            )
            orders.append(range(start, within[0] - 1, -1))
        elif after is None:
            start = next(
                (index for index in range(within[0] - 1, before, -1) if index in fresh),
                max(before, frames.start),
            )
            orders.append(range(start, within[-1] + 1))
        elif after in frames and before in frames:
            orders.append(range(before, after + 1))
        elif before in frames or after not in frames:
            orders.append(range(max(before, frames.start), within[-1] + 1))
        else:
            orders.append(range(max(within[0], frames.start), after + 1))
    # What lies behind the playhead's way, the runs backwards, comes last.
    return tuple(sorted(orders, key=lambda order: order.step < 0))

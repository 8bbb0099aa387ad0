"""Which runs a command becomes."""

from __future__ import annotations

import pytest

from app.orders import orders_for


@pytest.mark.parametrize(
    ("wanted", "anchors", "frames", "fresh", "expected"),
    [
        # One anchor in the middle: forwards to the end, then backwards to the beginning.
        (range(10), [4], range(10), (), [range(4, 10), range(4, -1, -1)]),
        # Between two anchors whole, so that both directions can be blended.
        (range(10), [0, 9], range(10), (), [range(10)]),
        ([5], [2, 8], range(10), (0, 1, 3, 4, 6, 7, 9), [range(2, 9)]),
        # The outer stretches begin behind what is good already.
        ([7, 8, 9], [2], range(10), (3, 4, 5, 6), [range(6, 10)]),
        ([0, 1], [6], range(10), (2, 3, 4, 5), [range(2, -1, -1)]),
        # The range bounds everything.
        (range(10), [1], range(3, 6), (), [range(3, 6)]),
        (range(10), [8], range(3, 6), (), [range(5, 2, -1)]),
        (range(10), [1, 8], range(3, 6), (), [range(3, 6)]),
        (range(10), [4], range(3, 6), (), [range(4, 6), range(4, 2, -1)]),
        # Nothing to do, or nothing to start from.
        ([], [3], range(10), (), []),
        ([3], [3], range(10), (), []),
        (range(10), [], range(10), (), []),
    ],
)
def test_orders(
    wanted: list[int], anchors: list[int], frames: range, fresh: tuple[int, ...], expected: list[range]
) -> None:
    assert list(orders_for(wanted, anchors, frames, fresh=fresh)) == expected


@pytest.mark.parametrize("anchors", [[0], [5], [3, 4], [0, 7, 19], [2, 9, 10, 17]])
def test_every_wanted_frame_is_in_a_run_and_no_run_jumps_an_anchor(anchors: list[int]) -> None:
    frames = range(20)
    orders = orders_for(frames, anchors, frames)
    covered = {index for order in orders for index in order}
    assert covered | set(anchors) == set(frames)
    for order in orders:
        assert not set(order[1:-1]) & set(anchors)

"""Which runs a command becomes."""

from __future__ import annotations

import pytest

from app.orders import orders_for

Expected = list[tuple[range, set[int], int]]


@pytest.mark.parametrize(
    ("wanted", "anchors", "frames", "fresh", "expected"),
    [
        # One anchor: forwards to the end, and backwards to the beginning.
        (range(10), [4], range(10), (), [(range(10), set(), 11)]),
        # Between two anchors whole, so that both directions can be blended.
        (range(10), [0, 9], range(10), (), [(range(10), set(), 20)]),
        ([5], [2, 8], range(10), (0, 1, 3, 4, 6, 7, 9), [(range(2, 9), set(), 14)]),
        # The outer stretches begin behind what is good already.
        ([7, 8, 9], [2], range(10), (3, 4, 5, 6), [(range(6, 10), {6}, 4)]),
        ([0, 1], [6], range(10), (2, 3, 4, 5), [(range(3), {2}, 3)]),
        # The range bounds everything; anchors outside still count, and are reached by running there.
        (range(10), [1], range(3, 6), (), [(range(3, 6), set(), 5)]),
        (range(10), [8], range(3, 6), (), [(range(3, 6), set(), 6)]),
        (range(10), [1, 8], range(3, 6), (), [(range(3, 6), set(), 11)]),
        (range(10), [4], range(3, 6), (), [(range(3, 6), set(), 4)]),
        # What does not meet stays apart.
        ([1, 9], [0, 3, 8, 10], range(11), (), [(range(4), set(), 8), (range(8, 11), set(), 6)]),
        # Nothing to do, or nothing to start from.
        ([], [3], range(10), (), []),
        ([3], [3], range(10), (), []),
        (range(10), [], range(10), (), []),
    ],
)
def test_orders(
    wanted: list[int], anchors: list[int], frames: range, fresh: tuple[int, ...], expected: Expected
) -> None:
    found = orders_for(wanted, anchors, frames, fresh=fresh)
    assert [(order.frames, set(order.starts), order.n_steps) for order in found] == expected


def test_a_start_counts_as_an_anchor() -> None:
    onward = orders_for(range(5, 10), [0, 8], range(10), start=4)
    assert [(order.frames, set(order.starts)) for order in onward] == [(range(4, 10), {4})]
    back = orders_for(range(4), [2], range(10), start=4)
    assert [(order.frames, set(order.starts)) for order in back] == [(range(0, 5), {4})]


@pytest.mark.parametrize("anchors", [[0], [5], [3, 4], [0, 7, 19], [2, 9, 10, 17]])
@pytest.mark.parametrize("wanted", [range(20), [1], [8, 18], [0, 5, 6, 19]])
def test_every_wanted_frame_is_in_one_order(anchors: list[int], wanted: list[int]) -> None:
    orders = orders_for(wanted, anchors, range(20))
    covered = [index for order in orders for index in order.frames]
    assert set(covered) >= set(wanted) - set(anchors)
    assert len(covered) == len(set(covered))

"""The index against hand-worked groups of pictures."""

from __future__ import annotations

import pytest

from mvos_core.video.index import PacketRecord, by_appearance, index_frames, presentation_order


def packets(
    *times: int | None, keys: tuple[int, ...] = (0,), hidden: tuple[int, ...] = ()
) -> list[PacketRecord]:
    return [
        PacketRecord(
            pts=time, dts=None, duration=1, size_bytes=9, is_key=ordinal in keys, is_hidden=ordinal in hidden
        )
        for ordinal, time in enumerate(times)
    ]


def test_order_of_showing() -> None:
    assert presentation_order(packets(0, 3, 1, 2)) == [0, 2, 3, 1]
    assert presentation_order(packets(0, 3, 1, 2, hidden=(0, 2))) == [3, 1]
    assert presentation_order(packets(0, 3, 3, 2, hidden=(2,))) == [0, 3, 1]


@pytest.mark.parametrize("times", [(0, None, 1), (0, 1, 1)])
def test_order_that_times_cannot_tell(times: tuple[int | None, ...]) -> None:
    assert presentation_order(packets(*times)) is None


def test_a_closed_group_starts_at_its_key() -> None:
    # I0 P3 B1 B2 | I4 P6 B5, by time
    some = packets(0, 3, 1, 2, 4, 6, 5, keys=(0, 4))
    index = index_frames(some, [0, 2, 3, 1, 4, 6, 5])
    assert [index.starts(frame)[0] for frame in range(7)] == [(0, 0)] * 4 + [(4, 4)] * 3
    assert index.starts(5) == [(4, 4), (0, 0)]
    assert [index.group_start(frame) for frame in range(7)] == [0, 0, 0, 0, 4, 4, 4]


def test_leading_pictures_need_the_group_before() -> None:
    # I0 P1 | I4 B2 B3 P5: the two B pictures follow their key packet and are shown before it.
    some = packets(0, 1, 4, 2, 3, 5, keys=(0, 2))
    index = index_frames(some, [0, 1, 3, 4, 2, 5])
    assert [index.starts(frame)[0][0] for frame in range(6)] == [0, 0, 0, 0, 2, 2]
    assert index.starts(4)[0] == (2, 4)


def test_a_hidden_key_starts_the_frames_behind_it() -> None:
    # I0 P1 P2 P3 | I4 P5, where an edit list hides 0 and 1.
    some = packets(0, 1, 2, 3, 4, 5, keys=(0, 4), hidden=(0, 1))
    index = index_frames(some, [2, 3, 4, 5])
    assert [index.starts(frame)[0] for frame in range(4)] == [(0, 0), (0, 0), (4, 2), (4, 2)]


def test_a_file_without_a_key_starts_at_its_beginning() -> None:
    index = index_frames(packets(0, 1, 2, keys=()), [0, 1, 2])
    assert index.starts(2) == [(0, 0)]


@pytest.mark.parametrize(
    ("frames", "expected"),
    [(range(0, 8), 0), (range(2, 8), 4), (range(5, 8), 5), (range(4, 5), 4), (range(3, 4), 3)],
)
def test_first_group_in_a_range(frames: range, expected: int) -> None:
    index = index_frames(packets(*range(8), keys=(0, 4)), range(8))
    assert index.first_group_start(frames) == expected


def test_packets_are_known_by_time_and_size() -> None:
    some = packets(0, None, 2)
    assert by_appearance(some) == {(0, 9): 0, (None, 9): 1, (2, 9): 2}
    assert by_appearance([*some, some[0]]) == {}

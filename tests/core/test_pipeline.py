import threading

import numpy as np
import pytest

from mvos_core.pipeline import ReadAhead, WriteBehind
from mvos_core.types import Frame, MvosError


class Counting:
    """A clip whose frame n is all n; it notes what is read, and by which thread."""

    def __init__(self, *, broken: int = -1) -> None:
        self.seen: list[int] = []
        self.threads: set[int] = set()
        self._broken = broken

    def read(self, index: int, /) -> Frame:
        self.seen.append(index)
        self.threads.add(threading.get_ident())
        if index == self._broken:
            raise MvosError("This frame is damaged.")
        return np.full((2, 2, 3), index, np.uint8)


@pytest.mark.parametrize("order", [range(9), range(8, 2, -1), range(5, 5)])
def test_frames_come_in_order(order: range) -> None:
    with ReadAhead(Counting()) as clip:
        assert [int(frame[0, 0, 0]) for frame in clip.frames(order)] == list(order)


def test_reading_is_ahead_by_no_more_than_the_depth() -> None:
    source = Counting()
    with ReadAhead(source, depth=3) as clip:
        frames = clip.frames(range(100))
        for _ in range(5):
            next(frames)
        clip.read(99)  # goes through the same thread, so all that was asked for before is done
        assert source.seen == [*range(8), 99]


def test_walks_may_interleave_and_one_thread_owns_the_reader() -> None:
    source = Counting()
    with ReadAhead(source) as clip:
        forwards, backwards = clip.frames(range(6)), clip.frames(range(5, -1, -1))
        pairs = [(int(a[0, 0, 0]), int(b[0, 0, 0])) for a, b in zip(forwards, backwards, strict=True)]
    assert pairs == [(i, 5 - i) for i in range(6)]
    assert len(source.threads) == 1
    assert threading.get_ident() not in source.threads


def test_an_error_comes_at_its_frame() -> None:
    with ReadAhead(Counting(broken=3)) as clip:
        frames = clip.frames(range(9))
        for _ in range(3):
            next(frames)
        with pytest.raises(MvosError, match="damaged"):
            next(frames)


def test_no_thread_stays_when_a_walk_is_given_up() -> None:
    before = threading.active_count()
    with ReadAhead(Counting()) as clip:
        next(clip.frames(range(100)))
    assert threading.active_count() == before


def test_tasks_are_done_in_order_and_all_of_them() -> None:
    done: list[int] = []
    with WriteBehind(depth=2) as behind:
        for i in range(20):
            behind.submit(done.append, i)
    assert done == list(range(20))


def test_a_tasks_error_is_raised() -> None:
    def fail() -> None:
        raise MvosError("The disk is full.")

    with pytest.raises(MvosError, match="disk is full"), WriteBehind() as behind:
        behind.submit(fail)
    with pytest.raises(MvosError, match="disk is full"), WriteBehind(depth=1) as behind:
        for _ in range(3):
            behind.submit(fail)


def test_left_by_an_error_it_drops_what_has_not_begun() -> None:
    done: list[int] = []
    gate = threading.Event()

    def first() -> None:
        gate.wait(5)
        done.append(0)

    def leave() -> None:
        with WriteBehind() as behind:
            behind.submit(first)
            behind.submit(done.append, 1)
            threading.Timer(0.05, gate.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leave()
    assert done == [0]


def test_nothing_is_done_after_a_failure() -> None:
    done: list[int] = []
    behind = WriteBehind()
    behind.submit(done.append, 0)
    behind.submit(done.index, 7)  # ValueError
    behind.submit(done.append, 1)
    with pytest.raises(ValueError, match="7"):
        behind.__exit__(None, None, None)
    assert done == [0]

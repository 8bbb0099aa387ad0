"""Which frame is due when, what is decoded for it, and by which clock."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from app.playback import Clock, Course, Feed, Tally, decode, faster
from mvos_core.types import Frame
from mvos_core.video import FrameCache, VideoReader

STEADY = tuple(index / 25 for index in range(11))
VARIABLE = (0.0, 0.1, 0.2, 1.0, 1.1, 3.0)
"""Five frames; the third is shown for 0.8 s and the last for 1.9 s."""


class CountingReader(VideoReader):
    """Frames that are their number, and a record of what was read."""

    def __init__(self, n_frames: int) -> None:
        self.n_frames = n_frames
        self.read_indices: list[int] = []

    def read(self, index: int) -> Frame:
        assert 0 <= index < self.n_frames
        self.read_indices.append(index)
        return np.full((2, 2, 3), index, np.uint8)

    def clone(self) -> VideoReader:
        return CountingReader(self.n_frames)

    def close(self) -> None:
        pass


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at_s = 100.0

    def __call__(self) -> float:
        return self.at_s


def frames_due(course: Course, times_s: list[float]) -> list[int]:
    return [course.frame(course.due(time_s)) for time_s in times_s]


def test_frames_are_due_at_the_clips_rate() -> None:
    course = Course(STEADY, range(10), 2)
    assert frames_due(course, [0, 0.039, 0.04, 0.1, 0.279, 0.28, 5]) == [2, 2, 3, 4, 8, 9, 9]
    assert not course.is_over(0.319)
    assert course.is_over(0.3201)
    assert course.n_frames == 8


def test_every_frame_is_seen_for_as_long_as_the_clip_says() -> None:
    course = Course(VARIABLE, range(5), 0)
    assert frames_due(course, [0, 0.1, 0.2, 0.99, 1.0, 1.1, 2.9]) == [0, 1, 2, 2, 3, 4, 4]
    backwards = Course(VARIABLE, range(5), 4, speed=-1)
    # The last frame for 1.9 s, the fourth for 0.1, the third for 0.8, the others for 0.1 each.
    assert frames_due(backwards, [0, 1.89, 1.91, 2.01, 2.79, 2.81, 2.91, 3.5]) == [4, 4, 3, 2, 2, 1, 0, 0]
    assert not backwards.is_over(2.99)
    assert backwards.is_over(3.01)


@pytest.mark.parametrize("speed", [1, 2, 4, 8, -1, -2, -4, -8])
@pytest.mark.parametrize("times_s", [STEADY, (*VARIABLE, 3.1, 3.2, 3.3, 3.4, 3.6)])
def test_due_agrees_with_a_walk_through_time(times_s: tuple[float, ...], speed: int) -> None:
    """The frame due is the multiple of the speed whose stretch of the clip contains the place that time has reached."""
    course = Course(times_s, range(1, 9), 3 if speed > 0 else 6, speed=speed, is_looping=True)
    exact = [Fraction(time).limit_denominator(1000) for time in times_s]
    leg = course.first_leg
    at = exact[leg[0]] if speed > 0 else exact[leg[0] + 1]
    seen = []
    for tick in range(2000):
        place = leg[0]
        for frame in leg:
            if exact[frame] <= at if speed > 0 else at <= exact[frame + 1]:
                place = frame
        seen.append((course.due((tick + 0.5) / 1000), place))
        at += Fraction(speed, 1000)
        if (speed > 0 and at >= exact[9]) or (speed < 0 and at <= exact[1]):
            at += exact[1] - exact[9] if speed > 0 else exact[9] - exact[1]
            leg = course.lap
    numbers = [number for number, _ in seen]
    assert numbers == sorted(numbers)
    right = sum(course.frame(number) == place for number, place in seen)
    assert right >= 0.98 * len(seen)  # the walk's steps of a millisecond are off at the edges


def test_looping_goes_round_without_a_gap() -> None:
    course = Course(STEADY, range(4, 7), 5, is_looping=True)
    times = [0.02 + 0.04 * number for number in range(9)]
    assert frames_due(course, times) == [5, 6, 4, 5, 6, 4, 5, 6, 4]
    assert [course.due(time) for time in times] == list(range(9))
    assert not course.is_over(1e6)
    backwards = Course(STEADY, range(4, 7), 5, speed=-1, is_looping=True)
    assert frames_due(backwards, times) == [5, 4, 6, 5, 4, 6, 5, 4, 6]


def test_faster_plays_every_nth_frame() -> None:
    course = Course(STEADY, range(10), 1, speed=4)
    assert frames_due(course, [0, 0.039, 0.04, 0.08, 1]) == [1, 1, 5, 9, 9]
    assert list(Course(STEADY, range(10), 8, speed=-4).first_leg) == [8, 4, 0]


def test_speeds_double_up_to_eight_and_begin_anew_after_a_turn() -> None:
    assert [faster(speed, direction=1) for speed in (0, 1, 2, 4, 8, -1, -8)] == [1, 2, 4, 8, 8, 1, 1]
    assert [faster(speed, direction=-1) for speed in (0, -1, -2, -4, -8, 1, 8)] == [
        -1,
        -2,
        -4,
        -8,
        -8,
        -1,
        -1,
    ]


def played(course: Course, reader: CountingReader, *, cache: FrameCache | None = None) -> list[int]:
    steps = decode(reader, FrameCache(1 << 20) if cache is None else cache, Feed(course))
    return [course.frame(step.value) for step in steps]


def test_a_decoder_that_keeps_up_leaves_nothing_out() -> None:
    for speed, start, expected in ((1, 3, [3, 4, 5, 6, 7]), (2, 3, [3, 5, 7]), (-1, 5, [5, 4, 3, 2])):
        reader = CountingReader(10)
        assert played(Course(STEADY, range(2, 8), start, speed=speed), reader) == expected
        assert reader.read_indices == expected


def test_a_loop_that_fits_into_the_cache_is_decoded_once() -> None:
    course, reader = Course(STEADY, range(2, 6), 4, is_looping=True), CountingReader(10)
    steps: Iterator[object] = decode(reader, FrameCache(1 << 20), Feed(course))
    for _ in range(40):
        next(steps)
    assert reader.read_indices == [4, 5, 2, 3]


def test_frames_in_the_cache_are_not_decoded_again() -> None:
    cache, reader = FrameCache(1 << 20), CountingReader(10)
    for index in (2, 3, 5):
        cache.put(index, reader.read(index))
    reader.read_indices.clear()
    assert played(Course(STEADY, range(8), 1), reader, cache=cache) == list(range(1, 8))
    assert reader.read_indices == [1, 4, 6, 7]


def test_a_slow_decoder_leaves_frames_out_and_ends_in_time() -> None:
    """Each frame takes as long as three are shown."""
    times_s = tuple(index / 25 for index in range(101))
    course, reader = Course(times_s, range(100), 0), CountingReader(100)
    feed, numbers = Feed(course), []
    for step in decode(reader, FrameCache(1 << 20), feed):
        numbers.append(step.value)
        feed.due = min(feed.due + 3, 99)
    # After the first, which is too late, each is ready when it is due.
    assert numbers[:4] == [0, 6, 9, 12]
    assert numbers[-1] == 99
    assert len(numbers) < 36


def test_backwards_a_late_group_is_finished_but_not_a_hopeless_one() -> None:
    times_s = tuple(index / 25 for index in range(201))
    feed = Feed(Course(times_s, range(200), 199, speed=-1))
    feed.due = 20
    assert feed.after(0) == 1
    feed.due = 60
    assert feed.after(1) == 100, "due in as long as the last one took"


def test_the_last_frame_is_decoded_however_late() -> None:
    feed = Feed(Course(STEADY, range(10), 0))
    feed.due = 9
    assert feed.after(3) == 9
    assert feed.after(9) is None


def test_without_sound_the_steady_clock_counts() -> None:
    now = Hands()
    clock = Clock(now)
    now.at_s += 7.5
    assert clock.elapsed_s == 7.5
    assert not clock.is_stuck


def test_the_sounds_position_leads() -> None:
    now = Hands()
    clock = Clock(now)
    clock.follow(0.0)
    now.at_s += 1.5
    assert clock.elapsed_s == 0, "the device has not begun"
    clock.follow(0.2)
    now.at_s += 0.03
    assert clock.elapsed_s == pytest.approx(0.23)
    now.at_s += 1
    assert clock.elapsed_s == pytest.approx(0.3), "a sound that stalls holds the picture"
    clock.follow(0.25)
    assert clock.elapsed_s == pytest.approx(0.3), "time does not run backwards"
    clock.follow(0.9)
    assert clock.elapsed_s == pytest.approx(0.9)


def test_a_sound_that_never_moves_is_given_up_without_a_leap() -> None:
    now = Hands()
    clock = Clock(now)
    clock.follow(0.0)
    clock.follow(0.4)
    now.at_s += 2.6
    clock.follow(0.4)
    assert clock.is_stuck
    clock.release()
    assert clock.elapsed_s == pytest.approx(0.5)
    now.at_s += 1
    assert clock.elapsed_s == pytest.approx(1.5)
    assert not clock.is_stuck


def test_what_is_due_and_not_shown_is_dropped() -> None:
    assert Tally(shown=142, due=144).dropped == 2

"""Which frame is due when a clip plays, and which one to decode next so that it is there in time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from mvos_core.types import Step
from mvos_core.video import FrameCache, VideoReader

FASTEST = 8
"""The highest speed, in multiples of the clip's own."""

_EDGE_S = 1e-9  # what rounding takes from a time must not put it before its frame
_MOST_UNREPORTED_S = 0.1
_STUCK_S = 2.5  # some sound servers take two seconds to begin
_MOST_LATE_BACKWARDS = 32


@dataclass(frozen=True, slots=True)
class Course:
    """A way through a clip: from frame `start` on, through consecutive `frames` by their own times, once or again and again.

    `times_s` tells when each frame of the clip is shown and, at its end, when the last one is over. At twice the speed,
    every second frame is played, and so on; a negative `speed` plays backwards. The frames played are numbered from 0.
    """

    times_s: Sequence[float]
    frames: range
    start: int
    speed: int = 1
    is_looping: bool = False

    @property
    def first_leg(self) -> range:
        """The frames played from the start to the end of `frames`."""
        return range(self.start, self._stop, self.speed)

    @property
    def lap(self) -> range:
        """The frames played each time round after that."""
        return range(self.frames[0] if self.speed > 0 else self.frames[-1], self._stop, self.speed)

    @property
    def n_frames(self) -> int | None:
        """How many frames are played; None where there is no end."""
        return None if self.is_looping else len(self.first_leg)

    def frame(self, number: int) -> int:
        """Return the index in the clip of the frame played as the `number`-th."""
        return self.leg_from(number)[0]

    def leg_from(self, number: int) -> range:
        """Return the frames played from the `number`-th on until the end of `frames` is reached."""
        first, lap = self.first_leg, self.lap
        return first[number:] if number < len(first) else lap[(number - len(first)) % len(lap) :]

    def due(self, elapsed_s: float) -> int:
        """Return the number of the frame that is to be seen so long after the start."""
        first, lap = self.first_leg, self.lap
        later_s = elapsed_s - self._duration_s(first)
        if later_s < 0:
            return self._due_in(first, elapsed_s)
        if not self.is_looping:
            return len(first) - 1
        laps, elapsed_s = divmod(later_s, self._duration_s(lap))
        return len(first) + int(laps) * len(lap) + self._due_in(lap, elapsed_s)

    def is_over(self, elapsed_s: float) -> bool:
        """Whether the last frame has been seen for as long as it is to be."""
        return not self.is_looping and elapsed_s >= self._duration_s(self.first_leg)

    @property
    def _stop(self) -> int:
        return self.frames.stop if self.speed > 0 else self.frames.start - 1

    def _duration_s(self, leg: range) -> float:
        if self.speed > 0:
            return (self.times_s[self.frames.stop] - self.times_s[leg[0]]) / self.speed
        return (self.times_s[leg[0] + 1] - self.times_s[self.frames.start]) / -self.speed

    def _due_in(self, leg: range, elapsed_s: float) -> int:
        if self.speed > 0:
            at_s = self.times_s[leg[0]] + elapsed_s * self.speed + _EDGE_S
            steps = bisect_right(self.times_s, at_s) - 1 - leg[0]
        else:
            at_s = self.times_s[leg[0] + 1] + elapsed_s * self.speed - _EDGE_S
            steps = leg[0] - (bisect_left(self.times_s, at_s) - 1)
        return min(max(steps // abs(self.speed), 0), len(leg) - 1)


class Feed:
    """What is to be decoded of a course.

    The window's thread writes `due`, the number of the frame that is to be seen now; the decoder's thread asks what
    comes after each frame, and is led past those that it can no longer have ready in time.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self.due = 0
        self._due_before = 0

    def after(self, number: int) -> int | None:
        """Return the number of the frame to decode after another, None at the end."""
        due = self.due
        passed, self._due_before = due - self._due_before, due
        # Backwards, the rest of a group is there at once, and to start elsewhere costs a whole one.
        patience = -1 if self.course.speed > 0 else _MOST_LATE_BACKWARDS
        following = number + 1
        if due - number > patience:
            # The next frame will take as long as the last one.
            following = max(following, due + passed)
        end = self.course.n_frames
        if end is None or following < end:
            return following
        # The last frame is where playing ends, and is seen however late.
        return end - 1 if number < end - 1 else None


def decode(reader: VideoReader, cache: FrameCache, feed: Feed) -> Iterator[Step[int]]:
    """Put the frames of a course into the cache and tell their numbers.

    Backwards, the reader decodes a group of pictures at a time.

    Raises:
        MvosError: a frame cannot be decoded.
    """
    course = feed.course
    number: int | None = 0
    while number is not None:
        if cache.get(course.frame(number)) is not None:
            yield Step(number + 1, course.n_frames, number)
            number = feed.after(number)
            continue
        leg = course.leg_from(number)
        for reached, index, frame in zip(count(number), leg, reader.frames(leg), strict=False):
            cache.put(index, frame)
            yield Step(reached + 1, course.n_frames, reached)
            number = feed.after(reached)
            if number is None or number != reached + 1:
                break
            # Forwards, what is there already is skipped at no cost; backwards, a group under way is finished.
            if course.speed > 0 and cache.get(course.frame(number)) is not None:
                break


class Clock:
    """Seconds of playing: by a steady clock, or by what a sound reports where there is one.

    Between reports, which come in steps, the steady clock goes on for a moment. Time never runs backwards.
    """

    def __init__(self, now_s: Callable[[], float]) -> None:
        """`now_s` is the steady clock, such as `time.monotonic`."""
        self._now_s = now_s
        self._anchor_s, self._since_s = 0.0, now_s()
        self._is_led = False
        self._seen_s = 0.0

    @property
    def elapsed_s(self) -> float:
        """How long it has played."""
        passed_s = self._now_s() - self._since_s
        if self._is_led:
            # A sound that has not been heard yet may take its time to begin.
            passed_s = min(passed_s, _MOST_UNREPORTED_S) if self._anchor_s else 0.0
        self._seen_s = max(self._seen_s, self._anchor_s + passed_s)
        return self._seen_s

    @property
    def is_stuck(self) -> bool:
        """Whether the sound that leads has not moved for so long that it never will."""
        return self._is_led and self._now_s() - self._since_s > _STUCK_S

    def follow(self, reported_s: float) -> None:
        """Take note of how much of the sound has been heard; it leads from now on."""
        if not self._is_led or reported_s != self._anchor_s:
            self._anchor_s, self._since_s, self._is_led = reported_s, self._now_s(), True

    def release(self) -> None:
        """Go on by the steady clock from here."""
        self._anchor_s, self._since_s, self._is_led = self.elapsed_s, self._now_s(), False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the frames that were due have been shown."""

    shown: int = 0
    due: int = 0

    @property
    def dropped(self) -> int:
        """How many were left out."""
        return self.due - self.shown


def faster(speed: int, *, direction: int) -> int:
    """Return the next speed in a direction, 1 or −1: 1, 2, 4, 8 and no faster, beginning at 1 after a turn."""
    return direction * min(2 * abs(speed), FASTEST) if speed * direction > 0 else direction

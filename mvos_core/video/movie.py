"""A video file's frames by index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from av.video.frame import VideoFrame

from mvos_core.types import Frame, MvosError
from mvos_core.video.colour import RgbConverter
from mvos_core.video.examine import Movie, examined
from mvos_core.video.reader import VideoReader
from mvos_core.video.stream import PictureStream

_MOST_WAITING = 16  # the most frames that H.264 and HEVC hold back to bring them into order
_NEAR = (
    8  # decoding this many frames more costs no more than a seek, and nobody need look at another meanwhile
)
_CHUNK_BYTES = 256 << 20  # of decoded frames held when going backwards
_LEAST_CHUNK = 8

T = TypeVar("T")


class MovieReader(VideoReader):
    """A video file as a clip.

    Reading on from the last frame read goes on decoding; anything else starts at a key packet before. A frame
    that cannot be decoded shows the one before it.
    """

    def __init__(self, path: Path, *, movie: Movie | None = None) -> None:
        """Open a file; a `movie` examined earlier makes it quick.

        Raises:
            MvosError: the file cannot be read, or no picture of it can be decoded.
        """
        self._movie = movie or examined(path)
        self.info = self._movie.info
        self._index = self._movie.index
        self._stream = PictureStream(path, frame_threads=self._movie.is_regular)
        self._stream.know(self._movie.packets, self._movie.ordinals)
        height, width = self._movie.coded_size
        self._to_rgb = RgbConverter(self.info.colour, height=height, width=width)
        self._coming: Iterator[tuple[int, VideoFrame, bool]] = iter(())
        self._at = -1  # the frame decoded last, …
        self._decoded: VideoFrame | None = None  # … its pixels …
        self._is_own = False  # … and whether they are its own
        self._hurried = range(0)  # frames of which decoding left some out on its way to the one behind them

    def read(self, index: int) -> Frame:
        """Return a frame, newly allocated; see `VideoReader.read`."""
        self._check(index)
        return self._rgb(self._frame(index))

    def approach(self, index: int) -> Iterator[tuple[int, Frame] | None]:
        """Yield a frame after what can be shown sooner; see `VideoReader.approach`."""
        self._check(index)
        has_shown = False
        for _ in self._way_to(index):
            is_far = index - self._at > _NEAR
            if is_far and not has_shown and self._decoded is not None:
                has_shown = True
                yield self._at, self._rgb(self._decoded)
            elif is_far:
                yield None
        yield index, self._rgb(self._found(index))

    def frames(self, order: range) -> Iterator[Frame]:
        """Yield the frames of a range; see `VideoReader.frames`."""
        return super().frames(order) if order.step > 0 else self._backwards(order)

    def clone(self) -> VideoReader:
        """Return a reader of the same file for another thread."""
        return MovieReader(self.info.path, movie=self._movie)

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        self._coming, self._at, self._decoded = iter(()), -1, None

    def _rgb(self, frame: VideoFrame) -> Frame:
        return self._movie.orientation.apply(self._to_rgb(frame))

    def _backwards(self, order: range) -> Iterator[Frame]:
        """Decode forwards in chunks, whole groups of pictures if they fit, and turn each round."""
        height, width = self._movie.coded_size
        most = max(_LEAST_CHUNK, _CHUNK_BYTES // (height * width * 3))
        while order:
            self._check(order[0])
            self._check(order[-1])
            low = self._index.first_group_start(range(max(order[0] - most + 1, order[-1]), order[0] + 1))
            n_wanted = (order[0] - low) // -order.step + 1
            chunk = [self._frame(index) for index in reversed(order[:n_wanted])]
            while chunk:
                yield self._rgb(chunk.pop())
            order = order[n_wanted:]

    def _frame(self, index: int) -> VideoFrame:
        """Return a decoded frame, or the one before it where it cannot be decoded."""
        for _ in self._way_to(index):
            pass
        return self._found(index)

    def _found(self, index: int) -> VideoFrame:
        if self._at != index or self._decoded is None:
            raise MvosError(
                f"Frame {index} of {self.info.path.name} cannot be decoded; "
                "check that the file is still there and whole."
            )
        return self._decoded

    def _way_to(self, index: int) -> Iterator[None]:
        """Decode up to a frame and pause after each one that is decoded for it.

        Whoever does not go on leaves the reader where it is, from where another frame may be less far.
        """
        if self._leads_to(index):
            if self._may_hurry(self._at, index):
                self._hurried = range(self._at + 1, index)
            yield from self._decode_to(index)
            if self._at == index and (self._is_own or not self._hurried):
                return
        starts = self._index.starts(index)
        hurried = starts[:1] if self._may_hurry(starts[0][1], index) else []
        # Once more without hurry where that did not give the frame, as what cannot be decoded shows the one before.
        for number, (packet, first_frame) in enumerate([*hurried, *starts]):
            self._hurried = range(first_frame, index) if number < len(hurried) else range(0)
            self._coming, self._at = self._decoding(packet, first_frame), -1
            yield from self._decode_to(index)
            if self._at == index and self._is_own and not (self._hurried and self._stream.has_failed):
                return

    def _may_hurry(self, start: int, index: int) -> bool:
        """Whether it is worth while, and harmless, to leave frames out on the way from one to another."""
        return self._movie.is_regular and not self._stream.has_failed and index - start > _NEAR

    def _decoding(self, packet: int, first_frame: int) -> Iterator[tuple[int, VideoFrame, bool]]:
        numbers = self._index.frames

        def exact() -> int:
            return self._hurried.stop

        def is_passed(ordinal: int) -> bool:
            return numbers.get(ordinal, len(self)) < exact()

        decoded = self._stream.decode(packet, is_passed=is_passed)
        frames = ((numbers[ordinal], frame) for ordinal, frame in decoded if ordinal in numbers)
        return held(in_order(frames, first_frame, exact=exact), stop=len(self))

    def _leads_to(self, index: int) -> bool:
        """Whether decoding on is a quicker way to a frame than starting at the key packet before it."""
        if not 0 <= self._at <= index or index in self._hurried:
            return False
        return index - self._at <= _NEAR or self._index.group_start(index) <= self._at

    def _decode_to(self, index: int) -> Iterator[None]:
        """Decode up to a frame at or behind the present one, or to the end, and pause after each one."""
        while self._at < index:
            following = next(self._coming, None)
            if following is None:
                return
            self._at, self._decoded, self._is_own = following
            yield


def in_order(
    decoded: Iterable[tuple[int, T]], first: int, *, exact: Callable[[], int] = lambda: 0
) -> Iterator[tuple[int, T]]:
    """Put numbered things that come almost in order, each once, in order from number `first` on.

    A missing number is given up once so many later ones have come that it must be missing; below what `exact` says at
    the time, where some are left out, none is waited for.
    """
    waiting: dict[int, T] = {}
    due = first
    for number, thing in decoded:
        awaited = exact()
        if number < awaited:
            if number >= due:
                yield number, thing
                due = number + 1
            continue
        if due < awaited:
            due = awaited
            waiting = {later: kept for later, kept in waiting.items() if later >= due}
        if number >= due:
            waiting.setdefault(number, thing)
        while due in waiting or len(waiting) > _MOST_WAITING:
            due = min(waiting)
            yield due, waiting.pop(due)
            due += 1
    yield from sorted(waiting.items(), key=lambda item: item[0])


def held(numbered: Iterable[tuple[int, T]], *, stop: int) -> Iterator[tuple[int, T, bool]]:
    """Fill the gaps up to `stop` between ascending things with the one before, flagged False."""
    last: tuple[int, T] | None = None
    for number, thing in numbered:
        if last is not None:
            yield from ((gap, last[1], False) for gap in range(last[0] + 1, number))
        yield number, thing, True
        last = number, thing
    if last is not None:
        yield from ((gap, last[1], False) for gap in range(last[0] + 1, stop))

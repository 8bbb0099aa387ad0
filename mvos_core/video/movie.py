"""A video file's frames by index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from av.video.frame import VideoFrame

from mvos_core.types import Frame, MvosError
from mvos_core.video.colour import RgbConverter
from mvos_core.video.examine import Movie, examine
from mvos_core.video.reader import VideoReader
from mvos_core.video.stream import PictureStream

_MOST_WAITING = 16  # the most frames that H.264 and HEVC hold back to bring them into order
_NEAR = 8  # decoding this many frames more costs no more than a seek
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
        self._movie = movie or examine(path)
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

    def read(self, index: int) -> Frame:
        """Return a frame, newly allocated; see `VideoReader.read`."""
        self._check(index)
        return self._rgb(self._frame(index))

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
        if self._leads_to(index) and self._decode_to(index) and self._decoded is not None:
            return self._decoded
        for packet, first_frame in self._index.starts(index):
            self._coming, self._at = self._decoding(packet, first_frame), -1
            if self._decode_to(index) and self._is_own:
                break
        if self._at != index or self._decoded is None:
            raise MvosError(
                f"Frame {index} of {self.info.path.name} cannot be decoded; "
                "check that the file is still there and whole."
            )
        return self._decoded

    def _decoding(self, packet: int, first_frame: int) -> Iterator[tuple[int, VideoFrame, bool]]:
        numbers = self._index.frames
        frames = (
            (numbers[ordinal], frame) for ordinal, frame in self._stream.decode(packet) if ordinal in numbers
        )
        return held(in_order(frames, first_frame), stop=len(self))

    def _leads_to(self, index: int) -> bool:
        """Whether decoding on is a quicker way to a frame than starting at the key packet before it."""
        if not 0 <= self._at <= index:
            return False
        return index - self._at <= _NEAR or self._index.group_start(index) <= self._at

    def _decode_to(self, index: int) -> bool:
        """Decode up to a frame at or behind the present one; whether there is one."""
        while self._at < index:
            following = next(self._coming, None)
            if following is None:
                return False
            self._at, self._decoded, self._is_own = following
        return self._at == index


def in_order(decoded: Iterable[tuple[int, T]], first: int) -> Iterator[tuple[int, T]]:
    """Put numbered things that come almost in order, each once, in order from number `first` on.

    A missing number is given up once so many later ones have come that it must be missing.
    """
    waiting: dict[int, T] = {}
    due = first
    for number, thing in decoded:
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

"""The clip on the decode lane: its reader, and the generators that the lane pulls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.memory import give_back
from app.playback import Feed, decode
from mvos_core.types import Frame, Step
from mvos_core.video import FrameCache, VideoInfo, VideoReader, open_video, probe

_NEAR = 30
"""A frame in memory at most so many away is worth showing until the right one is decoded."""
_PAUSE = 8
"""After so many frames decoded for another's sake, whoever waits may change their mind."""


class ClipDecoder:
    """Holds the reader, which the decode lane uses; decoded frames go into the cache.

    A clip is opened beside the one in use and takes its place by `adopt`, so that one that is given up leaves no trace.
    """

    def __init__(self, cache: FrameCache) -> None:
        self._cache = cache
        self._reader: VideoReader | None = None
        self._beside: tuple[VideoReader, int, Frame] | None = None

    @staticmethod
    def probe(path: Path) -> VideoInfo:
        """Return a clip's facts without opening it here.

        Raises:
            MvosError: it cannot be read.
        """
        return probe(path)

    @contextmanager
    def opened(self, path: Path, *, index: int = 0) -> Iterator[VideoInfo]:
        """Have a clip open beside the one in use, with a frame of it decoded; one of the two is closed in the end.

        Raises:
            MvosError: it cannot be read.
        """
        reader, before = open_video(path), self._reader
        try:
            index = min(index, len(reader) - 1)
            self._beside = reader, index, reader.read(index)
            yield reader.info
        finally:
            self._beside = None
            left = before if self._reader is reader else reader
            if left is not None:
                left.close()
            give_back()

    def adopt(self) -> None:
        """Use the clip that is `opened` from now on. Any thread may call this while the decode lane waits."""
        if self._beside is None:
            raise ValueError("no clip is opened beside the one in use")
        self._reader, index, frame = self._beside
        self._cache.clear()
        self._cache.put(index, frame)

    def read(self, index: int, *, run_up: int = 0) -> Iterator[Step[tuple[int, Frame] | None]]:
        """Decode a frame, and into the cache the `run_up` frames before it.

        Where it takes long, frames nearer and nearer to it come before; None comes where there is nothing to show yet.
        """
        if self._reader is None:
            return
        near = self._cache.nearest(index, within=_NEAR)
        away = None if near is None else abs(near - index)
        if near is not None and away and (frame := self._cache.get(near)) is not None:
            yield Step(0, 1, (near, frame))
        yield from self.prefetch(range(index - run_up, index))
        for number, seen in enumerate(self._reader.approach(index)):
            if seen is not None and (away is None or abs(seen[0] - index) < away or seen[0] == index):
                self._cache.put(*seen)
                yield Step(int(seen[0] == index), 1, seen)
            elif number % _PAUSE == 0:
                yield Step(0, 1, None)

    def prefetch(self, order: Iterable[int]) -> Iterator[Step[None]]:
        """Decode those frames of `order` into the cache that are in the clip and not there yet."""
        for index in order:
            if self._reader is None or index in self._cache or not 0 <= index < len(self._reader):
                continue
            for number, seen in enumerate(self._reader.approach(index)):
                if seen is not None and seen[0] == index:
                    self._cache.put(*seen)
                elif number % _PAUSE == 0:
                    yield Step(0, 1, None)
            yield Step(0, 1, None)

    def play(self, feed: Feed) -> Iterator[Step[int]]:
        """Decode the frames of a course into the cache and tell their numbers in it."""
        if self._reader is not None:
            yield from decode(self._reader, self._cache, feed)

    def close(self) -> None:
        """Let the file go."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

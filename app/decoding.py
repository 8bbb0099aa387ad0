"""The clip on the decode lane: its reader, and the generators that the lane pulls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mvos_core.types import Frame, Step
from mvos_core.video import FrameCache, VideoInfo, VideoReader, open_video, probe


class ClipDecoder:
    """Holds the reader. It is used on the decode lane only; decoded frames go into the cache."""

    def __init__(self, cache: FrameCache) -> None:
        self._cache = cache
        self._reader: VideoReader | None = None

    @staticmethod
    def probe(path: Path) -> VideoInfo:
        """Return a clip's facts without opening it here.

        Raises:
            MvosError: it cannot be read.
        """
        return probe(path)

    def open(self, path: Path, *, index: int = 0) -> VideoInfo:
        """Open a clip and decode a frame of it; the clip before stays open where this fails.

        Raises:
            MvosError: it cannot be read.
        """
        reader = open_video(path)
        try:
            index = min(index, len(reader) - 1)
            frame = reader.read(index)
        except BaseException:
            reader.close()
            raise
        self.close()
        self._reader = reader
        self._cache.clear()
        self._cache.put(index, frame)
        return reader.info

    def read(self, index: int) -> Iterator[Step[tuple[int, Frame]]]:
        """Decode one frame."""
        if self._reader is not None:
            frame = self._reader.read(index)
            self._cache.put(index, frame)
            yield Step(1, 1, (index, frame))

    def play(self, order: range) -> Iterator[Step[int]]:
        """Decode frame after frame into the cache and tell which are there."""
        if self._reader is None:
            return
        for done, (index, frame) in enumerate(zip(order, self._reader.frames(order), strict=True), start=1):
            self._cache.put(index, frame)
            yield Step(done, len(order), index)

    def close(self) -> None:
        """Let the file go."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

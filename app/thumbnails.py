"""Small pictures of a clip's frames: made on a lane of their own, and kept in a few megabytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from mvos_core.types import Frame, Step
from mvos_core.video import FrameCache, VideoReader, open_video

WIDEST_PX, HIGHEST_PX = 96, 54
_STORE_BYTES = 4 << 20
_EXACT_PIXELS = 1.2e9
"""So many pixels may be decoded for the sake of exact pictures: 600 frames of 1080p."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The small picture that stands for a frame, uint8 (h, w, 3).

    It `is_exact` if it shows that frame, and not one nearby that took less decoding.
    """

    index: int
    picture: Frame
    is_exact: bool


class Thumbnailer:
    """Makes thumbnails, on one thread. It has a reader of its own, so that it never moves the one that scrubs."""

    def __init__(self, cache: FrameCache) -> None:
        """`cache` may hold frames that need no decoding."""
        self._cache = cache
        self._reader: VideoReader | None = None

    def make(self, clip: Path, wanted: Sequence[int], *, exact: bool) -> Iterator[Step[Thumbnail | None]]:
        """Make thumbnails of some frames of a clip, ascending; None comes where decoding may pause.

        Unless they have to be `exact`, a far frame is stood for by the first one that is decoded on the way to it,
        which is a key frame.

        Raises:
            MvosError: the clip cannot be read.
        """
        reader = self._opened(clip)
        for done, index in enumerate(wanted, start=1):
            if (known := self._cache.get(index)) is not None:
                yield Step(done, len(wanted), Thumbnail(index, small(known), is_exact=True))
                continue
            for seen in reader.approach(index):
                if seen is None:
                    yield Step(done - 1, len(wanted), None)
                    continue
                is_exact = seen[0] == index
                yield Step(done, len(wanted), Thumbnail(index, small(seen[1]), is_exact))
                if not exact:
                    break

    def _opened(self, clip: Path) -> VideoReader:
        if self._reader is None or self._reader.info.path != clip:
            self.close()
            self._reader = open_video(clip)
        return self._reader

    def close(self) -> None:
        """Let the file go."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None


class ThumbnailStore:
    """The thumbnails seen last, by frame, in at most `limit_bytes`."""

    def __init__(self, limit_bytes: int = _STORE_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._kept: OrderedDict[int, Thumbnail] = OrderedDict()
        self._used_bytes = 0

    @property
    def used_bytes(self) -> int:
        """How many bytes of pixels are kept."""
        return self._used_bytes

    def get(self, index: int) -> Thumbnail | None:
        """Return what stands for a frame."""
        found = self._kept.get(index)
        if found is not None:
            self._kept.move_to_end(index)
        return found

    def put(self, thumbnail: Thumbnail) -> None:
        """Keep a thumbnail, and forget those not seen for longest."""
        replaced = self._kept.pop(thumbnail.index, None)
        self._used_bytes -= replaced.picture.nbytes if replaced else 0
        self._kept[thumbnail.index] = thumbnail
        self._used_bytes += thumbnail.picture.nbytes
        while self._used_bytes > self._limit_bytes:
            self._used_bytes -= self._kept.popitem(last=False)[1].picture.nbytes

    def lacking(self, wanted: Sequence[int], *, exact: bool) -> list[int]:
        """Return the frames for which there is nothing, or nothing `exact`."""
        known = {index: self._kept.get(index) for index in wanted}
        return [index for index, kept in known.items() if kept is None or (exact and not kept.is_exact)]

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._used_bytes = 0


def may_be_exact(n_frames: int, size: tuple[int, int]) -> bool:
    """Return whether decoding so many frames of (height, width) is little enough for exact thumbnails."""
    return n_frames * size[0] * size[1] <= _EXACT_PIXELS


def small(frame: Frame) -> Frame:
    """Return a frame at the size of a thumbnail, in its own proportions."""
    height, width = frame.shape[:2]
    scale = min(WIDEST_PX / width, HIGHEST_PX / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.ascontiguousarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)

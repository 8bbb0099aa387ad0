"""A clip's frames by index, whatever the clip is stored as."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from mvos_core.types import Frame
from mvos_core.video.info import VideoInfo

PICTURE_RATE = Fraction(24)
"""Frames per second that a folder of pictures is taken to have."""

ReaderT = TypeVar("ReaderT", bound="VideoReader")


class VideoReader(ABC):
    """A clip, frame-exact by index: frame `i` is the `i`-th one shown, however it is stored.

    A reader belongs to one thread; `clone` gives another thread its own.
    """

    info: VideoInfo

    def __len__(self) -> int:
        return self.info.n_frames

    def __enter__(self: ReaderT) -> ReaderT:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def read(self, index: int) -> Frame:
        """Return a frame, newly allocated: uint8 (H, W, 3) RGB.

        Raises:
            IndexError: there is no such frame.
            MvosError: the file is damaged there or can no longer be read.
        """

    def approach(self, index: int) -> Iterator[tuple[int, Frame] | None]:
        """Yield (index, frame), last of all for the frame asked for.

        Where that takes long, the first frame decoded on the way comes at once, and None each time that there is
        nothing new to see yet. Whoever has changed their mind goes no further.

        Raises:
            IndexError: there is no such frame.
            MvosError: as for `read`.
        """
        yield index, self.read(index)

    @abstractmethod
    def clone(self) -> VideoReader:
        """Return a reader of the same clip for another thread, without examining the file again."""

    @abstractmethod
    def close(self) -> None:
        """Let the file go; nothing can be read afterwards."""

    def frames(self, order: range) -> Iterator[Frame]:
        """Yield the frames with the indices of `order`, which may go backwards.

        Raises:
            IndexError: there is no such frame.
            MvosError: as for `read`.
        """
        return map(self.read, order)

    def _check(self, index: int) -> None:
        if not 0 <= index < len(self):
            raise IndexError(f"frame {index} of a clip of {len(self)} frames")


def open_video(path: Path, *, picture_rate: Fraction = PICTURE_RATE) -> VideoReader:
    """Open a video file, or a folder of pictures as a clip of `picture_rate` frames per second.

    Raises:
        MvosError: there is no such file, or it cannot be read as a clip; its text says what to do.
    """
    # Imported here because training machines, which only read pictures, have no PyAV.
    if os.path.isdir(path):  # noqa: PTH112  # not where it may not be looked at, which opening explains
        from mvos_core.video.pictures import PictureReader

        return PictureReader(path, rate=picture_rate)
    from mvos_core.video.movie import MovieReader

    return MovieReader(path)


def probe(path: Path) -> VideoInfo:
    """Return what is known of a clip without reading its frames; raises as `open_video` does."""
    with open_video(path) as reader:
        return reader.info

"""Writing frames, and a source's sound, to a video file that common players open."""

from __future__ import annotations

import errno
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from mvos_core.types import Frame, MvosError
from mvos_core.video.sound import Sound, SoundTrack

SUFFIX = ".mp4"

_BT709 = 1  # as matrix, transfer and primaries alike in ITU-T H.273
_FINEST_TICKS_PER_S = 1_000_000
_TICKS_PER_S = 90_000
# Averages chroma over the pixels that share it, and rounds exactly: what was read is written unchanged.
_EXACTLY = Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INP


class VideoWriter:
    """Writes RGB frames as H.264 in an MP4 file: 4:2:0, BT.709, limited range, which every player knows.

    Such pictures have even sides, so an odd one gets its last row or column twice. The file is written under
    the name `name.part.mp4` and takes its own when the `with` block ends well; when it ends with an exception,
    nothing is left behind.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        *,
        rate: Fraction,
        times_s: Sequence[Fraction] | None = None,
        crf: int = 18,
        preset: str = "medium",
        sound: Sound | None = None,
    ) -> None:
        """Begin a file for frames of `size` (height, width).

        Frame `i` is shown at `i / rate` seconds, or, for a variable rate, as long after the first one as
        `times_s[i]` is after `times_s[0]`; one more time may say when the last one ends. `crf` is x264's quality, from 0 (lossless) to 51, and `preset` its
        effort. `sound` is left out where its file has none.

        Raises:
            MvosError: the suffix is not .mp4, the file cannot be written, or the sound cannot be read.
        """
        if path.suffix.lower() != SUFFIX:
            raise MvosError(f"{path.name} is not the name of an MP4 file; choose one that ends in {SUFFIX}.")
        if not path.parent.is_dir():
            raise MvosError(f"There is no folder {path.parent}; make it or choose another one.")
        self.path = path
        self.size = size
        self.n_frames = 0
        self._times_s = times_s
        self._time_base = _time_base(times_s) if times_s else 1 / rate
        self._rate = rate
        self._durations: dict[int, int] = {}  # in ticks, by the time in ticks, of frames not yet written
        self._part = path.with_suffix(".part" + SUFFIX)
        self._reformatter = VideoReformatter()
        self._track: SoundTrack | None = None
        with self._explained():
            self._container = av.open(
                str(self._part.absolute()), "w", container_options={"movflags": "+faststart"}
            )
        try:
            with self._explained():
                self._stream = self._add_pictures(rate, crf, preset)
                self._track = SoundTrack.open(sound, self._container) if sound else None
                self._container.start_encoding()
        except MvosError:
            self.abort()
            raise

    def _add_pictures(self, rate: Fraction, crf: int, preset: str) -> VideoStream:
        stream = self._container.add_stream("libx264", rate=rate, options={"crf": str(crf), "preset": preset})
        stream.height, stream.width = (side + side % 2 for side in self.size)
        stream.pix_fmt = "yuv420p"
        codec = stream.codec_context
        codec.time_base = self._time_base
        codec.colorspace = codec.color_trc = codec.color_primaries = _BT709
        codec.color_range = ColorRange.MPEG
        return stream

    def __enter__(self) -> VideoWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.finish()
        else:
            self.abort()

    def write(self, frame: Frame) -> None:
        """Add a frame: uint8 (H, W, 3) RGB of the size that was promised.

        Raises:
            MvosError: the disk is full or fails.
            ValueError: the frame has another size, or there are more than times.
        """
        if self._times_s is not None and self.n_frames >= len(self._times_s):
            raise ValueError(f"frame {self.n_frames} has no time: there are {len(self._times_s)}")
        if frame.shape != (*self.size, 3) or frame.dtype != np.uint8:
            raise ValueError(f"a frame of {frame.dtype} {frame.shape} where uint8 {(*self.size, 3)} is due")
        pictures = self._to_yuv(frame)
        pictures.pts = self._tick(self.n_frames)
        pictures.time_base = self._time_base
        self.n_frames += 1
        self._durations[pictures.pts] = self._tick(self.n_frames) - pictures.pts
        with self._explained():
            self._mux(pictures)

    def finish(self) -> None:
        """Write what is still due, and give the file its name.

        Raises:
            MvosError: the disk is full or fails; nothing is left behind.
        """
        try:
            with self._explained():
                self._mux(None)
                if self._track is not None:
                    self._container.mux(list(self._track.packets(None)))
                    self._track.close()
                self._container.close()
                self._part.replace(self.path)
        except MvosError:
            self.abort()
            raise

    def abort(self) -> None:
        """Stop, and delete what was written."""
        if self._track is not None:
            self._track.close()
        # Closing tries to finish the file, which fails again where writing failed before.
        with suppress(FFmpegError, OSError):
            self._container.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _tick(self, index: int) -> int:
        if self._times_s is None:
            return index
        if index == len(self._times_s):
            return self._tick(index - 1) + round(1 / (self._rate * self._time_base))
        return round((self._times_s[index] - self._times_s[0]) / self._time_base)

    def _mux(self, frame: VideoFrame | None) -> None:
        for packet in self._stream.encode(frame):
            if packet.pts is None:
                continue
            packet.duration = self._durations.pop(packet.pts)
            if self._track is not None:
                self._container.mux(list(self._track.packets(packet.pts * self._time_base)))
            self._container.mux(packet)

    def _to_yuv(self, frame: Frame) -> VideoFrame:
        height, width = self.size
        if height % 2 or width % 2:
            frame = np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        return self._reformatter.reformat(
            VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            interpolation=_EXACTLY,
        )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn the failures of a disk into sentences."""
        try:
            yield
        except PermissionError as error:
            raise MvosError(f"{self.path.parent} may not be written to; choose another folder.") from error
        except (OSError, FFmpegError) as error:
            if error.errno == errno.ENOSPC:
                raise MvosError(
                    f"The disk of {self.path} is full; make room or choose another one."
                ) from error
            raise MvosError(
                f"{self.path.name} cannot be written ({error.strerror}); choose another folder or settings."
            ) from error


def _time_base(times_s: Sequence[Fraction]) -> Fraction:
    """Return the coarsest tick in seconds that all times are multiples of, or a fine one where that is too fine."""
    ticks_per_s = math.lcm(*((time - times_s[0]).denominator for time in times_s))
    return Fraction(1, ticks_per_s if ticks_per_s <= _FINEST_TICKS_PER_S else _TICKS_PER_S)

"""Writing frames, and a source's sound, to a video file that common players open."""

from __future__ import annotations

import errno
import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from mvos_core.types import Frame, MvosError
from mvos_core.video.colour import EXACT_SCALING
from mvos_core.video.sound import Sound, SoundTrack
from mvos_core.video.stream import open_container

SUFFIX = ".mp4"

_BT709 = 1  # as matrix, transfer and primaries alike in ITU-T H.273
_FINEST_TICKS_PER_S = 1_000_000
_TICKS_PER_S = 90_000
_LARGEST_DENOMINATOR = 100_000  # of a frame rate, whose parts FFmpeg keeps in 32 bits


class VideoWriter:
    """Writes RGB frames as H.264 in an MP4 file: 4:2:0, BT.709, limited range, which every player knows.

    Such pictures have even sides, so an odd one gets its last row or column twice. The file is written under
    the name `name.part.mp4`; when the `with` block ends, it is checked and takes its own name. When the block
    ends with an exception, or that check fails with an MvosError, nothing is left behind.
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
            ValueError: the times do not increase.
        """
        if path.suffix.lower() != SUFFIX:
            raise MvosError(f"{path.name} is not the name of an MP4 file; choose one that ends in {SUFFIX}.")
        if not path.parent.is_dir():
            raise MvosError(f"There is no folder {path.parent}; make it or choose another one.")
        if times_s is not None and any(time <= last for last, time in pairwise(times_s)):
            raise ValueError("the frames' times do not increase")
        self.path = path
        self.size = size
        self.n_frames = 0
        self._rate = rate
        self._times_s = times_s
        self._time_base = _time_base(times_s) if times_s else 1 / rate
        self._durations: dict[int, int] = {}  # in ticks, by the time in ticks, of frames not yet written
        self._part = path.with_suffix(".part" + SUFFIX)
        self._reformatter = VideoReformatter()
        self._track: SoundTrack | None = None
        with ExitStack() as undo, self._explained():
            self._container = av.open(
                str(self._part.absolute()), "w", container_options={"movflags": "+faststart"}
            )
            undo.callback(self._abort)
            self._stream = self._add_pictures(crf, preset)
            self._track = SoundTrack.open(sound, self._container) if sound else None
            self._container.start_encoding()
            undo.pop_all()

    def _add_pictures(self, crf: int, preset: str) -> VideoStream:
        rate = self._rate.limit_denominator(_LARGEST_DENOMINATOR)
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
            self._finish()
        else:
            self._abort()

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

    def _finish(self) -> None:
        """Write what is still due, check the file and give it its name."""
        with ExitStack() as undo, self._explained():
            undo.callback(self._abort)
            if not self.n_frames:
                raise MvosError(f"{self.path.name} would hold no frames; choose a longer range.")
            self._mux(None)
            if self._track is not None:
                self._container.mux(list(self._track.packets(None)))
                self._track.close()
            self._container.close()
            self._check_written()
            self._part.replace(self.path)
            undo.pop_all()

    def _check_written(self) -> None:
        """See that what lies on the disk holds every frame up to its end."""
        with open_container(self._part) as container:
            stream = container.streams.video[0]
            ends = [
                packet.pts + (packet.duration or 0)
                for packet in container.demux(stream)
                if packet.pts is not None
            ]
            end_s = max(ends, default=0) * (stream.time_base or 0)
        missing_s = self._tick(self.n_frames) * self._time_base - end_s
        if len(ends) != self.n_frames or abs(missing_s) > 1 / self._rate:
            raise MvosError(f"{self.path.name} was not written whole; choose another disk and try again.")

    def _abort(self) -> None:
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
        full = self._reformatter.reformat(
            VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24"),
            format="yuv444p",
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            interpolation=EXACT_SCALING,
        )
        planes = full.to_ndarray().astype(np.uint8, copy=False)
        chroma = subsample(planes[1:]).reshape(-1, planes.shape[2])
        return VideoFrame.from_ndarray(np.concatenate([planes[0], chroma]), format="yuv420p")

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
    """Return the longest tick in seconds that all times are multiples of, or a short one if there is none."""
    ticks_per_s = math.lcm(*((time - times_s[0]).denominator for time in times_s))
    return Fraction(1, ticks_per_s if ticks_per_s <= _FINEST_TICKS_PER_S else _TICKS_PER_S)


def subsample(chroma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Halve chroma planes, (2, H, W) uint8 with even sides, to (2, H/2, W/2).

    A sample lies on the even column and between two rows, as H.264 has it where a stream does not say
    otherwise (ITU-T H.264, figure E-1, type 0). swscale's own, in the middle of four pixels, would push
    colours half a pixel sideways each time that a clip is read and written.
    """
    rows = chroma[:, 0::2].astype(np.uint16) + chroma[:, 1::2]
    even, odd = rows[..., 0::2], rows[..., 1::2]
    before = np.concatenate([even[..., :1], odd[..., :-1]], axis=2)
    halved: NDArray[np.uint8] = ((before + 2 * even + odd + 4) >> 3).astype(np.uint8)
    return halved

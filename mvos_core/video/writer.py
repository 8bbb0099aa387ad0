"""Writing frames, and a source's sound, to a film that players and editors open."""

from __future__ import annotations

import errno
import math
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import cast

import av
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from mvos_core.types import Frame, MvosError
from mvos_core.video.coding import MOVIE_FORMATS, Coding
from mvos_core.video.colour import BT709, ColourCodes
from mvos_core.video.info import ColourTags
from mvos_core.video.planes import PlaneMaker
from mvos_core.video.sound import Sound, SoundTrack
from mvos_core.video.stream import open_container

H264 = Coding.of("h264")

_PART = ".part"
_FINEST_TICKS_PER_S = 1_000_000
_TICKS_PER_S = 90_000
_LARGEST_DENOMINATOR = 100_000  # of a frame rate, whose parts FFmpeg keeps in 32 bits
_ROUNDING_S = Fraction(1, 1000)  # Matroska's ticks


class VideoWriter:
    """Writes pictures to a film: by default as H.264, 4:2:0, BT.709 and limited range, which every player knows.

    The file is written under the name `name.part`, which nothing takes for a film; when the `with` block ends, it is
    checked and takes its own name. When the block ends with an exception, or that check fails with an MvosError,
    nothing is left behind. `close` in the block puts everything onto the disk, so that `part` can be looked at and
    compared with the `first` and the `last` picture that were written.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        *,
        rate: Fraction,
        times_s: Sequence[Fraction] | None = None,
        coding: Coding = H264,
        colour: ColourTags = BT709,
        sound: Sound | None = None,
        sample_aspect_ratio: Fraction = Fraction(1),
    ) -> None:
        """Begin a file for pictures of `size` (height, width).

        Args:
            path: its suffix says what file it is and must go with the codec.
            size: where the codec needs even sides, an odd one gets its last row or column twice.
            rate: picture `i` is shown at `i / rate` seconds, …
            times_s: … or, for a variable rate, as long after the first one as `times_s[i]` is after `times_s[0]`; one
                more time may say when the last one ends.
            coding: how pictures are stored; with alpha, they are RGBA.
            colour: how their colours are stored and tagged.
            sound: is left out where its file has none.
            sample_aspect_ratio: width by height of a pixel; VP9 and FFV1 in Matroska and WebM lose it.

        Raises:
            MvosError: the suffix is no film's or not for this codec, the file cannot be written, or the sound cannot be
                read.
            ValueError: the times do not increase.
        """
        if path.suffix.lower() not in MOVIE_FORMATS:
            names = ", ".join(MOVIE_FORMATS)
            raise MvosError(f"{path.name} is not the name of a film; choose one that ends in {names}.")
        coding.check_suffix(path.suffix)
        if not path.parent.is_dir():
            raise MvosError(f"There is no folder {path.parent}; make it or choose another one.")
        if times_s is not None and any(time <= last for last, time in pairwise(times_s)):
            raise ValueError("the frames' times do not increase")
        self.path = path
        self.part = path.with_name(path.name + _PART)
        self.size = size
        self.coding = coding
        self.colour = _storable(colour, coding)
        self.sound_source = sound
        self.n_frames = 0
        self.first: Frame = np.zeros((0, 0, 3), np.uint8)
        self.last = self.first
        self._rate = rate.limit_denominator(_LARGEST_DENOMINATOR)
        self._times_s = times_s
        self._time_base = _time_base(times_s) if times_s else 1 / self._rate
        self._durations: dict[int, int] = {}  # in ticks, by the time in ticks, of frames not yet written
        self._planes = PlaneMaker(coding.pixel_format, self.colour)
        self._track: SoundTrack | None = None
        self._is_open = True
        kind = MOVIE_FORMATS[path.suffix.lower()]
        options = {"movflags": "+faststart"} if kind in {"mp4", "mov"} else {}
        with ExitStack() as undo, self._explained():
            self._container = av.open(str(self.part.absolute()), "w", format=kind, container_options=options)
            undo.callback(self._abort)
            self._stream = self._add_pictures(sample_aspect_ratio)
            self._track = SoundTrack.open(sound, self._container, suffix=path.suffix) if sound else None
            self._container.start_encoding()
            undo.pop_all()

    def _add_pictures(self, sample_aspect_ratio: Fraction) -> VideoStream:
        options = dict(self.coding.level.options)
        stream = cast(
            "VideoStream",
            self._container.add_stream(self.coding.codec.encoder, rate=self._rate, options=options),
        )
        stream.height, stream.width = self.coding.stored_size(self.size)
        stream.pix_fmt = self.coding.pixel_format
        codec = stream.codec_context
        codec.time_base = self._time_base
        codes = ColourCodes.of(self.colour)
        codec.colorspace, codec.color_range = codes.matrix, codes.range
        codec.color_trc, codec.color_primaries = codes.transfer, codes.primaries
        if sample_aspect_ratio != 1:
            codec.sample_aspect_ratio = sample_aspect_ratio
        if self.coding.codec.tag and self.path.suffix.lower() in {".mp4", ".mov"}:
            codec.codec_tag = self.coding.codec.tag
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

    @property
    def sound(self) -> str | None:
        """How the sound is stored, in words; None where there is none."""
        return self._track.how if self._track is not None else None

    def time_s(self, index: int) -> Fraction:
        """Return when a picture begins, in seconds after the first one; the number of pictures gives the end of all."""
        return self._tick(index) * self._time_base

    @property
    def end_s(self) -> Fraction:
        """When the last picture written so far ends, in seconds after the first one begins."""
        return self.time_s(self.n_frames)

    def write(self, frame: Frame) -> None:
        """Add a picture of the size that was promised: uint8 (H, W, 3) RGB, or (H, W, 4) RGBA with alpha.

        Raises:
            MvosError: the disk is full or fails.
            ValueError: the picture has another size, or there are more than times.
        """
        if self._times_s is not None and self.n_frames >= len(self._times_s):
            raise ValueError(f"frame {self.n_frames} has no time: there are {len(self._times_s)}")
        due = (*self.size, 4 if self.coding.has_alpha else 3)
        if frame.shape != due or frame.dtype != np.uint8:
            raise ValueError(f"a frame of {frame.dtype} {frame.shape} where uint8 {due} is due")
        pictures = self._planes(padded(frame, self.coding.stored_size(self.size)))
        pictures.pts = self._tick(self.n_frames)
        pictures.time_base = self._time_base
        self.first = self.first if self.n_frames else frame.copy()
        self.last = frame.copy()
        self.n_frames += 1
        self._durations[pictures.pts] = self._tick(self.n_frames) - pictures.pts
        with self._explained():
            self._mux(pictures)

    def close(self) -> None:
        """Put everything that is due onto the disk; nothing can be written afterwards.

        Raises:
            MvosError: there are no frames, the disk is full or fails, or what lies on it is not whole.
        """
        if not self._is_open:
            return
        with self._explained():
            if not self.n_frames:
                raise MvosError(f"{self.path.name} would hold no frames; choose a longer range.")
            self._mux(None)
            if self._track is not None:
                self._container.mux(list(self._track.packets(None)))
                self._track.close()
            self._container.close()
            self._is_open = False
            self._check_written()

    def _finish(self) -> None:
        """Write what is still due, check the file and give it its name."""
        with ExitStack() as undo, self._explained():
            undo.callback(self._abort)
            self.close()
            # What has its name must outlast a power cut. Windows only syncs what may be written to.
            with self.part.open("r+b") as file:
                os.fsync(file.fileno())
            self.part.replace(self.path)
            undo.pop_all()

    def _check_written(self) -> None:
        """See that what lies on the disk holds every frame up to its end."""
        with open_container(self.part) as container:
            stream = container.streams.video[0]
            ends = [
                packet.pts + (packet.duration or 0)
                for packet in container.demux(stream)
                if packet.pts is not None
            ]
            end_s = max(ends, default=0) * (stream.time_base or 0)
        missing_s = self.end_s - end_s
        if len(ends) != self.n_frames or abs(missing_s) > 1 / self._rate + _ROUNDING_S:
            raise MvosError(f"{self.path.name} was not written whole; choose another disk and try again.")

    def _abort(self) -> None:
        """Stop, and delete what was written."""
        if self._track is not None:
            self._track.close()
        # Closing tries to finish the file, which fails again where writing failed before.
        with suppress(FFmpegError, OSError):
            self._container.close()
        self._is_open = False
        with suppress(OSError):
            self.part.unlink(missing_ok=True)

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
            if self.n_frames == 1:
                packet.dts = packet.pts  # of a single picture, x265 leaves it to chance
            if self._track is not None:
                self._container.mux(list(self._track.packets(packet.pts * self._time_base)))
            self._container.mux(packet)

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


def padded(picture: Frame, size: tuple[int, int]) -> Frame:
    """Return a picture, uint8 (H, W, C), with its last row and column repeated up to `size` (height, width)."""
    height, width = size[0] - picture.shape[0], size[1] - picture.shape[1]
    return np.pad(picture, ((0, height), (0, width), (0, 0)), mode="edge") if height or width else picture


def _storable(tags: ColourTags, coding: Coding) -> ColourTags:
    """Return the tags with what this coding cannot have otherwise."""
    if coding.pixel_format.startswith("bgr"):
        return ColourTags("rgb", "full", tags.transfer, tags.primaries)
    if coding.codec.only_limited:
        return ColourTags(tags.matrix, "limited", tags.transfer, tags.primaries)
    return tags


def _time_base(times_s: Sequence[Fraction]) -> Fraction:
    """Return the longest tick in seconds that all times are multiples of, or a short one if there is none."""
    ticks_per_s = math.lcm(*((time - times_s[0]).denominator for time in times_s))
    return Fraction(1, ticks_per_s if ticks_per_s <= _FINEST_TICKS_PER_S else _TICKS_PER_S)

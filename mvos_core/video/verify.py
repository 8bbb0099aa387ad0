"""Looking at a film before it gets its name: is everything in it that was rendered, and as it was?"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from mvos_core.types import Frame, MvosError, Step
from mvos_core.video.colour import ColourCodes, RgbConverter, colour_tags
from mvos_core.video.info import ColourTags
from mvos_core.video.planes import alpha_of
from mvos_core.video.sound import Sound, sound_end_s
from mvos_core.video.stream import open_container
from mvos_core.video.writer import VideoWriter

_ROUNDING_S = Fraction(1, 1000)  # Matroska's ticks
_SOUND_SLACK_S = Fraction(1, 20)  # a packet or two: sound ends with a whole one


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked at: what, whether it is as it should be, and the figures in words."""

    what: str
    passed: bool
    text: str


@dataclass(frozen=True, slots=True)
class _Decoded:
    """What decoding a film gave; pictures are uint8 (H, W, 3), alphas uint8 (H, W) or None."""

    times_s: tuple[Fraction, ...]
    size: tuple[int, int]
    tags: ColourTags
    first: tuple[Frame, Frame | None]
    last: tuple[Frame, Frame | None]


def verify(writer: VideoWriter) -> Generator[Step[int], None, tuple[Check, ...]]:
    """Decode all that a closed writer put onto the disk and compare it with what it was given.

    A step a frame; the generator returns the checks, all of them passed.

    Raises:
        MvosError: the film is not what was rendered.
    """
    writer.close()
    try:
        seen = yield from _decode(writer)
    except FFmpegError as error:
        raise _unlike(writer, f"it cannot be decoded ({error.strerror})") from error
    checks = tuple(_checks(writer, seen))
    failed = [check.text for check in checks if not check.passed]
    if failed:
        raise _unlike(writer, "; ".join(failed))
    return checks


def _unlike(writer: VideoWriter, reason: str) -> MvosError:
    return MvosError(
        f"{writer.path.name} was written, but is not what was rendered: {reason}. It was deleted; try again, on another "
        "disk or with another codec."
    )


def _decode(writer: VideoWriter) -> Generator[Step[int], None, _Decoded]:
    times_s: list[Fraction] = []
    first: VideoFrame | None = None
    last: VideoFrame | None = None
    with open_container(writer.part) as container:
        stream = container.streams.video[0]
        for frame in _frames(container, stream, needs_alpha=writer.coding.has_alpha):
            times_s.append((frame.pts or 0) * (stream.time_base or Fraction(0)))
            first, last = first or frame, frame
            yield Step(len(times_s), writer.n_frames, len(times_s) - 1)
        if first is None or last is None:
            raise _unlike(writer, "no picture of it can be decoded")
        tags = colour_tags(first, stream.codec_context)
        size = first.height, first.width
        to_rgb = RgbConverter(tags, height=size[0], width=size[1])
        pair = [(to_rgb(frame), alpha_of(frame)) for frame in (first, last)]
        return _Decoded(tuple(times_s), size, tags, *pair)


def _frames(
    container: av.container.InputContainer, stream: VideoStream, *, needs_alpha: bool
) -> Iterator[VideoFrame]:
    stream.thread_type = "AUTO"
    if not needs_alpha or stream.codec_context.codec.canonical_name != "vp9":
        yield from container.decode(stream)
        return
    # FFmpeg's own decoder of VP9 drops alpha.
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    for packet in container.demux(stream):
        yield from decoder.decode(packet if packet.size else None)


def _checks(writer: VideoWriter, seen: _Decoded) -> Iterator[Check]:
    found = len(seen.times_s)
    yield Check("frames", found == writer.n_frames, f"{found} of {writer.n_frames} frames decoded")
    size, due_size = seen.size, writer.coding.stored_size(writer.size)
    yield Check(
        "size", size == due_size, f"{size[1]} × {size[0]} pixels, {due_size[1]} × {due_size[0]} wanted"
    )
    late_s = _largest_delay_s(writer, seen)
    yield Check(
        "times", late_s <= _ROUNDING_S, f"frames shown at most {float(late_s) * 1000:.2f} ms off their times"
    )
    yield _colour(writer, seen.tags)
    if size == due_size:
        yield _picture(writer, "first frame", seen.first, writer.first)
        yield _picture(writer, "last frame", seen.last, writer.last)
    if writer.sound_source is not None:
        yield _sound(writer, writer.sound_source)


def _largest_delay_s(writer: VideoWriter, seen: _Decoded) -> Fraction:
    return max(abs(time - writer.time_s(index)) for index, time in enumerate(seen.times_s[: writer.n_frames]))


def _colour(writer: VideoWriter, tags: ColourTags) -> Check:
    due, found = ColourCodes.of(writer.colour), ColourCodes.of(tags)
    is_rgb = writer.colour.matrix == "rgb"
    passed = is_rgb or (due.scaling, due.range) == (found.scaling, found.range)
    return Check("colour", passed, f"stored as {tags.matrix}, {tags.range} range")


def _picture(writer: VideoWriter, what: str, seen: tuple[Frame, Frame | None], due: Frame) -> Check:
    height, width = writer.size
    picture, alpha = seen
    shown = picture[:height, :width]
    if writer.coding.has_alpha:
        if alpha is None:
            return Check(what, False, f"the {what} has no alpha")
        shown = np.dstack([shown, alpha[:height, :width]])
    least_db = writer.coding.level.least_psnr_db
    kind = "colours and alpha" if writer.coding.has_alpha else "colours"
    if least_db is None:
        passed = bool(np.array_equal(shown, due))
        return Check(what, passed, f"{what}: {kind} {'are' if passed else 'are not'} equal bit for bit")
    measured_db = likeness_db(shown, due)
    return Check(
        what,
        measured_db >= least_db,
        f"{what}: {kind} at {measured_db:.1f} dB, at least {least_db:.0f} wanted",
    )


def likeness_db(a: Frame, b: Frame) -> float:
    """Return the peak signal-to-noise ratio of two pictures at half their size, at most 99 dB.

    Half size, because 4:2:0 keeps no more of the colours.
    """
    half = (max(1, a.shape[1] // 2), max(1, a.shape[0] // 2))
    small = [cv2.resize(picture, half, interpolation=cv2.INTER_AREA).astype(np.float64) for picture in (a, b)]
    error = float(np.mean((small[0] - small[1]) ** 2))
    return min(99.0, 10 * float(np.log10(255**2 / error))) if error else 99.0


def _sound(writer: VideoWriter, source: Sound) -> Check:
    due_s, found_s = sound_end_s(source), sound_end_s(Sound(writer.part, Fraction(0), None))
    if due_s is None or found_s is None:
        passed = due_s is found_s
        return Check("sound", passed, "no sound in these frames" if passed else "the sound is missing")
    past_ms = [round(1000 * (end_s - writer.end_s)) for end_s in (due_s, found_s)]
    return Check(
        "sound",
        abs(due_s - found_s) <= _SOUND_SLACK_S,
        f"sound ends {past_ms[1]:+d} ms after the pictures, {past_ms[0]:+d} ms in the source",
    )

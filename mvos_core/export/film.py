"""Films of some frames of a clip, with its size, times, colours and sound."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from mvos_core.compose import overlay
from mvos_core.masks.folder import MaskFolder
from mvos_core.types import Step
from mvos_core.video import Sound, VideoInfo, VideoReader, VideoWriter
from mvos_core.video.coding import Coding, codec_for
from mvos_core.video.colour import kept_tags
from mvos_core.video.verify import verify


def clip_writer(
    info: VideoInfo,
    frames: range,
    target: Path,
    *,
    coding: Coding | None = None,
    rate: Fraction | None = None,
    with_sound: bool = True,
) -> VideoWriter:
    """Begin a film of some consecutive frames of a clip.

    Args:
        info: the clip.
        frames: which of its frames.
        target: the file.
        coding: how pictures are stored; without one, the suffix chooses the codec.
        rate: pictures a second, all equally long; the frames' own times where there is none.
        with_sound: whether it gets the clip's sound.

    Raises:
        MvosError: the file cannot be written, or the sound cannot be read.
    """
    times_s = None
    if info.variable_rate and rate is None:
        times_s = [*info.times_s, info.duration_s][frames.start : frames.stop + 1]
    return VideoWriter(
        target,
        info.size,
        rate=rate or info.rate,
        times_s=times_s,
        coding=coding or Coding.of(codec_for(target.suffix) or "h264"),
        colour=kept_tags(info.colour, height=info.height),
        sound=Sound.of(info, frames) if info.has_audio and with_sound else None,
        sample_aspect_ratio=info.sample_aspect_ratio,
    )


def overlay_video(reader: VideoReader, masks: MaskFolder, frames: range, target: Path) -> Iterator[Step[int]]:
    """Write the clip's `frames` with their masks tinted, with the clip's timing and sound, as a film.

    A step a frame, with its index; closing the generator leaves no file behind.

    Raises:
        MvosError: a mask or frame cannot be read, or the file cannot be written.
    """
    with clip_writer(reader.info, frames, target) as writer:
        for done, (index, frame) in enumerate(zip(frames, reader.frames(frames), strict=True), start=1):
            writer.write(overlay(frame, masks.read(index)))
            yield Step(done, len(frames), index)
        for _ in verify(writer):
            pass

"""A tiny clip with sound, a disc that crosses it, and its masks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from mvos_core.types import Frame, LabelMap
from mvos_core.video import VideoReader, open_video
from mvos_core.video.coding import Coding
from mvos_core.video.writer import VideoWriter
from tests.core.video.clips import ffmpeg

SIZE = (48, 64)
N_FRAMES = 12
NTSC = Fraction(30000, 1001)


def labels(index: int) -> LabelMap:
    """A disc, object 1, that moves to the right, and a square, object 2, that stays."""
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    result = np.zeros(SIZE, np.uint8)
    result[30:42, 44:56] = 2
    result[(x - 14 - 2 * index) ** 2 + (y - 18) ** 2 <= 81] = 1
    return result


def picture(index: int) -> Frame:
    """A grey ramp with both objects on it."""
    ramp = np.linspace(40, 200, SIZE[1]).astype(np.uint8)
    frame = np.repeat(np.repeat(ramp[None], SIZE[0], axis=0)[..., None], 3, axis=2)
    frame[labels(index) == 1] = (200, 60, 40)
    frame[labels(index) == 2] = (40, 90, 200)
    return frame


@dataclass(frozen=True)
class Clips:
    """Clips of the same pictures: with sound at NTSC's rate, and with uneven times."""

    sounding: Path
    uneven: Path


TIMES_S = [Fraction(t, 30) for t in (0, 1, 4, 5, 9, 10, 12, 13, 17, 18, 19, 24, 25)]


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    folder = tmp_path_factory.mktemp("clips")
    for name, times in (("silent", None), ("uneven", TIMES_S)):
        best = Coding.of("h264", quality="best")
        with VideoWriter(folder / f"{name}.mp4", SIZE, rate=NTSC, times_s=times, coding=best) as writer:
            for index in range(N_FRAMES):
                writer.write(picture(index))
    sounding = folder / "shot.mp4"
    tone = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=0.5")
    ffmpeg("-i", folder / "silent.mp4", *tone, "-c:v", "copy", "-c:a", "aac", sounding)
    return Clips(sounding, folder / "uneven.mp4")


@pytest.fixture
def reader(clips: Clips) -> VideoReader:
    return open_video(clips.sounding)


Look = Callable[[Path], str]

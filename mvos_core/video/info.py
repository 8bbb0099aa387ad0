"""What is known of a clip before any of its frames is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

UNSPECIFIED = "unspecified"
_SLACK_TICKS = 1.001  # rounding a time to ticks moves it by half a tick, and so does rounding the first one
_FALLBACK_RATE = Fraction(24)


@dataclass(frozen=True, slots=True)
class ColourTags:
    """How a file says its colours are stored, in FFmpeg's names; `unspecified` where it does not say.

    `matrix` turns YUV into RGB ("bt709", "smpte170m", …), `range` is "limited" or "full", `transfer` maps
    light to signal ("bt709", "smpte2084" for PQ, "arib-std-b67" for HLG, …) and `primaries` are the colours
    of pure red, green and blue.
    """

    matrix: str
    range: str
    transfer: str
    primaries: str


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """A clip: its size, its frames' times and names, and how it is stored.

    `width` and `height` are those of the frames a reader gives: cropped and rotated as tagged; the pixels'
    `sample_aspect_ratio` is only recorded. Frame `i` is shown `ticks[i] * time_base` seconds after the first
    one, whose own time in the file, which sound shares, is `start_s`. `rate` is the exact average frame rate.
    `names[i]` names frame `i`: the picture's name without suffix, or its number as six digits.
    """

    path: Path
    width: int
    height: int
    rate: Fraction
    variable_rate: bool
    ticks: tuple[int, ...]
    time_base: Fraction
    duration_s: Fraction
    start_s: Fraction
    names: tuple[str, ...]
    has_audio: bool
    codec: str
    pixel_format: str
    colour: ColourTags
    sample_aspect_ratio: Fraction

    @property
    def n_frames(self) -> int:
        """How many frames there are."""
        return len(self.ticks)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of a frame in pixels."""
        return self.height, self.width

    def time_s(self, index: int) -> Fraction:
        """Return when a frame is shown, in seconds after the first."""
        return self.ticks[index] * self.time_base

    @property
    def times_s(self) -> tuple[Fraction, ...]:
        """When each frame is shown, in seconds after the first."""
        return tuple(tick * self.time_base for tick in self.ticks)


def frame_rate(
    ticks: Sequence[int], time_base: Fraction, *, hints: Iterable[Fraction | None]
) -> tuple[Fraction, bool]:
    """Return the average rate in frames per second and whether the rate is variable.

    A container rounds times to its time base, so the rate measured from them is slightly off; the first of
    `hints` (what the headers claim) that puts every frame within a rounding error of its time is the exact
    one. `ticks` are increasing times in units of `time_base` seconds.
    """
    claimed = [rate for rate in hints if rate]
    span = ticks[-1] - ticks[0]
    if span <= 0:
        return (claimed[0] if claimed else _FALLBACK_RATE), False
    measured = Fraction(len(ticks) - 1, span) / time_base
    times = np.asarray(ticks, np.float64) - ticks[0]
    numbers = np.arange(len(ticks))
    for rate in (*claimed, measured.limit_denominator(1001), measured):
        if np.abs(times - numbers * float(1 / (rate * time_base))).max() <= _SLACK_TICKS:
            return rate, False
    return measured, True

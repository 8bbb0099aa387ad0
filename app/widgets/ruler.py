"""Where a ruler has its ticks."""

from __future__ import annotations


def tick_frames(n_frames: int, width: int, spacing: int) -> range:
    """Return the frames that a ruler of `width` pixels numbers, at least `spacing` pixels apart.

    They are multiples of 1, 2 or 5 times a power of ten.
    """
    if n_frames <= 0 or width <= 0:
        return range(0)
    least = max(1.0, spacing * n_frames / width)
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= least:
                return range(0, n_frames, factor * power)
        power *= 10

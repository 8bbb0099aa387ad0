"""Which frame lies where along the timeline: the mapping between frames and pixels, as a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

FRAME_PX = 72.0
"""How wide a single frame is at most."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A clip of `n_frames` frames along `width` pixels.

    Attributes:
        n_frames: of the whole clip.
        width: of the part that shows frames, in pixels.
        zoom: how many times longer than that part the whole clip is; at 1 all of it is in sight.
        start: the frame at the left edge, and which part of it lies beyond.
    """

    n_frames: int
    width: int
    zoom: float = 1.0
    start: float = 0.0

    @property
    def frame_px(self) -> float:
        """How wide a frame is, in pixels."""
        return self.zoom * self.width / max(1, self.n_frames)

    @property
    def n_visible(self) -> float:
        """How many frames are in sight."""
        return self.n_frames / self.zoom

    @property
    def visible(self) -> range:
        """The frames that are in sight, if only in part."""
        return range(floor(self.start + 1e-6), min(self.n_frames, ceil(self.start + self.n_visible - 1e-6)))

    @property
    def is_whole(self) -> bool:
        """Whether the whole clip is in sight."""
        return self.zoom <= 1

    def x(self, frame: float) -> float:
        """Return the left edge of a frame, in pixels from that of the part that shows frames."""
        return (frame - self.start) * self.frame_px

    def frame_at(self, x: float) -> int:
        """Return the frame of the clip that is nearest to a pixel."""
        frame = floor(self.start + x / max(self.frame_px, 1e-9) + 1e-9)
        return min(max(frame, 0), max(self.n_frames - 1, 0))

    def columns(self) -> NDArray[np.intp]:
        """Return the first frame of every pixel column: (width,)."""
        firsts = np.floor(self.start + np.arange(self.width) / max(self.frame_px, 1e-9) + 1e-9)
        return np.asarray(np.clip(firsts, 0, max(self.n_frames - 1, 0)), np.intp)

    def fitted(self) -> TimeScale:
        """Return the scale that shows the whole clip."""
        return TimeScale(self.n_frames, self.width)

    def zoomed(self, factor: float, *, x: float) -> TimeScale:
        """Return the scale with frames `factor` times as wide, where what lies at `x` stays there."""
        closest = max(1.0, min(FRAME_PX * self.n_frames / max(1, self.width), float(self.n_frames)))
        zoom = min(max(self.zoom * factor, 1.0), closest)
        under = self.start + x / max(self.frame_px, 1e-9)
        start = under - x * self.n_frames / (zoom * max(1, self.width))
        return replace(self, zoom=zoom, start=start)._within()

    def panned(self, pixels: float) -> TimeScale:
        """Return the scale that shows what lies so many pixels to the right."""
        return replace(self, start=self.start + pixels / max(self.frame_px, 1e-9))._within()

    def resized(self, width: int) -> TimeScale:
        """Return the scale for another width, which shows the same frames as far as they may be that wide."""
        return replace(self, width=width).zoomed(1, x=0)

    def showing(self, first: float, n_visible: float) -> TimeScale:
        """Return the scale that shows so many frames from one on."""
        zoom = self.n_frames / max(n_visible, 1e-9)
        return replace(self, zoom=max(zoom, 1.0), start=first).zoomed(1, x=0)

    def revealing(self, frame: int) -> TimeScale:
        """Return the scale with a frame in sight, moved no further than it takes."""
        least = frame + 1 - self.n_visible
        return replace(self, start=min(max(self.start, least), float(frame)))._within()

    def paged_to(self, frame: int) -> TimeScale:
        """Return the scale with a frame in sight, at the far edge of the way that the page is turned."""
        if self.start <= frame and frame + 1 <= self.start + self.n_visible:
            return self
        start = float(frame) if frame >= self.start else frame + 1 - self.n_visible
        return replace(self, start=start)._within()

    def _within(self) -> TimeScale:
        most = max(0.0, self.n_frames - self.n_visible)
        return replace(self, start=min(max(self.start, 0.0), most))

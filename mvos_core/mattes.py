"""Mattes made elsewhere: a film or a folder of black and white pictures, taken as one object's masks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from mvos_core.types import Frame, LabelMap, Mask, MvosError, Step
from mvos_core.video import VideoInfo, open_video

THRESHOLD = 128
"""From this grey on, of 0 to 255, a pixel is the object's."""

_SHAPE_SLACK = 0.005  # sizes are whole and often even, so proportions differ a little after scaling
_COLOURED = 48  # a film's compression tints grey by less
_COLOURED_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class MattePlan:
    """Which frame of a matte is taken for which frame of the clip.

    Attributes:
        matte: the film or folder.
        clip: what the masks are for.
        pairs: (frame of the clip, frame of the matte), ascending.
        is_whole: whether every frame of both has its partner, or names tell which belong together.
    """

    matte: VideoInfo
    clip: VideoInfo
    pairs: tuple[tuple[int, int], ...]
    is_whole: bool

    @property
    def sentence(self) -> str:
        """How the counts compare, and which frames get a mask."""
        first, last = self.pairs[0][0], self.pairs[-1][0]
        counts = f"The matte has {self.matte.n_frames} frames and the clip {self.clip.n_frames}"
        if self.is_whole and len(self.pairs) == self.clip.n_frames:
            return f"{counts}: every frame gets a mask."
        if self.is_whole:
            return f"{counts}; by their names, {len(self.pairs)} frames get a mask, from {first} to {last}."
        return f"{counts}; the {len(self.pairs)} frames from {first} to {last} get a mask."


def plan_matte(matte: VideoInfo, clip: VideoInfo, *, at: int | None = None) -> MattePlan:
    """Match a matte with a clip.

    Pictures that are named after the clip's frames belong to those; all others go in order.

    Args:
        matte: the film or folder of pictures.
        clip: the clip.
        at: the frame of the clip that the matte begins at; without one, at the first, or as names say.

    Raises:
        MvosError: the pictures have other proportions, or the matte would lie outside of the clip.
    """
    (height, width), (clip_height, clip_width) = matte.size, clip.size
    if abs(height * clip_width / width - clip_height) > max(1.0, _SHAPE_SLACK * clip_height):
        raise MvosError(
            f"The matte {matte.path.name} is {width} by {height} pixels and the clip {clip_width} by {clip_height}; "
            "use one with the clip's proportions."
        )
    numbers = {name: index for index, name in enumerate(clip.names)}
    if at is None and matte.path.is_dir() and all(name in numbers for name in matte.names):
        pairs = sorted((numbers[name], index) for index, name in enumerate(matte.names))
        return MattePlan(matte, clip, tuple(pairs), is_whole=True)
    start = at or 0
    covered = range(start, min(clip.n_frames, start + matte.n_frames))
    if start < 0 or not covered:
        raise MvosError(
            f"The clip has the frames 0 to {clip.n_frames - 1}, so a matte cannot begin at {start}; choose one of them.",
            exit_code=2,
        )
    is_whole = len(covered) == clip.n_frames == matte.n_frames
    return MattePlan(matte, clip, tuple((index, index - start) for index in covered), is_whole)


def read_matte(plan: MattePlan, *, threshold: int = THRESHOLD) -> Iterator[Step[tuple[int, Mask]]]:
    """Yield (frame of the clip, mask) for each frame that the matte covers: bool (H, W) of the clip's size.

    Raises:
        MvosError: it cannot be read, or is in colour.
    """
    with open_video(plan.matte.path) as reader:
        for done, (index, number) in enumerate(plan.pairs, start=1):
            grey = _grey(reader.read(number), plan.matte)
            mask = _resized(grey, plan.clip.size) >= threshold
            yield Step(done, len(plan.pairs), (index, mask))


def with_object(labels: LabelMap, mask: Mask, label: int) -> LabelMap:
    """Return a label map in which an object has the pixels of `mask`, but for those that belong to others."""
    result = np.where(labels == label, np.uint8(0), labels)
    result[mask & (result == 0)] = label
    return result


def _grey(frame: Frame, matte: VideoInfo) -> LabelMap:
    spread = frame.max(axis=2) - frame.min(axis=2)
    if np.count_nonzero(spread > _COLOURED) > _COLOURED_SHARE * spread.size:
        raise MvosError(
            f"The matte {matte.path.name} is in colour, and a matte is black, white and grey; label maps in colours are "
            "imported as a folder of masks."
        )
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), np.uint8)


def _resized(grey: LabelMap, size: tuple[int, int]) -> LabelMap:
    if grey.shape == size:
        return grey
    way = cv2.INTER_AREA if grey.shape[0] > size[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, size[::-1], interpolation=way), np.uint8)

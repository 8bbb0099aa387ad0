"""Steady edges in the background: one frame's masks, calmed by those of its neighbours. Only the preview lane calls this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mvos_core.masks.refine import clean, steady
from mvos_core.masks.refinement import Mattes
from mvos_core.masks.track import MaskEntry
from mvos_core.types import Frame, LabelMap, Mask, Step
from mvos_core.video import FrameCache, VideoReader, open_video


@dataclass(frozen=True, slots=True)
class SteadyRequest:
    """What steady edges of one frame are computed from.

    Attributes:
        clip: the clip's path.
        index: the frame.
        entries: the masks of the frame and its neighbours, by frame; one without a mask is missing.
        near: the frames from the first to the last neighbour.
        mattes: how those objects are prepared that have a steady edge.
    """

    clip: Path
    index: int
    entries: Mapping[int, MaskEntry]
    near: range
    mattes: Mattes

    def is_same(self, other: SteadyRequest | None) -> bool:
        """Return whether the other one asks for the same."""
        return (
            other is not None
            and (self.clip, self.index, self.mattes) == (other.clip, other.index, other.mattes)
            and all(self.entries.get(i) is other.entries.get(i) for i in {*self.near, *other.near})
        )


class Steadier:
    """Calms masks' edges; the clip stays open from one frame to the next."""

    def __init__(self, cache: FrameCache) -> None:
        """Take frames from `cache` where it has them."""
        self._cache = cache
        self._reader: VideoReader | None = None

    def steady(self, request: SteadyRequest) -> Iterator[Step[dict[int, Mask]]]:
        """Calm the masks of one frame: bool (H, W) by object, in one step.

        Raises:
            MvosError: the clip or a mask cannot be read.
        """
        frames = {index: self._frame(request.clip, index) for index in request.near}
        size = frames[request.index].shape[:2]
        labels = {
            index: request.entries[index].labels() if index in request.entries else np.zeros(size, np.uint8)
            for index in request.near
        }
        result = {label: _steadied(label, request, frames, labels) for label in request.mattes}
        yield Step(1, 1, result)

    def _frame(self, clip: Path, index: int) -> Frame:
        frame = self._cache.get(index)
        if frame is not None:
            return frame
        if self._reader is not None and self._reader.info.path != clip:
            self.close()
        if self._reader is None:
            self._reader = open_video(clip)
        return self._reader.read(index)

    def close(self) -> None:
        """Let the file go."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def _steadied(
    label: int, request: SteadyRequest, frames: Mapping[int, Frame], labels: Mapping[int, LabelMap]
) -> Mask:
    matte = request.mattes[label]
    reach = range(request.index - matte.steady_frames, request.index + matte.steady_frames + 1)
    near = [index for index in request.near if index in reach]
    masks = [clean(labels[index] == label, matte) for index in near]
    return steady(masks, [frames[index] for index in near], at=near.index(request.index))

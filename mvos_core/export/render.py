"""The pictures of an export, from a clip's frames and label maps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mvos_core import compose
from mvos_core.export.settings import HARD, Backdrop, BackdropKind, ExportSettings, Kind
from mvos_core.masks.matte import matte_of
from mvos_core.masks.refinement import Mattes, alike
from mvos_core.types import Frame, LabelMap, MvosError
from mvos_core.video import VideoReader

Labels = Callable[[int], LabelMap]
"""Gives a frame's label map, uint8 (H, W), by its index in the clip."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame with its label map, among its neighbours in order; `at` says which of them it is."""

    frames: Sequence[Frame]
    labels: Sequence[LabelMap]
    at: int

    @property
    def frame(self) -> Frame:
        """The frame itself, uint8 (H, W, 3)."""
        return self.frames[self.at]


def moments(reader: VideoReader, labels: Labels, frames: range, *, reach: int) -> Iterator[Moment]:
    """Yield each of consecutive frames with up to `reach` neighbours on both sides, each of them read once.

    Raises:
        MvosError: a frame or a label map cannot be read, or the map has another size.
    """
    near: deque[tuple[int, Frame, LabelMap]] = deque()
    coming = zip(frames, reader.frames(frames), strict=True)
    for index in frames:
        while (not near or near[-1][0] < min(index + reach, frames[-1])) and (new := next(coming, None)):
            near.append((*new, _checked(labels(new[0]), new[0], reader)))
        while near[0][0] < index - reach:
            near.popleft()
        at = next(place for place, (number, _, _) in enumerate(near) if number == index)
        yield Moment([frame for _, frame, _ in near], [found for _, _, found in near], at)


def _checked(labels: LabelMap, index: int, reader: VideoReader) -> LabelMap:
    if labels.shape != reader.info.size:
        (height, width), (clip_height, clip_width) = labels.shape, reader.info.size
        raise MvosError(
            f"The mask of frame {index} is {width} by {height} pixels and the clip {clip_width} by {clip_height}; use "
            "masks that were made on this clip."
        )
    return labels


def picture(
    moment: Moment,
    settings: ExportSettings,
    objects: Sequence[int],
    *,
    colours: Mapping[int, compose.Colour] | None = None,
    mattes: Mattes | None = None,
) -> NDArray[np.uint8]:
    """Return what an export shows of a frame.

    Args:
        moment: the frame.
        settings: what is exported; any kind but a removal, which is rendered elsewhere.
        objects: the labels that are shown; all others are background.
        colours: RGB by object, for the overlay.
        mattes: how objects are prepared before what the settings ask for comes on top, for kinds that are mattes.

    Returns:
        uint8 (H, W, 3) RGB, (H, W, 4) RGBA of a cut-out, (H, W, 1) of masks, 0 or 255, or (H, W) of a label map.
    """
    if settings.kind is Kind.REMOVED:
        raise ValueError("a removal is rendered by mvos_core.removal")
    if settings.kind in {Kind.OVERLAY, *HARD}:
        shown = only(moment.labels[moment.at], objects)
        if settings.kind is Kind.LABELS:
            return shown
        if settings.kind is Kind.MASKS:
            return np.where(shown[..., None] != 0, np.uint8(255), np.uint8(0))
        return compose.overlay(moment.frame, shown, colours=colours)
    groups = alike(objects, mattes or {}, more=settings.refinement)
    alpha = matte_of(moment.labels, moment.frames, groups, at=moment.at)
    if settings.kind is Kind.CUTOUT:
        return compose.cut_out(moment.frame, alpha)
    if settings.kind is Kind.MATTE:
        return compose.matte(alpha)
    return compose.before(moment.frame, alpha, _backdrop(moment.frame, alpha, settings.backdrop))


def _backdrop(frame: Frame, alpha: compose.Alpha, backdrop: Backdrop) -> Frame:
    height, width = frame.shape[:2]
    if backdrop.kind is BackdropKind.COLOUR:
        return compose.plain((height, width), backdrop.colour)
    if backdrop.kind is BackdropKind.GREY:
        return compose.grey(frame)
    return compose.blurred(frame, alpha, radius_px=max(1.0, backdrop.blur * min(height, width)))


def only(labels: LabelMap, objects: Sequence[int]) -> LabelMap:
    """Return a label map in which all but `objects` is background."""
    table = np.zeros(256, np.uint8)
    table[list(objects)] = list(objects)
    return np.asarray(table[labels], np.uint8)

"""What each view shows of a frame's masks, as a layer of pixels that lies over the frame."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.images import Colour
from mvos_core.masks.refine import Alpha, clean, soft_edge
from mvos_core.masks.refinement import AS_IT_IS, Mattes, Refinement, alike
from mvos_core.types import LabelMap, Mask

Pixels = NDArray[np.uint32]
"""Premultiplied 0xAARRGGBB, (H, W): Qt's ARGB32_Premultiplied."""

_CHECKS = (150, 108)
_SURE = 127
_REACH_PX = 6
"""How far outlines and the smoothing of edges look, and some more."""


class View(str, Enum):
    """A way of looking at a frame and its masks."""

    OVERLAY = "overlay"
    OUTLINE = "outline"
    MATTE = "matte"
    CUTOUT = "cutout"
    ORIGINAL = "original"


SOFT_VIEWS = frozenset({View.MATTE, View.CUTOUT})
"""The views that show how much of a pixel is object."""


@dataclass(frozen=True, slots=True)
class Style:
    """How masks are shown.

    Attributes:
        colours: of the objects that are shown, RGB by label.
        view: what is shown of them.
        opacity: of the overlay, in [0, 1].
        outline: whether the overlay has outlines.
        mattes: how objects' masks are prepared before they are shown; the others are shown as they are.
    """

    colours: Mapping[int, Colour]
    view: View = View.OVERLAY
    opacity: float = 0.45
    outline: bool = True
    mattes: Mattes = field(default_factory=dict)

    @property
    def shown_mattes(self) -> Mattes:
        """How the objects are prepared that are shown and not shown as they are."""
        return {n: matte for n, matte in self.mattes.items() if n in self.colours and matte != AS_IT_IS}

    def reach_px(self, scale: float) -> int:
        """Return how far around a changed mask the layer changes, at `scale` drawn pixels per picture pixel."""
        widest = max((abs(m.grow_px) + m.feather_px for m in self.shown_mattes.values()), default=0.0)
        return _REACH_PX + math.ceil(widest * scale)


class ShownMasks:
    """A frame's masks, prepared as far as that takes all of a mask: specks dropped, holes filled, edges calmed."""

    def __init__(
        self,
        labels: LabelMap,
        mattes: Mattes | None = None,
        *,
        steadied: Mapping[int, Mask] | None = None,
    ) -> None:
        """Prepare a frame's masks.

        Args:
            labels: uint8 (H, W).
            mattes: how objects are prepared.
            steadied: masks whose edges have been calmed, bool (H, W), by object; they need no cleaning.
        """
        self.labels = labels
        self.whole: dict[int, Mask] = {}
        for label, matte in (mattes or {}).items():
            if matte.steady_frames and steadied and label in steadied:
                self.whole[label] = steadied[label]
            elif matte.fill_holes_px or matte.despeckle_px:
                self.whole[label] = _cleaned(labels == label, matte)

    def painted(self, labels: LabelMap, rows: slice, columns: slice) -> ShownMasks:
        """Return the masks with others painted in a rectangle; there, they are as they are until the stroke is over."""
        result = ShownMasks(labels)
        for label, mask in self.whole.items():
            result.whole[label] = mask.copy()
            result.whole[label][rows, columns] = labels[rows, columns] == label
        return result

    def sample(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> SampledMasks:
        """Return the masks at some rows and columns."""
        return SampledMasks(
            self.labels[rows][:, columns],
            {label: mask[rows][:, columns] for label, mask in self.whole.items()},
        )


@dataclass(frozen=True, slots=True)
class SampledMasks:
    """Masks at the pixels that are drawn: `labels`, uint8 (h, w), but for the objects in `whole`, bool (h, w)."""

    labels: LabelMap
    whole: Mapping[int, Mask]

    def mask(self, labels: Iterable[int]) -> Mask:
        """Return where any of some objects is, bool (h, w)."""
        wanted = set(labels)
        mask: Mask = _table(dict.fromkeys(wanted - set(self.whole), True), np.bool_)[self.labels]
        for label in wanted & set(self.whole):
            mask = mask | self.whole[label]
        return mask


def layer(
    masks: SampledMasks,
    style: Style,
    *,
    scale: float = 1.0,
    line_px: int = 1,
    tile_px: int = 8,
    at: tuple[int, int] = (0, 0),
) -> Pixels:
    """Return the pixels that lie over the frame.

    Args:
        masks: at the pixels that are drawn.
        style: how they are shown.
        scale: drawn pixels per pixel of the picture.
        line_px: how thick outlines are.
        tile_px: how large the squares of the checkerboard are.
        at: (row, column) of the first pixel, for the checkerboard.
    """
    if style.view is View.MATTE:
        return _GREYS[alpha_of(masks, style, scale=scale)]
    if style.view is View.CUTOUT:
        alpha = alpha_of(masks, style, scale=scale)
        return np.asarray(_VEILS[_checkerboard(alpha.shape, at, tile_px=tile_px) + alpha], np.uint32)
    if style.view is View.ORIGINAL:
        return np.zeros(masks.labels.shape, np.uint32)
    labels = prepared_labels(masks, style, scale=scale)
    only_lines = style.view is View.OUTLINE
    pixels: Pixels = _tints(style, 0.0 if only_lines else style.opacity)[labels]
    if only_lines or style.outline:
        edge = _edges(labels, line_px)
        pixels[edge] = _tints(style, 1.0)[labels[edge]]
    return pixels


def alpha_of(masks: SampledMasks, style: Style, *, scale: float = 1.0) -> Alpha:
    """Return how much of each drawn pixel the objects that are shown cover together, uint8 (h, w)."""
    total = np.zeros(masks.labels.shape, np.uint8)
    for matte, labels in alike(style.colours, style.mattes).items():
        cv2.add(total, _edge(masks.mask(labels), matte, scale), dst=total)
    return total


def prepared_labels(masks: SampledMasks, style: Style, *, scale: float = 1.0) -> LabelMap:
    """Return a label map in which every object that is shown has the extent that it is given, uint8 (h, w)."""
    prepared = [label for label in style.colours if style.mattes.get(label, AS_IT_IS) != AS_IT_IS]
    if not prepared:
        return masks.labels
    kept: LabelMap = _table({label: label for label in range(256) if label not in prepared}, np.uint8)
    labels = kept[masks.labels]
    for label in prepared:
        labels[_edge(masks.mask([label]), style.mattes[label], scale) > _SURE] = label
    return labels


def _edge(mask: Mask, matte: Refinement, scale: float) -> Alpha:
    return soft_edge(mask, grow_px=matte.grow_px * scale, feather_px=matte.feather_px * scale)


def _cleaned(mask: Mask, matte: Refinement) -> Mask:
    """Clean a mask, looking only where it is and a little around, so that the background there is no small part."""
    x, y, width, height = cv2.boundingRect(mask.view(np.uint8))
    if not width:
        return mask
    margin = int(matte.fill_holes_px) + 1
    rows = slice(max(0, y - margin), y + height + margin)
    columns = slice(max(0, x - margin), x + width + margin)
    result = np.zeros_like(mask)
    result[rows, columns] = clean(mask[rows, columns], matte)
    return result


def _edges(labels: LabelMap, reach: int) -> Mask:
    """The pixels of objects that lie within `reach` of another label."""
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    high = cv2.dilate(labels, kernel, borderType=cv2.BORDER_REPLICATE)
    low = cv2.erode(labels, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray((high != low) & (labels > 0))


def _tints(style: Style, opacity: float) -> Pixels:
    return _table(
        {label: _premultiplied(colour, opacity) for label, colour in style.colours.items()}, np.uint32
    )


def _premultiplied(colour: Colour, opacity: float) -> int:
    r, g, b = (round(level * opacity) for level in colour)
    return round(opacity * 255) << 24 | r << 16 | g << 8 | b


def _veils(level: int) -> Pixels:
    """Return what lies over a pixel of the frame by its alpha, so that a grey background shows through its rest."""
    rest = 255 - np.arange(256, dtype=np.uint32)
    return np.asarray(rest << 24 | (rest * level + 127) // 255 * 0x010101, np.uint32)


_GREYS: Pixels = np.asarray((0xFF << 24) + np.arange(256, dtype=np.uint32) * 0x010101, np.uint32)
_VEILS: Pixels = np.concatenate([_veils(level) for level in _CHECKS])


def _checkerboard(shape: tuple[int, ...], at: tuple[int, int], *, tile_px: int) -> NDArray[np.uint16]:
    """Return where each pixel's veils begin."""
    down, across = (np.arange(first, first + n) // tile_px % 2 for first, n in zip(at, shape, strict=True))
    return np.asarray((down[:, None] != across) * np.uint16(256))


def _table(values: Mapping[int, int], kind: type[np.generic]) -> NDArray[Any]:
    table = np.zeros(256, kind)
    table[list(values)] = list(values.values())
    return table

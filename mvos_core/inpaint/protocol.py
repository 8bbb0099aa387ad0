"""What every inpainter speaks: masked frames in, filled frames out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.types import Frame, Mask

Alpha = NDArray[np.uint8]
"""How much of a pixel is to be replaced: uint8 (H, W), 0 nothing, 255 all of it."""


@dataclass(frozen=True, slots=True)
class MaskedFrame:
    """A frame, uint8 (H, W, 3), and what is to be replaced of it, uint8 (H, W)."""

    frame: Frame
    alpha: Alpha

    @property
    def hole(self) -> Mask:
        """The pixels that are replaced at least in part: bool (H, W)."""
        return self.alpha > 0


@dataclass(frozen=True, slots=True)
class Filled:
    """A frame without its object.

    Attributes:
        frame: uint8 (H, W, 3); equal to the source wherever alpha is 0.
        hole: bool (H, W), the pixels that were replaced.
        invented: bool (H, W), those of them that no frame of the clip shows.
    """

    frame: Frame
    hole: Mask
    invented: Mask

    @property
    def invented_share(self) -> float:
        """The share of the hole, from 0 to 1, that was made up; 0 where there is no hole."""
        return float(np.count_nonzero(self.invented) / max(1, np.count_nonzero(self.hole)))

    @property
    def seen_share(self) -> float:
        """The share of the hole, from 0 to 1, that other frames show; 1 where there is no hole."""
        return 1.0 - self.invented_share


class Inpainter(Protocol):
    """Fills the holes of a clip.

    A clip is a sequence and no one-way stream, because the best source of a hidden pixel may lie anywhere: the
    inpainter reads what it needs when it needs it, mostly in order, and forgets it again.
    """

    def __call__(self, clip: Sequence[MaskedFrame], /) -> Iterator[Filled]:
        """Yield one filled frame for each of `clip`, in order."""

    def preview(self, clip: Sequence[MaskedFrame], index: int, /) -> Filled:
        """Return what frame `index` of `clip` will about look like, without filling the others."""


def paste(masked: MaskedFrame, fill: Frame) -> Frame:
    """Return the frame with `fill`, uint8 (H, W, 3), mixed in by alpha; where alpha is 0, the frame's own bits."""
    result = masked.frame.copy()
    rows, columns = bounding_box(masked.hole)
    alpha = masked.alpha[rows, columns, None].astype(np.uint16)
    # Exact at both ends: (255 a + 127) // 255 == a.
    mixed = (masked.frame[rows, columns] * (255 - alpha) + fill[rows, columns] * alpha + 127) // 255
    result[rows, columns] = mixed.astype(np.uint8)
    return result


def bounding_box(mask: Mask, *, margin: int = 0) -> tuple[slice, slice]:
    """Return the rows and columns that hold all of `mask`, with a margin inside the picture; empty if it is empty."""
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    if not width:
        return slice(0, 0), slice(0, 0)
    full_height, full_width = mask.shape
    return (
        slice(max(0, y - margin), min(full_height, y + height + margin)),
        slice(max(0, x - margin), min(full_width, x + width + margin)),
    )

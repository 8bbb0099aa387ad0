"""Strokes on one frame → a mask, at once: by a small network on a student's features, or by GrabCut without weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mvos_core.scribble.grab_cut import grab_cut
from mvos_core.scribble.obey import obeyed
from mvos_core.types import Frame, Mask, size_of

if TYPE_CHECKING:
    from pathlib import Path

    from mvos_core.scribble.head import ScribbleHead

__all__ = ["load_scribble_head", "mask_from_scribbles"]


def mask_from_scribbles(
    frame: Frame,
    foreground: Mask,
    background: Mask,
    *,
    previous: Mask | None = None,
    head: ScribbleHead | None = None,
) -> Mask:
    """Return the object that the strokes mean.

    Args:
        frame: uint8 (H, W, 3).
        foreground: bool (H, W), pixels stroked as object.
        background: bool (H, W), pixels stroked as not object.
        previous: bool (H, W), the mask that the strokes refine; None where they begin one.
        head: what `load_scribble_head` returned; None for GrabCut.

    Returns:
        bool (H, W); every foreground stroke is in it, no background stroke is, and no part that neither a stroke nor
        the previous mask touches.
    """
    if not foreground.any() and (previous is None or not previous.any()):
        return np.zeros(size_of(frame), np.bool_)
    segment = grab_cut if head is None else head
    found = segment(frame, foreground, background, previous=previous)
    return obeyed(found, foreground, background, previous=previous)


def load_scribble_head(
    path: Path | None = None, *, student: str = "", device: str = "cpu", precision: str = "auto"
) -> ScribbleHead:
    """Load the network that turns strokes into masks, by default the shipped one, with the encoder that it needs.

    Args:
        path: the network's file.
        student: whose encoder it is, a model's name or a checkpoint; "" for the shipped model that the file names.
        device, precision: what it computes on and in (`mvos_core.model.precision`).

    Raises:
        MvosError: its file, or its encoder's, is missing or damaged, or the two do not belong together.
    """
    from mvos_core.scribble.head import ScribbleHead

    return ScribbleHead.load(path, student=student, device=device, precision=precision)

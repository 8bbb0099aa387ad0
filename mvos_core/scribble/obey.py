"""What every mask from strokes must respect, whoever made it."""

from __future__ import annotations

import cv2
import numpy as np

from mvos_core.types import Mask

_SLIVER = 1 / 120
"""Changes thinner than this share of the short side are an outline drawn anew, nothing that a stroke asked for."""


def obeyed(mask: Mask, foreground: Mask, background: Mask, *, previous: Mask | None) -> Mask:
    """Return a mask with all foreground strokes, no background stroke, and no change that no stroke points at.

    Of a first mask, the connected parts stay that a foreground stroke touches; of a refined one, the connected changes,
    and all else is as before, to the pixel. So things of the same look elsewhere do not come in, and what is right
    already stays right (measured in docs/adr/0018).

    Args:
        mask: bool (H, W), as GrabCut or the network made it.
        foreground, background: bool (H, W), the strokes.
        previous: bool (H, W), the mask that they refine; None where they begin one.
    """
    mask = (mask | foreground) & ~background
    if previous is None or not previous.any():
        return _touched(mask, foreground)
    strokes, changed = foreground | background, mask != previous
    side = max(3, round(_SLIVER * min(mask.shape)))
    brush = np.ones((side, side), np.uint8)
    bodies = cv2.morphologyEx(changed.astype(np.uint8), cv2.MORPH_OPEN, brush) > 0
    asked = _touched(bodies | (changed & strokes), strokes)
    reach = cv2.dilate(asked.astype(np.uint8), brush) > 0
    mask = np.where(reach & changed, mask, previous)
    return (mask | foreground) & ~background


def _touched(mask: Mask, seeds: Mask) -> Mask:
    """Return the connected parts of a mask that hold a seed."""
    count, parts = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    kept = np.zeros(count, np.bool_)
    kept[np.unique(np.asarray(parts)[seeds & mask])] = True
    return np.asarray(kept[np.asarray(parts)], np.bool_)

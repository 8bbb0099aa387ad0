"""What every mask from strokes must respect, whoever made it."""

from __future__ import annotations

import cv2
import numpy as np

from mvos_core.types import Mask


def obeyed(mask: Mask, foreground: Mask, background: Mask, *, previous: Mask | None) -> Mask:
    """Return a mask with all foreground strokes, no background stroke, and no part that nobody has pointed at.

    A connected part stays if a foreground stroke or the previous mask touches it. Things of the same look elsewhere in
    the picture are the commonest mistake of both GrabCut and the network: without them the mean IoU after three strokes
    is five points higher (docs/adr/0013).

    Args:
        mask: bool (H, W).
        foreground, background: bool (H, W), the strokes.
        previous: bool (H, W), the mask that they refine; None where they begin one.
    """
    mask = (mask | foreground) & ~background
    seeds = (foreground if previous is None else foreground | previous) & mask
    count, parts = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    kept = np.zeros(count, np.bool_)
    kept[np.unique(np.asarray(parts)[seeds])] = True
    return np.asarray(kept[np.asarray(parts)], np.bool_)

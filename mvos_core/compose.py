"""Pictures for looking at masks: the frame with its objects tinted and outlined."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from mvos_core.masks.labels import object_labels
from mvos_core.types import Frame, LabelMap

Colour = tuple[int, int, int]

OBJECT_COLOURS: tuple[Colour, ...] = (
    (255, 92, 92),
    (64, 196, 255),
    (140, 230, 90),
    (255, 190, 60),
    (200, 130, 255),
    (60, 225, 190),
    (255, 130, 200),
    (225, 225, 90),
)
"""RGB, told apart on dark and bright pictures; objects beyond the eighth begin again."""


def object_colour(label: int) -> Colour:
    """Return the colour that object `label` (1 …) is shown in unless the user chose another."""
    return OBJECT_COLOURS[(label - 1) % len(OBJECT_COLOURS)]


def overlay(
    frame: Frame,
    labels: LabelMap,
    *,
    opacity: float = 0.45,
    outline: int = 2,
    colours: Mapping[int, Colour] | None = None,
) -> Frame:
    """Return the frame with every object tinted and outlined.

    Args:
        frame: uint8 (H, W, 3).
        labels: uint8 (H, W).
        opacity: of the tint, in [0, 1].
        outline: width in pixels, drawn inside the object; 0 for none.
        colours: RGB by object, where they differ from `object_colour`.
    """
    result = frame.copy()
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * outline + 1, 2 * outline + 1))
    for label in object_labels(labels):
        colour = np.array((colours or {}).get(label, object_colour(label)), np.float32)
        mask = labels == label
        result[mask] = (frame[mask] * (1 - opacity) + colour * opacity + 0.5).astype(np.uint8)
        if outline:
            # Outside the picture counts as object, so that its border is not outlined.
            inner = cv2.erode(
                mask.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=[1.0]
            )
            result[mask & (inner == 0)] = colour.astype(np.uint8)
    return result

"""Pictures made of a frame and its masks: objects tinted and outlined, cut out, before another background, as a matte."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

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


Alpha = NDArray[np.uint8]
"""How much of a pixel is object: uint8 (H, W)."""

_KEPT_PX = 16
"""How far outside an object its cut-out keeps the colours, for resizing and filtering mix them in."""


def cut_out(frame: Frame, alpha: Alpha) -> NDArray[np.uint8]:
    """Return the object before nothing: uint8 (H, W, 4), RGBA with straight (unassociated) alpha.

    Colours are the frame's own near the object, and black where they can no longer be seen.
    """
    kernel = np.ones((2 * _KEPT_PX + 1, 2 * _KEPT_PX + 1), np.uint8)
    near = cv2.dilate((alpha > 0).astype(np.uint8), kernel)
    return np.dstack([frame * near[..., None], alpha])


def before(frame: Frame, alpha: Alpha, backdrop: Frame) -> Frame:
    """Return the object before another picture, uint8 (H, W, 3), mixed by alpha; exact where that is 0 or 255."""
    share = alpha[..., None].astype(np.uint16)
    return np.asarray((frame * share + backdrop * (255 - share) + 127) // 255, np.uint8)


def plain(size: tuple[int, int], colour: Colour) -> Frame:
    """Return a picture of one colour: uint8 (H, W, 3)."""
    return np.full((*size, 3), colour, np.uint8)


def blurred(frame: Frame, alpha: Alpha, *, radius_px: float) -> Frame:
    """Return the surroundings of an object blurred, without its colours in them: uint8 (H, W, 3)."""
    outside = (255 - alpha).astype(np.float32)[..., None] / 255
    sums = cv2.GaussianBlur(frame * outside, (0, 0), radius_px)
    weights = cv2.GaussianBlur(outside[..., 0], (0, 0), radius_px)[..., None]
    whole = cv2.GaussianBlur(frame, (0, 0), radius_px)
    # Deep inside a large object no surroundings are in reach.
    return np.where(weights > 0.01, sums / np.maximum(weights, 0.01) + 0.5, whole).astype(np.uint8)


def grey(frame: Frame) -> Frame:
    """Return a picture without its colours: uint8 (H, W, 3)."""
    return np.asarray(cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def matte(alpha: Alpha) -> Frame:
    """Return how much of each pixel is object as a picture, white on black: uint8 (H, W, 3)."""
    return np.repeat(alpha[..., None], 3, axis=2)

"""Guessing an object's shadow: what lies beside it, is darker than its surroundings, and has much the same colour."""

from __future__ import annotations

import cv2
import numpy as np

from mvos_core.types import Frame, Mask

_WORKING_SIDE = 320
_REACH = 1.0
"""How far a shadow may lie from its object, in parts of the object's larger side."""
_BACKGROUND = 0.5
"""The surroundings that a pixel is compared with, as wide as this part of the object's larger side."""
_MOST_HUE = 0.06
_TOUCH_PX = 3
_ALOFT = 0.4
"""A shadow begins below these parts of its object's height."""
_LEAST_PART = 0.01
_MOST_PART = 1.2
"""A shadow is as large as these parts of its object."""


def shadow_mask(frame: Frame, mask: Mask, *, strength: float) -> Mask:
    """Return the pixels that look like the object's shadow, bool (H, W), without the object's own.

    A shadow scales all three colours down by nearly the same factor, it touches the object or nearly so, and it is
    seldom above it. This is a guess from one frame and is meant to be looked at.

    Args:
        frame: uint8 (H, W, 3).
        mask: bool (H, W), the object.
        strength: from 0, nothing, to 1, the faintest darkening counts.
    """
    result = np.zeros(mask.shape, np.bool_)
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    if strength <= 0 or not width:
        return result
    reach = round(_REACH * max(width, height))
    rows = slice(max(0, y - reach // 4), min(mask.shape[0], y + height + reach))
    columns = slice(max(0, x - reach), min(mask.shape[1], x + width + reach))
    shape = mask[rows, columns].shape
    scale = min(1.0, _WORKING_SIDE / max(shape))
    size = (max(1, round(shape[1] * scale)), max(1, round(shape[0] * scale)))
    picture = cv2.resize(np.ascontiguousarray(frame[rows, columns]), size, interpolation=cv2.INTER_AREA)
    thing = cv2.resize(mask[rows, columns].astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    dark = _darker(
        np.asarray(picture, np.uint8),
        thing,
        width=_BACKGROUND * max(width, height) * scale,
        strength=strength,
    )
    found = _touching(dark, thing)
    enlarged = (
        cv2.resize(found.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR) > 0.5
    )
    result[rows, columns] = enlarged & ~mask[rows, columns]
    return result


def _darker(picture: Frame, thing: Mask, *, width: float, strength: float) -> Mask:
    """Return where a picture is darker than what surrounds it, by one factor for all colours."""
    colour = cv2.GaussianBlur(picture, (0, 0), 1.5).astype(np.float32) + 1
    lit = _surroundings(colour, thing, width)
    ratio = colour / lit
    darkness = 1 - ratio.mean(axis=2)
    # At full strength 4 % darker is enough, at the least a shadow must be half as bright.
    least = 0.5 - 0.46 * strength
    hue = ratio / np.maximum(ratio.mean(axis=2, keepdims=True), 1e-3)
    alike = np.abs(hue - 1).max(axis=2) < _MOST_HUE + 0.5 * np.clip(darkness, 0, 1)
    return np.asarray((darkness > least) & alike & ~thing)


def _surroundings(colour: np.ndarray, thing: Mask, width: float) -> np.ndarray:  # type: ignore[type-arg]
    """Return what a pixel would look like in the light: the brighter half of what lies around it, without the object."""
    known = (~thing).astype(np.float32)
    sigma = max(2.0, width)
    for _ in range(3):
        top = cv2.GaussianBlur(colour * known[..., None], (0, 0), sigma)
        mean = top / np.maximum(cv2.GaussianBlur(known, (0, 0), sigma), 1e-3)[..., None]
        # What is darker than the mean so far is possibly shadow and is left out of the next one.
        known = ((~thing) & (colour.mean(axis=2) > 0.95 * mean.mean(axis=2))).astype(np.float32)
    return np.asarray(mean)


def _touching(dark: Mask, thing: Mask) -> Mask:
    """Keep the parts that touch the object, opened and closed so that texture does not count."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    calm = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    calm = cv2.morphologyEx(calm, cv2.MORPH_OPEN, kernel)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(calm, connectivity=8)
    side = 2 * _TOUCH_PX + 1
    near = cv2.dilate(thing.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    _, top, _, tall = cv2.boundingRect(thing.astype(np.uint8))
    near[: top + round(_ALOFT * tall)] = False
    touches = np.bincount(parts[near], minlength=count) > 0
    part = stats[:, cv2.CC_STAT_AREA] / max(1, np.count_nonzero(thing))
    # A dark wall or lawn goes on beyond where a shadow can reach, or is larger than what could have cast it.
    height, width = thing.shape
    x, y = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    right, bottom = x + stats[:, cv2.CC_STAT_WIDTH], y + stats[:, cv2.CC_STAT_HEIGHT]
    ends = (x > 0) & (y > 0) & (right < width) & (bottom < height)
    keep = touches & ends & (part > _LEAST_PART) & (part < _MOST_PART)
    keep[0] = False
    return np.asarray(keep[parts])

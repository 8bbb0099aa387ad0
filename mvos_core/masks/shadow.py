"""Finding an object's shadow: what lies beside it and is darker than it would be without it, by one factor for all colours.

What it would be like without is told by other frames, if any show it (`mvos_core.inpaint.unshaded` asks them), and
else guessed from the brighter part of what lies around, which finds only deep shadows.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.types import Frame, Mask

Plane = NDArray[np.float32]

_REACH = 0.5
"""How far a shadow may lie from its object, in parts of the square root of the object's area."""
_LEAST_REACH_PX = 6
_FAINTEST = 0.04
_LEAST_KNOWN = 0.25
_NOISE_PERCENT = 95
_WEAK, _LEAST_WEAK = 0.4, 0.02
"""A shadow goes on to where it is this part as dark as it must be somewhere."""
_MOST_HUE = 0.08
_TOUCH_PX = 3
_ALOFT = 0.4
"""A shadow begins below these parts of its object's height."""
_LEAST_STRONG_PX = 4
_DIM, _PASSING = 0.1, 0.8
"""What stands before an object darkens columns beside it so much, in these parts, from its top to its foot or below."""

_GUESS_SIDE = 320
_GUESS_REACH = 1.0
_GUESS_BACKGROUND = 0.5
"""The surroundings that a pixel is compared with, as wide as this part of the object's larger side."""
_LEAST_PART, _MOST_PART = 0.01, 1.2
"""A guessed shadow is as large as these parts of its object."""


@dataclass(frozen=True, slots=True)
class Unshaded:
    """What an object's surroundings look like without it and its shadow, in a picture made small.

    Attributes:
        size: (height, width) of the small picture.
        rows, columns: the part of it that is told.
        picture: uint8 (h, w, 3), that part.
        known: bool (h, w), where it is known.
    """

    size: tuple[int, int]
    rows: slice
    columns: slice
    picture: Frame
    known: Mask


def surroundings(mask: Mask) -> Mask:
    """Return an object, bool (H, W), with where its shadow may lie: around it, but not above."""
    _, top, width, _ = cv2.boundingRect(mask.astype(np.uint8))
    if not width:
        return mask
    reach = max(_LEAST_REACH_PX, round(_REACH * float(np.sqrt(np.count_nonzero(mask)))))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    near = cv2.dilate(mask.astype(np.uint8), kernel) > 0
    near[:top] = False
    return np.asarray(near)


def shadow_mask(frame: Frame, mask: Mask, *, strength: float, unshaded: Unshaded | None = None) -> Mask:
    """Return the pixels that look like the object's shadow, bool (H, W), without the object's own.

    A shadow scales all three colours down by nearly the same factor, and it touches the lower part of its object.

    Args:
        frame: uint8 (H, W, 3).
        mask: bool (H, W), the object.
        strength: from 0, nothing, to 1, the faintest darkening counts: a twenty-fifth to the power of it must be gone
            of the light somewhere.
        unshaded: what other frames tell; without it, or where it tells little, the shadow is guessed.
    """
    if strength <= 0 or not mask.any():
        return np.zeros(mask.shape, np.bool_)
    if unshaded is not None and np.count_nonzero(unshaded.known) >= _LEAST_KNOWN * np.count_nonzero(
        surroundings(_small(mask, unshaded.size))[unshaded.rows, unshaded.columns]
    ):
        return _found(frame, mask, unshaded, least=_FAINTEST**strength)
    return _guessed(frame, mask, strength=strength)


def _found(frame: Frame, mask: Mask, unshaded: Unshaded, *, least: float) -> Mask:
    """Find a shadow by what other frames show."""
    height, width = unshaded.size
    part = (unshaded.rows, unshaded.columns)
    picture = cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA)[part]
    thing, known = _small(mask, unshaded.size)[part], unshaded.known
    darkness, hue = _compare(np.ascontiguousarray(picture), unshaded.picture, sigma=1.2, without=thing)
    beside = known & ~_grown(thing, 2)
    if not beside.any():
        return np.zeros(mask.shape, np.bool_)
    # What is brighter than it should be is no shadow but error, and there is as much error on the dark side.
    noise = float(np.percentile(np.maximum(0, -darkness[beside]), _NOISE_PERCENT))
    alike = known & ~thing & (hue < _MOST_HUE + 0.5 * np.clip(darkness, 0, 1))
    strong = alike & (darkness > max(least, noise))
    weak = alike & (darkness > max(_WEAK * least, _LEAST_WEAK, 0.7 * noise))
    small = np.zeros((height, width), np.float32)
    standing = _standing(known & ~thing & (darkness > _DIM), thing, beside=known & ~thing)
    small[part] = _touching(weak & ~standing, thing, strong=strong)
    return np.asarray((cv2.resize(small, mask.shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5) & ~mask)


def _standing(dim: Mask, thing: Mask, *, beside: Mask) -> Mask:
    """Return the columns, bool (1, w), of what passes the object both above and below.

    A shadow begins at its object and so leaves what is looked at on one side at most; a post or somebody's leg before
    the object, which is darker than what it hides, leaves it on both. It stands upright, so all that is above and
    below its upper part is it, and the shadow that it meets at its foot is not.
    """
    _, top, _, height = cv2.boundingRect(thing.astype(np.uint8))
    rows = np.arange(len(thing))[:, None]
    share = np.count_nonzero(dim, axis=0) / np.maximum(1, np.count_nonzero(beside, axis=0))
    upper = dim & (rows < top + round(_ALOFT * height))
    below = np.count_nonzero(dim & (rows >= top + height - _TOUCH_PX), axis=0) >= _TOUCH_PX
    passes = (share > _PASSING) & upper.any(axis=0) & below
    count, parts = cv2.connectedComponents(upper.astype(np.uint8), connectivity=8)
    stands = np.bincount(parts[:, passes].ravel(), minlength=count) > 0
    stands[0] = False
    # Its edge that lies below the object has nothing above it, so a little is added.
    return _grown(stands[parts].any(axis=0, keepdims=True), _TOUCH_PX)


def _touching(weak: Mask, thing: Mask, *, strong: Mask) -> Mask:
    """Keep the parts that touch the object's lower part and are strong somewhere."""
    calm = cv2.morphologyEx(weak.astype(np.uint8), cv2.MORPH_OPEN, _disc(3))
    calm = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, _disc(5))
    calm[thing] = 0
    count, parts = cv2.connectedComponents(calm, connectivity=8)
    keep = np.bincount(parts[_low_rim(thing)], minlength=count) > 0
    keep &= np.bincount(parts[strong], minlength=count) >= _LEAST_STRONG_PX
    keep[0] = False
    return np.asarray(keep[parts])


def _guessed(frame: Frame, mask: Mask, *, strength: float) -> Mask:
    """Guess a shadow from one frame."""
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    reach = round(_GUESS_REACH * max(width, height))
    rows = slice(max(0, y - reach // 4), min(mask.shape[0], y + height + reach))
    columns = slice(max(0, x - reach), min(mask.shape[1], x + width + reach))
    shape = mask[rows, columns].shape
    scale = min(1.0, _GUESS_SIDE / max(shape))
    size = (max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale)))
    picture = cv2.resize(np.ascontiguousarray(frame[rows, columns]), size[::-1], interpolation=cv2.INTER_AREA)
    thing = _small(mask[rows, columns], size)
    lit = _brighter_half(
        np.asarray(picture, np.uint8), thing, width=_GUESS_BACKGROUND * max(width, height) * scale
    )
    darkness, hue = _compare(np.asarray(picture, np.uint8), lit, sigma=1.5, without=thing)
    # Many things are somewhat darker than what lies around them, so only the deep counts.
    dark = (darkness > 0.5 - 0.25 * strength) & (hue < _MOST_HUE + 0.5 * np.clip(darkness, 0, 1)) & ~thing
    result = np.zeros(mask.shape, np.bool_)
    enlarged = cv2.resize(_ending(dark, thing).astype(np.float32), shape[::-1]) > 0.5
    result[rows, columns] = enlarged & ~mask[rows, columns]
    return result


def _brighter_half(picture: Frame, thing: Mask, *, width: float) -> Plane:
    """Return what pixels would look like in the light: the brighter half of what lies around them, without the object."""
    colour = cv2.GaussianBlur(picture, (0, 0), 1.5).astype(np.float32)
    known = (~thing).astype(np.float32)
    sigma = max(2.0, width)
    for _ in range(3):
        top = cv2.GaussianBlur(colour * known[..., None], (0, 0), sigma)
        mean = top / np.maximum(cv2.GaussianBlur(known, (0, 0), sigma), 1e-3)[..., None]
        # What is darker than the mean so far is possibly shadow and is left out of the next one.
        known = ((~thing) & (colour.mean(axis=2) > 0.95 * mean.mean(axis=2))).astype(np.float32)
    return np.asarray(mean, np.float32)


def _ending(dark: Mask, thing: Mask) -> Mask:
    """Keep the parts that touch the object's lower part and end where a shadow does."""
    calm = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, _disc(5))
    calm = cv2.morphologyEx(calm, cv2.MORPH_OPEN, _disc(5))
    count, parts, stats, _ = cv2.connectedComponentsWithStats(calm, connectivity=8)
    touches = np.bincount(parts[_low_rim(thing)], minlength=count) > 0
    share = stats[:, cv2.CC_STAT_AREA] / max(1, np.count_nonzero(thing))
    # A dark wall or lawn goes on beyond where a shadow can reach, or is larger than what could have cast it.
    height, width = thing.shape
    x, y = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    right, bottom = x + stats[:, cv2.CC_STAT_WIDTH], y + stats[:, cv2.CC_STAT_HEIGHT]
    ends = (x > 0) & (y > 0) & (right < width) & (bottom < height)
    keep = touches & ends & (share > _LEAST_PART) & (share < _MOST_PART)
    keep[0] = False
    return np.asarray(keep[parts])


def _compare(picture: Frame, lit: Frame | Plane, *, sigma: float, without: Mask) -> tuple[Plane, Plane]:
    """Return how much darker than in the light a picture is, 0 … 1, and how unevenly so over the colours.

    Both are blurred a little, but for the object, whose colours are to stay out of it.
    """
    weight = np.where(without, np.float32(1e-3), np.float32(1))
    total = np.asarray(cv2.GaussianBlur(weight, (0, 0), sigma))[..., None]
    here, there = (
        cv2.GaussianBlur(p.astype(np.float32) * weight[..., None], (0, 0), sigma) / total + 1
        for p in (picture, lit)
    )
    ratio = here / there
    mean = ratio.mean(axis=2)
    hue = np.abs(ratio / np.maximum(mean, 1e-3)[..., None] - 1).max(axis=2)
    return np.asarray(1 - mean, np.float32), np.asarray(hue, np.float32)


def _low_rim(thing: Mask) -> Mask:
    """Return what is near the object's lower part."""
    near = _grown(thing, _TOUCH_PX)
    _, top, _, height = cv2.boundingRect(thing.astype(np.uint8))
    near[: top + round(_ALOFT * height)] = False
    return near


def _grown(mask: Mask, by_px: int) -> Mask:
    side = 2 * by_px + 1
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((side, side), np.uint8)) > 0)


def _disc(diameter_px: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (diameter_px, diameter_px)), np.uint8)


def _small(mask: Mask, size: tuple[int, int]) -> Mask:
    grey = cv2.resize(mask.astype(np.uint8) * 255, size[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray(grey > 16)

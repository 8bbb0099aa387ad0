"""Preparing masks for removal, cut-outs and mattes: hard masks in, an antialiased alpha out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.masks.refinement import REMOVAL, Refinement
from mvos_core.masks.shadow import Unshaded, shadow_mask
from mvos_core.types import Frame, Mask

__all__ = ["REMOVAL", "Alpha", "Refinement", "clean", "refine", "soft_edge", "steady"]

Alpha = NDArray[np.uint8]

_ANTIALIAS_PX = 1.0
_SMOOTH_PX = 0.7
_MARGIN_PX = 32


def refine(
    masks: Sequence[Mask],
    frames: Sequence[Frame],
    refinement: Refinement,
    *,
    at: int = 0,
    outward: bool = True,
    unshaded: Unshaded | None = None,
) -> Alpha:
    """Prepare the mask of one frame.

    The order is: drop specks, fill holes, steady, take the shadow, grow, feather.

    Args:
        masks: bool (H, W) of the frame and, for a steady edge, of its neighbours in order.
        frames: uint8 (H, W, 3), the same ones.
        refinement: what to do.
        at: which of them is meant.
        outward: the feather lies outside the grown mask, so that none of the object shows through; otherwise half
            of it lies inside, as for cut-outs and mattes.
        unshaded: what other frames tell of the object's surroundings, to find its shadow by.

    Returns:
        uint8 (H, W): 255 inside, 0 outside, the edge between.
    """
    cleaned = [clean(mask, refinement) for mask in masks]
    mask = steady(cleaned, frames, at=at) if refinement.steady_frames else cleaned[at]
    if refinement.shadow:
        mask = mask | shadow_mask(frames[at], mask, strength=refinement.shadow, unshaded=unshaded)
    return soft_edge(mask, grow_px=refinement.grow_px, feather_px=refinement.feather_px, outward=outward)


def clean(mask: Mask, refinement: Refinement) -> Mask:
    """Drop a mask's specks and fill its holes, bool (H, W)."""
    mask = mask.copy()
    if refinement.despeckle_px:
        near = _around(mask, 0)
        mask[near] &= ~_small_parts(mask[near], refinement.despeckle_px)
    if refinement.fill_holes_px:
        diameter_px = refinement.fill_holes_px
        # What is left of the background around the mask must not be so little that it would pass for a hole.
        near = _around(mask, math.ceil(diameter_px * max(1.0, diameter_px / min(mask.shape))))
        mask[near] |= _small_parts(~mask[near], diameter_px)
    return mask


def _around(mask: Mask, margin_px: int) -> tuple[slice, slice]:
    """Return the rows and columns of a mask's bounding box and a margin, nothing for an empty one."""
    x, y, width, height = cv2.boundingRect(mask.view(np.uint8))
    if not width:
        return slice(0), slice(0)
    return (
        slice(max(0, y - margin_px), y + height + margin_px),
        slice(max(0, x - margin_px), x + width + margin_px),
    )


def _small_parts(mask: Mask, diameter_px: float) -> Mask:
    """Return the connected parts no larger than a disc, without those that touch the picture's edge where `mask` goes on."""
    if not mask.size:
        return mask
    _, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] <= np.pi / 4 * diameter_px**2
    small[0] = False
    if not small.any():
        return np.zeros_like(mask)
    return np.asarray(np.take(small, np.asarray(parts, np.int32)))


def soft_edge(mask: Mask, *, grow_px: float = 0.0, feather_px: float = 0.0, outward: bool = False) -> Alpha:
    """Move a mask's edge and soften it: bool (H, W) → uint8 (H, W).

    The edge is a ramp over the distance to the mask's contour, `feather_px` wide and never narrower than a pixel.
    With `outward` it begins `grow_px` outside the mask and every pixel of the mask (unless that shrinks) is 255.
    """
    alpha = np.zeros(mask.shape, np.uint8)
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    if not width:
        return alpha
    margin = int(max(0, grow_px) + feather_px) + _MARGIN_PX
    rows, columns = (
        slice(max(0, y - margin), y + height + margin),
        slice(max(0, x - margin), x + width + margin),
    )
    crop = mask[rows, columns]
    distance = _signed_distance(crop)
    ramp = max(feather_px, _ANTIALIAS_PX)
    end = grow_px + ramp if outward else grow_px + ramp / 2
    soft = np.clip((end - distance) / ramp, 0, 1)
    if outward and grow_px >= 0:
        soft[crop] = 1
    alpha[rows, columns] = (soft * 255 + 0.5).astype(np.uint8)
    return alpha


def _signed_distance(mask: Mask) -> NDArray[np.float32]:
    """Return the distance in pixels to a mask's contour, negative inside; stairs of single pixels are smoothed."""
    if mask.all():
        return np.full(mask.shape, -1e6, np.float32)
    outside = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5)
    inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
    # The contour runs between pixels, half a pixel from the nearest centre on either side.
    distance = np.where(mask, 0.5 - inside, outside - 0.5).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(distance, (0, 0), _SMOOTH_PX), np.float32)


def steady(masks: Sequence[Mask], frames: Sequence[Frame], *, at: int) -> Mask:
    """Calm a mask's edge: the majority of it and its neighbours, each brought along by the frames' motion.

    Args:
        masks: bool (H, W), of frames that follow each other.
        frames: uint8 (H, W, 3).
        at: which of them is meant.

    Returns:
        bool (H, W).
    """
    area = np.any(np.stack(list(masks)), axis=0)
    x, y, width, height = cv2.boundingRect(area.astype(np.uint8))
    if not width or len(masks) == 1:
        return masks[at]
    rows, columns = (
        slice(max(0, y - _MARGIN_PX), y + height + _MARGIN_PX),
        slice(max(0, x - _MARGIN_PX), x + width + _MARGIN_PX),
    )
    grey = [cv2.cvtColor(np.ascontiguousarray(frame[rows, columns]), cv2.COLOR_RGB2GRAY) for frame in frames]
    soft = [mask[rows, columns].astype(np.float32) for mask in masks]
    grid_y, grid_x = np.mgrid[: soft[at].shape[0], : soft[at].shape[1]].astype(np.float32)
    flow_of = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    total = soft[at].copy()
    for index, (picture, plane) in enumerate(zip(grey, soft, strict=True)):
        if index == at:
            continue
        flow = np.asarray(
            flow_of.calc(grey[at], picture, np.zeros((*plane.shape, 2), np.float32)), np.float32
        )
        total += cv2.remap(
            plane,
            grid_x + flow[..., 0],
            grid_y + flow[..., 1],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
    result = np.zeros(masks[at].shape, np.bool_)
    # With an even number of votes the frame's own mask decides a draw.
    result[rows, columns] = total + 1e-3 * (soft[at] - 0.5) > len(masks) / 2
    return result

"""A simulated user, who strokes along the middle of wherever a mask is most wrong.

The measurement of scribbles and their training both ask it; without a random generator it always does the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.types import Mask

_KNOTS = 12
"""A stroke is a curve through the deepest pixels of so many slices of its region."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Pixels stroked as object, or as not object; bool (H, W)."""

    pixels: Mask
    is_object: bool


def corrective_stroke(
    mask: Mask,
    truth: Mask,
    *,
    width_px: int,
    reach: float = 1.0,
    rng: np.random.Generator | None = None,
) -> Stroke | None:
    """Stroke the largest connected part that `mask` misses or has too much; None where it is right.

    Args:
        mask: bool (H, W), what there is; all False for the first stroke.
        truth: bool (H, W), what the user wants.
        width_px, reach, rng: as for `stroke_within`.
    """
    missing, extra = largest_part(truth & ~mask), largest_part(mask & ~truth)
    is_object = np.count_nonzero(missing) >= np.count_nonzero(extra)
    region = missing if is_object else extra
    if not region.any():
        return None
    return Stroke(stroke_within(region, width_px=width_px, reach=reach, rng=rng), is_object)


def largest_part(mask: Mask) -> Mask:
    """Return the largest connected part of a mask, bool (H, W)."""
    _, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0  # the background's
    best = int(np.argmax(areas))
    return np.asarray(parts == best) if areas[best] else np.zeros_like(mask)


def stroke_within(
    region: Mask, *, width_px: int, reach: float = 1.0, rng: np.random.Generator | None = None
) -> Mask:
    """Draw a smooth stroke along the middle of a region, never outside of it.

    Args:
        region: bool (H, W), not empty.
        width_px: how thick the stroke is.
        reach: the share of the region's length that it covers, about its deepest point; 0 is a click.
        rng: has the stroke stray from the middle.

    Returns:
        bool (H, W), one connected stroke.
    """
    x, y, width, height = cv2.boundingRect(region.astype(np.uint8))
    box = np.s_[y : y + height, x : x + width]
    # A ring of background, for the picture's border limits a stroke as any other.
    padded = np.pad(region[box].astype(np.uint8), 1)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1]
    if rng is not None:
        depth = np.where(region[box], depth * rng.uniform(0.5, 1.0, depth.shape), 0.0)
    points, deepest = _middle_line(np.asarray(depth, np.float32), reach)
    canvas = np.zeros(depth.shape, np.uint8)
    cv2.polylines(canvas, [points], isClosed=False, color=[1.0], thickness=width_px)
    # The straight line between two knots may leave the region; then the longest piece of the stroke is left.
    canvas[(~region)[box]] = 0
    if not canvas.any():
        canvas[deepest] = 1
    stroke = np.zeros_like(region)
    stroke[box] = largest_part(canvas > 0)
    return stroke


def _middle_line(depth: NDArray[np.float32], reach: float) -> tuple[NDArray[np.int32], tuple[int, int]]:
    """Return a line's points (N, 2), x then y, through the slices' deepest pixels, and the deepest of all (row, column).

    The slices lie across the region's principal axis.
    """
    rows, columns = np.nonzero(depth)
    values = depth[rows, columns]
    top = int(np.argmax(values))
    places = np.stack((columns, rows), axis=1).astype(np.float64)
    centred = places - places.mean(axis=0)
    along = centred @ np.linalg.eigh(centred.T @ centred)[1][:, 1]
    extent = float(np.ptp(along))
    slices = np.minimum((along - along.min()) / max(extent, 1e-9) * _KNOTS, _KNOTS - 1).astype(int)
    deepest = [int(np.where(slices == k, values, -1.0).argmax()) for k in np.unique(slices)]
    knots = np.array(deepest)
    half = reach / 2 * extent
    start, end = along[top] - half, along[top] + half
    overhang = max(0.0, along.min() - start) - max(0.0, end - along.max())
    start, end = (
        start + overhang,
        end + overhang,
    )  # a long stroke about a point near one end goes on at the other
    # The outermost slices end in the region's border.
    inner = knots[1:-1] if len(knots) > 2 else knots
    line = places[inner[(along[inner] >= start) & (along[inner] <= end)]]
    if len(line) > 2:
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    if not len(line):
        line = places[top : top + 1]
    return np.rint(line).astype(np.int32), (int(rows[top]), int(columns[top]))

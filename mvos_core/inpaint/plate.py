"""A clean plate: a key frame whose hole is filled with what other frames show there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.inpaint.align import Aligned, Window, align, fitness, window_of
from mvos_core.inpaint.camera import CameraPath, camera_motion
from mvos_core.inpaint.classical import SpatialFill
from mvos_core.inpaint.flow import dense_flow, follow
from mvos_core.inpaint.still import Still, Stills, overview, shrink, still_of
from mvos_core.types import Frame, Mask

Plane = NDArray[np.float32]

_NEAR_KEYS = (1, 2, 3, 4, 5, 7, 9, 12, 16)
_FAR_KEYS = (22, 30, 40, 52, 64)
_GROWTH = 1.4
_MOST_SAMPLES = 16
_ENOUGH_SAMPLES = 8
_LEAST_GAIN = 0.02
_TIME_KEYS = 6.0
_AGREEMENT_LEVELS = 12.0
_SEAM_PX = 6.0
_LEAST_TO_SETTLE = 3
_SETTLE_PX = 4
_SETTLE_SIGMA_PX = 5.0


@dataclass(frozen=True, slots=True)
class Plate:
    """A key frame without its object.

    Attributes:
        index: the key frame's.
        still: its completed picture, with no hole.
        invented: bool (H, W), what no frame shows.
    """

    index: int
    still: Still
    invented: Mask


@dataclass(frozen=True, slots=True)
class Sample:
    """What one source says of a window: colours, uint8 (H, W, 3), and their weight, float32 (H, W), 0 where unseen."""

    colour: Frame
    weight: Plane


def build_plate(
    key: int, *, stills: Stills, path: CameraPath, keys: range, before: Plate | None, spatial: SpatialFill
) -> Plate:
    """Fill a key frame's hole: from the frames that see it, then as the plate before had it, and the rest by `spatial`."""
    still = stills[key]
    if not still.hole.any():
        return Plate(key, still, np.zeros_like(still.hole))
    window = window_of(still)
    samples = list(_samples(key, stills, path, keys, window))
    colour, seen = vote(samples, window)
    if len(samples) >= _LEAST_TO_SETTLE:
        colour, seen = vote(settle(samples, colour, stride=still.stride), window)
    missing = window.hole & ~seen
    invented = np.zeros_like(still.hole)
    invented[window.full_rows, window.full_columns] = missing
    crop = np.where((window.hole & seen)[..., None], colour, window.frame)
    if missing.any() and before is not None:
        carried = carry(before, still, window, expected=path.expected_shift(key, before.index))
        if carried is not None:
            known = missing & carried.visible
            crop[known] = carried.colour[known]
            missing &= ~known
    if missing.any():
        crop = np.where(missing[..., None], spatial(crop, missing), crop)
    frame = still.frame.copy()
    frame[window.full_rows, window.full_columns] = crop
    return Plate(key, still_of(frame, np.zeros_like(still.hole)), invented)


def carry(plate: Plate, still: Still, window: Window, *, expected: tuple[float, float]) -> Aligned | None:
    """Lay a plate over the window of another frame, from which it lies about `expected`, (x, y), working pixels away.

    None where the two do not show the same scene.
    """
    motion = camera_motion(still, plate.still, expected=expected)
    return None if motion is None else align(still, plate.still, motion, window)


def _samples(key: int, stills: Stills, path: CameraPath, keys: range, window: Window) -> Iterator[Sample]:
    """Yield what other key frames show of a window, nearest first, as long as it is of use."""
    target = stills[key]
    needed = overview(target)
    area = max(1, np.count_nonzero(needed))
    seen = np.zeros(needed.shape, np.int32)
    found = 0
    for offset in (*_NEAR_KEYS, *_FAR_KEYS):
        for source in (key - offset * keys.step, key + offset * keys.step):
            if source not in keys or found == _MOST_SAMPLES:
                continue
            motion = path.between(key, source)
            if motion is None:
                continue
            shows = path.sees(key, source, motion) & needed
            # Near sources confirm each other; from far away comes only what nothing near has shown.
            enough = _ENOUGH_SAMPLES if offset <= _NEAR_KEYS[-1] else 1
            if np.count_nonzero(shows & (seen < enough)) < max(1, _LEAST_GAIN * area):
                continue
            aligned = align(target, stills[source], motion, window)
            if aligned is None:
                continue
            seen += shows
            found += 1
            yield sample_of(aligned, distance_keys=offset)


def sample_of(aligned: Aligned, *, distance_keys: int) -> Sample:
    """Weigh a source by how well it fits, how near it is in time, and how far inside its frame each pixel lies."""
    # Outside the window nothing ends, so its frame is no seam.
    padded = np.pad(aligned.visible.astype(np.uint8), 1, constant_values=1)
    inside = cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1]
    weight = np.minimum(1, inside / _SEAM_PX) * fitness(aligned) * np.exp(-distance_keys / _TIME_KEYS) + 1e-6
    return Sample(aligned.colour, np.where(aligned.visible, weight, 0).astype(np.float32))


def settle(samples: list[Sample], consensus: Frame, *, stride: int) -> list[Sample]:
    """Move what samples show by a pixel or so to where they agree on it, so that mixing them blurs nothing.

    Args:
        samples: at least one.
        consensus: uint8 (H, W, 3), their mixture so far.
        stride: how many pixels make a working pixel.
    """
    here = _working_grey(consensus, stride)
    height, width = consensus.shape[:2]
    settled = []
    for sample in samples:
        unseen = shrink(np.where(sample.weight > 0, np.uint8(0), np.uint8(255)), stride) > 0
        flow = dense_flow(here, np.where(unseen, here, _working_grey(sample.colour, stride)))
        small = (np.abs(flow).max(axis=2) < _SETTLE_PX).astype(np.float32)
        top, bottom = (
            cv2.GaussianBlur(p, (0, 0), _SETTLE_SIGMA_PX) for p in (flow * small[..., None], small)
        )
        flow = np.asarray(top / np.maximum(bottom, 1e-2)[..., None], np.float32)
        if stride > 1:
            size = (flow.shape[1] * stride, flow.shape[0] * stride)
            flow = np.asarray(cv2.resize(flow, size) * stride, np.float32)[:height, :width]
        settled.append(Sample(follow(sample.colour, flow, cubic=True), sample.weight))
    return settled


def _working_grey(frame: Frame, stride: int) -> NDArray[np.uint8]:
    return shrink(np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), np.uint8), stride)


def vote(samples: list[Sample], window: Window) -> tuple[Frame, Mask]:
    """Mix samples by their weight and by how many others agree, so that what merely passed by is outvoted.

    Returns:
        uint8 (H, W, 3) and where anything was seen, bool (H, W).
    """
    height, width = window.hole.shape
    seen = np.zeros((height, width), np.bool_)
    if not samples:
        return np.zeros((height, width, 3), np.uint8), seen
    small = (max(1, width // 2), max(1, height // 2))
    looks = [
        cv2.resize(cv2.blur(s.colour, (5, 5)), small, interpolation=cv2.INTER_AREA).astype(np.float32)
        for s in samples
    ]
    weights = [
        np.asarray(cv2.resize(s.weight, small, interpolation=cv2.INTER_AREA), np.float32) for s in samples
    ]
    support = [weight.copy() for weight in weights]
    for i, look in enumerate(looks):
        for j in range(i):
            distance = np.abs(look - looks[j]).mean(axis=2) / _AGREEMENT_LEVELS
            agreement = np.exp(-np.square(distance) / 2)
            support[i] += weights[j] * agreement
            support[j] += weights[i] * agreement
    total = np.full((height, width), 1e-20, np.float32)
    mixed = np.zeros((height, width, 3), np.float32)
    for sample, backing in zip(samples, support, strict=True):
        weight = sample.weight * np.asarray(cv2.resize(backing, (width, height)), np.float32)
        mixed += sample.colour * weight[..., None]
        total += weight
        seen |= sample.weight > 0
    return np.clip(mixed / total[..., None] + 0.5, 0, 255).astype(np.uint8), seen

"""Removal that holds still: a hole is filled with what other frames show of the background behind it.

Every few frames a key frame is completed to a clean plate from all key frames that see what it hides; what none of
them sees is invented once and handed from plate to plate. A frame takes its hole from the plates before and after it.
Memory is bounded: frames are read again rather than kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from mvos_core.inpaint.align import Window, fitness, window_of
from mvos_core.inpaint.camera import CameraPath
from mvos_core.inpaint.classical import SpatialFill, telea
from mvos_core.inpaint.grain import with_grain
from mvos_core.inpaint.patches import patch_fill
from mvos_core.inpaint.plate import Plate, build_plate, carry
from mvos_core.inpaint.protocol import Filled, MaskedFrame, paste
from mvos_core.inpaint.still import Still, Stills, still_of
from mvos_core.types import Frame, Mask

_KEY_STEP = 4
_LEAST_WEIGHT = 1e-6


class Temporal:
    """Fills from other frames; what none shows is made by a spatial method and carried along."""

    def __init__(self, *, spatial: SpatialFill = patch_fill, key_step: int = _KEY_STEP) -> None:
        """Invent with `spatial`; complete every `key_step`-th frame to a plate."""
        self._spatial = spatial
        self._key_step = key_step

    def __call__(self, clip: Sequence[MaskedFrame], /) -> Iterator[Filled]:
        """Yield one filled frame for each of `clip`, in order."""
        keys = range(0, len(clip), self._key_step)
        stills = Stills(clip)
        path = CameraPath(stills, keys)
        after: Plate | None = None
        for start in keys:
            before = after if after is not None else self._plate(start, stills, path, keys, None)
            following = start + self._key_step
            after = self._plate(following, stills, path, keys, before) if following in keys else None
            for index in range(start, min(following, len(clip))):
                share = (index - start) / self._key_step if after is not None else 0.0
                plates = [(before, 1 - share), *([(after, share)] if after else [])]
                yield self._fill(clip[index], index, plates, path)

    def preview(self, clip: Sequence[MaskedFrame], index: int, /) -> Filled:
        """Return frame `index` of `clip`, filled from those that see its background."""
        keys = range(index % self._key_step, len(clip), self._key_step)
        stills = Stills(clip)
        path = CameraPath(stills, keys)
        plate = self._plate(index, stills, path, keys, None)
        return self._fill(clip[index], index, [(plate, 1.0)], path)

    def _plate(self, key: int, stills: Stills, path: CameraPath, keys: range, before: Plate | None) -> Plate:
        return build_plate(key, stills=stills, path=path, keys=keys, before=before, spatial=self._spatial)

    def _fill(
        self, masked: MaskedFrame, index: int, plates: Sequence[tuple[Plate, float]], path: CameraPath
    ) -> Filled:
        """Fill a frame from the plates before and after it, each with its share."""
        hole = masked.hole
        if not hole.any():
            return Filled(masked.frame, hole, hole)
        still = still_of(masked.frame, hole)
        window = window_of(still)
        own = next((plate for plate, _ in plates if plate.index == index), None)
        if own is not None:
            crop = own.still.frame[window.full_rows, window.full_columns]
            made_up = own.invented[window.full_rows, window.full_columns]
        else:
            crop, known, made_up = _mix(
                still, window, plates, [path.expected_shift(index, p.index) for p, _ in plates]
            )
            missing = window.hole & ~known
            if missing.any():
                # Slivers only: what is invented anew in every frame must be too thin to be seen flickering.
                crop = telea(crop, missing)
            made_up |= missing
        frame = masked.frame.copy()
        frame[window.full_rows, window.full_columns] = with_grain(crop, window.frame, window.hole, seed=index)
        invented = np.zeros_like(hole)
        invented[window.full_rows, window.full_columns] = window.hole & made_up
        return Filled(paste(masked, frame), hole, invented)


def _mix(
    still: Still,
    window: Window,
    plates: Sequence[tuple[Plate, float]],
    shifts: Sequence[tuple[float, float]],
) -> tuple[Frame, Mask, Mask]:
    """Mix plates into a window: its colours, uint8 (H, W, 3), where there are any, and where they were invented."""
    height, width = window.hole.shape
    total = np.zeros((height, width), np.float32)
    mixed = np.zeros((height, width, 3), np.float32)
    made_up = np.zeros((height, width), np.float32)
    for (plate, share), expected in zip(plates, shifts, strict=True):
        aligned = carry(plate, still, window, expected=expected)
        if aligned is None:
            continue
        weight = share * np.where(aligned.visible, fitness(aligned), 0)
        mixed += aligned.colour * weight[..., None]
        total += weight
        made_up += weight * cv2.remap(
            plate.invented.astype(np.uint8), aligned.x, aligned.y, cv2.INTER_NEAREST
        )
    known = total > _LEAST_WEIGHT
    colour = mixed / np.maximum(total, _LEAST_WEIGHT)[..., None] + 0.5
    crop = np.where(known[..., None], np.clip(colour, 0, 255), window.frame).astype(np.uint8)
    return crop, known, made_up > 0.5 * total

"""The scribbles that the scribble network learns from: a simulated user at work on one training picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from mvos_core.eval.strokes import Stroke, corrective_stroke, stroke_within
from mvos_core.scribble.obey import obeyed
from mvos_core.train.augment import Motion, wander
from mvos_core.train.config import ScribbleSection
from mvos_core.types import Mask

_WIDTHS_PX = (2, 9)
_OFF_OBJECT = 0.3
"""The share of pictures whose first strokes are one on the object and one off it."""
_DAMAGE = Motion(shift=0.08, rotate_deg=10.0, scale=1.15, shear=0.05)


@dataclass(frozen=True, slots=True)
class Scribbles:
    """What the network is given beside the picture: strokes and the mask that they refine, bool (S, S) each."""

    foreground: Mask
    background: Mask
    previous: Mask

    def obeyed(self, mask: Mask) -> Mask:
        """Return what becomes of the network's mask (`mvos_core.scribble.obey`)."""
        return obeyed(mask, self.foreground, self.background, previous=self.previous)

    def and_then(self, stroke: Stroke | None) -> Scribbles:
        """Return these with one more stroke."""
        if stroke is None:
            return self
        if stroke.is_object:
            return Scribbles(self.foreground | stroke.pixels, self.background & ~stroke.pixels, self.previous)
        return Scribbles(self.foreground & ~stroke.pixels, self.background | stroke.pixels, self.previous)


def first_scribbles(rng: np.random.Generator, truth: Mask, settings: ScribbleSection) -> Scribbles:
    """Return a picture's first scribbles: a stroke on the object, or one that corrects a damaged mask.

    Args:
        rng: the randomness.
        truth: bool (S, S), the object.
        settings: how often which.
    """
    nothing = np.zeros_like(truth)
    corrects = rng.random() < settings.damaged
    scribbles = Scribbles(nothing, nothing, damaged(rng, truth) if corrects else nothing)
    scribbles = scribbles.and_then(_stroke(rng, scribbles.previous, truth))
    if not corrects and rng.random() < _OFF_OBJECT:
        scribbles = scribbles.and_then(_off_object(rng, truth))
    return scribbles


def next_scribbles(
    rng: np.random.Generator, scribbles: Scribbles, truth: Mask, mask: Mask, settings: ScribbleSection
) -> Scribbles:
    """Return the next scribbles: a stroke where `mask`, bool (S, S), is most wrong, with the earlier ones or without."""
    previous = scribbles.obeyed(mask)
    nothing = np.zeros_like(truth)
    earlier = rng.random() >= settings.forgotten
    kept = (scribbles.foreground, scribbles.background) if earlier else (nothing, nothing)
    return Scribbles(*kept, previous).and_then(_stroke(rng, previous, truth))


def _stroke(rng: np.random.Generator, mask: Mask, truth: Mask) -> Stroke | None:
    width_px = int(rng.integers(*_WIDTHS_PX))
    return corrective_stroke(mask, truth, width_px=width_px, reach=float(rng.random()), rng=rng)


def _off_object(rng: np.random.Generator, truth: Mask) -> Stroke | None:
    """Stroke a random part of the background."""
    side = truth.shape[0]
    y, x = (int(v) for v in rng.integers(0, side - side // 3, 2))
    region = np.zeros_like(truth)
    box = np.s_[y : y + side // 3, x : x + side // 3]
    region[box] = ~truth[box]
    if not region.any():
        return None
    width_px = int(rng.integers(*_WIDTHS_PX))
    return Stroke(stroke_within(region, width_px=width_px, reach=float(rng.random()), rng=rng), False)


def damaged(rng: np.random.Generator, truth: Mask) -> Mask:
    """Return a mask that is wrong as a propagated one may be: moved, with a piece missing or one too many."""
    side = truth.shape[0]
    matrix = wander(rng, side, _DAMAGE) if rng.random() < 0.5 else np.eye(2, 3, dtype=np.float32)
    mask = cv2.warpAffine(truth.astype(np.uint8), matrix, (side, side), flags=cv2.INTER_NEAREST)
    ys, xs = np.nonzero(truth)
    extent = max(4.0, float(np.sqrt(len(ys))))
    for value in (0, 1):
        if rng.random() < 0.6:
            pick = int(rng.integers(len(ys)))
            axes = [max(2, int(extent * rng.uniform(0.15, 0.6))) for _ in range(2)]
            centre = (int(xs[pick]), int(ys[pick]))
            angle = float(rng.uniform(0, 180))
            cv2.ellipse(mask, centre, axes, angle, 0, 360, [float(value)], -1)
    return np.asarray(mask > 0)

"""Inventing texture: a hole is filled with patches of its surroundings so that every patch looks like one of them.

Wexler, Shechtman and Irani, "Space-time completion of video" (PAMI 2007), on single pictures, coarse to fine, with the
nearest patches found by random search and propagation as in Barnes et al., "PatchMatch" (SIGGRAPH 2009).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.inpaint.classical import telea
from mvos_core.inpaint.interpolation import push_pull
from mvos_core.inpaint.protocol import bounding_box
from mvos_core.types import Frame, Mask

Plane = NDArray[np.float32]
Places = NDArray[np.int64]
"""Flat indices of pixels, one for each patch that is looked for: int64 (N,)."""

_RADIUS_PX = 3
_THIN_PX = 3
_LEAST_MARGIN_PX = 48
_WORKING_SIDE_PX = 384
"""Beyond this size patches are only copied from where the coarser picture found them."""
_COARSEST_DEPTH_PX = 4
_ROUNDS = (16, 8, 4)
"""How often patches are sought and mixed at the coarsest level, the next one, and all others."""
_NEIGHBOURS = ((0, 1), (0, -1), (1, 0), (-1, 0))
_INWARD_DECAY = 1.3
_RISE = 3000.0
"""Ground lies below and sky above, so a patch from the other end of the picture must be so many square levels better."""


def patch_fill(frame: Frame, mask: Mask) -> Frame:
    """Fill the pixels of a mask, bool (H, W), of a frame, uint8 (H, W, 3), with texture from around them.

    Always the same for the same picture. Thin gaps, and holes with nothing around them, are filled by `telea`.
    """
    depth = float(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3).max(initial=0))
    if depth <= _THIN_PX:
        return telea(frame, mask)
    _, _, width, height = cv2.boundingRect(mask.astype(np.uint8))
    rows, columns = bounding_box(mask, margin=max(_LEAST_MARGIN_PX, max(width, height) // 2))
    crop, hole = np.ascontiguousarray(frame[rows, columns]), np.ascontiguousarray(mask[rows, columns])
    filled = _complete(crop, hole)
    if filled is None:
        return telea(frame, mask)
    result = frame.copy()
    result[rows, columns][hole] = filled[hole]
    return result


def _complete(crop: Frame, hole: Mask) -> Frame | None:
    """Fill from coarse to fine; None where no whole patch of the surroundings is known."""
    chance = np.random.default_rng(0)
    picture: Plane | None = None
    nearest: Places | None = None
    coarser: _Field | None = None
    rounds = iter(_ROUNDS)
    n_rounds = next(rounds)
    for known, inside in reversed(_pyramid(crop, hole)):
        field = _Field.of(inside, chance)
        if field is None:
            continue
        if coarser is None or nearest is None:
            picture = push_pull(known, (~inside).astype(np.float32))
            nearest = chance.choice(field.sources, len(field.targets))
        else:
            nearest = field.refined(coarser, nearest)
            picture = field.mixed(known, nearest, field.evenly(), radius=1)
        if max(inside.shape) <= _WORKING_SIDE_PX:
            for _ in range(n_rounds):
                nearest, distance = field.search(picture, nearest)
                picture = field.mixed(known, nearest, _confidence(distance), radius=_RADIUS_PX)
            n_rounds = next(rounds, n_rounds)
        coarser = field
    if coarser is None or nearest is None or coarser.shape != hole.shape:
        return None
    # Narrow patches in the end: mixing wide ones blurs what grain they carry.
    sharp = coarser.mixed(crop.astype(np.float32), nearest, coarser.evenly(), radius=1)
    return np.clip(sharp + 0.5, 0, 255).astype(np.uint8)


def _pyramid(crop: Frame, hole: Mask) -> list[tuple[Plane, Mask]]:
    """Return ever smaller pictures, float32 (H, W, 3), with their holes, until the hole is a few pixels deep."""
    levels = [(crop.astype(np.float32), hole)]
    while True:
        picture, inside = levels[-1]
        depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3).max()
        height, width = inside.shape
        if depth <= _COARSEST_DEPTH_PX or min(height, width) < 8 * _RADIUS_PX:
            return levels
        size = (-(-width // 2), -(-height // 2))
        free = (~inside).astype(np.float32)
        # Only what is known is averaged.
        share = np.asarray(cv2.resize(free, size, interpolation=cv2.INTER_AREA), np.float32)
        total = np.asarray(
            cv2.resize(picture * free[..., None], size, interpolation=cv2.INTER_AREA), np.float32
        )
        levels.append((total / np.maximum(share, 1e-6)[..., None], share < 0.5))


def _confidence(distance: Plane) -> Plane:
    spread = max(float(np.percentile(distance, 75)), 1e-3)
    return np.asarray(np.exp(-distance / (2 * spread)), np.float32)


@dataclass(frozen=True, slots=True)
class _Field:
    """The patches of one level: which are looked for, and which may be taken.

    Attributes:
        shape: (height, width).
        targets: the middles of patches that touch the hole.
        sources: the middles of patches that do not.
        allowed: bool (H·W,), whether a pixel is in `sources`.
        row_of: int64 (H·W,), where a pixel stands among `targets`, −1 if it does not.
        hole: bool (H, W).
        trust: float32 (N,), falling from the hole's edge inwards.
        chance: what decides at random.
    """

    shape: tuple[int, int]
    targets: Places
    sources: Places
    allowed: NDArray[np.bool_]
    row_of: Places
    hole: Mask
    trust: Plane
    chance: np.random.Generator

    @classmethod
    def of(cls, hole: Mask, chance: np.random.Generator) -> _Field | None:
        """Return the field of a hole, None if it leaves no source."""
        height, width = hole.shape
        side = 2 * _RADIUS_PX + 1
        touching = cv2.dilate(hole.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
        inner = np.zeros_like(hole)
        inner[_RADIUS_PX : height - _RADIUS_PX, _RADIUS_PX : width - _RADIUS_PX] = True
        allowed = (inner & ~touching).ravel()
        sources = np.flatnonzero(allowed)
        targets = np.flatnonzero(touching)
        if not len(sources):
            return None
        row_of = np.full(height * width, -1, np.int64)
        row_of[targets] = np.arange(len(targets))
        inwards = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 3).ravel()[targets]
        trust = (_INWARD_DECAY**-inwards).astype(np.float32)
        return cls((height, width), targets, sources, allowed, row_of, hole, trust, chance)

    def refined(self, coarser: _Field, nearest: Places) -> Places:
        """Carry the nearest patches of a level half as fine over to this one."""
        width, coarse_width = self.shape[1], coarser.shape[1]
        y, x = self.targets // width, self.targets % width
        row = coarser.row_of[(y // 2) * coarse_width + x // 2]
        found = nearest[row]
        source_y, source_x = 2 * (found // coarse_width) + y % 2, 2 * (found % coarse_width) + x % 2
        place = np.minimum(source_y, self.shape[0] - 1) * width + np.minimum(source_x, width - 1)
        known = (row >= 0) & self.allowed[place]
        return np.where(known, place, self.chance.choice(self.sources, len(place)))

    def search(self, picture: Plane, nearest: Places) -> tuple[Places, Plane]:
        """Find nearer patches: the neighbours' ones moved along, and random ones ever closer around the best."""
        height, width = self.shape
        wanted = self._patches(picture, self.targets)
        best = nearest, self._distance(picture, wanted, nearest, self.targets)
        y, x = self.targets // width, self.targets % width
        for step in (4, 2, 1):
            for down, right in _NEIGHBOURS:
                near_y, near_x = y + step * down, x + step * right
                inside = (near_y >= 0) & (near_y < height) & (near_x >= 0) & (near_x < width)
                row = np.where(inside, self.row_of[np.where(inside, near_y * width + near_x, 0)], -1)
                candidate = best[0][row] - step * (down * width + right)
                best = self._better(picture, wanted, best, np.where(row >= 0, candidate, -1))
        reach = max(height, width)
        while reach >= 1:
            moved = self.chance.integers(-reach, reach + 1, (2, len(nearest)))
            candidate_y = (best[0] // width + moved[0]).clip(0, height - 1)
            candidate_x = (best[0] % width + moved[1]).clip(0, width - 1)
            best = self._better(picture, wanted, best, candidate_y * width + candidate_x)
            reach //= 3
        return best

    def evenly(self) -> Plane:
        """Return the same weight for every patch, float32 (N,)."""
        return np.ones(len(self.targets), np.float32)

    def mixed(self, known: Plane, nearest: Places, weight: Plane, *, radius: int) -> Plane:
        """Return the picture, float32 (H, W, 3), its hole mixed from all the patches that overlap each pixel."""
        height, width = self.shape
        flat = known.reshape(-1, 3)
        total = np.zeros((height * width, 3), np.float32)
        weights = np.full(height * width, 1e-12, np.float32)
        y, x = self.targets // width, self.targets % width
        share = weight * self.trust
        for down in range(-radius, radius + 1):
            for right in range(-radius, radius + 1):
                inside = (y + down >= 0) & (y + down < height) & (x + right >= 0) & (x + right < width)
                offset = down * width + right
                place = self.targets[inside] + offset
                total[place] += flat[nearest[inside] + offset] * share[inside, None]
                weights[place] += share[inside]
        mixed = (total / weights[:, None]).reshape(height, width, 3)
        return np.where(self.hole[..., None], mixed, known).astype(np.float32)

    def _better(
        self, picture: Plane, wanted: Plane, best: tuple[Places, Plane], candidate: Places
    ) -> tuple[Places, Plane]:
        """Take the candidates that are allowed and nearer than the best so far; a negative one is none."""
        nearest, distance = best[0].copy(), best[1].copy()
        inside = (candidate >= 0) & (candidate < len(self.allowed))
        valid = np.flatnonzero(inside & self.allowed[np.where(inside, candidate, 0)])
        found = self._distance(picture, wanted[valid], candidate[valid], self.targets[valid])
        nearer = found < distance[valid]
        won = valid[nearer]
        nearest[won], distance[won] = candidate[won], found[nearer]
        return nearest, distance

    def _distance(self, picture: Plane, wanted: Plane, places: Places, targets: Places) -> Plane:
        """Return how unlike patches are: mean squares, and a little for coming from another height of the picture."""
        height, width = self.shape
        rise = (places // width - targets // width) / height
        unlike = np.square(wanted - self._patches(picture, places)).mean(axis=(1, 2))
        return np.asarray(unlike + _RISE * np.square(rise), np.float32)

    def _patches(self, picture: Plane, places: Places) -> Plane:
        """Return the patches around some places, float32 (N, P, 3); beyond the picture its edge goes on."""
        height, width = self.shape
        reach = np.arange(-_RADIUS_PX, _RADIUS_PX + 1)
        y = (places[:, None] // width + reach).clip(0, height - 1)
        x = (places[:, None] % width + reach).clip(0, width - 1)
        flat = (y[:, :, None] * width + x[:, None, :]).reshape(len(places), len(reach) ** 2)
        return np.asarray(picture.reshape(-1, 3)[flat], np.float32)

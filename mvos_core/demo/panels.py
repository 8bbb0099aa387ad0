"""The room's flat surfaces: a painted picture with mip levels, and a baked map of the light on it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from mvos_core.demo.light import openness, sun_visibility
from mvos_core.demo.shapes import Array, Solid, column
from mvos_core.demo.textures import Area

_LOOKUP_COLUMNS = 1024
_MIP_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Patch:
    """A picture float32 (H, W, C) that covers an area of a plane."""

    picture: Array
    area: Area

    def at(self, u: Array, v: Array, *, outside: float | None = None) -> Array:
        """Return the bilinear values (C, N) at N places; beyond the edge the edge's own, or `outside`."""
        height, width, channels = self.picture.shape
        across, down = self.area.across, self.area.down
        columns = (u - across[0]) * np.float32(width / (across[1] - across[0])) - np.float32(0.5)
        rows = (v - down[0]) * np.float32(height / (down[1] - down[0])) - np.float32(0.5)
        mode = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
        found = cv2.remap(
            self.picture,
            _folded(columns),
            _folded(rows),
            cv2.INTER_LINEAR,
            borderMode=mode,
            borderValue=(outside or 0.0,) * 4,
        )
        return np.ascontiguousarray(found.reshape(-1, channels)[: u.size].T, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Panel:
    """A painted plane: its picture halved again and again (`levels`), its finest texel, and its baked light.

    `light` holds the share of the sun and of the diffuse light that the still things in the room leave.
    """

    levels: tuple[Patch, ...]
    texel: float
    light: Patch

    def albedo(self, u: Array, v: Array, footprint: Array) -> Array:
        """Return the paint (3, N), averaged over about `footprint` (N,) scene units (trilinear filtering)."""
        level = np.log2(np.maximum(footprint / np.float32(self.texel), 1)).clip(0, len(self.levels) - 1.001)
        total = np.zeros((3, u.size), np.float32)
        for index, patch in enumerate(self.levels):
            weight = np.maximum(1 - np.abs(level - index), 0)
            used = np.flatnonzero(weight)
            if used.size:
                total[:, used] += patch.at(u[used], v[used]) * weight[used]
        return total


def panel(picture: Array, area: Area, *, texel: float, light: Patch) -> Panel:
    """Build a panel from a picture that covers `area`."""
    levels = [Patch(picture, area)]
    for _ in range(_MIP_LEVELS - 1):
        height, width = picture.shape[0] // 2, picture.shape[1] // 2
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
        levels.append(Patch(picture, area))
    return Panel(tuple(levels), texel, light)


def bake_floor(area: Area, solids: tuple[Solid, ...], *, texel: float) -> Patch:
    """Work out what share of sun and of diffuse light `solids` leave to an area (x, z) of the floor."""
    x, z = (grid.ravel() for grid in np.broadcast_arrays(*area.grid(texel)))
    light = _light(np.stack([x, np.zeros_like(x), z]), column((0.0, 1.0, 0.0)), solids)
    return Patch(light.reshape(*area.shape(texel), 2), area)


def bake_wall(area: Area, solids: tuple[Solid, ...], *, texel: float, z: float) -> Patch:
    """Work out the same for an area (x, y) of the wall at depth `z`."""
    x, y = (grid.ravel() for grid in np.broadcast_arrays(*area.grid(texel)))
    light = _light(np.stack([x, y, np.full_like(x, z)]), column((0.0, 0.0, -1.0)), solids)
    return Patch(light.reshape(*area.shape(texel), 2), area)


def _light(points: Array, normal: Array, solids: tuple[Solid, ...]) -> Array:
    return np.stack([sun_visibility(points, solids), openness(points, normal, solids)], axis=1)


def _folded(places: Array) -> Array:
    """Fold a list of places into rows, as OpenCV takes no map longer than 32,767 in either direction."""
    padding = -places.size % _LOOKUP_COLUMNS
    return np.pad(places, (0, padding)).reshape(-1, _LOOKUP_COLUMNS).astype(np.float32)

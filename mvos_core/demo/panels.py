"""The room's flat surfaces: a painted picture with mip levels, and a baked map of the light that reaches it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from mvos_core.demo.light import openness, sun_visibility
from mvos_core.demo.shapes import Array, Solid, column

_LOOKUP_COLUMNS = 1024


@dataclass(frozen=True, slots=True)
class Patch:
    """A picture float32 (H, W, C) laid over the world coordinates `across` (columns) and `down` (rows) of a plane."""

    picture: Array
    across: tuple[float, float]
    down: tuple[float, float]

    def at(self, u: Array, v: Array, *, outside: float | None = None) -> Array:
        """Return the bilinear values (C, N) at N places; beyond the edge the edge's own, or `outside`."""
        height, width, channels = self.picture.shape
        columns = (u - self.across[0]) * np.float32(width / (self.across[1] - self.across[0])) - np.float32(0.5)
        rows = (v - self.down[0]) * np.float32(height / (self.down[1] - self.down[0])) - np.float32(0.5)
        # OpenCV takes no map longer than 32,767 in either direction, so the list of places is folded.
        padding = -u.size % _LOOKUP_COLUMNS
        folded = [
            np.pad(place, (0, padding)).reshape(-1, _LOOKUP_COLUMNS).astype(np.float32) for place in (columns, rows)
        ]
        mode = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
        value = (outside or 0.0,) * 4
        found = cv2.remap(self.picture, *folded, cv2.INTER_LINEAR, borderMode=mode, borderValue=value)
        return np.ascontiguousarray(found.reshape(-1, channels)[: u.size].T)


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


def panel(
    picture: Array, across: tuple[float, float], down: tuple[float, float], *, texel: float, light: Patch
) -> Panel:
    """Build a panel with five mip levels from a picture."""
    levels = [Patch(picture, across, down)]
    for _ in range(4):
        height, width = picture.shape[0] // 2, picture.shape[1] // 2
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
        levels.append(Patch(picture, across, down))
    return Panel(tuple(levels), texel, light)


def bake_floor(
    across: tuple[float, float], down: tuple[float, float], solids: tuple[Solid, ...], *, texel: float
) -> Patch:
    """Work out the share of sun and of diffuse light that `solids` leave to a rectangle (x, z) of the floor."""
    x, y, shape = _places(across, down, texel)
    points = np.stack([x, np.zeros_like(x), y])
    return _bake(points, column((0.0, 1.0, 0.0)), shape, across, down, solids)


def bake_wall(
    across: tuple[float, float], up: tuple[float, float], z: float, solids: tuple[Solid, ...], *, texel: float
) -> Patch:
    """Work out the same for a rectangle (x, y) of the wall at depth `z`."""
    x, y, shape = _places(across, up, texel)
    points = np.stack([x, y, np.full_like(x, z)])
    return _bake(points, column((0.0, 0.0, -1.0)), shape, across, up, solids)


def _places(across: tuple[float, float], down: tuple[float, float], texel: float) -> tuple[Array, Array, tuple[int, int]]:
    shape = (round((down[1] - down[0]) / texel), round((across[1] - across[0]) / texel))
    u = across[0] + (np.arange(shape[1], dtype=np.float32) + 0.5) * np.float32((across[1] - across[0]) / shape[1])
    v = down[0] + (np.arange(shape[0], dtype=np.float32) + 0.5) * np.float32((down[1] - down[0]) / shape[0])
    columns, rows = np.meshgrid(u, v)
    return columns.ravel(), rows.ravel(), shape


def _bake(
    points: Array,
    normal: Array,
    shape: tuple[int, int],
    across: tuple[float, float],
    down: tuple[float, float],
    solids: tuple[Solid, ...],
) -> Patch:
    light = np.stack([sun_visibility(points, solids), openness(points, normal, solids)], axis=1)
    return Patch(light.reshape(*shape, 2), across, down)

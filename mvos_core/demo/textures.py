"""Painted surfaces: linear RGB pictures float32 (H, W, 3) of the floor and the wall, fixed in the world."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from mvos_core.demo.shapes import Array, Vector


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a plane: the ranges of its coordinates `across` (columns) and `down` (rows)."""

    across: tuple[float, float]
    down: tuple[float, float]

    def shape(self, texel: float) -> tuple[int, int]:
        """Return the rows and columns of a picture of this area at `texel` scene units a pixel."""
        return (
            round((self.down[1] - self.down[0]) / texel),
            round((self.across[1] - self.across[0]) / texel),
        )

    def grid(self, texel: float) -> tuple[Array, Array]:
        """Return the coordinates of that picture's pixel centres: across (1, W) and down (H, 1)."""
        rows, columns = self.shape(texel)
        return _centres(self.across, columns)[None, :], _centres(self.down, rows)[:, None]


FLOOR = Area(across=(-16.0, 16.0), down=(-8.0, 9.0))
"""The floor's x and z."""

WALL = Area(across=(-16.0, 16.0), down=(0.0, 7.0))
"""The back wall's x and y."""

RUG_CENTRE, RUG_RADII = (0.2, 4.1), (4.3, 2.3)


def _centres(span: tuple[float, float], count: int) -> Array:
    step = np.float32((span[1] - span[0]) / count)
    return np.asarray(span[0] + (np.arange(count, dtype=np.float32) + 0.5) * step, np.float32)


def lattice_noise(shape: tuple[int, int], cells: tuple[int, int], rng: np.random.Generator) -> Array:
    """Return value noise in 0..1 of `shape`, smooth between `cells` random values (rows, columns)."""
    values = rng.random((max(cells[0], 2), max(cells[1], 2)), dtype=np.float32)
    noise = cv2.resize(values, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(noise, 0, 1).astype(np.float32, copy=False)


def fractal_noise(
    shape: tuple[int, int], cells: tuple[int, int], rng: np.random.Generator, *, octaves: int
) -> Array:
    """Return a sum in 0..1 of value noises, each twice as fine and half as strong as the one before."""
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        scale = 2**octave
        total += lattice_noise(shape, (cells[0] * scale, cells[1] * scale), rng) * np.float32(0.5**octave)
    return total / np.float32(2 - 0.5 ** (octaves - 1))


def smoothstep(low: float, high: float, value: Array) -> Array:
    """Return 0 below `low`, 1 above `high` and a smooth cubic between; `low` may exceed `high`."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)


def _mix(picture: Array, other: Vector | Array, share: Array) -> Array:
    """Blend a picture (H, W, 3) towards a colour or another picture by `share` (H, W)."""
    mixed: Array = picture + (np.asarray(other, np.float32) - picture) * share[..., None]
    return mixed


def _planks(x: Array, z: Array, texel: float, rng: np.random.Generator) -> Array:
    """Paint oak planks that run away from the viewer."""
    width, length = 0.62, 4.6
    shape = (z.shape[0], x.shape[1])
    row = np.floor(x / width).astype(np.int64)
    start = rng.random(128, dtype=np.float32)[row % 128] * length
    piece = np.floor((z + start) / length).astype(np.int64)
    tone = rng.random((128, 16), dtype=np.float32)[row % 128, piece % 16]
    shift = rng.random((128, 16), dtype=np.float32)[row % 128, (piece + 5) % 16]

    # Grain: noise stretched along the planks, slid by a different amount for every plank.
    slide = fractal_noise((shape[0], shape[1]), (14, 190), rng, octaves=3)
    columns = np.broadcast_to(np.arange(shape[1], dtype=np.float32), shape)
    rows = np.arange(shape[0], dtype=np.float32)[:, None] + shift * shape[0]
    grain = cv2.remap(
        slide, np.ascontiguousarray(columns), rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
    )
    rings = 0.5 + 0.5 * np.sin(grain * 42 + tone * 9).astype(np.float32)
    fine = fractal_noise(shape, (120, 900), rng, octaves=2)

    picture = np.empty((*shape, 3), np.float32)
    picture[:] = (0.42, 0.25, 0.125)
    picture = _mix(picture, (0.23, 0.118, 0.052), np.clip(0.16 + 0.34 * rings + 0.3 * (fine - 0.5), 0, 1))
    picture *= (0.78 + 0.44 * tone)[..., None]

    soft = max(texel, 0.012)
    from_side = np.abs(x / width - np.round(x / width)) * width
    from_end = np.abs((z + start) / length - np.round((z + start) / length)) * length
    gap = np.maximum(smoothstep(0.012 + soft, 0.012, from_side), smoothstep(0.010 + soft, 0.010, from_end))
    return _mix(picture, (0.05, 0.026, 0.014), 0.8 * gap)


def _rug(picture: Array, x: Array, z: Array, texel: float, rng: np.random.Generator) -> Array:
    """Lay an oval woven rug on the floor, with bands of colour and a dark edge where it touches the wood."""
    dx, dz = (x - RUG_CENTRE[0]) / RUG_RADII[0], (z - RUG_CENTRE[1]) / RUG_RADII[1]
    radius = np.hypot(dx, dz)
    shape = (z.shape[0], x.shape[1])
    weave = fractal_noise(shape, (420, 800), rng, octaves=2)
    broad = fractal_noise(shape, (12, 22), rng, octaves=3)

    cloth = np.empty((*shape, 3), np.float32)
    cloth[:] = (0.62, 0.53, 0.40)
    edge = texel / RUG_RADII[1] + 0.006
    for inner, outer, colour in (
        (0.90, 0.97, (0.36, 0.075, 0.05)),
        (0.66, 0.72, (0.36, 0.075, 0.05)),
        (0.76, 0.86, (0.50, 0.27, 0.09)),
        (0.0, 0.34, (0.47, 0.20, 0.10)),
    ):
        band = smoothstep(inner - edge, inner + edge, radius) * smoothstep(outer + edge, outer - edge, radius)
        cloth = _mix(cloth, colour, band if inner else smoothstep(outer + edge, outer - edge, radius))
    petals = np.sin(np.arctan2(dz, dx) * 14) * 0.075
    cloth = _mix(cloth, (0.16, 0.20, 0.17), smoothstep(0.055, 0.03, np.abs(radius - 0.5 - petals)) * 0.9)
    cloth *= (0.72 + 0.4 * weave + 0.3 * (broad - 0.5))[..., None]

    halo = smoothstep(1.045, 0.99, radius)
    picture = _mix(picture, (0.02, 0.012, 0.008), 0.6 * halo)
    return _mix(picture, cloth, smoothstep(1.0 + edge, 1.0 - edge, radius))


def paint_floor(texel: float, *, seed: int) -> Array:
    """Paint the floor over FLOOR, at `texel` scene units a pixel."""
    rng = np.random.default_rng([seed, 1])
    x, z = FLOOR.grid(texel)
    return _rug(_planks(x, z, texel, rng), x, z, texel, rng)


def _landscape(
    picture: Array, x: Array, y: Array, centre: tuple[float, float], half: tuple[float, float]
) -> Array:
    """Hang a framed picture of hills on the wall, with a soft shadow at its right and below."""
    dx, dy = x - centre[0], y - centre[1]
    inside = np.maximum(np.abs(dx) - half[0], np.abs(dy) - half[1])
    shadow = np.maximum(np.abs(dx - 0.1) - half[0], np.abs(dy + 0.12) - half[1])
    picture = _mix(picture, (0.03, 0.025, 0.02), 0.5 * smoothstep(0.28, 0.0, shadow))
    picture = _mix(picture, (0.16, 0.08, 0.035), smoothstep(0.17, 0.14, inside))
    picture = _mix(picture, (0.70, 0.68, 0.62), smoothstep(0.01, -0.01, inside))
    view = smoothstep(-0.19, -0.21, inside)
    scene = np.zeros_like(picture)
    scene[:] = (0.42, 0.58, 0.68)
    scene = _mix(scene, (0.85, 0.62, 0.34), smoothstep(0.24, 0.21, np.hypot(dx - 0.35, dy - 0.28)))
    for height, wave, colour in (
        (0.10, 2.1, (0.20, 0.34, 0.33)),
        (-0.15, 3.3, (0.14, 0.27, 0.17)),
        (-0.42, 2.6, (0.26, 0.32, 0.10)),
    ):
        ridge = height + 0.16 * np.sin(dx * wave + height * 20)
        scene = _mix(scene, colour, smoothstep(0.015, -0.015, dy - ridge))
    return _mix(picture, scene, view)


def paint_wall(texel: float, *, seed: int) -> Array:
    """Paint the back wall over WALL, at `texel` scene units a pixel."""
    rng = np.random.default_rng([seed, 2])
    x, y = WALL.grid(texel)
    shape = (y.shape[0], x.shape[1])
    picture = np.empty((*shape, 3), np.float32)
    picture[:] = (0.53, 0.47, 0.34)

    # Wallpaper: leaf-like marks on a staggered grid.
    row = np.floor(y / 0.55)
    u = ((x + 0.45 * (row % 2)) / 0.9) % 1 - 0.5
    v = (y / 0.55) % 1 - 0.5
    stem = np.hypot(u * 1.5, v) - 0.20 * np.abs(np.cos(np.arctan2(v, u * 1.5) * 2.5))
    picture = _mix(picture, (0.36, 0.37, 0.24), 0.75 * smoothstep(0.05, -0.01, stem))
    picture *= (0.93 + 0.14 * fractal_noise(shape, (14, 60), rng, octaves=4))[..., None]

    picture = _landscape(picture, x, y, (-3.3, 3.55), (1.25, 0.85))
    picture = _landscape(picture, x, y, (2.6, 3.7), (0.85, 0.75))

    board = np.broadcast_to(smoothstep(0.79 + texel, 0.78, y), shape)
    picture = _mix(picture, (0.05, 0.04, 0.03), 0.55 * np.broadcast_to(smoothstep(0.9, 0.78, y), shape))
    picture = _mix(picture, (0.63, 0.60, 0.54), board)
    for groove in (0.64, 0.60):
        line = smoothstep(0.03, 0.0, np.abs(y - groove))
        picture = _mix(picture, (0.28, 0.26, 0.23), 0.7 * np.broadcast_to(line, shape))
    return picture

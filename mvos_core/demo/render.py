"""One sharp sample of the scene at one instant: what every ray meets, and the light that comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mvos_core.demo.light import TO_SUN, march, normals, openness, shade, sun_visibility, through_window
from mvos_core.demo.motion import Camera
from mvos_core.demo.panels import Panel, Patch, bake_floor, bake_wall, panel
from mvos_core.demo.shapes import Array, Solid, Surface, column, normalise
from mvos_core.demo.textures import FLOOR, WALL, paint_floor, paint_wall, smoothstep
from mvos_core.types import Mask

FOCAL_HEIGHTS = 1.62
"""The focal length in picture heights."""

_WALL_Z = FLOOR.down[1]
_HAZE_COLOUR, _HAZE_PER_UNIT = (0.46, 0.43, 0.37), 0.011


@dataclass(frozen=True, slots=True)
class Rays:
    """The eye (3, 1) and unit directions (3, N), row by row, of a picture `height` pixels high."""

    eye: Array
    directions: Array
    height: int


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The room's floor and wall, painted and with the light that the still solids leave to them."""

    floor: Panel
    wall: Panel


def build_backdrop(solids: tuple[Solid, ...], *, height: int, seed: int) -> Backdrop:
    """Paint and light the floor and the wall finely enough for pictures `height` pixels high."""
    texel = 4.8 / height
    floor_light = bake_floor(FLOOR, solids, texel=max(4 * texel, 0.05))
    wall_light = bake_wall(WALL, solids, texel=max(6 * texel, 0.08), z=_WALL_Z)
    return Backdrop(
        floor=panel(paint_floor(texel, seed=seed), FLOOR, texel=texel, light=floor_light),
        wall=panel(paint_wall(1.5 * texel, seed=seed), WALL, texel=1.5 * texel, light=wall_light),
    )


def cast(camera: Camera, size: tuple[int, int], *, offset: tuple[float, float]) -> Rays:
    """Return the rays through a picture's pixels, each at `offset` (x, y) in 0..1 of its pixel."""
    height, width = size
    eye = column(camera.eye)
    forward = normalise(column(camera.target) - eye)
    right = normalise(np.array([[forward[2, 0]], [0], [-forward[0, 0]]], np.float32))
    up = np.cross(forward[:, 0], right[:, 0]).reshape(3, 1)
    x = (np.arange(width, dtype=np.float32) + np.float32(offset[0] - width / 2)) / np.float32(
        FOCAL_HEIGHTS * height
    )
    y = (np.arange(height, dtype=np.float32) + np.float32(offset[1] - height / 2)) / np.float32(
        FOCAL_HEIGHTS * height
    )
    across, down = (grid.ravel() for grid in np.meshgrid(x, y))
    return Rays(eye, normalise(forward + right * across - up * down).astype(np.float32), height)


def nearest(rays: Rays, solids: tuple[Solid, ...]) -> tuple[Array, NDArray[np.intp]]:
    """Return how far each ray goes and which solid it meets: an index, -2 the floor or -1 the wall."""
    eye, ahead = rays.eye, rays.directions
    to_wall = (np.float32(_WALL_Z) - eye[2]) / np.maximum(ahead[2], 1e-4)
    to_floor = np.where(ahead[1] < -1e-4, eye[1] / np.maximum(-ahead[1], 1e-4), np.float32(np.inf))
    depth = np.minimum(to_wall, to_floor)
    which = np.where(to_floor < to_wall, -2, -1)
    for index, solid in enumerate(solids):
        t = march(solid, eye, ahead, depth)
        closer = t < depth
        depth[closer] = t[closer]
        which[closer] = index
    return depth, which


def covers(rays: Rays, solid: Solid, *, occluders: tuple[Solid, ...]) -> Mask:
    """Return which rays (N,) meet `solid` before any of the `occluders`."""
    depth = march(solid, rays.eye, rays.directions, np.full(rays.directions.shape[1], np.inf, np.float32))
    met = np.flatnonzero(np.isfinite(depth))
    seen = np.zeros(depth.shape, bool)
    hidden = np.zeros(met.size, bool)
    for other in occluders:
        hidden |= np.isfinite(march(other, rays.eye, rays.directions[:, met], depth[met]))
    seen[met[~hidden]] = True
    return seen


def radiance(
    rays: Rays, solids: tuple[Solid, ...], backdrop: Backdrop, *, moving_light: Patch | None
) -> Array:
    """Return the linear light (3, N) along the rays.

    `moving_light` is the floor's light share around what moves (see `bake_floor`), None where nothing moves.
    """
    depth, which = nearest(rays, solids)
    light = np.zeros_like(rays.directions)
    for index, solid in enumerate(solids):
        hit = np.flatnonzero(which == index)
        if hit.size:
            view = rays.directions[:, hit]
            light[:, hit] = _solid_light(solid, rays.eye + depth[hit] * view, view, solids)
    for index in (-2, -1):
        hit = np.flatnonzero(which == index)
        if hit.size:
            view = rays.directions[:, hit]
            lit = _floor_light if index == -2 else _wall_light
            footprint = depth[hit] / np.float32(FOCAL_HEIGHTS * rays.height)
            light[:, hit] = lit(backdrop, rays.eye + depth[hit] * view, view, footprint, moving_light)
    clear = np.exp(-np.float32(_HAZE_PER_UNIT) * np.maximum(depth - 6, 0))
    hazy: Array = light * clear + column(_HAZE_COLOUR) * (1 - clear)
    return hazy


def _solid_light(solid: Solid, points: Array, view: Array, solids: tuple[Solid, ...]) -> Array:
    normal = normals(solid, points)
    outside = points + normal * np.float32(0.02)
    sun = np.zeros(points.shape[1], np.float32)
    facing = np.flatnonzero((normal * column(TO_SUN)).sum(axis=0) > 0)
    sun[facing] = through_window(points[:, facing]) * sun_visibility(outside[:, facing], solids)
    near_floor = np.clip(0.45 + 0.55 * points[1] / 0.5, 0.45, 1)
    from_floor = 1 - (1 - near_floor) * np.clip(0.6 - 0.6 * normal[1], 0, 1)
    return shade(
        solid.surface(points), normal, view, sun=sun, ambient=openness(points, normal, solids) * from_floor
    )


def _floor_light(
    backdrop: Backdrop, points: Array, view: Array, footprint: Array, moving: Patch | None
) -> Array:
    x, _, z = points
    # A pixel's patch of floor is long when seen flat: the mean of its length and width is sharp and calm.
    spread = footprint / np.sqrt(np.clip(-view[1], 0.05, 1)) * np.float32(0.8)
    albedo = backdrop.floor.albedo(x, z, spread)
    sun, ambient = backdrop.floor.light.at(x, z)
    sun = sun * through_window(points)
    if moving is not None:
        moving_sun, moving_ambient = moving.at(x, z, outside=1.0)
        sun, ambient = sun * moving_sun, ambient * moving_ambient
    ambient = ambient * (0.55 + 0.45 * smoothstep(0.0, 1.2, np.float32(_WALL_Z) - z))
    normal = np.broadcast_to(column((0.0, 1.0, 0.0)), points.shape)
    polish = np.full(x.shape, 0.35, np.float32)
    return shade(Surface(albedo, polish), normal, view, sun=sun, ambient=ambient)


def _wall_light(backdrop: Backdrop, points: Array, view: Array, footprint: Array, _: Patch | None) -> Array:
    x, y, _z = points
    albedo = backdrop.wall.albedo(x, y, footprint)
    sun, ambient = backdrop.wall.light.at(x, y)
    ambient = ambient * (0.55 + 0.45 * smoothstep(0.0, 1.0, y)) * np.exp(-0.03 * np.maximum(x + 8, 0))
    normal = np.broadcast_to(column((0.0, 0.0, -1.0)), points.shape)
    polish = np.full(x.shape, 0.05, np.float32)
    return shade(Surface(albedo, polish), normal, view, sun=sun * through_window(points), ambient=ambient)

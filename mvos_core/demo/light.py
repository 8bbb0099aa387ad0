"""Light in the room: finding what a ray meets, soft shadows, occlusion, and the shading of surfaces.

Rays are traced by stepping as far as the distance function allows (Hart 1996). Soft shadows take the
narrowest clearance along the ray to the light, relative to how far along it is: I. Quilez, "Soft shadows in
raymarched SDFs", 2010. Ambient occlusion compares the distance a little way out from a surface with that way:
A. Evans, "Fast approximations for global illumination on dynamic scenes", SIGGRAPH 2006 course notes.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from mvos_core.demo.shapes import Array, Solid, Surface, Vector, column, normalise
from mvos_core.demo.textures import smoothstep

TO_SUN: Vector = (-0.640, 0.752, -0.160)
_SUN_COLOUR, _SKY_COLOUR, _BOUNCE_COLOUR = (3.3, 2.75, 2.05), (0.44, 0.49, 0.58), (0.17, 0.115, 0.07)

_WINDOW_X, _WINDOW_Y = -9.0, (3.2, 14.4)
_PANES_Z = ((-7.6, -4.9), (-4.4, -1.7), (-1.2, 1.5), (2.0, 4.7), (5.2, 7.9))
_BARS_Y = (7.2, 10.6)

_HARDNESS = 9.0
_SHADOW_STEPS, _MARCH_STEPS = 28, 72
_PENUMBRA = 0.3
_OCCLUSION_REACH = (0.06, 0.16, 0.36, 0.75)


def _crossing(solid: Solid, origin: Array, direction: Array, margin: float) -> tuple[Array, Array]:
    """Return where rays enter and leave the solid's box grown by `margin`; a miss has enter >= leave."""
    safe = np.where(np.abs(direction) < 1e-6, np.float32(1e-6), direction)
    a = (column(solid.low) - margin - origin) / safe
    b = (column(solid.high) + margin - origin) / safe
    return np.maximum(np.minimum(a, b).max(axis=0), 0), np.maximum(a, b).min(axis=0)


def march(solid: Solid, origin: Array, direction: Array, limit: Array) -> Array:
    """Return how far along N rays from `origin` (3, 1) the solid is; inf if not met before `limit`."""
    enter, leave = _crossing(solid, origin, direction, 0.0)
    leave = np.minimum(leave, limit)
    found = np.full(direction.shape[1], np.inf, np.float32)
    rays = np.flatnonzero(enter < leave)
    t, end, ahead = enter[rays], leave[rays], direction[:, rays]
    for _ in range(_MARCH_STEPS):
        if rays.size == 0:
            break
        clearance = solid.distance(origin + t * ahead)
        met = clearance < 0.0008 * t
        found[rays[met]] = t[met]
        t = t + clearance * np.float32(solid.stride)
        going = ~met & (t < end)
        rays, t, end, ahead = rays[going], t[going], end[going], ahead[:, going]
    return found


def normals(solid: Solid, points: Array) -> Array:
    """Return the outward unit normals (3, N) at points on the solid, from four samples about each."""
    total = np.zeros_like(points)
    for corner in ((1.0, -1.0, -1.0), (-1.0, -1.0, 1.0), (-1.0, 1.0, -1.0), (1.0, 1.0, 1.0)):
        total += column(corner) * solid.distance(points + column(corner) * np.float32(0.0025))
    return normalise(total)


def sun_visibility(points: Array, solids: Iterable[Solid]) -> Array:
    """Return the share (N,) of the sun that `solids` leave to each point."""
    visible = np.ones(points.shape[1], np.float32)
    direction = column(TO_SUN)
    for solid in solids:
        enter, leave = _crossing(solid, points, direction, _PENUMBRA)
        rays = np.flatnonzero((enter < leave) & (visible > 0.003))
        if rays.size == 0:
            continue
        origin, end = points[:, rays], leave[rays]
        t = np.maximum(enter[rays], 0.04)
        narrowest = np.ones(rays.size, np.float32)
        active = np.arange(rays.size)
        for _ in range(_SHADOW_STEPS):
            clearance = solid.distance(origin[:, active] + t[active] * direction)
            narrowest[active] = np.minimum(narrowest[active], _HARDNESS * clearance / t[active])
            t[active] += np.clip(clearance, 0.05, 0.3)
            active = active[(narrowest[active] > -1) & (t[active] < end[active])]
            if active.size == 0:
                break
        narrowest = np.maximum(narrowest, -1)
        visible[rays] *= 0.25 * (1 + narrowest) ** 2 * (2 - narrowest)
    return visible


def openness(points: Array, normal: Array, solids: Iterable[Solid]) -> Array:
    """Return the share (N,) of the room's diffuse light that `solids` leave to each point."""
    share = np.ones(points.shape[1], np.float32)
    for solid in solids:
        reach = _OCCLUSION_REACH[-1]
        near = np.all((points > column(solid.low) - reach) & (points < column(solid.high) + reach), axis=0)
        rays = np.flatnonzero(near)
        if rays.size == 0:
            continue
        origin = points[:, rays]
        up = normal[:, rays] if normal.shape[1] > 1 else normal
        blocked = np.zeros(rays.size, np.float32)
        for out in _OCCLUSION_REACH:
            clearance = solid.distance(origin + np.float32(out) * up)
            blocked += np.clip(1 - clearance / np.float32(out), 0, 1)
        share[rays] *= 1 - np.minimum(0.9 * blocked / len(_OCCLUSION_REACH), 0.95)
    return share


def through_window(points: Array) -> Array:
    """Return the share (N,) of the sun that enters by the window panes in the wall at the left."""
    away = (_WINDOW_X - points[0]) / np.float32(TO_SUN[0])
    y, z = points[1] + away * np.float32(TO_SUN[1]), points[2] + away * np.float32(TO_SUN[2])
    blur = 0.16
    share = np.zeros_like(y)
    for low, high in _PANES_Z:
        share += smoothstep(low - blur, low + blur, z) * smoothstep(high + blur, high - blur, z)
    for bar in _BARS_Y:
        share *= smoothstep(0.0, 2 * blur, np.abs(y - bar) - 0.08)
    low, high = _WINDOW_Y
    within = smoothstep(low - blur, low + blur, y) * smoothstep(high + blur, high - blur, y)
    entering: Array = np.minimum(share, 1) * within
    return entering


def _surroundings(direction: Array) -> Array:
    """Return what a mirror would show in N directions (3, N): floor, walls, ceiling and the bright window."""
    up = smoothstep(-0.25, 0.15, direction[1])
    light = column((0.16, 0.10, 0.055)) * (1 - up) + column((0.40, 0.37, 0.31)) * up
    light = light + column((0.25, 0.25, 0.25)) * smoothstep(0.4, 0.9, direction[1])
    leftwards = np.maximum(-direction[0], 1e-3)
    y, z = direction[1] / leftwards, direction[2] / leftwards
    bright = np.zeros_like(y)
    for low, high in ((-0.75, -0.28), (-0.2, 0.27), (0.35, 0.82)):
        bright += smoothstep(low - 0.03, low + 0.03, z) * smoothstep(high + 0.03, high - 0.03, z)
    bright *= smoothstep(0.25, 0.32, y) * smoothstep(1.5, 1.3, y)
    seen: Array = light + column((4.2, 4.3, 4.5)) * bright
    return seen


def shade(surface: Surface, normal: Array, view: Array, *, sun: Array, ambient: Array) -> Array:
    """Return the linear light (3, N) that leaves surfaces towards the eye.

    `view` are the unit directions from the eye, `sun` the share of the sun that arrives and `ambient` that of
    the diffuse light. Matt parts follow Lambert's law, polished ones Schlick's approximation of Fresnel's.
    """
    to_sun = column(TO_SUN)
    facing = np.maximum((normal * to_sun).sum(axis=0), 0)
    up = 0.5 + 0.5 * normal[1]
    from_left = np.maximum(-normal[0], 0)
    sky = column(_SKY_COLOUR) * (0.35 + 0.65 * up + 0.45 * from_left) + column(_BOUNCE_COLOUR) * (1 - up)
    diffuse = column(_SUN_COLOUR) * (facing * sun) + sky * ambient

    cosine = -(normal * view).sum(axis=0)
    mirror = view + 2 * cosine * normal
    fresnel = 0.04 + 0.96 * (1 - np.clip(cosine, 0.12, 1)) ** 5
    lobe = np.maximum((normalise(mirror) * to_sun).sum(axis=0), 0)
    glint = column(_SUN_COLOUR) * (1.6 * lobe**180 * sun)
    reflected = (_surroundings(mirror) * (0.3 + 0.7 * ambient) + glint) * (fresnel * surface.polish)
    light: Array = surface.albedo * diffuse + reflected
    return light

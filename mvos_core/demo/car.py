"""The toy car: its shape and its paint, for a pose on the floor."""

from __future__ import annotations

import numpy as np

from mvos_core.demo.motion import WHEEL_RADIUS, WHEELBASE, Pose
from mvos_core.demo.shapes import Array, Solid, Surface, box, cylinder, smooth_union, sphere, turned

_REACH, _HEIGHT, _TRACK = 1.5, 1.42, 0.56

_BLUE, _CREAM, _RUBBER = (0.012, 0.16, 0.52), (0.80, 0.70, 0.48), (0.018, 0.017, 0.017)
_GLASS, _CHROME, _LAMP = (0.012, 0.018, 0.024), (0.45, 0.44, 0.42), (0.95, 0.78, 0.30)
_RED, _YELLOW = (0.55, 0.03, 0.02), (0.88, 0.50, 0.03)


def _wheel_frame(p: Array, steer: float) -> tuple[Array, Array, Array]:
    """Return how far points are outwards, forwards and up from the centre of their own quarter's wheel."""
    forward = p[0] - np.copysign(np.float32(WHEELBASE / 2), p[0])
    outward = p[2] - np.copysign(np.float32(_TRACK), p[2])
    front = (p[0] > 0).astype(np.float32)
    cos, sin = 1 + front * float(np.cos(steer) - 1), front * float(np.sin(steer))
    forward, outward = cos * forward + sin * outward, cos * outward - sin * forward
    return outward * np.sign(p[2]), forward, p[1] - WHEEL_RADIUS


def _parts(p: Array, steer: float) -> tuple[Array, Array, Array, Array, Array]:
    """Return the distances to the bodywork, the wheels, the bumpers, the lamps and the luggage."""
    lower = box(p, (0.0, 0.52, 0.0), half=(1.17, 0.25, 0.56), rounding=0.2)
    taper = 1 + 0.38 * (p[1] - 0.7)
    leaning = np.stack([(p[0] + 0.16) * taper, p[1], p[2] * (1 + 0.2 * (p[1] - 0.7))])
    cabin = box(leaning, (0.0, 0.82, 0.0), half=(0.74, 0.36, 0.47), rounding=0.17) * 0.85
    body = smooth_union(lower, cabin, blend=0.1)
    from_arch = np.hypot(np.abs(p[0]) - WHEELBASE / 2, p[1] - WHEEL_RADIUS)
    arch = np.maximum(from_arch - 0.37, 0.37 - np.abs(p[2]))
    body = -smooth_union(-body, arch, blend=0.04)

    outward, forward, up = _wheel_frame(p, steer)
    wheels = cylinder(outward, np.hypot(forward, up), half=0.12, radius=WHEEL_RADIUS, rounding=0.06)

    ends = np.stack([np.abs(p[0]), p[1], np.abs(p[2])])
    bumpers = box(ends, (1.08, 0.36, 0.0), half=(0.18, 0.08, 0.54), rounding=0.07)
    lamps = sphere(ends, (1.1, 0.58, 0.36), radius=0.125)
    roof = np.stack([p[0] + 0.2, p[1] - 1.25, p[2]])
    luggage = box(roof, (0.0, 0.0, 0.0), half=(0.36, 0.11, 0.26), rounding=0.05)
    return body, wheels, bumpers, lamps, luggage


def _bodywork(p: Array) -> tuple[Array, Array]:
    """Return the bodywork's colour (3, N) and polish (N,): blue, a cream roof and stripe, dark windows."""
    x, y, z = p
    high = y > 0.80
    top = y > 1.115
    colour = np.empty_like(p)
    colour[:] = np.array(_BLUE, np.float32)[:, None]
    stripe = (np.abs(z) < 0.15) & (x > 0.2)
    colour[:, top | (stripe & ~high)] = np.array(_CREAM, np.float32)[:, None]
    badge = np.hypot(x + 0.05, y - 0.55)
    door = (np.abs(z) > 0.5) & ~high
    colour[:, door & (badge < 0.18)] = np.array(_CREAM, np.float32)[:, None]
    colour[:, door & (np.abs(badge - 0.10) < 0.03)] = np.array(_RED, np.float32)[:, None]
    colour[:, (y < 0.36) & (y > 0.30)] = np.array(_CREAM, np.float32)[:, None]

    # Windows: side panes between pillars, front and rear panes between the cabin's corners.
    slant = 1 + 0.38 * (y - 0.7)
    along, width = (x + 0.16) * slant, np.abs(z) * (1 + 0.2 * (y - 0.7))
    band = (y > 0.83) & (y < 1.07)
    side = (np.abs(along) < 0.58) & (np.abs(along + 0.02) > 0.045) & (width > 0.38)
    ends = (np.abs(along) > 0.58) & (width < 0.36)
    pane = band & (side | ends)
    colour[:, pane] = np.array(_GLASS, np.float32)[:, None]
    polish = np.full_like(x, 0.75)
    polish[pane] = 1.0
    return colour, polish


def _wheel_paint(p: Array, pose: Pose) -> tuple[Array, Array]:
    """Return the wheels' colour and polish: a tyre, a cream rim, a yellow hub whose holes show the roll."""
    outward, forward, up = _wheel_frame(p, pose.steer)
    radius = np.hypot(forward, up)
    angle = np.arctan2(up, forward) + pose.roll
    colour = np.empty_like(p)
    colour[:] = np.array(_RUBBER, np.float32)[:, None]
    face = outward > 0.06
    colour[:, face & (radius < 0.2)] = np.array(_CREAM, np.float32)[:, None]
    holes = np.hypot(radius - 0.125, radius * np.sin(angle * 2.5) / 2.5) < 0.035
    colour[:, face & (radius < 0.17)] = np.array(_YELLOW, np.float32)[:, None]
    colour[:, face & holes] = np.array(_RUBBER, np.float32)[:, None]
    return colour, np.where(face & (radius < 0.2), 0.5, 0.08).astype(np.float32)


def car(pose: Pose) -> Solid:
    """Return the car standing at `pose`."""
    centre = (pose.x, 0.0, pose.z)

    def distance(points: Array) -> Array:
        body, *others = _parts(turned(points, centre, angle=pose.heading), pose.steer)
        for other in others:
            body = np.minimum(body, other)
        return body

    def surface(points: Array) -> Surface:
        p = turned(points, centre, angle=pose.heading)
        part = np.argmin(np.stack(_parts(p, pose.steer)), axis=0)
        colour, polish = _bodywork(p)
        wheel_colour, wheel_polish = _wheel_paint(p, pose)
        colour = np.where(part == 1, wheel_colour, colour)
        polish = np.where(part == 1, wheel_polish, polish)
        lamp = np.where(p[0] > 0, np.array(_LAMP, np.float32)[:, None], np.array(_RED, np.float32)[:, None])
        strap = np.abs(np.abs(p[0] + 0.2) - 0.2) < 0.035
        case = (
            np.where(strap, 0.25, 1.0).astype(np.float32) * np.array((0.46, 0.16, 0.05), np.float32)[:, None]
        )
        for index, paint, shine in ((2, _CHROME, 1.0), (3, lamp, 0.9), (4, case, 0.15)):
            painted = np.array(paint, np.float32).reshape(3, -1)
            colour = np.where(part == index, painted, colour)
            polish = np.where(part == index, np.float32(shine), polish)
        return Surface(colour, polish)

    return Solid(
        low=(pose.x - _REACH, 0.0, pose.z - _REACH),
        high=(pose.x + _REACH, _HEIGHT, pose.z + _REACH),
        distance=distance,
        surface=surface,
    )

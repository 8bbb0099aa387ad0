"""The playroom's still things: toys, books, a plant, and the post that hides the car for a moment."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mvos_core.demo.shapes import (
    Array,
    Solid,
    Surface,
    Vector,
    box,
    column,
    cylinder,
    norm,
    ring,
    sphere,
    turned,
)

Paint = Callable[[Array], Array]

POST_CENTRE = (0.22, 0.0, -4.3)
_POST_HALF = 0.13


def _paint(colour: Vector, points: Array) -> Array:
    return np.broadcast_to(column(colour), points.shape)


def _striped(points: Array, colours: tuple[Vector, ...], index: Array) -> Array:
    """Colour points by an index (N,) that wraps round the list of colours."""
    palette = np.array(colours, np.float32)
    painted: Array = palette[index.astype(np.int64) % len(colours)].T
    return painted


def _grained(points: Array, colour: Vector) -> Array:
    """Colour points as wood whose grain runs upwards."""
    x, y, z = points
    waver = np.sin(1.7 * y + 3 * x) + 0.6 * np.sin(4.1 * y + 5 * z)
    grain = np.sin(46 * x + 31 * z + 2.2 * waver) * 0.5 + np.sin(113 * x - 71 * z + 3 * waver) * 0.25
    painted: Array = (column(colour) * (1 + 0.22 * grain)).astype(np.float32)
    return painted


def _matt(colour: Paint, polish: float) -> Callable[[Array], Surface]:
    def surface(points: Array) -> Surface:
        return Surface(colour(points), np.full(points.shape[1], polish, np.float32))

    return surface


def _ball(centre: Vector, radius: float) -> Solid:
    def colour(points: Array) -> Array:
        p = turned(points, centre, angle=0.5)
        sector = np.floor((np.arctan2(p[1] * 0.8 - p[2] * 0.6, p[0]) / np.pi + 1) * 4)
        painted = _striped(
            p, ((0.72, 0.62, 0.42), (0.80, 0.38, 0.03), (0.72, 0.62, 0.42), (0.05, 0.30, 0.22)), sector
        )
        cap = np.abs(p[1] * 0.6 + p[2] * 0.8) > 0.93 * radius
        return np.where(cap, column((0.55, 0.05, 0.03)), painted)

    low, high = np.array(centre) - radius, np.array(centre) + radius
    return Solid(
        low=(float(low[0]), float(low[1]), float(low[2])),
        high=(float(high[0]), float(high[1]), float(high[2])),
        distance=lambda points: sphere(points, centre, radius=radius),
        surface=_matt(colour, 0.45),
    )


def _block(centre: Vector, half: float, *, angle: float, colour: Vector) -> Solid:
    """Return a wooden cube whose faces carry a coloured panel."""

    def local(points: Array) -> Array:
        return turned(points, centre, angle=angle)

    def distance(points: Array) -> Array:
        return box(local(points), (0.0, 0.0, 0.0), half=(half, half, half), rounding=0.06)

    def paint(points: Array) -> Array:
        p = local(points)
        second = np.sort(np.abs(p), axis=0)[1] / half
        wood = _grained(p, (0.62, 0.42, 0.21))
        # The letter of a real block, abstracted: a panel of colour with a pale disc.
        panel = second < 0.72
        middle = norm(np.sort(np.abs(p), axis=0)[:2]) < 0.42 * half
        painted = np.where(panel, column(colour), wood)
        return np.where(middle, column((0.75, 0.64, 0.44)), painted).astype(np.float32)

    reach = half * 1.42
    return Solid(
        low=(centre[0] - reach, centre[1] - half, centre[2] - reach),
        high=(centre[0] + reach, centre[1] + half, centre[2] + reach),
        distance=distance,
        surface=_matt(paint, 0.3),
    )


def _stacking_rings(centre: Vector) -> Solid:
    """Return a toy of five wooden rings, large to small, on a rod with a knob."""
    sizes = ((0.17, 0.62), (0.47, 0.54), (0.74, 0.46), (0.98, 0.38), (1.18, 0.30))
    colours = (
        (0.10, 0.28, 0.08),
        (0.75, 0.42, 0.03),
        (0.60, 0.10, 0.04),
        (0.30, 0.12, 0.30),
        (0.78, 0.66, 0.44),
    )

    def distance(points: Array) -> Array:
        x, y, z = points - column(centre)
        across = np.hypot(x, z)
        total = sphere(points, (centre[0], 1.46, centre[2]), radius=0.15)
        for height, radius in sizes:
            total = np.minimum(total, ring(y - height, across, radius=radius - 0.17, thickness=0.17))
        return np.minimum(total, cylinder(y - 0.6, across, half=0.75, radius=0.14, rounding=0.05))

    def colour(points: Array) -> Array:
        levels = np.array([0.32, 0.61, 0.86, 1.085, 1.32], np.float32)
        return _striped(
            points, (*colours, (0.60, 0.10, 0.04)), np.searchsorted(levels, points[1]).astype(np.float32)
        )

    return Solid(
        low=(centre[0] - 0.65, 0.0, centre[2] - 0.65),
        high=(centre[0] + 0.65, 1.62, centre[2] + 0.65),
        distance=distance,
        surface=_matt(colour, 0.55),
    )


def _books(left: float, z: float) -> Solid:
    """Return a row of books that stand against the wall."""
    widths = (0.20, 0.28, 0.17, 0.32, 0.22, 0.26, 0.18, 0.30)
    heights = (1.5, 1.32, 1.6, 1.42, 1.2, 1.5, 1.36, 1.56)
    colours: tuple[Vector, ...] = (
        (0.30, 0.07, 0.05), (0.09, 0.20, 0.14), (0.55, 0.42, 0.20), (0.12, 0.10, 0.16),
        (0.50, 0.24, 0.06), (0.34, 0.32, 0.27), (0.30, 0.06, 0.09), (0.10, 0.17, 0.18),
    )  # fmt: skip
    edges = left + np.cumsum((0.0, *widths))

    def distance(points: Array) -> Array:
        total = np.full(points.shape[1], 1e3, np.float32)
        for start, width, height in zip(edges.tolist(), widths, heights, strict=False):
            centre = (start + width / 2, height / 2, z)
            one = box(points, centre, half=(width / 2 - 0.008, height / 2, 0.5), rounding=0.035)
            total = np.minimum(total, one)
        return total

    def colour(points: Array) -> Array:
        which = np.clip(np.searchsorted(edges, points[0]) - 1, 0, len(widths) - 1)
        painted = _striped(points, colours, which.astype(np.float32))
        share = points[1] / np.array(heights, np.float32)[which]
        gilt = (np.abs(share - 0.82) < 0.018) | (np.abs(share - 0.2) < 0.018) | (np.abs(share - 0.6) < 0.05)
        return np.where(gilt, column((0.62, 0.46, 0.18)), painted).astype(np.float32)

    return Solid(
        low=(left, 0.0, z - 0.5),
        high=(float(edges[-1]), 1.6, z + 0.5),
        distance=distance,
        surface=_matt(colour, 0.25),
    )


def _rosette(points: Array, count: int, *, lift: float, turn: float) -> Array:
    """Estimate the distance (N,) to `count` leaves that rise from the origin at `lift` radians and bend down.

    Only the leaf of a point's own sector is looked at, so the estimate may exceed the truth between leaves.
    """
    x, y, z = points
    sector = 2 * np.pi / count
    angle = np.arctan2(z, x) - np.float32(turn)
    angle = angle - np.round(angle / sector) * np.float32(sector)
    radius = np.hypot(x, z)
    along, side = radius * np.cos(angle), radius * np.sin(angle)
    cos, sin = float(np.cos(lift)), float(np.sin(lift))
    out, rise = cos * along + sin * y, cos * y - sin * along
    bend = np.maximum(out, 0)
    scale = column((0.85, 0.05, 0.3))
    scaled = np.stack([out - 0.85, rise + 0.22 * bend * bend - 0.35 * bend, side]) / scale
    # First-order distance to an ellipsoid: its implicit function over the length of that function's gradient.
    inside = norm(scaled)
    distance: Array = inside * (inside - 1) / np.maximum(norm(scaled / scale), 1e-4)
    return distance


def _plant(centre: Vector) -> Solid:
    """Return a potted plant: a clay pot and two rosettes of broad leaves."""

    def leaves(points: Array) -> Array:
        p = points - column((centre[0], 1.0, centre[2]))
        low, high = _rosette(p, 6, lift=0.42, turn=0.2), _rosette(p, 5, lift=0.85, turn=0.75)
        return np.minimum(low, high)

    def pot(points: Array) -> Array:
        x, y, z = points - column(centre)
        across = np.hypot(x, z)
        clay = cylinder(y - 0.45, across / (0.8 + 0.3 * y), half=0.45, radius=0.5, rounding=0.06) * 0.8
        rim = cylinder(y - 0.88, across, half=0.12, radius=0.58, rounding=0.05)
        return np.minimum(clay, np.maximum(rim, np.minimum(0.47 - across, y - 0.9)))

    def colour(points: Array) -> Array:
        green = column((0.07, 0.19, 0.045)) * (1 + 0.25 * np.sin(points[0] * 9 + points[1] * 4))
        clay = np.broadcast_to(column((0.44, 0.17, 0.08)), points.shape)
        return np.where(leaves(points) < pot(points), green, clay).astype(np.float32)

    return Solid(
        low=(centre[0] - 1.7, 0.0, centre[2] - 1.7),
        high=(centre[0] + 1.7, 3.0, centre[2] + 1.7),
        distance=lambda points: np.minimum(pot(points), leaves(points)),
        surface=_matt(colour, 0.3),
        stride=0.6,
    )


def post() -> Solid:
    """Return the foreground's wooden post, a table leg: what hides a part of the car for some frames."""
    half = (_POST_HALF, 4.0, _POST_HALF)
    x, _, z = POST_CENTRE
    return Solid(
        low=(x - _POST_HALF * 1.5, 0.0, z - _POST_HALF * 1.5),
        high=(x + _POST_HALF * 1.5, 6.0, z + _POST_HALF * 1.5),
        distance=lambda points: box(
            turned(points, (x, 2.0, z), angle=0.35), (0, 0, 0), half=half, rounding=0.05
        ),
        surface=_matt(lambda points: _grained(points - column(POST_CENTRE), (0.30, 0.155, 0.065)), 0.35),
    )


def furnishings() -> tuple[Solid, ...]:
    """Return everything solid that never hides the car."""
    return (
        _ball((-5.3, 0.62, 1.6), 0.62),
        _block((5.0, 0.45, 6.7), 0.45, angle=0.3, colour=(0.55, 0.05, 0.03)),
        _block((5.9, 0.45, 6.2), 0.45, angle=-0.5, colour=(0.06, 0.24, 0.12)),
        _block((5.4, 1.35, 6.45), 0.45, angle=0.75, colour=(0.78, 0.42, 0.03)),
        _block((-2.6, 0.4, -1.1), 0.4, angle=0.6, colour=(0.78, 0.42, 0.03)),
        _stacking_rings((4.9, 0.0, 2.6)),
        _books(-1.2, 8.45),
        _plant((-6.4, 0.0, 7.0)),
    )

"""Signed distance functions: how far points are from a shape's surface, negative inside.

Points are float32 (3, N): rows x, y (up) and z (away from the viewer). Method: J. C. Hart, "Sphere tracing: a
geometric method for the antialiased ray tracing of implicit surfaces", The Visual Computer 12, 1996.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float32]
Vector: TypeAlias = tuple[float, float, float]
Distance: TypeAlias = Callable[[Array], Array]


@dataclass(frozen=True, slots=True)
class Surface:
    """What light meets at N points: linear albedo (3, N), and polish (N,) from 0 matt to 1 mirror-like."""

    albedo: Array
    polish: Array


@dataclass(frozen=True, slots=True)
class Solid:
    """A shape with its material, inside the world-axis box from `low` to `high`.

    `stride` is the share of the distance that a ray may safely step: below 1 where the distance is estimated.
    """

    low: Vector
    high: Vector
    distance: Distance
    surface: Callable[[Array], Surface]
    stride: float = 1.0


def column(vector: Vector) -> Array:
    """Return a vector as float32 (3, 1), ready to be added to points."""
    return np.array(vector, np.float32).reshape(3, 1)


def norm(points: Array) -> Array:
    """Return the length of each of N vectors: (3, N) or (2, N) to (N,)."""
    lengths: Array = np.sqrt(np.einsum("in,in->n", points, points))
    return lengths


def normalise(points: Array) -> Array:
    """Scale N vectors (3, N) to length one."""
    return np.divide(points, np.maximum(norm(points), 1e-9), dtype=np.float32)


def sphere(points: Array, centre: Vector, *, radius: float) -> Array:
    """Distance (N,) to a sphere."""
    return norm(points - column(centre)) - radius


def box(points: Array, centre: Vector, *, half: Vector, rounding: float) -> Array:
    """Distance (N,) to an axis-aligned box of half extents `half`, its edges rounded within them."""
    beyond = np.abs(points - column(centre)) - (column(half) - rounding)
    inside: Array = np.minimum(beyond.max(axis=0), 0)
    return norm(np.maximum(beyond, 0)) + inside - rounding


def cylinder(along: Array, across: Array, *, half: float, radius: float, rounding: float) -> Array:
    """Distance (N,) to a rounded cylinder, given the points' places along its axis and distances from it."""
    side, cap = across - (radius - rounding), np.abs(along) - (half - rounding)
    outside = np.hypot(np.maximum(side, 0), np.maximum(cap, 0))
    distance: Array = outside + np.minimum(np.maximum(side, cap), 0) - rounding
    return distance


def ring(along: Array, across: Array, *, radius: float, thickness: float) -> Array:
    """Distance (N,) to a torus of tube radius `thickness`, in the coordinates of `cylinder`."""
    return np.hypot(across - radius, along) - thickness


def smooth_union(a: Array, b: Array, *, blend: float) -> Array:
    """Join two distances (N,) with a fillet about `blend` wide."""
    overlap = np.maximum(blend - np.abs(a - b), 0)
    joined: Array = np.minimum(a, b) - overlap * overlap / (4 * blend)
    return joined


def turned(points: Array, centre: Vector, *, angle: float) -> Array:
    """Express points (3, N) in a frame at `centre`, turned by `angle` radians from x towards z."""
    x, y, z = points - column(centre)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    return np.stack([cos * x + sin * z, y, cos * z - sin * x])

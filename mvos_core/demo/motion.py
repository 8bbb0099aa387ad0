"""What moves: the car's drive and the camera's dolly, as functions of the time in frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mvos_core.demo.shapes import Vector

N_FRAMES = 96
RATE = Fraction(24)

WHEEL_RADIUS = 0.3
WHEELBASE = 1.44

_DRIVE = np.array([(-3.7, 4.3), (1.2, 5.2), (4.3, 2.8), (1.5, -0.6)])
"""The four control points (x, z) of the cubic Bézier curve that the car follows."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the car is on the floor (x, z); its heading, front wheels' angle and wheels' roll in radians."""

    x: float
    z: float
    heading: float
    steer: float
    roll: float


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole at `eye` that looks at `target`, upright."""

    eye: Vector
    target: Vector


def _bezier(progress: float) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the drive's point, first and second derivative at `progress` in 0..1."""
    p, s, r = _DRIVE, progress, 1 - progress
    point = r**3 * p[0] + 3 * r * r * s * p[1] + 3 * r * s * s * p[2] + s**3 * p[3]
    first = 3 * (r * r * (p[1] - p[0]) + 2 * r * s * (p[2] - p[1]) + s * s * (p[3] - p[2]))
    second = 6 * (r * (p[2] - 2 * p[1] + p[0]) + s * (p[3] - 2 * p[2] + p[1]))
    return point, first, second


@lru_cache(maxsize=1)
def _arc_lengths() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Tabulate the curve's progress against the distance driven, to let the speed be chosen freely."""
    progress = np.linspace(-0.05, 1.05, 2201)
    points = np.array([_bezier(float(s))[0] for s in progress])
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    return progress, lengths - np.interp(0, progress, lengths)


def travelled(time: float) -> float:
    """Return the distance driven by `time`, in scene units; the car starts gently and slows in the bend."""
    progress, lengths = _arc_lengths()
    share = time / (N_FRAMES - 1)
    eased = (
        share
        - 0.06 * np.sin(2 * np.pi * share) / (2 * np.pi)
        + 0.35 * np.sin(4 * np.pi * share) / (4 * np.pi)
    )
    return float(eased * np.interp(1, progress, lengths))


def car_pose(time: float) -> Pose:
    """Return the car's pose at a time in frames."""
    progress, lengths = _arc_lengths()
    distance = travelled(time)
    point, first, second = _bezier(float(np.interp(distance, lengths, progress)))
    curvature = (first[0] * second[1] - first[1] * second[0]) / np.linalg.norm(first) ** 3
    return Pose(
        x=float(point[0]),
        z=float(point[1]),
        heading=float(np.arctan2(first[1], first[0])),
        steer=float(np.arctan(WHEELBASE * curvature)),
        roll=distance / WHEEL_RADIUS,
    )


def camera(time: float) -> Camera:
    """Return the camera at a time in frames: a dolly to the right and inwards that half follows the car."""
    share = time / (N_FRAMES - 1)
    glide = share - 0.6 * float(np.sin(2 * np.pi * share)) / (2 * np.pi)
    sway = float(np.sin(time * 0.21)), float(np.sin(time * 0.16 + 1))
    car = car_pose(time)
    eye = (-2.4 + 4.9 * glide + 0.015 * sway[0], 2.75 - 0.2 * glide + 0.015 * sway[1], -7.4 + 0.6 * glide)
    target = (0.75 * car.x - 0.25 + 0.02 * sway[1], 0.75, 0.6 * car.z + 0.8)
    return Camera(eye, target)

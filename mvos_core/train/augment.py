"""Random views: affine and thin-plate warps, and changes of colour.

All randomness comes from the caller's generator, so a clip is a function of its seed. What is drawn are small values;
`mvos_core.train.sampling` applies them to pictures on the CPU, `mvos_core.train.device` to whole batches.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
NODES = 17
"""A view's map is evaluated at NODES × NODES points and interpolated: it is smooth, and a picture has many pixels."""
CONTROLS = 4
"""A thin-plate spline is drawn by CONTROLS × CONTROLS points."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How far a view may stray from its base view; shares of the picture's side, degrees, and scale factors."""

    shift: float = 0.1
    rotate_deg: float = 15.0
    scale: float = 1.15
    shear: float = 0.1
    bend: float = 0.03


def view_matrix(centre: tuple[float, float], scale: float, crop: int, *, flip: bool = False) -> Floats:
    """Return the 2×3 matrix from crop pixels to source pixels: `centre` (x, y) of the source in the crop's middle.

    `scale` is crop pixels per source pixel.
    """
    step = 1.0 / scale
    sign = -1.0 if flip else 1.0
    half = (crop - 1) / 2
    return np.array(
        [[sign * step, 0, centre[0] - sign * step * half], [0, step, centre[1] - step * half]], np.float32
    )


def wander(rng: np.random.Generator, crop: int, motion: Motion) -> Floats:
    """Return a random 2×3 matrix within the crop, about its middle: shift, rotation, scale and shear."""
    angle = np.deg2rad(rng.uniform(-motion.rotate_deg, motion.rotate_deg))
    scale = np.exp(rng.uniform(-1, 1) * np.log(motion.scale))
    shear = rng.uniform(-motion.shear, motion.shear)
    linear = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = linear @ np.array([[1.0, shear], [0.0, 1.0]])
    half = np.full(2, (crop - 1) / 2)
    shift = rng.uniform(-motion.shift, motion.shift, 2) * crop
    return np.column_stack((linear, half + shift - linear @ half)).astype(np.float32)


def compose(outer: Floats, inner: Floats) -> Floats:
    """Return the 2×3 matrix that applies `inner` first."""
    return np.column_stack((outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2] + outer[:, 2])).astype(
        np.float32
    )


def draw_bend(rng: np.random.Generator, bend: float) -> Floats:
    """Draw how far the spline's control points move, (16, 2), in shares of the crop; `bend` is their deviation."""
    if bend == 0:
        return np.zeros((CONTROLS**2, 2), np.float32)
    return rng.normal(0.0, bend, (CONTROLS**2, 2)).astype(np.float32)


@functools.cache
def spline_basis() -> Floats:
    """Return how far each node moves for each control point: (NODES², 16); a spline is linear in its controls.

    The spline is Bookstein's thin plate (1989) through a 4×4 grid: U(r) = r² log r² plus an affine part.
    """
    axis = np.linspace(0.0, 1.0, CONTROLS)
    controls = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    axis = np.linspace(0.0, 1.0, NODES)
    nodes = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)

    def kernel(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
        squared = ((a[:, None] - b[None]) ** 2).sum(-1)
        return np.asarray(squared * np.log(np.maximum(squared, 1e-12)), np.float64)

    n = len(controls)
    affine = np.column_stack((np.ones(n), controls))
    system = np.block([[kernel(controls, controls), affine], [affine.T, np.zeros((3, 3))]])
    weights = np.linalg.solve(system, np.eye(n + 3, n))
    there = np.column_stack((kernel(nodes, controls), np.ones(len(nodes)), nodes))
    return np.asarray(there @ weights, np.float32)


@functools.cache
def node_grid(crop: int) -> Floats:
    """Return the nodes' places (NODES², 2) in a crop, (x, y) in pixels."""
    axis = np.linspace(0, crop - 1, NODES, dtype=np.float32)
    return np.asarray(np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2), np.float32)


@functools.cache
def node_weights(crop: int) -> Floats:
    """Return how much each node weighs for each pixel along one axis: (crop, NODES), linear interpolation."""
    position = np.arange(crop, dtype=np.float32) * (NODES - 1) / (crop - 1)
    return np.maximum(0.0, 1.0 - np.abs(position[:, None] - np.arange(NODES))).astype(np.float32)


def sampling_map(matrix: Floats, crop: int, *, bend: Floats | None = None) -> Floats:
    """Return the source's x and y of every crop pixel, (2, crop, crop): the spline first, then the matrix.

    `bend` is `draw_bend`'s.
    """
    (xx, xy, x0), (yx, yy, y0) = matrix
    axis = np.arange(crop, dtype=np.float32)
    where = np.stack((xx * axis + (xy * axis + x0)[:, None], yx * axis + (yy * axis + y0)[:, None]))
    if bend is not None:
        weights = node_weights(crop)
        moved = matrix[:, :2] @ (crop * (spline_basis() @ bend)).T
        for i, nodes in enumerate(moved.reshape(2, NODES, NODES)):
            # OpenCV's product, for numpy's starts threads that several processes only fight over.
            rows = cv2.gemm(nodes, weights, 1.0, np.zeros((NODES, crop), np.float32), 0.0, flags=cv2.GEMM_2_T)
            where[i] = cv2.gemm(weights, rows, 1.0, where[i], 1.0)
    return np.asarray(where, np.float32)


@dataclass(frozen=True, slots=True)
class Colours:
    """A change of colours: gain per channel, offset, gamma and saturation."""

    gain: tuple[float, float, float]
    offset: float
    gamma: float
    saturation: float

    @staticmethod
    def draw(rng: np.random.Generator, strength: float) -> Colours:
        """Draw a change; `strength` 1 is strong, 0 none."""
        brightness = np.exp(rng.normal(0, 0.2 * strength))
        tint = np.exp(rng.normal(0, 0.05 * strength, 3))
        r, g, b = (float(x) for x in brightness * tint)
        gamma = float(np.exp(rng.normal(0, 0.2 * strength)))
        saturation = 0.0 if rng.random() < 0.05 * strength else float(np.exp(rng.normal(0, 0.3 * strength)))
        return Colours((r, g, b), float(rng.normal(0, 10 * strength)), gamma, saturation)

    def matrix(self) -> Floats:
        """Return the linear part, (3, 4) on (r, g, b, 1) in 0 … 255: gain and offset, then saturation about the mean."""
        mix = self.saturation * np.eye(3) + (1 - self.saturation) / 3
        return np.column_stack((mix * np.array(self.gain), np.full(3, self.offset))).astype(np.float32)


SAME = Colours((1.0, 1.0, 1.0), 0.0, 1.0, 1.0)
"""No change."""

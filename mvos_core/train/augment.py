"""Random views: affine and thin-plate warps, colour jitter, and objects cut from one picture into another.

All randomness comes from the caller's generator, so a clip is a function of its seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.types import Frame, LabelMap, Mask

Floats = NDArray[np.float32]
_NODES = 17


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


def thin_plate(rng: np.random.Generator, points: Floats, crop: int, bend: float) -> Floats:
    """Displace `points` (N, 2) by a thin-plate spline through a 4×4 grid of randomly moved control points.

    The spline is Bookstein's (1989): U(r) = r² log r² plus an affine part; `bend` is the control points' standard
    deviation as a share of the crop.
    """
    axis = np.linspace(0.0, 1.0, 4)
    controls = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    targets = rng.normal(0.0, bend, controls.shape)

    def kernel(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
        squared = ((a[:, None] - b[None]) ** 2).sum(-1)
        return np.asarray(squared * np.log(np.maximum(squared, 1e-12)), np.float64)

    n = len(controls)
    affine = np.column_stack((np.ones(n), controls))
    system = np.block([[kernel(controls, controls), affine], [affine.T, np.zeros((3, 3))]])
    weights = np.linalg.solve(system, np.vstack((targets, np.zeros((3, 2)))))
    unit = points.astype(np.float64) / crop
    moved = kernel(unit, controls) @ weights[:n] + np.column_stack((np.ones(len(unit)), unit)) @ weights[n:]
    return np.asarray(points + crop * moved, np.float32)


def sampling_map(
    matrix: Floats, crop: int, *, bend: float = 0.0, rng: np.random.Generator | None = None
) -> Floats:
    """Return source coordinates (crop, crop, 2) of every crop pixel: the spline first, then the matrix.

    The spline is evaluated on a coarse grid and interpolated: it is smooth, and a picture has many pixels.
    """
    axis = np.linspace(0, crop - 1, _NODES, dtype=np.float32)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    if bend > 0 and rng is not None:
        points = thin_plate(rng, points, crop, bend)
    source = (points @ matrix[:, :2].T + matrix[:, 2]).reshape(_NODES, _NODES, 2)
    position = np.arange(crop, dtype=np.float32) * (_NODES - 1) / (crop - 1)
    hats = np.maximum(0.0, 1.0 - np.abs(position[:, None] - np.arange(_NODES))).astype(np.float32)
    return np.ascontiguousarray(
        np.einsum("yi,ijc,xj->yxc", hats, source, hats, optimize=True), dtype=np.float32
    )


def sample_picture(picture: Frame, where: Floats) -> Frame:
    """Sample a picture at source coordinates (H, W, 2), mirrored beyond its borders."""
    x, y = cv2.split(where)
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.uint8)


def sample_labels(labels: LabelMap, where: Floats, *, mirror: bool = True) -> LabelMap:
    """Sample a label map likewise, by nearest neighbour; beyond its borders mirrored or background."""
    border = cv2.BORDER_REFLECT_101 if mirror else cv2.BORDER_CONSTANT
    x, y = cv2.split(where)
    return np.asarray(cv2.remap(labels, x, y, cv2.INTER_NEAREST, borderMode=border), np.uint8)


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

    def __call__(self, picture: Frame) -> Frame:
        """Return the changed picture."""
        x = picture.astype(np.float32) * np.array(self.gain, np.float32) + self.offset
        grey = x.mean(axis=2, keepdims=True)
        x = grey + self.saturation * (x - grey)
        x = 255.0 * np.clip(x / 255.0, 0.0, 1.0) ** self.gamma
        return np.asarray(x + 0.5, np.float32).clip(0, 255).astype(np.uint8)


def paste(below: Frame, above: Frame, mask: Mask) -> Frame:
    """Lay the masked pixels of `above` over `below` with a slightly softened edge."""
    alpha = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8)[..., None]
    return (
        np.asarray(below + alpha * (above.astype(np.float32) - below) + 0.5, np.float32)
        .clip(0, 255)
        .astype(np.uint8)
    )

"""The demo scene: any frame of it, with its exact mask and its clean plate, at any size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import cv2
import numpy as np

from mvos_core.demo.car import car
from mvos_core.demo.motion import N_FRAMES, Pose, camera, car_pose
from mvos_core.demo.panels import Patch, bake_floor
from mvos_core.demo.render import Backdrop, Rays, build_backdrop, cast, covers, radiance
from mvos_core.demo.room import furnishings, post
from mvos_core.demo.shapes import Array
from mvos_core.demo.textures import Area
from mvos_core.types import Frame, LabelMap

_SHUTTER = 0.5
"""How much of a frame's time the shutter is open: a film camera's 180 degrees."""

_EXPOSURE, _CONTRAST, _GRAIN = 1.5, 1.18, 0.012
_SHADOW_REACH = 2.6


class DemoScene:
    """A toy car drives through a playroom while the camera glides past a table leg.

    `samples` instants within every exposure are averaged, each through another place in the pixels, so edges
    are smooth and motion is blurred. The same seed gives the same pixels.
    Frames run from 0 to `N_FRAMES` - 1.
    """

    def __init__(self, *, seed: int = 20, samples: int = 8) -> None:
        self._seed = seed
        self._samples = samples
        self._still = (*furnishings(), post())
        self._backdrop = lru_cache(maxsize=2)(self._build_backdrop)

    def frame(self, index: int, size: tuple[int, int]) -> Frame:
        """Return the picture."""
        return self._develop(index, size, with_car=True)

    def clean_plate(self, index: int, size: tuple[int, int]) -> Frame:
        """Return the picture as it would be without the car and without its shadow, to the same grain."""
        return self._develop(index, size, with_car=False)

    def true_mask(self, index: int, size: tuple[int, int], *, occluded: bool = True) -> LabelMap:
        """Return 1 where the car covers at least half of the pixel's exposure, else 0.

        With `occluded=False` the car is seen through whatever stands before it.
        """
        count = np.zeros(size[0] * size[1], np.int64)
        for time, rays in self._exposures(index, size):
            count += covers(rays, car(car_pose(time)), occluders=self._still if occluded else ())
        return (2 * count >= self._samples).reshape(size).astype(np.uint8)

    def _build_backdrop(self, height: int) -> Backdrop:
        return build_backdrop(self._still, height=height, seed=self._seed)

    def _exposures(self, index: int, size: tuple[int, int]) -> Iterator[tuple[float, Rays]]:
        """Yield an exposure's instants with their rays; the places in the pixel follow the R2 sequence."""
        if not 0 <= index < N_FRAMES:
            raise IndexError(f"frame {index} is outside 0..{N_FRAMES - 1}")
        for sample in range(self._samples):
            time = index + ((sample + 0.5) / self._samples - 0.5) * _SHUTTER
            offset = (0.5 + 0.7548777 * sample) % 1, (0.5 + 0.5698403 * sample) % 1
            yield time, cast(camera(time), size, offset=offset)

    def _develop(self, index: int, size: tuple[int, int], *, with_car: bool) -> Frame:
        backdrop = self._backdrop(size[0])
        light = np.zeros((3, size[0] * size[1]), np.float32)
        shadow = _car_shadow(car_pose(index), size[0]) if with_car else None
        for time, rays in self._exposures(index, size):
            solids = (*self._still, car(car_pose(time))) if with_car else self._still
            light += radiance(rays, solids, backdrop, moving_light=shadow)
        picture = (light / self._samples).T.reshape(*size, 3)
        return _print(picture, np.random.default_rng([self._seed, 3, index]))


def _car_shadow(pose: Pose, height: int) -> Patch:
    """Bake the car's shadow and contact darkness into a patch of floor, shifted away from the sun."""
    x, z = pose.x + 0.45, pose.z + 0.1
    across, down = (x - _SHADOW_REACH, x + _SHADOW_REACH), (z - _SHADOW_REACH, z + _SHADOW_REACH)
    return bake_floor(Area(across, down), (car(pose),), texel=max(14 / height, 0.03))


def _print(light: Array, rng: np.random.Generator) -> Frame:
    """Turn linear light (H, W, 3) into a picture: vignette, film-like shoulder, sRGB and fine grain."""
    height, width = light.shape[:2]
    x = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
    y = (np.arange(height, dtype=np.float32) + 0.5) / height - 0.5
    falloff = 1 - 0.42 * (x[None, :] ** 2 + y[:, None] ** 2)
    film = (1 - np.exp(-_EXPOSURE * light * falloff[..., None])) ** _CONTRAST
    encoded = np.where(film < 0.0031308, 12.92 * film, 1.055 * np.maximum(film, 1e-6) ** (1 / 2.4) - 0.055)
    noise = rng.standard_normal((height, width), dtype=np.float32)
    grain = cv2.GaussianBlur(noise, (0, 0), 0.6) * np.float32(_GRAIN)
    picture: Frame = (np.clip(encoded + grain[..., None], 0, 1) * 255 + 0.5).astype(np.uint8)
    return picture

"""A made-up clip: a textured background that a camera pans over, and a disc that moves across it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.inpaint import MaskedFrame
from mvos_core.types import Frame

SIZE = (120, 160)


def texture(height: int, width: int, *, seed: int = 0) -> Frame:
    """Return a picture with detail at several sizes, uint8 (height, width, 3)."""
    noise = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for sigma, gain in ((1.5, 25), (4, 90), (12, 250)):
        plane = noise.standard_normal((height, width, 3)).astype(np.float32)
        total += gain * cv2.GaussianBlur(plane, (0, 0), sigma)
    return np.clip(total + 128, 0, 255).astype(np.uint8)


class Pan:
    """A clip with its truth: `truths` without the disc, `clip` with it."""

    def __init__(
        self,
        *,
        n_frames: int = 17,
        pan_px: float = 1.5,
        disc_px: float = 5.0,
        gain: float = 0.0,
        size: tuple[int, int] = SIZE,
        radius: int = 14,
    ) -> None:
        """The camera goes `pan_px` and the disc `disc_px` to the right in each frame, and the light grows by `gain`."""
        height, width = size
        wide = texture(height, width + int(pan_px * n_frames) + 2)
        self.truths: list[Frame] = []
        self.clip: list[MaskedFrame] = []
        for index in range(n_frames):
            move = np.array([[1, 0, -pan_px * index], [0, 1, 0]], np.float64)
            shown = cv2.warpAffine(wide, move, (width, height), flags=cv2.INTER_CUBIC).astype(np.float32)
            truth = np.clip(shown * (1 + gain * index), 0, 255).astype(np.uint8)
            disc = np.zeros(size, np.uint8)
            cv2.circle(disc, (int(40 + disc_px * index), height // 2), radius, (255,), -1)
            frame = truth.copy()
            frame[disc > 0] = (230, 20, 20)
            self.truths.append(truth)
            self.clip.append(MaskedFrame(frame, disc))


def psnr_db(pictures: Sequence[Frame], truths: Sequence[Frame], masks: Sequence[NDArray[np.bool_]]) -> float:
    """Return the peak signal-to-noise ratio of the masked pixels of a clip, in decibels."""
    squares = [
        np.square(p[m].astype(float) - t[m]).ravel() for p, t, m in zip(pictures, truths, masks, strict=True)
    ]
    return float(10 * np.log10(255**2 / np.concatenate(squares).mean()))

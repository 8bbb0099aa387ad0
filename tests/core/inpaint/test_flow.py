"""Dense optical flow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.inpaint.flow import Plane, dense_flow


def _pair(seed: int, size: tuple[int, int]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A soft random picture, and the same two pixels further right."""
    noise = np.random.default_rng(seed).integers(0, 256, size, np.uint8)
    soft = cv2.GaussianBlur(noise, (0, 0), 2).astype(np.float32)
    picture = (255 * (soft - soft.min()) / np.ptp(soft)).astype(np.uint8)
    return picture, np.roll(picture, 2, axis=1)


def test_the_flow_leads_to_where_a_pixel_lies_there() -> None:
    flow = dense_flow(*_pair(1, (96, 128)))[16:-16, 16:-16]
    np.testing.assert_allclose(np.median(flow, axis=(0, 1)), [2, 0], atol=0.2)


def test_threads_do_not_disturb_each_other() -> None:
    """A preview and a rendering work at the same time; one search for both gave wild flows, and crashes."""
    pairs = [_pair(seed, size) for seed, size in enumerate([(96, 128), (64, 200), (150, 90), (80, 80)])]
    expected = [dense_flow(*pair) for pair in pairs]

    def again(pair: tuple[NDArray[np.uint8], NDArray[np.uint8]], times: int) -> list[Plane]:
        return [dense_flow(*pair) for _ in range(times)]

    with ThreadPoolExecutor(len(pairs)) as pool:
        for flows, flow in zip(pool.map(again, pairs, repeat(20)), expected, strict=True):
            for found in flows:
                np.testing.assert_array_equal(found, flow)

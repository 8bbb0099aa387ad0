"""Dense optical flow between pictures that nearly agree already."""

from __future__ import annotations

import threading

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]


def dense_flow(here: NDArray[np.uint8], there: NDArray[np.uint8]) -> Plane:
    """Return where each pixel of `here` lies in `there`, as a displacement (right, down), float32 (H, W, 2).

    Dense inverse search with variational refinement (Kroeger et al., "Fast optical flow using dense inverse
    search", ECCV 2016). Both are uint8 (H, W).
    """
    return np.asarray(_searches.mine.calc(here, there, np.zeros((*here.shape, 2), np.float32)), np.float32)


def follow(picture: NDArray[np.uint8], flow: Plane, *, cubic: bool = False) -> NDArray[np.uint8]:
    """Return a picture, uint8 (H, W) or (H, W, 3), with each pixel taken from where the flow leads."""
    y, x = np.mgrid[: flow.shape[0], : flow.shape[1]].astype(np.float32)
    how = cv2.INTER_CUBIC if cubic else cv2.INTER_LINEAR
    led = cv2.remap(picture, x + flow[..., 0], y + flow[..., 1], how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(led, np.uint8)


class _Searches(threading.local):
    """A search for each thread: one that two threads use at once writes into its own buffers while it reads them."""

    def __init__(self) -> None:
        self.mine = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)


_searches = _Searches()

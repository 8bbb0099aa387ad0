"""How sure the network is of an object in a frame, from the probabilities that it yields anyway."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

DOUBTFUL = 0.8
"""Below this a frame is worth a look. On the held-out sequences 71 % of such frames have J < 0.7, and 84 % of the frames
with J < 0.5 are among them (docs/adr/0008)."""

LOST = 0.6
"""Below this an object counts as lost: nothing is learnt from the frame, and the whole of it is looked at."""

_TRACE = 0.01
"""Of what an object has covered at most; below it, in a frame where it is lost, its pixels are chance (docs/adr/0028)."""

_EDGE = np.ones((5, 5), np.uint8)


def object_confidence(probability: NDArray[np.float32]) -> float:
    """Return how sure the network is of an object's extent, in [0, 1].

    Every outline is soft, so doubt counts only more than two pixels away from it: the sum of min(p, 1 − p) there,
    relative to the object's area. Confidence is 1 / (1 + 2 · doubt), and 0 where the object is found nowhere: gone or
    lost, which only a person can tell.

    Args:
        probability: (h, w) in [0, 1], at the network's stride 4.
    """
    inside = (probability > 0.5).astype(np.uint8)
    area = int(inside.sum())
    if area == 0:
        return 0.0
    near_outline = cv2.dilate(inside, _EDGE) != cv2.erode(inside, _EDGE)
    doubt = float(np.minimum(probability, 1 - probability)[~near_outline].sum())
    return 1.0 / (1.0 + 2.0 * doubt / area)


class Extents:
    """The most that each object has covered in a run, so that a trace of a lost one can be told from a small one."""

    def __init__(self) -> None:
        self._largest: dict[int, float] = {}

    def see(self, objects: Iterable[int], probabilities: Iterable[NDArray[np.float32]]) -> None:
        """Take note of objects' extents in a frame: for each a probability (h, w), at any resolution."""
        for label, probability in zip(objects, probabilities, strict=True):
            self._largest[label] = max(self._largest.get(label, 0.0), _share(probability))

    def is_trace(self, label: int, probability: NDArray[np.float32], confidence: float) -> bool:
        """Tell whether an object that is so hardly found, and so little of it, is better taken as not there."""
        return confidence < LOST and 0 < _share(probability) < _TRACE * self._largest.get(label, 0.0)


def _share(probability: NDArray[np.float32]) -> float:
    return float((probability > 0.5).mean())

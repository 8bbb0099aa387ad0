"""How sure the network is of an object in a frame, from the probabilities that it yields anyway."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def object_confidence(probability: NDArray[np.float32]) -> float:
    """Return how crisp an object's probabilities are, in [0, 1].

    It is the soft intersection over union of the probabilities with their own thresholded mask: 1 where every pixel
    is certain, falling as the doubtful band grows against the object. An object that is nowhere above one half
    is as certain as its absence: 1 − the highest probability.

    Args:
        probability: (h, w) in [0, 1], of any resolution.
    """
    inside = probability > 0.5
    if not inside.any():
        return float(1.0 - probability.max(initial=0.0))
    overlap = float(probability[inside].sum())
    union = float(inside.sum() + probability[~inside].sum())
    return overlap / union

"""A small clip of a drifting texture, and boxes to mask in it."""

from collections.abc import Iterator

import numpy as np

from mvos_core.types import Frame, LabelMap

SIZE = (48, 64)


class Clip:
    """A drifting texture, and a record of which frames were asked for."""

    def __init__(self, n_frames: int = 12) -> None:
        rng = np.random.default_rng(0)
        self._texture = rng.integers(0, 256, (*SIZE, 3), dtype=np.uint8)
        self.n_frames = n_frames
        self.asked: list[int] = []

    def read(self, index: int, /) -> Frame:
        assert 0 <= index < self.n_frames
        self.asked.append(index)
        return np.roll(self._texture, index, axis=1)

    def frames(self, order: range, /) -> Iterator[Frame]:
        return (self.read(index) for index in order)


def box(label: int, left: int, *, labels: LabelMap | None = None) -> LabelMap:
    result = np.zeros(SIZE, np.uint8) if labels is None else labels.copy()
    result[16:40, left : left + 16] = label
    return result

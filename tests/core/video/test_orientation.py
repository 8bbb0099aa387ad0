from __future__ import annotations

import numpy as np
import pytest

from mvos_core.video.orientation import Orientation

ONE = 1 << 16


@pytest.mark.parametrize(
    ("abcd", "expected"),
    [
        # Where the display matrix sends the axes, worked by hand for [[1, 2, 3], [4, 5, 6]].
        ((ONE, 0, 0, ONE), [[1, 2, 3], [4, 5, 6]]),
        ((-ONE, 0, 0, ONE), [[3, 2, 1], [6, 5, 4]]),
        ((ONE, 0, 0, -ONE), [[4, 5, 6], [1, 2, 3]]),
        ((-ONE, 0, 0, -ONE), [[6, 5, 4], [3, 2, 1]]),
        ((0, ONE, ONE, 0), [[1, 4], [2, 5], [3, 6]]),
        ((0, ONE, -ONE, 0), [[4, 1], [5, 2], [6, 3]]),  # a quarter turn clockwise
        ((0, -ONE, ONE, 0), [[3, 6], [2, 5], [1, 4]]),  # and one anticlockwise
        ((-65000, 4000, -4000, -65000), [[6, 5, 4], [3, 2, 1]]),  # almost half a turn
    ],
)
def test_the_display_matrix(abcd: tuple[int, int, int, int], expected: list[list[int]]) -> None:
    a, b, c, d = abcd
    orientation = Orientation.from_display_matrix([a, b, 0, c, d, 0, 0, 0, 1 << 30])
    picture = np.repeat(np.array([[1, 2, 3], [4, 5, 6]], np.uint8)[..., None], 3, axis=2)
    turned = orientation.apply(picture)
    assert turned[..., 0].tolist() == expected
    assert turned.shape[:2] == orientation.size(2, 3)
    assert turned.flags.c_contiguous

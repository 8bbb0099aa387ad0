"""How a stored picture is turned to be shown upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mvos_core.types import Frame


@dataclass(frozen=True, slots=True)
class Orientation:
    """A quarter turn, mirroring, or both: first the axes are swapped, then the columns and rows reversed."""

    is_transposed: bool = False
    is_mirrored: bool = False
    is_upside_down: bool = False

    @classmethod
    def from_display_matrix(cls, matrix: Sequence[int]) -> Orientation:
        """Read the nine numbers of a display matrix; an angle between quarter turns goes to the nearest.

        The matrix of ISO/IEC 14496-12, section 6.2.2, sends the point (p, q) to (a p + c q, b p + d q) and is
        stored as a, b, u, c, d, v, x, y, w.
        """
        a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
        if abs(b) > abs(a):
            return cls(is_transposed=True, is_mirrored=c < 0, is_upside_down=b < 0)
        return cls(is_mirrored=a < 0, is_upside_down=d < 0)

    def size(self, height: int, width: int) -> tuple[int, int]:
        """Return the (height, width) of a picture of that size once it is turned."""
        return (width, height) if self.is_transposed else (height, width)

    def apply(self, frame: Frame) -> Frame:
        """Return the picture turned: uint8 (H, W, 3) or (W, H, 3), contiguous."""
        if self.is_transposed:
            frame = frame.swapaxes(0, 1)
        if self.is_mirrored:
            frame = frame[:, ::-1]
        if self.is_upside_down:
            frame = frame[::-1]
        return np.ascontiguousarray(frame)

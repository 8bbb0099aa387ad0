"""The values that every part of the program speaks in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Frame: TypeAlias = NDArray[np.uint8]
"""A picture: uint8 (H, W, 3), RGB."""

LabelMap: TypeAlias = NDArray[np.uint8]
"""Which object each pixel belongs to: uint8 (H, W); 0 background, 1–254 objects, 255 void (evaluation only)."""

Mask: TypeAlias = NDArray[np.bool_]
"""One object's pixels: bool (H, W)."""

VOID = 255


def size_of(picture: NDArray[np.generic]) -> tuple[int, int]:
    """Return the (height, width) of a frame, label map or mask."""
    return int(picture.shape[0]), int(picture.shape[1])


ValueT_co = TypeVar("ValueT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Step(Generic[ValueT_co]):
    """One step of a long job: `done` of `total` steps are finished and this one yielded `value`.

    `total` is None where it cannot be known beforehand.
    """

    done: int
    total: int | None
    value: ValueT_co


class MvosError(Exception):
    """Something that a user can cause and mend; its text is a sentence that says what to do.

    `exit_code` is what a command line should exit with: 1 the work failed, 2 it was asked for wrongly.
    """

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code

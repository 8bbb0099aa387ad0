"""Outlines of masks as lines, in the background: what an onion skin is drawn from. Only the preview lane calls this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.masks.labels import object_labels
from mvos_core.masks.track import MaskEntry
from mvos_core.types import LabelMap, Step

Line = NDArray[np.float32]
"""A closed line through (x, y) in pixels of the picture, float32 (N, 2)."""

_TOLERANCE_PX = 0.7


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of one frame's masks: closed lines with the object that each belongs to."""

    lines: tuple[tuple[int, Line], ...]


def outlines_of(labels: LabelMap) -> Outlines:
    """Return the outlines of a label map, uint8 (H, W); stairs of single pixels are straightened."""
    lines: list[tuple[int, Line]] = []
    for label in object_labels(labels):
        found, _ = cv2.findContours((labels == label).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        for contour in found:
            line = cv2.approxPolyDP(contour, _TOLERANCE_PX, True)
            # OpenCV puts a pixel's middle at whole numbers.
            lines.append((label, line[:, 0].astype(np.float32) + np.float32(0.5)))
    return Outlines(tuple(lines))


def trace(entries: Sequence[tuple[int, MaskEntry]]) -> Iterator[Step[tuple[int, MaskEntry, Outlines]]]:
    """Find the outlines of frames' masks, one step a frame.

    Raises:
        MvosError: a mask cannot be read.
    """
    for done, (index, entry) in enumerate(entries, start=1):
        yield Step(done, len(entries), (index, entry, outlines_of(entry.labels())))

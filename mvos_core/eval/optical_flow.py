"""The floor that any learned segmenter should beat: the first mask, carried along by optical flow."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.eval.davis import Sequence, read_picture
from mvos_core.masks.labels import object_labels, read_label_map
from mvos_core.types import Frame, LabelMap


def flow_segmenter(sequence: Sequence) -> Iterator[LabelMap]:
    """Yield the label maps, uint8 (H, W), of a sequence's frames, its first annotation warped along.

    The flow is DIS ("Fast Optical Flow using Dense Inverse Search", Kroeger et al., ECCV 2016) from each
    frame to the one before, so that every pixel looks up where it was. Masks stay soft on the way and are
    decided anew for each label map, so that rounding errors do not add up.
    """
    first = read_label_map(sequence.annotations[0])
    yield first
    objects = object_labels(first)
    height, width = first.shape
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    flow = np.zeros((height, width, 2), np.float32)
    soft = [(first == label).astype(np.float32) for label in objects]
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    before = _grey(read_picture(sequence.frames[0]))
    for path in sequence.frames[1:]:
        now = _grey(read_picture(path))
        # The search starts at the flow of the frame before: what moves mostly goes on moving.
        flow = np.asarray(dis.calc(now, before, flow), np.float32)
        x, y = columns + flow[..., 0], rows + flow[..., 1]
        # What comes in from beyond the picture's edge is background, remap's own choice.
        soft = [np.asarray(cv2.remap(mask, x, y, cv2.INTER_LINEAR), np.float32) for mask in soft]
        yield _decide(soft, objects, size=(height, width))
        before = now


def _grey(frame: Frame) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), np.uint8)


def _decide(soft: list[NDArray[np.float32]], objects: list[int], *, size: tuple[int, int]) -> LabelMap:
    """Give each pixel to the object that has more than half of it, if there is one."""
    labels = np.zeros(size, np.uint8)
    for mask, label in zip(soft, objects, strict=True):
        labels[mask > 0.5] = label
    return labels

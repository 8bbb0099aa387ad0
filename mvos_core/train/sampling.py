"""Views, colours and cut-outs applied to pictures, with OpenCV; the batched twin is `mvos_core.train.device`."""

from __future__ import annotations

import cv2
import numpy as np

from mvos_core.train.augment import Colours, Floats
from mvos_core.types import Frame, LabelMap, Mask

EDGE_SIGMA = 0.8
EDGE_SIZE = 7
"""A pasted object's edge is softened by a Gaussian of this deviation and kernel size, in pixels."""
_LEVELS = np.arange(256, dtype=np.float32) / 255


def sample_picture(picture: Frame, where: Floats) -> Frame:
    """Sample a picture at source coordinates (2, H, W), x then y, mirrored beyond its borders."""
    x, y = where
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.uint8)


def sample_labels(labels: LabelMap, where: Floats, *, mirror: bool = True) -> LabelMap:
    """Sample a label map likewise, by nearest neighbour; beyond its borders mirrored or background."""
    border = cv2.BORDER_REFLECT_101 if mirror else cv2.BORDER_CONSTANT
    x, y = where
    return np.asarray(cv2.remap(labels, x, y, cv2.INTER_NEAREST, borderMode=border), np.uint8)


def labels_seen(labels: LabelMap, where: Floats, renumber: LabelMap, *, mirror: bool = True) -> LabelMap:
    """Sample a label map and replace its labels by `renumber`, uint8 (256,)."""
    return np.asarray(cv2.LUT(sample_labels(labels, where, mirror=mirror), renumber), np.uint8)


def recolour(picture: Frame, colours: Colours) -> Frame:
    """Change a picture's colours: the linear part, then gamma."""
    linear = cv2.transform(picture, colours.matrix())
    curve = (255.0 * _LEVELS**colours.gamma + 0.5).astype(np.uint8)
    return np.asarray(cv2.LUT(linear, curve), np.uint8)


def laid_over(labels: LabelMap, mask: Mask, *, label: int, behind: bool) -> tuple[Mask, LabelMap]:
    """Return what shows of an object that is pasted in, and the label map with it."""
    shown = mask & (labels == 0) if behind else mask
    return shown, np.where(shown, np.uint8(label), labels)


def paste(below: Frame, above: Frame, mask: Mask) -> Frame:
    """Lay the masked pixels of `above` over `below` with a slightly softened edge."""
    x, y, width, height = cv2.boundingRect(mask.view(np.uint8))
    reach = EDGE_SIZE  # beyond it the softened mask is nought
    box = np.s_[max(0, y - reach) : y + height + reach, max(0, x - reach) : x + width + reach]
    alpha = cv2.GaussianBlur(mask[box].astype(np.float32), (EDGE_SIZE, EDGE_SIZE), EDGE_SIGMA)[..., None]
    result = below.copy()
    result[box] = below[box] + alpha * (above[box].astype(np.float32) - below[box]) + 0.5
    return result

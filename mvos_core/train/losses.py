"""What the segmentation itself is trained by, and where the representation losses look."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def bootstrapped_cross_entropy(logits: Tensor, target: Tensor, *, hardest: float) -> Tensor:
    """Cross-entropy over the hardest share of each picture's pixels (STCN's bootstrapping).

    Args:
        logits: (B, K+1, H, W).
        target: (B, H, W) int64, 0 … K.
        hardest: share of pixels kept, in (0, 1].
    """
    loss = F.cross_entropy(logits, target, reduction="none").flatten(1)
    if hardest >= 1.0:
        return loss.mean()
    return loss.topk(max(1, int(hardest * loss.shape[1])), dim=1).values.mean()


def soft_dice(probabilities: Tensor, target: Tensor) -> Tensor:
    """1 − Dice of soft object masks, averaged over objects: probabilities (B, K+1, H, W), target (B, H, W)."""
    k = probabilities.shape[1] - 1
    truth = F.one_hot(target, k + 1).movedim(3, 1)[:, 1:].to(probabilities.dtype)
    soft = probabilities[:, 1:]
    overlap = (soft * truth).sum((2, 3))
    return (1 - (2 * overlap + 1) / (soft.sum((2, 3)) + truth.sum((2, 3)) + 1)).mean()


def near_boundary(masks: Tensor, width: int) -> Tensor:
    """Pixels within `width` of an object boundary, on either side: masks bool (N, h, w) → bool (N, h, w).

    With width 0 nothing is left out: all pixels count as near.
    """
    if width == 0:
        return torch.ones_like(masks)
    x = masks.float().unsqueeze(1)
    size = 2 * width + 1
    dilated = F.max_pool2d(x, size, stride=1, padding=width)
    eroded = -F.max_pool2d(-x, size, stride=1, padding=width)
    return (dilated > eroded).squeeze(1)

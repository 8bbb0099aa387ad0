"""What training minimises."""

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
    """Pixels within `width` of an object boundary, on either side: masks bool (N, h, w) → bool (N, h, w)."""
    x = masks.float().unsqueeze(1)
    size = 2 * width + 1
    dilated = F.max_pool2d(x, size, stride=1, padding=width)
    eroded = -F.max_pool2d(-x, size, stride=1, padding=width)
    return (dilated > eroded).squeeze(1)


def contrastive_loss(representation: Tensor, masks: Tensor, sampled: Tensor) -> Tensor:
    """The representation loss of MobileVOS without a teacher (ω = 0): supervised contrastive learning.

    With unit vectors z of the N sampled pixels and C = Z Zᵀ it is
    (1/N) (log₂ ‖C‖² − log₂ ‖C ⊙ Y Yᵀ‖²), Y the one-hot labels object/background. ‖Z Zᵀ‖ = ‖Zᵀ Z‖, and Y Yᵀ keeps
    the pairs of one class, so both norms come from C × C Gram matrices and no N × N matrix is made.

    Args:
        representation: (N, C, h, w), one object each.
        masks: bool (N, h, w), the object's pixels at the representation's resolution.
        sampled: bool (N, h, w), the pixels that take part; objects without both classes among them are left out.

    Returns:
        the mean over objects; 0 where none takes part.
    """
    z = F.normalize(representation.float().flatten(2), dim=1)
    masks, sampled = masks.flatten(1), sampled.flatten(1)
    grams = []
    for chosen in (masks & sampled, ~masks & sampled):
        picked = z * chosen.unsqueeze(1)
        grams.append(picked @ picked.transpose(1, 2))
    inside, outside = grams
    usable = (masks & sampled).any(1) & (~masks & sampled).any(1)
    if not usable.any():
        return representation.sum() * 0.0
    everything = (inside + outside)[usable].square().sum((1, 2))
    same_class = (inside.square().sum((1, 2)) + outside.square().sum((1, 2)))[usable]
    pixels = sampled[usable].sum(1)
    return ((torch.log2(everything) - torch.log2(same_class)) / pixels).mean()

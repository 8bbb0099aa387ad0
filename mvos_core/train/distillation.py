"""What a teacher, or the labels alone, say about a student's representations, logits and features.

The representation and logit losses are MobileVOS's (CVPR 2023). Each is a mean over the objects of the batch, whether
they take part or not: so several processes average to what one with the whole batch computes.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

IMITATIONS = ("cosine", "smooth-l1")
_GOLDEN_16 = 40503
"""The golden ratio's fraction of 2¹⁶."""


def contrastive_loss(representation: Tensor, masks: Tensor, sampled: Tensor) -> Tensor:
    """The representation loss without a teacher (ω = 0): supervised contrastive learning.

    With unit vectors z of the N sampled pixels and C = Z Zᵀ it is
    (1/N) (log₂ ‖C‖² − log₂ ‖C ⊙ Y Yᵀ‖²), Y the one-hot labels object/background. ‖Z Zᵀ‖ = ‖Zᵀ Z‖, and Y Yᵀ keeps
    the pairs of one class, so both norms come from C × C Gram matrices and no N × N matrix is made.

    Args:
        representation: (N, C, h, w), one object each.
        masks: bool (N, h, w), the object's pixels at the representation's resolution.
        sampled: bool (N, h, w), the pixels that take part.

    Returns:
        the mean over objects; one whose sampled pixels are all of one class, or none, counts as 0.
    """
    z = F.normalize(representation.float().flatten(2), dim=1)
    masks, sampled = masks.flatten(1), sampled.flatten(1)
    grams = []
    for chosen in (masks & sampled, ~masks & sampled):
        picked = z * chosen.unsqueeze(1)
        grams.append(picked @ picked.transpose(1, 2))
    inside, outside = grams
    everything = (inside + outside).square().sum((1, 2))
    same_class = inside.square().sum((1, 2)) + outside.square().sum((1, 2))
    return _log_ratio(same_class, everything, sampled.sum(1)).mean()


def representation_loss(
    student: Tensor,
    teacher: Tensor,
    masks: Tensor,
    sampled: Tensor,
    *,
    omega: float,
    per_pixel: bool = False,
    max_pixels: int = 1024,
) -> Tensor:
    """The representation loss against the interpolated target C_ty = ω C_t + (1 − ω) Y Yᵀ.

    For each object (1/N) (log₂ ‖C_s‖² − log₂ ‖C_s ⊙ C_ty‖²) over its N sampled pixels, C = Z Zᵀ of unit vectors;
    N × N matrices compare networks of any number of channels.

    Args:
        student: (N, C, h, w), one object each.
        teacher: (N, C', h, w); no gradient flows into it.
        masks: bool (N, h, w), the object's pixels.
        sampled: bool (N, h, w), the pixels that take part.
        omega: ω in [0, 1], how much the teacher counts beside the labels.
        per_pixel: −(1/N) log₂ Σ_i (Σ_j (C_s ⊙ C_ty)²_ij / Σ_j (C_s)²_ij) instead (docs/adr/0010).
        max_pixels: of more pixels than this an object's evenly spread part is taken.

    Returns:
        the mean over objects; one without a sampled pixel counts as 0.
    """
    where, taken = _spread(sampled.flatten(1), max_pixels)
    c_student = _correlations(student, where, taken)
    with torch.no_grad():
        object_here = masks.flatten(1).gather(1, where)
        same = object_here[:, :, None] == object_here[:, None, :]
        target = omega * _correlations(teacher, where, taken) + (1 - omega) * same
    everything, agreeing = c_student.square(), (c_student * target).square()
    count = taken.sum(1)
    if not per_pixel:
        return _log_ratio(agreeing.sum((1, 2)), everything.sum((1, 2)), count).mean()
    whole = everything.sum(2)
    rows = agreeing.sum(2) / whole.masked_fill(whole == 0, 1.0)
    return _log_ratio(rows.sum(1), torch.ones_like(rows[:, 0]), count).mean()


def _spread(sampled: Tensor, max_pixels: int) -> tuple[Tensor, Tensor]:
    """Choose pixels of `sampled`, bool (N, P): their indices (N, M), and which of these are truly sampled.

    The order of preference is a golden-ratio sequence: an even spread that needs no random state.
    """
    pixels = sampled.shape[1]
    order = (torch.arange(pixels, device=sampled.device) * _GOLDEN_16 % 2**16) / 2**16
    where = (order + sampled).topk(min(max_pixels, pixels), dim=1).indices
    return where, sampled.gather(1, where)


def _correlations(representation: Tensor, where: Tensor, taken: Tensor) -> Tensor:
    """C = Z Zᵀ (N, M, M) of the unit vectors at the pixels `where`; rows and columns not taken are 0."""
    flat = representation.float().flatten(2)
    picked = flat.gather(2, where.unsqueeze(1).expand(-1, flat.shape[1], -1))
    z = F.normalize(picked, dim=1) * taken.unsqueeze(1)
    return z.transpose(1, 2) @ z


def _log_ratio(part: Tensor, whole: Tensor, count: Tensor) -> Tensor:
    """(1/count) (log₂ whole − log₂ part); 0 with nothing to compare, as where a representation is all zeros."""
    usable = (count > 0) & (part > 0) & (whole > 0)
    part, whole = part.masked_fill(~usable, 1.0), whole.masked_fill(~usable, 1.0)
    return (torch.log2(whole) - torch.log2(part)) / count.clamp(min=1)


def logit_loss(student: Tensor, teacher: Tensor, *, temperature: float) -> Tensor:
    """Logit distillation: KL(softmax(teacher / τ) ‖ softmax(student / τ)) in nats, averaged over pixels.

    Args:
        student: logits (B, K+1, h, w).
        teacher: likewise; no gradient flows into it.
        temperature: τ; below 1 it sharpens.
    """
    log_student = (student.float() / temperature).log_softmax(dim=1)
    log_teacher = (teacher.detach().float() / temperature).log_softmax(dim=1)
    return F.kl_div(log_student, log_teacher, reduction="none", log_target=True).sum(dim=1).mean()


class Imitation(nn.Module):
    """Brings a student's features to the teacher's channels by 1×1 convolutions, which live in training only.

    They begin as the identity where they can: a student that shares the teacher's later layers needs features in the
    teacher's own basis.
    """

    def __init__(self, student_dims: Sequence[int], teacher_dims: Sequence[int]) -> None:
        super().__init__()
        self.projections = nn.ModuleList()
        for own, theirs in zip(student_dims, teacher_dims, strict=True):
            projection = nn.Conv2d(own, theirs, 1)
            nn.init.dirac_(projection.weight)
            if projection.bias is not None:
                nn.init.zeros_(projection.bias)
            self.projections.append(projection)

    def forward(self, student: Sequence[Tensor], teacher: Sequence[Tensor], *, kind: str) -> Tensor:
        """Compare features (N, C, h, w), one tensor a stride, and return the mean over the strides.

        `kind` "cosine" is 1 − cos per pixel; "smooth-l1" compares values after scaling each picture of the
        teacher's to a root mean square of one, so that all strides weigh alike.
        """
        losses = []
        for projection, own, theirs in zip(self.projections, student, teacher, strict=True):
            projected, wanted = projection(own.float()), theirs.detach().float()
            if kind == "cosine":
                losses.append((1 - F.cosine_similarity(projected, wanted, dim=1)).mean())
            else:
                size = wanted.square().mean((1, 2, 3), keepdim=True).sqrt().clamp(min=1e-6)
                losses.append(F.smooth_l1_loss(projected, wanted / size))
        return torch.stack(losses).mean()

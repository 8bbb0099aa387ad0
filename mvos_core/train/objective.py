"""The weighted sum that training minimises, term by term."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from mvos_core.train.config import LossSection, at
from mvos_core.train.distillation import Imitation, contrastive_loss, logit_loss, representation_loss
from mvos_core.train.losses import bootstrapped_cross_entropy, near_boundary, soft_dice
from mvos_core.train.unroll import Prediction, Unrolled, one_hot


def clip_loss(
    student: Unrolled,
    labels: Tensor,
    loss: LossSection,
    progress: float,
    *,
    teacher: Unrolled | None = None,
    imitation: Imitation | None = None,
) -> dict[str, Tensor]:
    """Return the weighted terms, each averaged over the predicted frames.

    Args:
        student: what the network made of the clip.
        labels: int64 (B, T, S, S).
        loss: the weights.
        progress: where in the run their curves are read.
        teacher: what the teacher made of the same frames.
        imitation: the projections of the student's features, where they shall follow the teacher's.
    """
    terms: dict[str, Tensor] = {}
    count = len(student.predictions)
    for t, prediction in enumerate(student.predictions):
        taught = teacher.predictions[t] if teacher else None
        for name, value in _frame_terms(prediction, labels[:, t + 1], loss, progress, taught).items():
            terms[name] = terms.get(name, torch.zeros((), device=value.device)) + value / count
    weight = at(loss.imitation, progress)
    if imitation and teacher and weight > 0:
        own, theirs = ((f.f16, f.f8, f.f4) for f in (student.features, teacher.features))
        terms["imitation"] = weight * imitation(own, theirs, kind=loss.imitation_kind)
    return terms


def _frame_terms(
    prediction: Prediction, target: Tensor, loss: LossSection, progress: float, taught: Prediction | None
) -> dict[str, Tensor]:
    terms = {
        "cross_entropy": bootstrapped_cross_entropy(
            prediction.logits, target, hardest=at(loss.hardest, progress)
        ),
        "dice": loss.dice * soft_dice(prediction.logits.softmax(dim=1), target),
    }
    if loss.representation > 0:
        terms["representation"] = loss.representation * _representation_term(
            prediction, target, loss, at(loss.omega, progress), taught
        )
    if loss.logits > 0 and taught:
        terms["logits"] = loss.logits * logit_loss(
            prediction.coarse, taught.coarse, temperature=loss.temperature
        )
    return terms


def _representation_term(
    prediction: Prediction, target: Tensor, loss: LossSection, omega: float, taught: Prediction | None
) -> Tensor:
    objects = prediction.representation.shape[1]
    masks = F.avg_pool2d(one_hot(target, objects), 4).flatten(0, 1) > 0.5
    sampled = near_boundary(masks, loss.boundary_width)
    own = prediction.representation.flatten(0, 1)
    if (taught is None or omega == 0) and not loss.per_pixel:
        return contrastive_loss(own, masks, sampled)
    return representation_loss(
        own,
        taught.representation.flatten(0, 1) if taught else own.detach(),
        masks,
        sampled,
        omega=omega if taught else 0.0,
        per_pixel=loss.per_pixel,
        max_pixels=loss.max_pixels,
    )

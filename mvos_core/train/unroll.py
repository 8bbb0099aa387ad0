"""A clip through the network as propagation would run it, with gradient through the fed-back predictions."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from mvos_core.model.encoders import Features
from mvos_core.model.memory import read_memory
from mvos_core.model.network import MobileVOS, aggregate, upsample4
from mvos_core.train.config import LossSection, at
from mvos_core.train.losses import bootstrapped_cross_entropy, contrastive_loss, near_boundary, soft_dice


@dataclass(frozen=True, slots=True)
class Prediction:
    """One segmented frame: logits (B, K+1, S, S), representation (B, K, C, S/4, S/4)."""

    logits: Tensor
    representation: Tensor


def one_hot(labels: Tensor, objects: int) -> Tensor:
    """Label maps int64 (B, H, W) → float masks (B, K, H, W) of objects 1 … K."""
    return F.one_hot(labels, objects + 1).movedim(3, 1)[:, 1:].float()


def unroll(network: MobileVOS, frames: Tensor, first_labels: Tensor, *, objects: int) -> list[Prediction]:
    """Segment frames 1 … T−1 of a clip, given frame 0's labels; memory is frame 0 and the previous frame.

    Args:
        network: the one to train.
        frames: (B, T, 3, S, S) in [0, 1].
        first_labels: int64 (B, S, S), objects 1 … K.
        objects: K.
    """
    b, count = frames.shape[:2]
    flat = network.encode_key(frames.flatten(0, 1))
    features = [Features(*(x.reshape(b, count, *x.shape[1:])[:, t] for x in flat)) for t in range(count)]
    masks = one_hot(first_labels, objects)
    first = network.encode_value(frames[:, 0], features[0].f16, masks)
    keys, values = [features[0].key], [first]
    predictions = []
    for t in range(1, count):
        decoded = network.decode(features[t], read_memory(features[t].key, keys, values))
        logits = aggregate(upsample4(decoded.logits))
        predictions.append(Prediction(logits, decoded.representation))
        if t + 1 < count:
            masks = logits.softmax(dim=1)[:, 1:]
            keys = [features[0].key, features[t].key]
            values = [first, network.encode_value(frames[:, t], features[t].f16, masks)]
    return predictions


def clip_loss(
    predictions: list[Prediction], labels: Tensor, loss: LossSection, progress: float
) -> dict[str, Tensor]:
    """Return the weighted terms, each averaged over the predicted frames; labels int64 (B, T, S, S)."""
    terms: dict[str, Tensor] = {}
    for t, prediction in enumerate(predictions, start=1):
        target = labels[:, t]
        objects = prediction.logits.shape[1] - 1
        parts = {
            "cross_entropy": bootstrapped_cross_entropy(
                prediction.logits, target, hardest=at(loss.hardest, progress)
            ),
            "dice": loss.dice * soft_dice(prediction.logits.softmax(dim=1), target),
        }
        if loss.representation > 0:
            masks = F.avg_pool2d(one_hot(target, objects), 4).flatten(0, 1) > 0.5
            band = near_boundary(masks, loss.boundary_width)
            flat = prediction.representation.flatten(0, 1)
            parts["representation"] = loss.representation * contrastive_loss(flat, masks, band)
        for name, value in parts.items():
            terms[name] = terms.get(name, torch.zeros((), device=value.device)) + value / len(predictions)
    return terms

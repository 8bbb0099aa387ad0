"""A clip through the network as propagation would run it, with gradient through the fed-back predictions."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional as F

from mvos_core.model.encoders import Features
from mvos_core.model.memory import halved, read_memory
from mvos_core.model.network import MobileVOS, aggregate, upsample4


@dataclass(frozen=True, slots=True)
class Prediction:
    """One segmented frame.

    Attributes:
        logits: (B, K+1, S, S), background first.
        coarse: (B, K+1, S/4, S/4), the same at the stride of the decoder.
        representation: (B, K, C, S/4, S/4), just before the last point-wise convolution.
    """

    logits: Tensor
    coarse: Tensor
    representation: Tensor


@dataclass(frozen=True, slots=True)
class Unrolled:
    """Predictions of a clip's frames 1 … T−1, and the key encoder's features (B·T, …) of all of its frames."""

    predictions: tuple[Prediction, ...]
    features: Features


def one_hot(labels: Tensor, objects: int) -> Tensor:
    """Label maps int64 (B, H, W) → float masks (B, K, H, W) of objects 1 … K."""
    return F.one_hot(labels, objects + 1).movedim(3, 1)[:, 1:].float()


def at_stride(masks: Tensor, stride: int) -> Tensor:
    """Average masks (B, K, H, W) over cells of `stride` × `stride` pixels."""
    return masks if stride == 1 else F.avg_pool2d(masks, stride)


def unroll(
    network: MobileVOS,
    frames: Tensor,
    first_labels: Tensor,
    *,
    objects: int,
    memory_every: int = 0,
    memory_kept: int = 0,
    top_k: int = 0,
) -> Unrolled:
    """Segment frames 1 … T−1 of a clip, given frame 0's labels; each prediction is fed back as the next one's memory.

    Args:
        network: a student or a teacher.
        frames: (B, T, 3, S, S) in [0, 1].
        first_labels: int64 (B, S, S), objects 1 … K.
        objects: K.
        memory_every: 0 remembers frame 0 and the previous frame; n every nth frame too.
        memory_kept: how many of these are kept, the last ones, at half their size; 0 keeps all of them, whole.
        top_k: how many memory pixels a query pixel may read; 0 reads all of them.
    """
    b, count = frames.shape[:2]
    flat = network.encode_key(frames.flatten(0, 1))
    features = [Features(*(x.reshape(b, count, *x.shape[1:])[:, t] for x in flat)) for t in range(count)]
    masks = at_stride(one_hot(first_labels, objects), network.mask_stride)
    first = (features[0].key, network.encode_value(frames[:, 0], features[0], masks))
    kept: list[tuple[Tensor, Tensor]] = []
    recent: list[tuple[Tensor, Tensor]] = []
    predictions = []
    for t in range(1, count):
        keys, values = zip(first, *kept, *recent, strict=True)
        decoded = network.decode(features[t], read_memory(features[t].key, keys, values, top_k=top_k))
        logits, coarse = aggregate(upsample4(decoded.logits)), aggregate(decoded.logits)
        predictions.append(Prediction(logits, coarse, decoded.representation))
        if t + 1 < count:
            masks = (logits if network.mask_stride == 1 else coarse).softmax(dim=1)[:, 1:]
            remembered = (features[t].key, network.encode_value(frames[:, t], features[t], masks))
            if memory_every and t > 1 and (t - 1) % memory_every == 0:
                older = [halved(*frame) for frame in recent] if memory_kept else recent
                kept = [*kept, *older][-memory_kept:]
            recent = [remembered]
    return Unrolled(tuple(predictions), flat)

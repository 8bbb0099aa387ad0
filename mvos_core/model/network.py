"""The network: stateless; what it remembers is the caller's (`mvos_core.model.memory`)."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mvos_core.model.config import LIGHT, ModelConfig
from mvos_core.model.decoder import Decoded, Decoder
from mvos_core.model.encoders import Features, KeyEncoder, LightValueEncoder, ValueEncoder


class MobileVOS(nn.Module):
    """A space-time memory network after STCN, with the students of MobileVOS (CVPR 2023) as configurations.

    Shapes: pictures (B, 3, H, W), float in [0, 1], H and W multiples of 16; masks (B, K, H/s, W/s) in [0, 1] with the
    `mask_stride` s of the network, 1 or 4.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.origin: Path | None = None
        """The checkpoint's file that the weights were read from."""
        self.key_encoder = KeyEncoder(config)
        light = config.value_backbone == LIGHT
        self.value_encoder = LightValueEncoder(config) if light else ValueEncoder(config)
        _, dim8, dim4 = self.key_encoder.backbone.dims
        self.decoder = Decoder(config, (dim8, dim4))

    def encode_key(self, image: Tensor) -> Features:
        """Encode a picture; `.key` is (B, Ck, h, w)."""
        features: Features = self.key_encoder(image)
        return features

    @property
    def mask_stride(self) -> int:
        """The stride at which `encode_value` takes masks: 1 or 4."""
        return self.value_encoder.mask_stride

    def encode_value(self, image: Tensor, features: Features, masks: Tensor) -> Tensor:
        """Encode where K objects are in a picture → (B, K, Cv, h, w)."""
        value: Tensor = self.value_encoder(image, features, masks)
        return value

    def probabilities(self, logits: Tensor) -> Tensor:
        """Turn the decoder's logits (B, K, H/4, W/4) into the masks that `encode_value` takes."""
        grown = upsample4(logits) if self.mask_stride == 1 else logits
        return aggregate(grown).softmax(dim=1)[:, 1:]

    def decode(self, features: Features, readout: Tensor) -> Decoded:
        """Decode a readout (B, K, Cv, h, w) → each object's own logits and representation at stride 4."""
        decoded: Decoded = self.decoder(features, readout)
        return decoded

    def segment(self, features: Features, readout: Tensor) -> Tensor:
        """Decode a readout → logits (B, K+1, H, W), background first, of the K objects together."""
        return aggregate(upsample4(self.decode(features, readout).logits))


def upsample4(logits: Tensor) -> Tensor:
    """Bring (B, K, H/4, W/4) to (B, K, H, W), bilinear, in float32."""
    return F.interpolate(logits.float(), scale_factor=4, mode="bilinear", align_corners=False)


def aggregate(logits: Tensor) -> Tensor:
    """Soft aggregation of objects segmented one by one (STM, Oh et al. 2019, eq. 4).

    The background's probability is the product of all objects' complements; each probability p becomes the logit
    log(p / (1 − p)), so that a softmax over the result weighs objects against each other.

    Args:
        logits: (B, K, H, W), each object against all else.

    Returns:
        (B, K+1, H, W) float32, background first.
    """
    logits = logits.float()
    # log Π(1 − p_k) = −Σ softplus(logit_k): exact where a product of small numbers would underflow.
    log_background = (-F.softplus(logits).sum(dim=1, keepdim=True)).clamp(max=-1e-6)
    background = log_background - torch.log(-torch.expm1(log_background))
    return torch.cat((background, logits), dim=1).clamp(-16.0, 16.0)

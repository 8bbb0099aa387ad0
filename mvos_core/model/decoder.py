"""The decoder: an object's readout and the picture's features → its logits at stride 4."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mvos_core.model.blocks import ASPP, ResidualBlock
from mvos_core.model.config import ModelConfig
from mvos_core.model.encoders import Features


class Decoded(NamedTuple):
    """logits (B, K, H/4, W/4), one object against all else; representation (B, K, C, H/4, W/4) just before them."""

    logits: Tensor
    representation: Tensor


class _Upsample(nn.Module):
    def __init__(self, skip_dim: int, c_in: int, c_out: int, *, wide: bool) -> None:
        super().__init__()
        self.skip = nn.Conv2d(skip_dim, c_in, 3, padding=1)
        self.block = ResidualBlock(c_in, c_out, wide=wide)

    def forward(self, x: Tensor, skip: Tensor, k: int) -> Tensor:
        x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        # The skip is convolved once per picture, then shared by its objects.
        x = x + self.skip(skip).repeat_interleave(k, dim=0)
        y: Tensor = self.block(x)
        return y


class SlimUpsample(nn.Module):
    """Narrows before it upsamples; at stride 4 only the residual block is left to pay for."""

    def __init__(self, skip_dim: int, c_in: int, c_out: int) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(c_in, c_out, 1)
        self.skip = nn.Conv2d(skip_dim, c_out, 1)
        self.block = ResidualBlock(c_out, c_out)

    def forward(self, x: Tensor, skip: Tensor, k: int = 1) -> Tensor:
        """Bring x (B·K, C, h, w) to (B·K, C', 2h, 2w), given the skip (B, S, 2h, 2w) that its objects share."""
        x = F.interpolate(self.narrow(x), scale_factor=2, mode="bilinear", align_corners=False)
        y: Tensor = self.block(x + self.skip(skip).repeat_interleave(k, dim=0))
        return y


class Decoder(nn.Module):
    """A plain residual decoder with skips at strides 8 and 4, and ASPP at stride 16 where the model has it."""

    def __init__(self, config: ModelConfig, skip_dims: tuple[int, int]) -> None:
        super().__init__()
        d16, d8, d4 = config.decoder_dims
        self.compress = ResidualBlock(config.value_dim + config.thin_dim, d16, wide=config.wide_kernels)
        self.aspp = ASPP(d16, config.aspp_dim).silenced() if config.aspp_dim else nn.Identity()
        upsample = SlimUpsample if config.slim_skips else partial(_Upsample, wide=config.wide_kernels)
        self.up8 = upsample(skip_dims[0], d16, d8)
        self.up4 = upsample(skip_dims[1], d8, d4)
        self.point = nn.Conv2d(d4, 1, 1)

    def forward(self, features: Features, readout: Tensor) -> Decoded:
        """Decode `readout` (B, K, Cv, h, w) of the picture that `features` describe."""
        b, k = readout.shape[:2]
        thin = features.thin.repeat_interleave(k, dim=0)
        x = self.aspp(self.compress(torch.cat((readout.flatten(0, 1), thin), dim=1)))
        x = self.up4(self.up8(x, features.f8, k), features.f4, k)
        representation = F.relu(x)
        logits = self.point(representation)
        return Decoded(
            logits.reshape(b, k, *logits.shape[2:]), representation.reshape(b, k, *representation.shape[1:])
        )

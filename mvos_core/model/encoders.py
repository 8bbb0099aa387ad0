"""The key encoder (what a picture looks like) and the value encoder (where an object is in it)."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mvos_core.model.backbones import BACKBONES, Backbone, Pyramid
from mvos_core.model.blocks import CBAM, ResidualBlock
from mvos_core.model.config import ModelConfig

MASK_PLANES = 2
"""Input planes that the value encoder has beside RGB: this object's mask and the sum of all others'."""


class Features(NamedTuple):
    """What the key encoder knows of a picture; the decoder's skips among it.

    key (B, Ck, h, w), f16 (B, C, h, w), thin (B, Ct, h, w), f8 (B, C, H/8, W/8), f4 (B, C, H/4, W/4).
    """

    key: Tensor
    f16: Tensor
    thin: Tensor
    f8: Tensor
    f4: Tensor


class _Normalise(nn.Module):
    """Brings RGB in [0, 1] to what the backbone was trained on; further planes are left alone."""

    mean: Tensor
    std: Tensor

    def __init__(self, backbone: Backbone) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(backbone.mean)[:, None, None], persistent=False)
        self.register_buffer("std", torch.tensor(backbone.std)[:, None, None], persistent=False)

    def forward(self, image: Tensor) -> Tensor:
        return (image - self.mean) / self.std


class KeyEncoder(nn.Module):
    """Picture → key and features. It is run once a frame, however many objects there are (STCN)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.backbone = BACKBONES[config.key_backbone]()
        self.normalise = _Normalise(self.backbone)
        dim = self.backbone.dims[0]
        self.key = nn.Conv2d(dim, config.key_dim, 3, padding=1)
        nn.init.orthogonal_(self.key.weight)
        thin_kernel = 3 if config.wide_kernels else 1
        self.thin = nn.Conv2d(dim, config.thin_dim, thin_kernel, padding=thin_kernel // 2)

    def forward(self, image: Tensor) -> Features:
        """Encode `image` (B, 3, H, W) in [0, 1]; H and W are multiples of 16."""
        pyramid: Pyramid = self.backbone(self.normalise(image))
        f16 = pyramid.f16
        return Features(self.key(f16), f16, self.thin(f16), pyramid.f8, pyramid.f4)


def _mask_planes(masks: Tensor) -> Tensor:
    """Masks (B, K, H, W) → (B·K, 2, H, W): each object's own and the sum of all others'."""
    others = masks.sum(dim=1, keepdim=True) - masks
    return torch.stack((masks, others), dim=2).flatten(0, 1)


class ValueEncoder(nn.Module):
    """Picture, its stride-16 key features and an object's mask → the object's value.

    The masks enter twice: at full resolution beside RGB, and averaged over each stride-16 cell where picture and
    key features are fused, so that a value says from the first training step on how much of its cell is object.
    """

    mask_stride = 1

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.backbone = BACKBONES[config.value_backbone](extra_planes=MASK_PLANES)
        self.normalise = _Normalise(self.backbone)
        dims = self.backbone.dims[0] + BACKBONES[config.key_backbone]().dims[0] + MASK_PLANES
        if config.fuser_depth:
            blocks: list[nn.Module] = [ResidualBlock(dims, config.value_dim, wide=config.wide_kernels)]
            blocks.append(CBAM(config.value_dim))
            blocks += [
                ResidualBlock(config.value_dim, config.value_dim) for _ in range(config.fuser_depth - 1)
            ]
            self.fuse: nn.Module = nn.Sequential(*blocks)
        else:
            self.fuse = nn.Conv2d(dims, config.value_dim, 3, padding=1)

    def forward(self, image: Tensor, features: Features, masks: Tensor) -> Tensor:
        """Encode K objects at once.

        Args:
            image: (B, 3, H, W) in [0, 1].
            features: the key encoder's of the same picture.
            masks: (B, K, H, W) in [0, 1].

        Returns:
            values (B, K, Cv, h, w).
        """
        b, k = masks.shape[:2]
        planes = _mask_planes(masks)
        rgb = self.normalise(image).repeat_interleave(k, dim=0)
        own: Pyramid = self.backbone(torch.cat((rgb, planes.to(rgb.dtype)), dim=1))
        cells = F.avg_pool2d(planes, 16).to(own.f16.dtype)
        value: Tensor = self.fuse(
            torch.cat((own.f16, features.f16.repeat_interleave(k, dim=0), cells), dim=1)
        )
        return value.reshape(b, k, *value.shape[1:])


class LightValueEncoder(nn.Module):
    """A value encoder without a backbone: a picture's key features at strides 8 and 16 meet the masks there.

    Its masks are at stride 4, as the decoder leaves them: nothing is ever computed at full resolution.
    """

    mask_stride = 4

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        dim16, dim8, _ = BACKBONES[config.key_backbone]().dims
        self.mask8 = nn.Conv2d(MASK_PLANES, 32, 3, stride=2, padding=1)
        self.picture8 = nn.Conv2d(dim8, 32, 1)
        self.both16 = nn.Conv2d(64, 64, 3, stride=2, padding=1)
        self.fuse = ResidualBlock(64 + dim16 + MASK_PLANES, config.value_dim)

    def forward(self, image: Tensor, features: Features, masks: Tensor) -> Tensor:
        """As `ValueEncoder.forward`, with masks (B, K, H/4, W/4); `image` is not looked at."""
        b, k = masks.shape[:2]
        planes = _mask_planes(masks)
        picture8 = self.picture8(features.f8).repeat_interleave(k, dim=0)
        both8 = torch.cat((self.mask8(planes.to(picture8.dtype)), picture8), dim=1)
        both16 = self.both16(F.relu(both8))
        cells = F.avg_pool2d(planes, 4).to(both16.dtype)
        f16 = features.f16.repeat_interleave(k, dim=0)
        value: Tensor = self.fuse(torch.cat((both16, f16, cells), dim=1))
        return value.reshape(b, k, *value.shape[1:])

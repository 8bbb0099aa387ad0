"""Image encoders to stride 16, without batch norm.

Their batch norm is frozen while fine-tuning on small batches, which makes it part of the convolution before it:
so it is folded in on loading (`load_backbone`) and the networks have plain convolutions with biases. Only the
pre-activation ResNet keeps scale and shift layers, where no convolution precedes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Pyramid(NamedTuple):
    """Features of a picture at strides 16, 8 and 4: (B, C, H/16, W/16), (B, C, H/8, W/8), (B, C, H/4, W/4)."""

    f16: Tensor
    f8: Tensor
    f4: Tensor


class Backbone(nn.Module):
    """What an encoder can rely on: RGB in [0, 1] plus `extra_planes` in, a `Pyramid` out."""

    dims: tuple[int, int, int]
    """Channels at strides 16, 8 and 4."""
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    std: tuple[float, float, float] = (0.229, 0.224, 0.225)

    def forward(self, x: Tensor) -> Pyramid:
        """Encode normalised pictures (B, 3 + extra_planes, H, W)."""
        raise NotImplementedError


# --- MobileNetV2 (Sandler et al. 2018), torchvision's names ------------------------------------------------


class _SamePadConv(nn.Conv2d):
    """A convolution padded as TensorFlow's SAME does for even sizes: stride 2 pads right and bottom only."""

    def __init__(self, c_in: int, c_out: int, kernel: int, *, stride: int = 1, groups: int = 1) -> None:
        padding = 0 if stride == 2 else kernel // 2
        super().__init__(c_in, c_out, kernel, stride=stride, padding=padding, groups=groups)

    def forward(self, x: Tensor) -> Tensor:
        if self.stride[0] == 2:
            x = F.pad(x, (0, 1, 0, 1))
        return super().forward(x)


class _InvertedResidual(nn.Module):
    def __init__(self, c_in: int, c_out: int, *, stride: int, expansion: int) -> None:
        super().__init__()
        wide = c_in * expansion
        layers: list[nn.Module] = []
        if expansion != 1:
            layers.append(nn.Sequential(_SamePadConv(c_in, wide, 1), nn.ReLU6(inplace=True)))
        layers.append(
            nn.Sequential(_SamePadConv(wide, wide, 3, stride=stride, groups=wide), nn.ReLU6(inplace=True))
        )
        layers.append(nn.Conv2d(wide, c_out, 1))
        self.conv = nn.Sequential(*layers)
        self.residual = stride == 1 and c_in == c_out

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv(x)
        return x + y if self.residual else y


class MobileNetV2(Backbone):
    """MobileNetV2 1.0 up to `features.13`, the last block at stride 16."""

    dims = (96, 32, 24)
    mean = (0.5, 0.5, 0.5)
    std = (0.5, 0.5, 0.5)

    def __init__(self, *, extra_planes: int = 0) -> None:
        super().__init__()
        blocks: list[nn.Module] = [
            nn.Sequential(_SamePadConv(3 + extra_planes, 32, 3, stride=2), nn.ReLU6(inplace=True))
        ]
        c_in = 32
        for expansion, c_out, repeats, stride in (
            (1, 16, 1, 1),
            (6, 24, 2, 2),
            (6, 32, 3, 2),
            (6, 64, 4, 2),
            (6, 96, 3, 1),
        ):
            for i in range(repeats):
                blocks.append(
                    _InvertedResidual(c_in, c_out, stride=stride if i == 0 else 1, expansion=expansion)
                )
                c_in = c_out
        self.features = nn.Sequential(*blocks)

    def forward(self, x: Tensor) -> Pyramid:
        """Encode normalised pictures (B, 3 + extra_planes, H, W)."""
        f4 = self.features[:4](x)
        f8 = self.features[4:7](f4)
        return Pyramid(self.features[7:](f8), f8, f4)


class DenseStemMobileNetV2(Backbone):
    """MobileNetV2 whose layers up to stride 4 are dense 3×3 convolutions (docs/adr/0014).

    The layers that they replace have up to 144 channels at strides 2 and 4: few operations, but bound by memory.
    From `features.4` on, names and weights are MobileNetV2's.
    """

    dims = MobileNetV2.dims
    mean = MobileNetV2.mean
    std = MobileNetV2.std

    def __init__(self, *, extra_planes: int = 0) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3 + extra_planes, 16, 3, stride=2, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(16, 32, 3, stride=2, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(32, 32, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(32, self.dims[2], 3, padding=1),
        )
        self.features = nn.ModuleDict(
            {str(i): block for i, block in enumerate(MobileNetV2().features) if i >= 4}
        )

    def forward(self, x: Tensor) -> Pyramid:
        """Encode normalised pictures (B, 3 + extra_planes, H, W)."""
        x = f4 = self.stem(x)
        for name, block in self.features.items():
            x = block(x)
            if name == "6":
                f8 = x
        return Pyramid(x, f8, f4)


# --- ResNet (He et al. 2015), torchvision's names ----------------------------------------------------------


class _Basic(nn.Module):
    expansion = 1

    def __init__(self, c_in: int, width: int, *, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(c_in, width, 3, stride=stride, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)
        self.downsample = _shortcut(c_in, width, stride=stride)

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv2(F.relu(self.conv1(x)))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class _Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, c_in: int, width: int, *, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(c_in, width, 1)
        self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=1)
        self.conv3 = nn.Conv2d(width, width * 4, 1)
        self.downsample = _shortcut(c_in, width * 4, stride=stride)

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv3(F.relu(self.conv2(F.relu(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


def _shortcut(c_in: int, c_out: int, *, stride: int) -> nn.Sequential | None:
    if c_in == c_out and stride == 1:
        return None
    return nn.Sequential(nn.Conv2d(c_in, c_out, 1, stride=stride))


class ResNet(Backbone):
    """ResNet up to `layer3`, with basic or bottleneck blocks."""

    def __init__(
        self, block: type[_Basic | _Bottleneck], depths: tuple[int, int, int], *, extra_planes: int
    ) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3 + extra_planes, 64, 7, stride=2, padding=3)
        c_in = 64
        layers = []
        for i, depth in enumerate(depths):
            width = 64 << i
            stage: list[nn.Module] = []
            for j in range(depth):
                stage.append(block(c_in, width, stride=2 if i and j == 0 else 1))
                c_in = width * block.expansion
            layers.append(nn.Sequential(*stage))
        self.layer1, self.layer2, self.layer3 = layers
        self.dims = (256 * block.expansion, 128 * block.expansion, 64 * block.expansion)

    def forward(self, x: Tensor) -> Pyramid:
        """Encode normalised pictures (B, 3 + extra_planes, H, W)."""
        x = F.max_pool2d(F.relu(self.conv1(x)), 3, stride=2, padding=1)
        f4 = self.layer1(x)
        f8 = self.layer2(f4)
        return Pyramid(self.layer3(f8), f8, f4)


# --- pre-activation ResNet50 (He et al. 2016) --------------------------------------------------------------


class _ScaleShift(nn.Module):
    """Frozen batch norm: a scale and a shift per channel."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.bias = nn.Parameter(torch.zeros(dim))

    def forward(self, x: Tensor) -> Tensor:
        # Under autocast x may be narrower, and shall stay so.
        weight, bias = (values.to(x.dtype)[:, None, None] for values in (self.weight, self.bias))
        return x * weight + bias


class _PreActBottleneck(nn.Module):
    def __init__(self, c_in: int, width: int, *, stride: int, first: bool) -> None:
        super().__init__()
        self.norm = _ScaleShift(c_in)
        self.conv1 = nn.Conv2d(c_in, width, 1)
        self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=1)
        self.conv3 = nn.Conv2d(width, width * 4, 1)
        self.downsample = nn.Conv2d(c_in, width * 4, 1, stride=stride, bias=False) if first else None

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.norm(x))
        if self.downsample is not None:
            x = self.downsample(y)
        y = self.conv3(F.relu(self.conv2(F.relu(self.conv1(y)))))
        total: Tensor = x + y
        return total


class ResNet50V2(Backbone):
    """Pre-activation ResNet50 up to stage 3; its leading batch norm stands for a part of the normalisation."""

    dims = (1024, 512, 256)

    def __init__(self, *, extra_planes: int = 0) -> None:
        super().__init__()
        self.norm = _ScaleShift(3 + extra_planes)
        self.conv0 = nn.Conv2d(3 + extra_planes, 64, 7, stride=2, padding=3)
        c_in = 64
        stages = []
        for i, depth in enumerate((3, 4, 6)):
            width = 64 << i
            stage: list[nn.Module] = []
            for j in range(depth):
                stage.append(_PreActBottleneck(c_in, width, stride=2 if i and j == 0 else 1, first=j == 0))
                c_in = width * 4
            stages.append(nn.Sequential(*stage))
        self.stage1, self.stage2, self.stage3 = stages

    def forward(self, x: Tensor) -> Pyramid:
        """Encode normalised pictures (B, 3 + extra_planes, H, W)."""
        x = F.max_pool2d(F.relu(self.conv0(self.norm(x))), 3, stride=2, padding=1)
        f4 = self.stage1(x)
        f8 = self.stage2(f4)
        return Pyramid(self.stage3(f8), f8, f4)


def _resnet18(*, extra_planes: int = 0) -> Backbone:
    return ResNet(_Basic, (2, 2, 2), extra_planes=extra_planes)


def _resnet50(*, extra_planes: int = 0) -> Backbone:
    return ResNet(_Bottleneck, (3, 4, 6), extra_planes=extra_planes)


BACKBONES: Mapping[str, Callable[..., Backbone]] = {
    "mobilenetv2": MobileNetV2,
    "mobilenetv2-dense-stem": DenseStemMobileNetV2,
    "resnet18": _resnet18,
    "resnet50": _resnet50,
    "resnet50v2": ResNet50V2,
}
"""Constructors by name; each takes `extra_planes`, the number of input planes beside RGB."""

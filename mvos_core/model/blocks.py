"""Building blocks that encoders and decoder share."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class ResidualBlock(nn.Module):
    """Two 3×3 convolutions, pre-activated, around a shortcut; `wide` makes a changing shortcut 3×3 (STCN's)."""

    def __init__(self, c_in: int, c_out: int, *, wide: bool = False) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(c_in, c_out, 3, padding=1)
        self.conv2 = nn.Conv2d(c_out, c_out, 3, padding=1)
        kernel = 3 if wide else 1
        self.shortcut = (
            nn.Identity() if c_in == c_out else nn.Conv2d(c_in, c_out, kernel, padding=kernel // 2)
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, h, w) → (B, C', h, w)."""
        y: Tensor = self.conv2(F.relu(self.conv1(F.relu(x))))
        shortcut: Tensor = self.shortcut(x)
        return y + shortcut


class CBAM(nn.Module):
    """Channel, then spatial attention, added to its input (Woo et al. 2018, as STCN's fuser uses it)."""

    def __init__(self, dim: int, *, reduction: int = 16) -> None:
        super().__init__()
        self.squeeze = nn.Sequential(
            nn.Linear(dim, dim // reduction), nn.ReLU(inplace=True), nn.Linear(dim // reduction, dim)
        )
        self.spatial = nn.Conv2d(2, 1, 7, padding=3)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, h, w) → (B, C', h, w)."""
        channel = torch.sigmoid(self.squeeze(x.mean((2, 3))) + self.squeeze(x.amax((2, 3))))
        y = x * channel[:, :, None, None]
        both = torch.cat((y.amax(1, keepdim=True), y.mean(1, keepdim=True)), dim=1)
        return x + y * torch.sigmoid(self.spatial(both))


class ASPP(nn.Module):
    """Atrous spatial pyramid pooling (DeepLabv3): one 1×1 and three dilated 3×3 branches, fused, added."""

    def __init__(self, dim: int, branch_dim: int, *, rates: tuple[int, ...] = (2, 4, 8)) -> None:
        super().__init__()
        self.branches = nn.ModuleList([nn.Conv2d(dim, branch_dim, 1)])
        self.branches.extend(nn.Conv2d(dim, branch_dim, 3, padding=rate, dilation=rate) for rate in rates)
        self.fuse = nn.Conv2d(branch_dim * len(self.branches), dim, 1)

    def silenced(self) -> ASPP:
        """Begin by adding nothing, so that a network can take over the weights of one without it."""
        for parameter in self.fuse.parameters():
            nn.init.zeros_(parameter)
        return self

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, h, w) → (B, C', h, w)."""
        y = F.relu(x)
        fused: Tensor = self.fuse(torch.cat([F.relu(branch(y)) for branch in self.branches], dim=1))
        return x + fused

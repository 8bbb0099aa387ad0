"""The network that turns strokes into a mask: small, on the features of a student's key encoder, which stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor, nn
from torch.nn import functional as F

from mvos_core.atomic import write_whole
from mvos_core.model.backbones import BACKBONES
from mvos_core.model.blocks import ASPP, ResidualBlock
from mvos_core.model.checkpoint import read_weights, weights_digest
from mvos_core.model.config import BACKBONE_NAMES
from mvos_core.model.decoder import SlimUpsample
from mvos_core.model.encoders import Features
from mvos_core.model.network import MobileVOS
from mvos_core.types import MvosError

_CONFIG_KEY = "mobilevos_scribble_config"
_FEATURE_SCALE = 1 / 8
"""A trained backbone's features have a standard deviation of about 8."""


@dataclass(frozen=True, slots=True)
class ScribbleConfig:
    """All that is needed to rebuild the network; it travels in its checkpoint's metadata.

    Attributes:
        model: whose key encoder it looks through, a name in `CONFIGS`.
        encoder_sha256: the digest of that encoder's backbone; with any other weights the features mean nothing here.
        backbone: that backbone's name.
        planes: input planes at stride 4.
        dims: channels at strides 16, 8 and 4.
        aspp_dim: channels of each ASPP branch.
        match_dim: channels of each of the `match_heads` vectors by which pixels are compared with stroked ones.
    """

    model: str
    encoder_sha256: str
    backbone: str
    planes: int
    dims: tuple[int, int, int] = (96, 48, 32)
    aspp_dim: int = 32
    match_dim: int = 16
    match_heads: int = 4

    def check(self) -> None:
        """Raise ValueError where a value is not of its kind or beyond all reason."""
        numbers = (self.planes, *self.dims, self.aspp_dim, self.match_dim, self.match_heads)
        if self.backbone not in BACKBONE_NAMES or len(self.dims) != 3:
            raise ValueError("no such network")
        if any(type(n) is not int or not 1 <= n <= 1024 for n in numbers):
            raise ValueError("a setting is out of its range")

    @staticmethod
    def of(network: MobileVOS, *, planes: int) -> ScribbleConfig:
        """Return the configuration for a student's key encoder."""
        config = network.config
        return ScribbleConfig(config.name, encoder_digest(network), config.key_backbone, planes)

    @staticmethod
    def from_json(text: str) -> ScribbleConfig:
        """Read a configuration from a checkpoint's metadata.

        Raises:
            MvosError: it is not one, or was written by a newer version.
        """
        try:
            values: Mapping[str, Any] = json.loads(text)
            unknown = set(values) - {field.name for field in fields(ScribbleConfig)}
            if unknown:
                raise MvosError(
                    f"This scribble network has settings that are unknown here ({', '.join(sorted(unknown))}); "
                    "install a newer version of MobileVOS Studio."
                )
            config = ScribbleConfig(**{**values, "dims": tuple(values["dims"])})
            config.check()
            return config
        except (ValueError, TypeError, KeyError) as error:
            raise MvosError(
                "This file does not say what scribble network it holds; choose another."
            ) from error


def encoder_digest(network: MobileVOS) -> str:
    """Return the SHA-256 of the part of a key encoder that the scribble network looks through."""
    return weights_digest(network.key_encoder.backbone)


class _Matching(nn.Module):
    """How much each pixel looks like the most similar stroked one (as FEELVOS matches pixels, Voigtlaender et al. 2019).

    It says where else the object is, however far that is from the stroke.
    """

    def __init__(self, c_in: int, *, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.project = nn.Conv2d(c_in, dim * heads, 1)

    def forward(self, x: Tensor, strokes: Tensor) -> Tensor:
        """Compare features (B, C, h, w) with those at strokes (B, S, h, w) → cosines (B, S·heads, h, w); −1 without any."""
        b, _, h, w = x.shape
        vectors = F.normalize(self.project(x).reshape(b, self.heads, -1, h * w), dim=2)
        planes = []
        for picture, stroked in zip(vectors, strokes.flatten(2) > 0, strict=True):
            for chosen in stroked:
                some = picture[:, :, chosen]
                if some.shape[2]:
                    planes.append((some.transpose(1, 2) @ picture).amax(dim=1))
                else:
                    planes.append(picture.new_full((self.heads, h * w), -1.0))
        return torch.stack(planes).reshape(b, -1, h, w)


class ScribbleNetwork(nn.Module):
    """Features and stroke planes → logits at stride 4.

    The planes come down to stride 16, where dilated convolutions and the matching carry them across the object, and
    enter again as skips on the way up, so that an outline can follow a stroke.
    """

    def __init__(self, config: ScribbleConfig) -> None:
        super().__init__()
        self.config = config
        dim16, dim8, dim4 = BACKBONES[config.backbone]().dims
        d16, d8, d4 = config.dims
        self.planes4 = nn.Conv2d(config.planes, 16, 3, padding=1)
        self.planes8 = nn.Conv2d(16, 32, 3, stride=2, padding=1)
        self.picture8 = nn.Conv2d(dim8, 32, 1)
        self.both16 = nn.Conv2d(64, 64, 3, stride=2, padding=1)
        self.matching = _Matching(dim16, dim=config.match_dim, heads=config.match_heads)
        self.fuse = ResidualBlock(64 + dim16 + 2 * config.match_heads, d16)
        self.context = ASPP(d16, config.aspp_dim)
        self.up8 = SlimUpsample(dim8 + 32, d16, d8)
        self.up4 = SlimUpsample(dim4 + 16, d8, d4)
        self.point = nn.Conv2d(d4, 1, 1)

    def forward(self, features: Features, planes: Tensor) -> Tensor:
        """Segment B pictures.

        Args:
            features: of the key encoder.
            planes: (B, planes, H/4, W/4) in [0, 1] (`mvos_core.scribble.planes`).

        Returns:
            logits (B, 1, H/4, W/4).
        """
        f16, f8, f4 = (x * _FEATURE_SCALE for x in (features.f16, features.f8, features.f4))
        planes4 = F.relu(self.planes4(planes.to(f4.dtype)))
        planes8 = F.relu(self.planes8(planes4))
        both16 = F.relu(self.both16(torch.cat((planes8, F.relu(self.picture8(f8))), dim=1)))
        alike = self.matching(f16, F.max_pool2d(planes[:, 0:3:2], 4))
        x = self.context(self.fuse(torch.cat((both16, f16, alike.to(f16.dtype)), dim=1)))
        x = self.up8(x, torch.cat((f8, planes8), dim=1))
        x = self.up4(x, torch.cat((f4, planes4), dim=1))
        logits: Tensor = self.point(F.relu(x))
        return logits


def save_scribble(path: Path, network: ScribbleNetwork, *, notes: Mapping[str, str] | None = None) -> None:
    """Write the network in half precision, with its configuration and `notes` in the metadata, without the encoder."""
    tensors = {name: value.detach().half().contiguous().cpu() for name, value in network.state_dict().items()}
    text = json.dumps(asdict(network.config))
    write_whole(
        path, save(tensors, metadata={_CONFIG_KEY: text, **(notes or {})}), what="The scribble network"
    )


def load_scribble(path: Path) -> ScribbleNetwork:
    """Rebuild the network that `path` holds, in evaluation mode, float32.

    Raises:
        MvosError: the file is missing, corrupt, no scribble network, or does not fit its own configuration.
    """
    text, tensors = read_weights(path, config_key=_CONFIG_KEY)
    network = ScribbleNetwork(ScribbleConfig.from_json(text))
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise MvosError(f"The weights in {path} are not a scribble network's; choose another.") from error
    return network.eval().requires_grad_(False)


def check_encoder(network: ScribbleNetwork, student: MobileVOS, *, source: str) -> None:
    """Make sure that a student's key encoder is the one that a scribble network was trained on; `source` names the latter.

    Raises:
        MvosError: it is another.
    """
    if encoder_digest(student) != network.config.encoder_sha256:
        raise MvosError(
            f"{source} was trained on other weights of “{network.config.model}” than these; train it again with "
            "`mvos train resources/configs/scribble.toml`, or install the program again."
        )

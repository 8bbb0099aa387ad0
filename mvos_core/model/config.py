"""The published systems as configurations of one network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from mvos_core.types import MvosError

BACKBONE_NAMES = frozenset({"mobilenetv2", "mobilenetv2-dense-stem", "resnet18", "resnet50", "resnet50v2"})
LIGHT = "light"
"""The value encoder without a backbone of its own."""


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Everything that is needed to rebuild a network; it travels in its checkpoint's metadata.

    Attributes:
        name: what users call it.
        key_backbone, value_backbone: names in `BACKBONE_NAMES`; the latter may be `LIGHT`, which sees the picture
            only through the key encoder's features.
        key_dim, value_dim: Ck and Cv, the channels of a memory's keys and values.
        thin_dim: channels of the key encoder's stride-16 features that the decoder sees beside the readout.
        fuser_depth: residual blocks that follow the value encoder's fusing convolution.
        decoder_dims: channels of the decoder at strides 16, 8 and 4.
        aspp_dim: channels of each ASPP branch, 0 for a network without ASPP.
        slim_skips: the decoder narrows before it upsamples, and its skips are point-wise.
        wide_kernels: 3×3 kernels (STCN's) where the students make do with 1×1: shortcuts and the thin features.
        memory_every: 0 keeps only anchors and the previous frame; n keeps every nth frame too.
        memory_kept: how many of these are kept, the last ones, at half their size; 0 keeps all of them, whole.
        top_k: how many memory pixels a query pixel may read; 0 reads all of them.
    """

    name: str
    key_backbone: str
    value_backbone: str
    key_dim: int = 64
    value_dim: int = 128
    thin_dim: int = 64
    fuser_depth: int = 0
    decoder_dims: tuple[int, int, int] = (128, 64, 32)
    aspp_dim: int = 0
    slim_skips: bool = False
    wide_kernels: bool = False
    memory_every: int = 0
    memory_kept: int = 0
    top_k: int = 0

    @property
    def is_finite(self) -> bool:
        """Whether memory has one size however long a clip is."""
        return self.memory_every == 0 or self.memory_kept > 0

    def memory_sizes(self, height: int, width: int) -> tuple[tuple[int, int], ...]:
        """The (height, width) of the remembered frames that a frame of so many stride-16 pixels reads after one anchor.

        They are the anchor, the kept ones, and the previous frame; of a memory that is not finite only the two.
        """
        whole, half = (height, width), ((height + 1) // 2, (width + 1) // 2)
        return (whole, *[half] * (self.memory_kept if self.memory_every else 0), whole)

    def check(self) -> None:
        """Raise ValueError where a value is not of its kind or beyond all reason."""
        if self.key_backbone not in BACKBONE_NAMES or self.value_backbone not in BACKBONE_NAMES | {LIGHT}:
            raise ValueError("no such backbone")
        positive = (self.key_dim, self.value_dim, self.thin_dim, *self.decoder_dims)
        others = (self.fuser_depth, self.aspp_dim, self.memory_every, self.memory_kept, self.top_k)
        switches = (self.slim_skips, self.wide_kernels)
        whole = all(type(value) is int for value in (*positive, *others))
        whole = whole and all(type(value) is bool for value in switches)
        if (
            not whole
            or len(self.decoder_dims) != 3
            or min(positive) < 1
            or min(others) < 0
            or max(positive) > 4096
        ):
            raise ValueError("a setting is out of its range")

    def to_json(self) -> str:
        """Return the configuration as a JSON object."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> ModelConfig:
        """Read a configuration written by `to_json`.

        Raises:
            MvosError: it is not one, or was written by a newer version.
        """
        try:
            values: Mapping[str, Any] = json.loads(text)
            unknown = set(values) - {field.name for field in fields(ModelConfig)}
            if unknown:
                raise MvosError(
                    f"This checkpoint's model has settings that are unknown here ({', '.join(sorted(unknown))}); "
                    "install a newer version of MobileVOS Studio."
                )
            config = ModelConfig(**{**values, "decoder_dims": tuple(values["decoder_dims"])})
            config.check()
            return config
        except (ValueError, TypeError, KeyError) as error:
            raise MvosError(
                "This checkpoint does not say which model it is for; choose another one."
            ) from error


_EVERY = 4
_KEPT = 4
"""What students remember beside the anchors and the previous frame (docs/adr/0028)."""

CONFIGS: Mapping[str, ModelConfig] = {
    config.name: config
    for config in (
        ModelConfig("mobilenetv2", "mobilenetv2", "mobilenetv2", memory_every=_EVERY, memory_kept=_KEPT),
        ModelConfig(
            "mobilenetv2-aspp",
            "mobilenetv2",
            "mobilenetv2",
            aspp_dim=128,
            memory_every=_EVERY,
            memory_kept=_KEPT,
        ),
        ModelConfig(
            "resnet18",
            "resnet18",
            "resnet18",
            value_dim=160,
            thin_dim=96,
            decoder_dims=(160, 96, 48),
            aspp_dim=96,
            memory_every=_EVERY,
            memory_kept=_KEPT,
        ),
        ModelConfig(
            "mobilevos-lite",
            "mobilenetv2-dense-stem",
            LIGHT,
            value_dim=96,
            decoder_dims=(96, 48, 32),
            slim_skips=True,
            memory_every=_EVERY,
            memory_kept=3,
        ),
        ModelConfig(
            "stcn",
            "resnet50v2",
            "resnet18",
            value_dim=512,
            thin_dim=512,
            fuser_depth=2,
            decoder_dims=(512, 256, 256),
            wide_kernels=True,
            memory_every=5,
            top_k=20,
        ),
    )
}
"""`mobilenetv2`, `mobilenetv2-aspp` and `resnet18` are MobileVOS (CVPR 2023); `mobilevos-lite` is our student for
CPUs (docs/adr/0014); `stcn` is their teacher."""

DEFAULT_MODEL = "mobilenetv2"
DEFAULT_SIZE = 480
"""The working short side in pixels."""


def model_config(name: str) -> ModelConfig:
    """Return the configuration called `name`.

    Raises:
        MvosError: there is none.
    """
    try:
        return CONFIGS[name]
    except KeyError:
        raise MvosError(
            f"There is no model called “{name}”; choose one of {', '.join(CONFIGS)}.", exit_code=2
        ) from None

"""The reference engine: the network as it was trained, on a CPU, on CUDA or on Apple's MPS."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from mvos_core.model.memory import Remembered
from mvos_core.model.network import MobileVOS
from mvos_core.model.precision import autocast, faster_precision
from mvos_core.runtime.engine import Segmented
from mvos_core.types import Frame


def to_image(pixels: Frame, device: torch.device) -> Tensor:
    """Pixels uint8 (H, W, 3) → (1, 3, H, W) float in [0, 1], channels last in memory."""
    # A view of the (H, W, 3) buffer is already channels-last.
    return torch.from_numpy(np.ascontiguousarray(pixels)).to(device).permute(2, 0, 1)[None].float() / 255


class TorchEngine:
    """Eager torch in "fp32" or "bf16"; "auto" takes the faster."""

    def __init__(self, network: MobileVOS, *, device: torch.device, precision: str = "fp32") -> None:
        self._network = network
        self._device = device
        self._precision = faster_precision(device.type) if precision == "auto" else precision

    @property
    def name(self) -> str:
        """torch-fp32 or torch-bf16."""
        return f"torch-{self._precision}"

    @torch.inference_mode()
    def segment(self, pixels: Frame, remembered: Remembered) -> Segmented:
        """Segment a frame (`Engine.segment`)."""
        image = to_image(pixels, self._device)
        with autocast(self._device, self._precision):
            return step(self._network, image, remembered)


def step(network: MobileVOS, image: Tensor, remembered: Remembered) -> Segmented:
    """The whole step on an image (1, 3, H, W) in [0, 1]: encode, read, decode, aggregate, encode for memory."""
    features = network.encode_key(image)
    readout = remembered.read(features.key, top_k=network.config.top_k)
    logits = network.decode(features, readout).logits
    value = network.encode_value(image, features, network.probabilities(logits))
    return Segmented(logits, features.key, value)

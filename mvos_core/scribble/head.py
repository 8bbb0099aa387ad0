"""The scribble network at work on frames: it looks at a frame once, however many strokes follow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from mvos_core.config import resource
from mvos_core.model.checkpoint import load_model
from mvos_core.model.config import DEFAULT_SIZE
from mvos_core.model.encoders import Features
from mvos_core.model.network import MobileVOS
from mvos_core.model.precision import autocast, check_precision, find_device
from mvos_core.model.scribble import ScribbleNetwork, check_encoder, load_scribble
from mvos_core.runtime.pixels import resize_frame, resize_plane, working_size
from mvos_core.runtime.torch_engine import to_image
from mvos_core.scribble.planes import stroke_planes
from mvos_core.types import Frame, Mask, size_of


class ScribbleHead:
    """Turns strokes into masks; it keeps the features of the frame that it saw last. Used by one thread at a time."""

    def __init__(
        self, student: MobileVOS, network: ScribbleNetwork, *, device: str = "cpu", precision: str = "auto"
    ) -> None:
        """Prepare `network` and the key encoder of `student`, both moved to `device`; see `mvos_core.model.precision`."""
        check_precision(precision)
        self._device = find_device(device)
        self._precision = precision
        self._encoder, self._network = (
            module.to(self._device).to(memory_format=torch.channels_last).eval()  # type: ignore[call-overload]
            for module in (student.key_encoder, network)
        )
        self._seen: tuple[Frame, Features] | None = None

    @staticmethod
    def load(
        path: Path | None = None, *, student: str = "", device: str = "cpu", precision: str = "auto"
    ) -> ScribbleHead:
        """Load a scribble network and the student that it was trained on, by default the shipped ones.

        Raises:
            MvosError: a file is missing or damaged, or the two do not belong together.
        """
        path = path or resource("weights", "mobilevos-scribble.safetensors")
        network = load_scribble(path)
        encoding = load_model(student or network.config.model)
        check_encoder(network, encoding, source=str(path))
        return ScribbleHead(encoding, network, device=device, precision=precision)

    def __call__(
        self, frame: Frame, foreground: Mask, background: Mask, *, previous: Mask | None = None
    ) -> Mask:
        """Return the object that the strokes mean (`mvos_core.scribble.mask_from_scribbles`)."""
        logits = self.logits(frame, foreground, background, previous=previous)
        return resize_plane(logits, size_of(frame)) > 0

    @torch.inference_mode()
    def logits(
        self, frame: Frame, foreground: Mask, background: Mask, *, previous: Mask | None = None
    ) -> NDArray[np.float32]:
        """Return the object's logits, float32 (h, w), at a quarter of the working size."""
        height, width = working_size(size_of(frame), DEFAULT_SIZE)
        planes = stroke_planes(foreground, background, previous, (height // 4, width // 4))
        with autocast(self._device, self._precision):
            features = self._features(resize_frame(frame, (height, width)))
            logits = self._network(features, torch.tensor(planes[None], device=self._device))
        return np.asarray(logits[0, 0].float().cpu().numpy())

    def _features(self, pixels: Frame) -> Features:
        if self._seen is None or not np.array_equal(self._seen[0], pixels):
            self._seen = pixels.copy(), self._encoder(to_image(pixels, self._device))
        return self._seen[1]

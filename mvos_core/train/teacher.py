"""The frozen network that a student learns from."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from mvos_core.model.checkpoint import load_model
from mvos_core.model.network import MobileVOS
from mvos_core.train.config import TeacherSection
from mvos_core.train.unroll import Unrolled, unroll


@dataclass(frozen=True, slots=True)
class Teacher:
    """A trained network in evaluation mode, which sees the student's augmented frames with unbounded memory.

    It starts from the first frame's true labels, as the student does, and is fed its own predictions: what it teaches
    is how it would segment the clip by itself, and its work does not depend on the student's.
    """

    network: MobileVOS
    memory_every: int

    @staticmethod
    def load(section: TeacherSection, device: torch.device) -> Teacher:
        """Load the teacher that a configuration names.

        Raises:
            MvosError: there is no such checkpoint.
        """
        network = load_model(section.model).to(device).eval().requires_grad_(False)
        network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        return Teacher(network, section.memory_every)

    @torch.no_grad()
    def watch(self, frames: Tensor, first_labels: Tensor, *, objects: int) -> Unrolled:
        """Segment a clip: frames (B, T, 3, S, S) in [0, 1], labels int64 (B, S, S); nothing carries a gradient."""
        return unroll(
            self.network,
            frames,
            first_labels,
            objects=objects,
            memory_every=self.memory_every,
            top_k=self.network.config.top_k,
        )

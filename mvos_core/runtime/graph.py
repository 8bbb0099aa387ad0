"""A frame's whole step as one static graph, for runtimes that compile graphs."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from mvos_core.model.memory import Remembered
from mvos_core.model.network import MobileVOS
from mvos_core.runtime.torch_engine import step

OUTPUTS = ("logits", "key", "value")
_TRACED_SIDE = 64


@dataclass(frozen=True, slots=True)
class GraphShape:
    """What a graph is built for.

    Attributes:
        size: the working (height, width), multiples of 16.
        known: for each remembered frame, the rows of the objects that it knows (`Remembered.known`).
        memory: for each remembered frame, its (height, width) at stride 16.
    """

    size: tuple[int, int]
    known: tuple[tuple[int, ...], ...]
    memory: tuple[tuple[int, int], ...]

    def shapes(self, key_dim: int, value_dim: int) -> tuple[tuple[int, ...], ...]:
        """The inputs' shapes, in their order."""
        keys = [(1, key_dim, *size) for size in self.memory]
        values = [
            (1, len(rows), value_dim, *size) for rows, size in zip(self.known, self.memory, strict=True)
        ]
        return ((1, *self.size, 3), *keys, *values)


def input_names(frames: int) -> tuple[str, ...]:
    """The names of the inputs, in order: pixels, then every remembered frame's key, then every frame's value."""
    return ("pixels", *(f"key{i}" for i in range(frames)), *(f"value{i}" for i in range(frames)))


class StepGraph(nn.Module):
    """Pixels uint8 (1, H, W, 3) and memory as inputs; logits at stride 4 and the frame's own memory as outputs."""

    def __init__(self, network: MobileVOS, known: tuple[tuple[int, ...], ...]) -> None:
        super().__init__()
        self.network = network
        self.known = known

    def forward(self, pixels: Tensor, *memory: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`memory` holds every frame's key, then every frame's value."""
        image = pixels.permute(0, 3, 1, 2).float() / 255
        count = len(self.known)
        result = step(self.network, image, Remembered(memory[:count], memory[count:], self.known))
        return result.logits, result.key, result.value


@torch.no_grad()
def traced(
    network: MobileVOS, known: tuple[tuple[int, ...], ...]
) -> tuple[torch.jit.ScriptModule, list[Tensor]]:
    """Trace a network's step with its example inputs, at a small size: the graph holds for every other size too."""
    small = (_TRACED_SIDE // 16, _TRACED_SIDE // 16)
    shape = GraphShape((_TRACED_SIDE, _TRACED_SIDE), known, (small,) * len(known))
    config = network.config
    shapes = shape.shapes(config.key_dim, config.value_dim)
    examples = [torch.zeros(shapes[0], dtype=torch.uint8), *(torch.zeros(each) for each in shapes[1:])]
    with warnings.catch_warnings():
        # What the trace fixes is what a graph is built for; that tracing is out of fashion is no news to a user.
        warnings.simplefilter("ignore")
        script = torch.jit.trace(  # type: ignore[no-untyped-call]
            StepGraph(network, known).eval(), tuple(examples), check_trace=False
        )
    return script, examples


def inputs_of(remembered: Remembered) -> Sequence[Tensor]:
    """The memory's tensors in the order of the graph's inputs."""
    return (*remembered.keys, *remembered.values)

"""What an engine is."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from torch import Tensor

from mvos_core.model.memory import Remembered
from mvos_core.types import Frame, MvosError

ENGINES = ("auto", "torch", "openvino")


class Segmented(NamedTuple):
    """One frame's result; float32 or bfloat16, on the engine's device.

    logits (1, K, H/4, W/4), one object against all else; key (1, Ck, h, w) and value (1, K, Cv, h, w) to remember it by.
    """

    logits: Tensor
    key: Tensor
    value: Tensor


class Engine(Protocol):
    """Segments a frame of the working size and encodes it for memory, in one call. Used by one thread at a time."""

    @property
    def name(self) -> str:
        """What users call it, such as torch-bf16."""

    def segment(self, pixels: Frame, remembered: Remembered) -> Segmented:
        """Segment the K objects that `remembered` knows in `pixels`, uint8 (H, W, 3), H and W multiples of 16.

        Nothing that is returned is overwritten by a later call.
        """


def check_engine(name: str) -> None:
    """Raise MvosError unless `name` is one of `ENGINES`."""
    if name not in ENGINES:
        raise MvosError(f"There is no engine “{name}”; choose one of {', '.join(ENGINES)}.", exit_code=2)

"""Filling holes in clips: one protocol and the methods behind it."""

from __future__ import annotations

from mvos_core.inpaint.classical import PerFrame, SpatialFill, navier_stokes, telea
from mvos_core.inpaint.lama import LamaFill
from mvos_core.inpaint.protocol import Filled, Inpainter, MaskedFrame, paste
from mvos_core.inpaint.temporal import Temporal
from mvos_core.types import MvosError

__all__ = [
    "DEFAULT_METHOD",
    "METHODS",
    "Filled",
    "Inpainter",
    "MaskedFrame",
    "SpatialFill",
    "make_inpainter",
    "paste",
]

METHODS = {
    "temporal": "from other frames; what none shows is invented once and carried along",
    "temporal-lama": "the same, with LaMa as the inventor",
    "lama": "LaMa on every frame by itself",
    "telea": "instant preview by fast marching",
    "ns": "instant preview by fluid dynamics",
}
"""What each method does, by name."""

DEFAULT_METHOD = "temporal"


def make_inpainter(method: str = DEFAULT_METHOD, *, device: str = "cpu") -> Inpainter:
    """Return the inpainter of a method.

    Args:
        method: one of `METHODS`.
        device: torch's name for what LaMa runs on.

    Raises:
        MvosError: there is no such method.
    """
    if method == "temporal":
        return Temporal()
    if method == "temporal-lama":
        return Temporal(spatial=LamaFill(device=device))
    if method == "lama":
        return PerFrame(LamaFill(device=device))
    if method == "telea":
        return PerFrame(telea)
    if method == "ns":
        return PerFrame(navier_stokes)
    raise MvosError(f"There is no removal method {method}; choose {', '.join(METHODS)}.", exit_code=2)

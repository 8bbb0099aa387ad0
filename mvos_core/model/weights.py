"""Which weights ship with the program. This does not need torch."""

from __future__ import annotations

from pathlib import Path

from mvos_core.config import resource
from mvos_core.model.config import CONFIGS, model_config
from mvos_core.types import MvosError


def shipped_models() -> tuple[str, ...]:
    """Return the names of the configurations that have weights here."""
    return tuple(name for name in CONFIGS if weights_file(name))


def weights_file(name: str) -> Path | None:
    """Return the path of the weights shipped for configuration `name`, or None where none are shipped yet."""
    model_config(name)
    try:
        return resource("weights", f"mobilevos-{name.removeprefix('mobilevos-')}.safetensors")
    except MvosError:
        return None


def quantized_file(name: str) -> Path | None:
    """Return the path of the int8 graph shipped for configuration `name`, or None where none is."""
    try:
        return resource("weights", f"mobilevos-{name.removeprefix('mobilevos-')}-int8.xml")
    except MvosError:
        return None

"""How well, and so how fast, frames are masked: which network, what it sees, and what it computes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mvos_core.model.config import DEFAULT_MODEL, DEFAULT_SIZE
from mvos_core.model.weights import shipped_models

LEAST_SIZE, GREATEST_SIZE = 32, 1440
_LITE = "mobilevos-lite"


@dataclass(frozen=True, slots=True)
class Quality:
    """What a run is computed with.

    Attributes:
        model: a shipped model's name, or the path of a .safetensors file.
        size: the working short side in pixels.
        device: "auto" for the fastest kind here, or torch's name.
        follow: the network looks at the part of each frame around small objects (`mvos_core.follow`).
    """

    model: str = DEFAULT_MODEL
    size: int = DEFAULT_SIZE
    device: str = "auto"
    follow: bool = False

    @property
    def model_name(self) -> str:
        """The model's name, without the folder that it lies in."""
        return Path(self.model).stem

    def plain(self) -> dict[str, object]:
        """Return what a project keeps: all but the device, which belongs to the machine."""
        return {"model": self.model, "size": self.size, "follow": self.follow}

    @staticmethod
    def of_plain(values: Mapping[str, object], default: Quality) -> Quality:
        """Read what `plain` returned; what is missing, makes no sense or does not exist here is the `default`'s.

        A device may be among the values too.
        """
        model, size, follow, device = (values.get(name) for name in ("model", "size", "follow", "device"))
        return replace(
            default,
            model=model if isinstance(model, str) and _exists(model) else default.model,
            size=size if type(size) is int and LEAST_SIZE <= size <= GREATEST_SIZE else default.size,
            device=device if isinstance(device, str) else default.device,
            follow=follow if isinstance(follow, bool) else default.follow,
        )


def _exists(model: str) -> bool:
    return model in shipped_models() or (model.endswith(".safetensors") and Path(model).is_file())


DEFAULT_QUALITY = Quality()

PRESETS: Mapping[str, Quality] = {
    "draft": Quality(_LITE, 336),
    "fast": Quality(_LITE, 480),
    "balanced": DEFAULT_QUALITY,
    "fine": Quality("resnet18"),
}
"""From the fastest to the finest."""


def preset_of(quality: Quality) -> str | None:
    """Return the preset that a quality is, on whichever device, or None."""
    here = replace(quality, device="auto")
    return next((name for name, preset in PRESETS.items() if preset == here), None)


class QualityChoice(QObject):
    """The quality of the next run; `changed` when another one is chosen."""

    changed = Signal()

    def __init__(self, quality: Quality | None = None, parent: QObject | None = None) -> None:
        """A `quality` given here, on the command line, stays until another one is chosen, whatever projects say."""
        super().__init__(parent)
        self._quality = quality or DEFAULT_QUALITY
        self._is_given = quality is not None

    @property
    def quality(self) -> Quality:
        """What is chosen."""
        return self._quality

    @property
    def is_given(self) -> bool:
        """Whether it comes from the command line and is to stay."""
        return self._is_given

    def choose(self, quality: Quality) -> None:
        """Mask with another quality from the next run on."""
        self._is_given = False
        self._set(quality)

    def suggest(self, quality: Quality) -> None:
        """Take what was used before, unless the command line says otherwise."""
        if not self._is_given:
            self._set(quality)

    def _set(self, quality: Quality) -> None:
        if quality != self._quality:
            self._quality = quality
            self.changed.emit()

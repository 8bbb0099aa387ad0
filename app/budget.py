"""What a run will cost here: time, memory, disk; measured where this machine has done the like, estimated elsewhere."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from app.quality import Quality
from mvos_core.masks.track import MaskEntry

_SHARE_OF_PIXELS = 0.85
"""Time grows with the working size's pixels to this power; with twice the sides, 3.2 and 3.5 times (docs/benchmarks.md)."""
_FOLLOWING = 1.11
"""Times as much time (docs/adr/0019)."""
_MODELS: Mapping[str, tuple[float, float]] = {
    "mobilenetv2": (1.0, 0.63),
    "mobilenetv2-aspp": (1.09, 0.63),
    "resnet18": (2.8, 0.63),
    "mobilevos-lite": (0.56, 0.3),
}
"""A model's time relative to mobilenetv2's, and what each further object adds to its own (docs/benchmarks.md)."""
_PROCESS_MB = 420.0
_MB_PER_MEGAPIXEL = 300.0
_MB_PER_FURTHER_OBJECT = 130.0
"""Of memory, the latter two per working megapixel; within 15 % of what fresh processes took (docs/adr/0023)."""
_MOST_REMEMBERED = 100
_PALETTE_BYTES = 1055
_BYTES_PER_SIDE = 2.5
"""Of a mask's file: what every one has, and what an object adds per square root of the pixels (DAVIS 2016 train)."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a step's cost depends on: the quality, the frames' (height, width), the number of objects."""

    quality: Quality
    size: tuple[int, int]
    n_objects: int = 1

    @property
    def key(self) -> str:
        """A name to remember it by."""
        quality = self.quality
        follow = " follow" if quality.follow else ""
        height, width = self.size
        return f"{quality.model} {quality.size} {quality.device}{follow} {width}x{height} K{self.n_objects}"

    @property
    def megapixels(self) -> float:
        """What the network sees."""
        return self.quality.size**2 * max(self.size) / min(self.size) / 1e6

    def relative_time(self) -> float:
        """Return the time of a step in units that cancel when two loads are compared."""
        model, per_object = _MODELS.get(self.quality.model_name, _MODELS["mobilenetv2"])
        objects = 1 + per_object * (max(self.n_objects, 1) - 1)
        follow = _FOLLOWING if self.quality.follow else 1.0
        return float(model * objects * follow * self.megapixels**_SHARE_OF_PIXELS)

    def relative_memory_mb(self) -> float:
        """Return about how much memory the network and its libraries take."""
        objects = _MB_PER_FURTHER_OBJECT * (max(self.n_objects, 1) - 1)
        return _PROCESS_MB + (_MB_PER_MEGAPIXEL + objects) * self.megapixels


@dataclass(frozen=True, slots=True)
class Measured:
    """What a step took here, in ms, and the process's memory meanwhile, in 2²⁰ bytes."""

    step_ms: float
    memory_mb: float


class Measurements:
    """What was measured on this machine, by load; as plain words, to be remembered."""

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        self._found: dict[str, tuple[Load, Measured]] = {}
        for text in (words or {}).values():
            with suppress(ValueError, TypeError):  # written by another version
                self.add(*_decoded(text))

    def add(self, load: Load, measured: Measured) -> None:
        """Remember what a load took; what was measured before is forgotten."""
        if math.isfinite(measured.step_ms) and measured.step_ms > 0:
            self._found.pop(load.key, None)
            self._found[load.key] = load, measured
            for oldest in list(self._found)[:-_MOST_REMEMBERED]:
                del self._found[oldest]

    def exact(self, load: Load) -> Measured | None:
        """Return what this very load took."""
        found = self._found.get(load.key)
        return found[1] if found else None

    def estimate(self, load: Load) -> Measured | None:
        """Return what a load takes as far as the most similar measured one on its device tells; None without any."""
        known = [each for each in self._found.values() if each[0].quality.device == load.quality.device]
        if not known:
            return None
        other, measured = min(known, key=lambda each: _distance(each[0], load))
        ratio = load.relative_time() / other.relative_time()
        more_mb = load.relative_memory_mb() - other.relative_memory_mb()
        return Measured(measured.step_ms * ratio, max(measured.memory_mb + more_mb, _PROCESS_MB))

    def words(self) -> dict[str, str]:
        """Return all that was measured, to be remembered."""
        return {key: _encoded(*found) for key, found in self._found.items()}


def _distance(one: Load, other: Load) -> float:
    apart = abs(math.log(one.relative_time() / other.relative_time()))
    return apart + (one.quality.model != other.quality.model) + (one.size != other.size)


def _encoded(load: Load, measured: Measured) -> str:
    quality = load.quality
    row = [quality.model, quality.size, quality.device, quality.follow, *load.size, load.n_objects]
    return json.dumps([*row, round(measured.step_ms, 2), round(measured.memory_mb)])


def _decoded(text: str) -> tuple[Load, Measured]:
    model, size, device, follow, height, width, n_objects, step_ms, memory_mb = json.loads(text)
    quality = Quality(str(model), int(size), str(device), bool(follow))
    load = Load(quality, (int(height), int(width)), int(n_objects))
    if min(*load.size, quality.size) < 1:
        raise ValueError("no such frame")
    return load, Measured(float(step_ms), float(memory_mb))


@dataclass(frozen=True, slots=True)
class Budget:
    """What a run will take.

    Attributes:
        step_ms: for a frame; None while nothing is known of this machine.
        seconds: for all of it; None likewise.
        memory_mb: of the whole process, in 2²⁰ bytes.
        disk_mb: of all masks once they are saved, in 10⁶ bytes.
        is_measured: whether time and memory are those of this very load, rather than of the most similar one.
        disk_is_measured: whether masks of this clip tell their size, rather than other clips' masks.
    """

    step_ms: float | None
    seconds: float | None
    memory_mb: float
    disk_mb: float
    is_measured: bool
    disk_is_measured: bool


def budget_for(
    load: Load, measurements: Measurements, *, n_steps: int, entries: Iterable[MaskEntry], n_new: int
) -> Budget:
    """Return what `n_steps` steps cost; `entries` are the masks that there are, `n_new` how many there are to be more."""
    exact = measurements.exact(load)
    taken = exact or measurements.estimate(load)
    sizes = [len(entry.png) for entry in entries]
    height, width = load.size
    typical = _PALETTE_BYTES + _BYTES_PER_SIDE * math.sqrt(height * width) * max(load.n_objects, 1)
    each = sum(sizes) / len(sizes) if sizes else typical
    return Budget(
        step_ms=taken.step_ms if taken else None,
        seconds=n_steps * taken.step_ms / 1000 if taken else None,
        memory_mb=taken.memory_mb if taken else load.relative_memory_mb(),
        disk_mb=(sum(sizes) + n_new * each) / 1e6,
        is_measured=exact is not None,
        disk_is_measured=bool(sizes),
    )


def whole(load: Load) -> Load:
    """Return the load of looking at whole frames: it is what can be measured without a clip's own objects."""
    return replace(load, quality=replace(load.quality, follow=False))

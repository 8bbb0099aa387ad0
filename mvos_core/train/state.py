"""What a training run needs to go on exactly where it stopped, as a safetensors file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from mvos_core.atomic import write_whole
from mvos_core.types import MvosError


@dataclass(frozen=True, slots=True)
class Resumed:
    """Steps done and seconds of training spent so far."""

    step: int
    elapsed_s: float


def save_state(
    path: Path,
    trained: Mapping[str, nn.Parameter],
    average: Mapping[str, Tensor],
    optimizer: torch.optim.AdamW,
    resumed: Resumed,
    *,
    settings: str,
) -> None:
    """Write the trained parameters, their averages and the optimiser's moments in full precision; replaces atomically.

    `settings` says what the run was begun with; `load_state` must be given the same.
    """
    tensors = {f"average.{name}": value.detach().contiguous() for name, value in average.items()}
    for name, parameter in trained.items():
        tensors[f"weight.{name}"] = parameter.detach().contiguous()
        for key, value in optimizer.state.get(parameter, {}).items():
            tensors[f"{key}.{name}"] = torch.as_tensor(value).detach().contiguous()
    notes = {"step": str(resumed.step), "elapsed_s": repr(resumed.elapsed_s), "settings": settings}
    write_whole(path, save(tensors, metadata=notes), what="The training state")


def load_state(
    path: Path,
    trained: Mapping[str, nn.Parameter],
    average: Mapping[str, Tensor],
    optimizer: torch.optim.AdamW,
    *,
    settings: str,
) -> Resumed:
    """Put a saved state back into the parameters, their averages and the optimiser.

    Raises:
        MvosError: the file is damaged, is another network's, or the run was begun with other settings.
    """
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
            notes = file.metadata()
        if not _agree(json.loads(notes["settings"]), json.loads(settings)):
            raise MvosError(
                f"The run in {path.parent} was begun with other data, batches or seed; start over with --fresh, "
                "or choose another run.out.",
                exit_code=2,
            )
        with torch.no_grad():
            for name, averaged in average.items():
                averaged.copy_(tensors[f"average.{name}"])
            for name, parameter in trained.items():
                parameter.copy_(tensors[f"weight.{name}"])
                moments = {key: tensors.get(f"{key}.{name}") for key in ("step", "exp_avg", "exp_avg_sq")}
                kept = {key: value for key, value in moments.items() if value is not None}
                if kept:
                    optimizer.state[parameter] = {
                        # In the parameter's own memory layout: loops over another round differently.
                        key: value.clone() if key == "step" else torch.empty_like(parameter).copy_(value)
                        for key, value in kept.items()
                    }
        return Resumed(int(notes["step"]), float(notes["elapsed_s"]))
    except (OSError, SafetensorError, KeyError, ValueError, RuntimeError) as error:
        raise MvosError(
            f"The training state {path} is damaged or of another model; delete it to start over, or choose another run.out."
        ) from error


def _agree(then: Any, now: Any) -> bool:
    """Whether a run may go on: settings that were unknown when it was begun may have any value."""
    if isinstance(then, dict) and isinstance(now, dict):
        return all(_agree(value, now.get(key)) for key, value in then.items())
    return bool(then == now)

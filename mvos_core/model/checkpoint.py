"""Checkpoints: safetensors files that rebuild their own network. Nothing is unpickled."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from mvos_core.atomic import write_whole
from mvos_core.model.config import ModelConfig
from mvos_core.model.network import MobileVOS
from mvos_core.model.weights import shipped_models, weights_file
from mvos_core.types import MvosError

_CONFIG_KEY = "mobilevos_config"


def save_checkpoint(path: Path, network: MobileVOS, *, notes: Mapping[str, str] | None = None) -> None:
    """Write `network` in half precision, with its configuration and `notes` in the metadata; the folder must exist."""
    tensors = {name: value.detach().half().contiguous().cpu() for name, value in network.state_dict().items()}
    content = save(tensors, metadata={_CONFIG_KEY: network.config.to_json(), **(notes or {})})
    write_whole(path, content, what="The checkpoint")


def read_notes(path: Path) -> dict[str, str]:
    """Return a checkpoint's metadata: `mobilevos_config` and what training noted."""
    with _open(path) as file:
        return dict(file.metadata() or {})


def licence_of(name_or_path: str) -> str:
    """Return the licence that a shipped model's weights or a checkpoint name, "" where they name none."""
    path = Path(name_or_path) if name_or_path.endswith(".safetensors") else weights_file(name_or_path)
    return read_notes(path).get("licence", "") if path else ""


def load_checkpoint(path: Path) -> MobileVOS:
    """Rebuild the network that `path` holds, in evaluation mode, float32.

    Raises:
        MvosError: the file is missing, corrupt, no checkpoint of ours, or does not fit its own configuration.
    """
    text, tensors = read_weights(path, config_key=_CONFIG_KEY)
    config = ModelConfig.from_json(text)
    network = MobileVOS(config)
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise MvosError(
            f"The weights in {path} do not fit the model “{config.name}” that it names; choose another."
        ) from error
    network.origin = path
    return network.eval().requires_grad_(False)


def read_weights(path: Path, *, config_key: str) -> tuple[str, dict[str, torch.Tensor]]:
    """Return the configuration that a file's metadata hold under `config_key`, and its tensors in float32.

    Raises:
        MvosError: the file is missing, corrupt, or has no such configuration.
    """
    with _open(path) as file:
        text = (file.metadata() or {}).get(config_key)
        if text is None:
            raise MvosError(f"{path} was not written by MobileVOS Studio; choose one of its checkpoints.")
        try:
            return text, {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118 (not a mapping)
        except SafetensorError as error:
            raise MvosError(f"The checkpoint {path} is damaged; copy or download it again.") from error


def load_model(name_or_path: str) -> MobileVOS:
    """Load a shipped model by its name, or a checkpoint by its path (anything that ends in .safetensors).

    Raises:
        MvosError: as `load_checkpoint`; an unknown name; a configuration that ships without weights.
    """
    if name_or_path.endswith(".safetensors"):
        return load_checkpoint(Path(name_or_path))
    path = weights_file(name_or_path)
    if path is None:
        shipped = shipped_models()
        raise MvosError(
            f"There are no weights for “{name_or_path}” in this installation; use {' or '.join(shipped) or 'a checkpoint'}, "
            "or give the path of a .safetensors file that `mvos train` wrote."
        )
    network = load_checkpoint(path)
    if network.config.name != name_or_path:
        raise MvosError(
            f"{path} holds the model “{network.config.name}”, not “{name_or_path}”; install the program again."
        )
    return network


def digest(network: MobileVOS) -> str:
    """Return a hexadecimal SHA-256 of a network's configuration and weights."""
    return weights_digest(network, start=network.config.to_json())


def weights_digest(module: torch.nn.Module, *, start: str = "") -> str:
    """Return a hexadecimal SHA-256 of a module's weights, and of what they are preceded by."""
    total = hashlib.sha256(start.encode())
    for name, tensor in sorted(module.state_dict().items()):
        total.update(name.encode())
        total.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return total.hexdigest()


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def count_parameters(network: torch.nn.Module) -> int:
    """Return the number of weights."""
    return sum(parameter.numel() for parameter in network.parameters())


def _open(path: Path) -> safe_open:
    try:
        return safe_open(path, framework="pt")
    except FileNotFoundError as error:
        raise MvosError(f"There is no checkpoint {path}; check the path.") from error
    except (OSError, SafetensorError) as error:
        raise MvosError(
            f"The checkpoint {path} is damaged or not a safetensors file; copy or download it again."
        ) from error

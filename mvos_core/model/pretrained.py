"""Starting weights for backbones: other projects' files, with batch norm folded in on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from mvos_core.model.backbones import Backbone, ResNet50V2
from mvos_core.types import MvosError

_BATCH_NORM_EPS = 1e-5  # torchvision's and Gluon's


def load_backbone(backbone: Backbone, weights: Path | Mapping[str, Tensor]) -> None:
    """Start `backbone` from a safetensors file or state dict in torchvision's names, batch norm folded or not.

    Pre-activation ResNet50 is read from the ONNX model zoo's names. Layers beyond stride 16 and classifiers are
    left out; input planes beside RGB keep their fresh weights.

    Raises:
        MvosError: the file cannot be read, or holds another network.
    """
    source = str(weights) if isinstance(weights, Path) else "The state dict"
    if isinstance(weights, Path):
        try:
            weights = load_file(weights)
        except (OSError, SafetensorError) as error:
            raise MvosError(
                f"{source} is not a readable safetensors file; check the path or copy it again."
            ) from error
    found = {name: tensor.float() for name, tensor in weights.items()}
    folded = _from_gluon(found) if isinstance(backbone, ResNet50V2) else _fold_batch_norms(found)
    with torch.no_grad():
        for name, parameter in backbone.named_parameters():
            if name not in folded:
                raise MvosError(
                    f"{source} lacks {name}, so it is not a {type(backbone).__name__}; choose another file."
                )
            value = folded[name]
            target: Tensor = parameter
            if value.shape != parameter.shape and name in _FIRST:
                axis = 1 if parameter.dim() > 1 else 0
                target = parameter.narrow(axis, 0, 3)
            if value.shape != target.shape:
                raise MvosError(
                    f"{source} has {name} of shape {tuple(value.shape)} where a {type(backbone).__name__} has "
                    f"{tuple(target.shape)}; choose another file."
                )
            target.copy_(value)


def take_over(network: nn.Module, relative: nn.Module) -> None:
    """Copy from a related network every weight that agrees in name and shape.

    Raises:
        MvosError: none does.
    """
    own, theirs = network.state_dict(), relative.state_dict()
    shared = {name: value for name, value in theirs.items() if name in own and own[name].shape == value.shape}
    if not shared:
        raise MvosError("The two networks have no layer in common; start from another checkpoint.")
    network.load_state_dict(shared, strict=False)


_FIRST = frozenset({"features.0.0.weight", "conv1.weight", "conv0.weight", "norm.weight", "norm.bias"})
"""Parameters whose input planes may be more than a pretrained network's three."""


def _batch_norm_after(conv: str) -> str:
    """Return the name of the batch norm that follows a convolution in torchvision's networks."""
    head, _, last = conv.rpartition(".")
    last = str(int(last) + 1) if last.isdigit() else last.replace("conv", "bn")
    return f"{head}.{last}" if head else last


def _fold_batch_norms(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    folded: dict[str, Tensor] = {}
    for name, weight in weights.items():
        conv, _, kind = name.rpartition(".")
        norm = _batch_norm_after(conv)
        variance = weights.get(f"{norm}.running_var")
        if kind == "weight" and variance is not None and len(variance) == len(weight):
            scale, shift = _scale_shift(
                *(weights[f"{norm}.{p}"] for p in ("weight", "bias", "running_mean", "running_var"))
            )
            folded[name] = weight * scale[:, None, None, None]
            folded[f"{conv}.bias"] = shift
        elif kind in ("weight", "bias"):
            folded.setdefault(name, weight)
    return folded


def _scale_shift(gamma: Tensor, beta: Tensor, mean: Tensor, var: Tensor) -> tuple[Tensor, Tensor]:
    scale = gamma / torch.sqrt(var + _BATCH_NORM_EPS)
    return scale, beta - mean * scale


def _from_gluon(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Translate resnet50-v2's creation-order names: a block's norms and convolutions alternate, shortcut last."""
    named = {re.sub(r"^resnetv\d+_", "", name): tensor for name, tensor in weights.items()}
    prefix_free = {name: tensor for name, tensor in named.items() if not name.startswith("dense")}
    result: dict[str, Tensor] = {}

    def norm(which: str) -> tuple[Tensor, Tensor]:
        return _scale_shift(
            *(prefix_free[f"{which}_{p}"] for p in ("gamma", "beta", "running_mean", "running_var"))
        )

    def fold(conv: str, bn: str | None, into: str) -> None:
        weight = prefix_free[f"{conv}_weight"]
        scale, shift = norm(bn) if bn else (torch.ones(len(weight)), torch.zeros(len(weight)))
        result[f"{into}.weight"] = weight * scale[:, None, None, None]
        result[f"{into}.bias"] = shift

    try:
        result["norm.weight"], result["norm.bias"] = norm("batchnorm0")
        fold("conv0", "batchnorm1", "conv0")
        for stage, depth in enumerate((3, 4, 6), start=1):
            conv = 0
            for block in range(depth):
                into, old = f"stage{stage}.{block}", f"stage{stage}"
                result[f"{into}.norm.weight"], result[f"{into}.norm.bias"] = norm(
                    f"{old}_batchnorm{3 * block}"
                )
                fold(f"{old}_conv{conv}", f"{old}_batchnorm{3 * block + 1}", f"{into}.conv1")
                fold(f"{old}_conv{conv + 1}", f"{old}_batchnorm{3 * block + 2}", f"{into}.conv2")
                fold(f"{old}_conv{conv + 2}", None, f"{into}.conv3")
                if block == 0:
                    result[f"{into}.downsample.weight"] = prefix_free[f"{old}_conv{conv + 3}_weight"]
                conv += 4 if block == 0 else 3
    except KeyError as error:
        raise MvosError(
            f"The weights lack {error}, so they are not a pre-activation ResNet50's; choose another file."
        ) from error
    return result

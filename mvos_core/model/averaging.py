"""Averaging the weights of checkpoints that went on from one another ("model soups", Wortsman et al., ICML 2022)."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from mvos_core.model.network import MobileVOS
from mvos_core.types import MvosError


def averaged(networks: Sequence[MobileVOS]) -> MobileVOS:
    """Return a network with the mean of the others' weights, and the configuration of the last.

    That is better than each of them where they lie in one valley, as a stage's result and what it started from do.

    Raises:
        MvosError: there are fewer than two, or they are not of one shape.
    """
    if len(networks) < 2:
        raise MvosError("Give at least two checkpoints to average.", exit_code=2)
    states = [network.state_dict() for network in networks]
    shapes = [{name: tensor.shape for name, tensor in state.items()} for state in states]
    if any(each != shapes[0] for each in shapes):
        names = ", ".join(network.config.name for network in networks)
        raise MvosError(f"Only checkpoints of one model can be averaged, not of {names}.", exit_code=2)
    result = MobileVOS(networks[-1].config)
    result.load_state_dict(
        {name: torch.stack([state[name].double() for state in states]).mean(dim=0) for name in states[0]}
    )
    return result.eval().requires_grad_(False)

import pytest
import torch

from mvos_core.model.averaging import averaged
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.types import MvosError


def network(name: str, seed: int) -> MobileVOS:
    torch.manual_seed(seed)
    return MobileVOS(model_config(name)).eval()


def test_every_weight_is_the_mean() -> None:
    parts = [network("mobilevos-lite", seed) for seed in range(3)]
    mean = averaged(parts).state_dict()
    states = [part.state_dict() for part in parts]
    assert mean.keys() == states[0].keys()
    for name, tensor in mean.items():
        torch.testing.assert_close(tensor, sum(state[name] for state in states) / 3)


def test_what_cannot_be_averaged() -> None:
    lite = network("mobilevos-lite", 0)
    with pytest.raises(MvosError, match="at least two"):
        averaged([lite])
    with pytest.raises(MvosError, match="not of mobilevos-lite, mobilenetv2"):
        averaged([lite, network("mobilenetv2", 0)])

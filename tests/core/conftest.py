import pytest
import torch

from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import Propagator


@pytest.fixture(scope="session")
def propagator() -> Propagator:
    torch.manual_seed(0)
    return Propagator(MobileVOS(model_config("mobilenetv2")), size=48, precision="fp32")

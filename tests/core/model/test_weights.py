"""What ships, and what there is to compute on."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from mvos_core.model.config import CONFIGS
from mvos_core.model.precision import available_devices, find_device
from mvos_core.model.weights import shipped_models, weights_file


def test_shipped_models_are_those_with_weights() -> None:
    assert {"mobilenetv2", "mobilevos-lite"} <= set(shipped_models())
    assert all(weights_file(name) is None for name in set(CONFIGS) - set(shipped_models()))


def test_what_ships_is_known_without_torch() -> None:
    code = "import sys; from mvos_core.model.weights import shipped_models as s; s(); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_auto_is_the_fastest_kind_of_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert available_devices() == ("cpu",)
    assert find_device("auto") == torch.device("cpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert available_devices() == ("cuda", "cpu")

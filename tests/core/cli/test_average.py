from collections.abc import Callable
from pathlib import Path

import torch

from mvos_core.model.checkpoint import load_checkpoint, load_model, read_notes, save_checkpoint
from tests.core.cli.conftest import Ran

Mvos = Callable[..., Ran]


def test_a_checkpoint_and_a_shipped_model(mvos: Mvos, tmp_path: Path) -> None:
    shipped = load_model("mobilevos-lite")
    other = load_model("mobilevos-lite")
    for parameter in other.parameters():
        parameter.zero_()
    save_checkpoint(tmp_path / "zero.safetensors", other, notes={"licence": "CC BY-NC 4.0"})
    out = tmp_path / "mean.safetensors"
    ran = mvos("average", "mobilevos-lite", tmp_path / "zero.safetensors", "--out", out)
    assert ran.code == 0, ran.err
    mean = load_checkpoint(out).state_dict()
    for name, tensor in shipped.state_dict().items():
        torch.testing.assert_close(mean[name], tensor / 2, atol=1e-3, rtol=1e-3)
    notes = read_notes(out)
    assert notes["licence"] == "CC BY-NC 4.0"
    assert len(notes["averaged_from"].split()) == 2


def test_models_that_do_not_go_together(mvos: Mvos, tmp_path: Path) -> None:
    out = tmp_path / "mean.safetensors"
    ran = mvos("average", "mobilevos-lite", "mobilenetv2", "--out", out)
    assert ran.code == 2
    assert "Only checkpoints of one model" in ran.err
    assert not out.exists()
    ran = mvos("average", "mobilenetv2", "--out", tmp_path / "x")
    assert ran.code == 2
    assert "must end in .safetensors" in ran.err

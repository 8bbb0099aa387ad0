from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from mvos_core.model import checkpoint
from mvos_core.model.checkpoint import load_checkpoint, load_model, read_notes, save_checkpoint
from mvos_core.model.config import CONFIGS, model_config
from mvos_core.model.network import MobileVOS
from mvos_core.types import MvosError


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    path = tmp_path / "ünïcode" / "net.safetensors"
    path.parent.mkdir()
    save_checkpoint(path, MobileVOS(model_config("mobilenetv2")), notes={"steps": "7"})
    return path


def test_checkpoint_rebuilds_its_network(saved: Path) -> None:
    torch.manual_seed(0)
    original = MobileVOS(model_config("mobilenetv2"))
    loaded = load_model(str(saved))
    assert loaded.config == original.config
    assert not loaded.training
    for name, value in original.state_dict().items():
        torch.testing.assert_close(loaded.state_dict()[name], value.half().float())
    assert read_notes(saved)["steps"] == "7"
    assert [file.name for file in saved.parent.iterdir()] == ["net.safetensors"]


def test_missing_damaged_and_foreign_files_are_refused(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="There is no checkpoint"):
        load_checkpoint(tmp_path / "nothing.safetensors")
    whole = saved.read_bytes()
    for damaged in (whole[:100], whole[: len(whole) // 2], b"not a checkpoint", b""):
        saved.write_bytes(damaged)
        with pytest.raises(MvosError, match=r"damaged or not a safetensors file|damaged; copy"):
            load_checkpoint(saved)
    foreign = tmp_path / "foreign.safetensors"
    save_file({"x": torch.zeros(2)}, foreign)
    with pytest.raises(MvosError, match="not written by MobileVOS"):
        load_checkpoint(foreign)


def test_weights_of_another_configuration_are_refused(tmp_path: Path) -> None:
    network = MobileVOS(model_config("mobilenetv2"))
    network.config = replace(network.config, value_dim=64)
    path = tmp_path / "other.safetensors"
    save_checkpoint(path, network)
    with pytest.raises(MvosError, match="do not fit"):
        load_checkpoint(path)


def test_a_shipped_file_with_another_model_in_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, saved: Path
) -> None:
    monkeypatch.setattr(checkpoint, "weights_file", lambda _name: saved)
    with pytest.raises(MvosError, match="holds the model “mobilenetv2”"):
        load_model("resnet18")


def test_models_without_weights_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "weights_file", lambda _name: None)
    for name in CONFIGS:
        with pytest.raises(MvosError, match="no weights"):
            load_model(name)


def test_unwritable_folder(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("x")
    with pytest.raises(MvosError, match="cannot be written"):
        save_checkpoint(blocker / "net.safetensors", MobileVOS(model_config("mobilenetv2")))

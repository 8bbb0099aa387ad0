import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch

from mvos_core.model.checkpoint import count_parameters, read_notes, save_checkpoint
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.model.scribble import (
    ScribbleConfig,
    ScribbleNetwork,
    check_encoder,
    encoder_digest,
    load_scribble,
    save_scribble,
)
from mvos_core.scribble.planes import PLANES
from mvos_core.types import MvosError


@pytest.fixture(scope="module")
def student() -> MobileVOS:
    torch.manual_seed(0)
    return MobileVOS(model_config("mobilenetv2")).eval().requires_grad_(False)


@pytest.fixture
def network(student: MobileVOS) -> ScribbleNetwork:
    torch.manual_seed(1)
    return ScribbleNetwork(ScribbleConfig.of(student, planes=PLANES))


def test_it_is_small_and_answers_at_stride_4(student: MobileVOS, network: ScribbleNetwork) -> None:
    assert count_parameters(network) <= 500_000
    features = student.encode_key(torch.rand(2, 3, 64, 96))
    planes = torch.zeros(2, PLANES, 16, 24)
    planes[:, 0, 4:6, 3:9] = 1
    assert network(features, planes).shape == (2, 1, 16, 24)


@pytest.mark.parametrize("name", ["mobilenetv2", "mobilevos-lite", "resnet18"])
def test_it_fits_every_students_encoder(name: str) -> None:
    with torch.device("meta"):
        other = MobileVOS(model_config(name))
        dims = other.key_encoder.backbone.dims
        network = ScribbleNetwork(ScribbleConfig(name, "0", other.config.key_backbone, PLANES))
        assert network.up4.skip.in_channels == dims[2] + 16


def test_matching_by_hand(network: ScribbleNetwork) -> None:
    """Each pixel is compared with the most similar stroked one of its own picture, by cosine."""
    matching = network.matching
    matching.heads = 1
    matching.project = torch.nn.Conv2d(2, 2, 1, bias=False)
    with torch.no_grad():
        matching.project.weight.copy_(torch.eye(2)[:, :, None, None])
    x = torch.tensor([[3.0, 0.0, 1.0], [0.0, 2.0, 1.0]])[None, :, None, :]
    strokes = torch.zeros(1, 2, 1, 3)
    strokes[0, 0, 0, 0] = 0.2
    found = matching(x, strokes)
    torch.testing.assert_close(found[0, 0, 0], torch.tensor([1.0, 0.0, 0.5**0.5]))
    torch.testing.assert_close(found[0, 1, 0], torch.full((3,), -1.0))
    strokes[0, 0, 0, 1] = 1.0
    torch.testing.assert_close(matching(x, strokes)[0, 0, 0], torch.tensor([1.0, 1.0, 0.5**0.5]))


def test_all_inputs_matter(student: MobileVOS, network: ScribbleNetwork) -> None:
    features = student.encode_key(torch.rand(1, 3, 64, 64))
    planes = torch.rand(1, PLANES, 16, 16).requires_grad_(True)
    network(features, planes).sum().backward()
    assert planes.grad is not None
    assert (planes.grad.abs().sum((0, 2, 3)) > 0).all()


def test_round_trip(tmp_path: Path, network: ScribbleNetwork) -> None:
    path = tmp_path / "scribble.safetensors"
    save_scribble(path, network, notes={"steps": "7"})
    loaded = load_scribble(path)
    assert loaded.config == network.config
    assert not loaded.training
    for name, value in network.state_dict().items():
        torch.testing.assert_close(loaded.state_dict()[name], value.half().float())
    assert read_notes(path)["steps"] == "7"
    assert path.stat().st_size < 1_100_000  # the encoder is not in it


def test_another_encoder_is_refused(student: MobileVOS, network: ScribbleNetwork) -> None:
    check_encoder(network, student, source="the file")
    torch.manual_seed(5)
    other = MobileVOS(model_config("mobilenetv2"))
    assert encoder_digest(other) != encoder_digest(student)
    with pytest.raises(
        MvosError, match=r"the file was trained on other weights of “mobilenetv2”.*train it again"
    ):
        check_encoder(network, other, source="the file")


def test_only_the_backbone_decides(student: MobileVOS) -> None:
    other = MobileVOS(model_config("mobilenetv2"))
    other.key_encoder.backbone.load_state_dict(student.key_encoder.backbone.state_dict())
    assert encoder_digest(other) == encoder_digest(student)


def test_foreign_files_are_refused(tmp_path: Path, student: MobileVOS, network: ScribbleNetwork) -> None:
    model = tmp_path / "model.safetensors"
    save_checkpoint(model, student)
    with pytest.raises(MvosError, match="not written by MobileVOS Studio"):
        load_scribble(model)
    with pytest.raises(MvosError, match="There is no checkpoint"):
        load_scribble(tmp_path / "nothing.safetensors")
    network.config = replace(network.config, aspp_dim=16)
    other = tmp_path / "other.safetensors"
    save_scribble(other, network)
    with pytest.raises(MvosError, match="are not a scribble network's"):
        load_scribble(other)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('"aspp_dim": 0', "does not say"),
        ('"aspp_dim": "many"', "does not say"),
        ('"aspp_dim": 32, "colour": 3', "unknown here"),
    ],
)
def test_other_configurations_are_refused(network: ScribbleNetwork, change: str, message: str) -> None:
    text = json.dumps(asdict(network.config)).replace('"aspp_dim": 32', change)
    with pytest.raises(MvosError, match=message):
        ScribbleConfig.from_json(text)

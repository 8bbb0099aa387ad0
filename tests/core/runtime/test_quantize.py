import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from mvos_core.cli.quantize import quantize as quantize_command
from mvos_core.model.checkpoint import save_checkpoint
from mvos_core.model.config import model_config
from mvos_core.model.memory import Remembered
from mvos_core.model.network import MobileVOS
from mvos_core.runtime import TorchEngine
from mvos_core.runtime.choice import make_engine
from mvos_core.runtime.openvino_engine import OpenVinoEngine
from mvos_core.runtime.quantize import Sample, calibration_samples, quantize, save_quantized
from mvos_core.types import MvosError
from tests.core.runtime.test_engines import CPU, drifting


@pytest.fixture(scope="module")
def network() -> MobileVOS:
    torch.manual_seed(0)
    return MobileVOS(model_config("mobilevos-lite")).eval().requires_grad_(False)


@pytest.fixture(scope="module")
def samples(network: MobileVOS) -> list[Sample]:
    frames, labels = drifting(5)
    engine = TorchEngine(network, device=CPU)
    return list(calibration_samples(network, engine, frames, labels, size=(48, 80), every=2))


def test_samples_are_what_a_graph_is_fed(network: MobileVOS, samples: list[Sample]) -> None:
    assert len(samples) == 2  # frames 2 and 4
    config = network.config
    sizes = [
        (3, 5),
        *[(2, 3)] * 3,
        (3, 5),
    ]  # the anchor, what is kept at half its size, and the previous frame
    for sample in samples:
        shapes = [array.shape for array in sample]
        assert shapes == [
            (1, 48, 80, 3),
            *[(1, config.key_dim, *size) for size in sizes],
            *[(1, 1, config.value_dim, *size) for size in sizes],
        ]
    first, second = samples
    np.testing.assert_array_equal(first[1], second[1])  # the anchor's key stays,
    assert (first[5] != second[5]).any()  # the previous frame's does not


def test_a_quantised_graph_is_close_and_belongs_to_its_weights(
    network: MobileVOS, samples: list[Sample], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lite-int8.xml"
    save_quantized(quantize(network, samples), path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["lite-int8.bin", "lite-int8.xml"]
    monkeypatch.setattr("mvos_core.runtime.openvino_engine.quantized_file", lambda name: path)
    engine = OpenVinoEngine(network, precision="int8")
    assert engine.name == "openvino-int8"
    frame, *parts = samples[0]
    keys, values = (tuple(map(torch.from_numpy, parts[i : i + 5])) for i in (0, 5))
    for known in (((0,),) * 5, ((0, 1, 2),) * 5, ((0,), *[(0, 1)] * 4)):
        several = (value.repeat(1, len(rows), 1, 1, 1) for value, rows in zip(values, known, strict=True))
        remembered = Remembered(keys, tuple(several), known)
        exact = TorchEngine(network, device=CPU).segment(frame[0], remembered).logits
        got = engine.segment(frame[0], remembered).logits
        assert got.shape == exact.shape
        assert torch.corrcoef(torch.stack((got.flatten(), exact.flatten())))[0, 1] > 0.95
    monkeypatch.setattr("mvos_core.runtime.openvino_engine.quantized_file", lambda name: None)
    mine = copy.copy(network)
    mine.origin = tmp_path / "lite.safetensors"  # it lies beside
    assert OpenVinoEngine(mine, precision="int8").name == "openvino-int8"
    torch.manual_seed(5)
    other = MobileVOS(network.config).eval()
    with pytest.raises(MvosError, match="no int8 graph of these weights"):
        OpenVinoEngine(other, precision="int8")


def test_int8_is_for_openvino(network: MobileVOS) -> None:
    with pytest.raises(MvosError, match="Torch has no int8"):
        make_engine("torch", network, device=CPU, precision="int8", size=(48, 80))


def test_nothing_to_calibrate_with(network: MobileVOS) -> None:
    with pytest.raises(MvosError, match="no frames to calibrate"):
        quantize(network, [])


def test_what_cannot_be_quantised_is_told_at_once(tmp_path: Path) -> None:
    torch.manual_seed(0)
    teacher = tmp_path / "teacher.safetensors"
    save_checkpoint(teacher, MobileVOS(replace(model_config("mobilenetv2"), memory_every=1, memory_kept=0)))
    for out, model, said in (
        ("a.xml", teacher, "memory that grows"),
        ("none/a.xml", "mobilenetv2", "make it first"),
        ("a.bin", "mobilenetv2", "must end in .xml"),
    ):
        with pytest.raises(MvosError, match=said):
            quantize_command(tmp_path, out=tmp_path / out, model=str(model))

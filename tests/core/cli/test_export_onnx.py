from collections.abc import Callable
from pathlib import Path

import onnxruntime
import pytest
import torch

from mvos_core.model.checkpoint import save_checkpoint
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.runtime import onnx_export
from tests.core.cli.conftest import Ran


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    path = Path(tmp_path_factory.mktemp("weights")) / "lite.safetensors"
    save_checkpoint(path, MobileVOS(model_config("mobilevos-lite")), notes={"licence": "CC0"})
    return path


def test_the_command_writes_both_files(mvos: Callable[..., Ran], lite: Path, tmp_path: Path) -> None:
    out = tmp_path / "net.onnx"
    result = mvos("export-onnx", lite, "--out", out, "--size", "48x64", "--json")
    assert result.code == 0, result.err
    report = result.json()
    assert (report["step"], report["remember"]) == (str(out), str(tmp_path / "net-remember.onnx"))
    assert (report["size"], report["objects"], report["frames"], report["opset"]) == ([48, 64], 1, 2, 17)
    assert report["equal_labels"] >= 0.999
    assert sorted(path.name for path in tmp_path.iterdir()) == ["net-remember.onnx", "net.onnx"]
    assert onnxruntime.InferenceSession(out).get_inputs()[0].shape == [1, 48, 64, 3]


def test_disagreement_leaves_nothing(
    mvos: Callable[..., Ran], lite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_export, "_expm1", lambda graph, x: graph.op("Mul", x, x))
    result = mvos("export-onnx", lite, "--out", tmp_path / "net.onnx", "--size", "48x64")
    assert result.code == 1
    assert "disagree" in result.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--out", "net.bin"], "must end in .onnx"),
        (["--out", "nowhere/net.onnx"], "There is no folder"),
        (["--out", "net.onnx", "--size", "100x200"], "use 96x192"),
        (["--out", "net.onnx", "--size", "big"], "no frame size"),
        (["--out", "net.onnx", "--dynamic", "--objects", "2"], "leave out"),
        (["--out", "net.onnx", "--objects", "255"], "1 to 254"),
        (["--out", "net.onnx", "--opset", "12"], "13 … 20"),
    ],
)
def test_what_cannot_be_exported_is_refused(
    mvos: Callable[..., Ran],
    lite: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = mvos("export-onnx", lite, *options)
    assert result.code == 2
    assert said in result.err
    assert not list(tmp_path.iterdir())

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from mvos_core.model.checkpoint import load_checkpoint
from mvos_core.model.scribble import ScribbleConfig, ScribbleNetwork, save_scribble
from mvos_core.scribble import head
from mvos_core.scribble.planes import PLANES
from tests.core.cli.conftest import Ran
from tests.core.eval.davis_tree import plain_labels, write_lists, write_sequence

Mvos = Callable[..., Ran]


@pytest.fixture
def davis(tmp_path: Path) -> Path:
    root = tmp_path / "DAVIS"
    write_sequence(root, "box", label_maps=[plain_labels(1, index=i) for i in range(3)])
    write_lists(root, year="2016", lists={"val": ["box"]})
    return root


@pytest.fixture
def weights(tmp_path: Path, checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scribble network that was never trained, for the encoder of `checkpoint`."""
    monkeypatch.setattr(head, "DEFAULT_SIZE", 64)
    torch.manual_seed(0)
    path = tmp_path / "scribble.safetensors"
    config = ScribbleConfig.of(load_checkpoint(checkpoint), planes=PLANES)
    save_scribble(path, ScribbleNetwork(config))
    return path


def test_both_methods_are_measured(mvos: Mvos, davis: Path, weights: Path, checkpoint: Path) -> None:
    arguments = ("eval-scribbles", davis, "--split", "val", "--every", 2, "--weights", weights)
    ran = mvos(*arguments, "--model", checkpoint, "--json")
    rows = {(row["sequence"], row["method"]): row for row in ran.json()}
    assert set(rows) == {(name, method) for name in ("box", "all") for method in ("grabcut", "network")}
    for row in rows.values():
        assert row["frames"] == 2
        assert len(row["iou"]) == 5 and all(0 <= iou <= 1 for iou in row["iou"])
        assert row["first_ms"] > 0

    table = mvos(*arguments, "--model", checkpoint).out
    assert "IoU@3" in table and "grabcut" in table


def test_weights_for_another_encoder_are_refused(mvos: Mvos, davis: Path, weights: Path) -> None:
    ran = mvos("eval-scribbles", davis, "--split", "val", "--weights", weights)
    assert ran.code == 1
    assert "was trained on other weights of “mobilenetv2”" in ran.err

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import pytest
import torch

from mvos_core.cli.main import run
from mvos_core.masks.labels import write_label_map
from mvos_core.model.checkpoint import save_checkpoint
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.types import LabelMap

SIZE = (48, 64)


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def labels_of(index: int) -> LabelMap:
    """The masks of the pictures: object 1 wanders, object 2 stands still."""
    result = np.zeros(SIZE, np.uint8)
    result[8:30, 8 + index : 24 + index] = 1
    result[30:40, 40:50] = 2
    return result


@pytest.fixture
def mvos(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command line in this process."""

    def call(*arguments: object) -> Ran:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network with random weights: what it says is nonsense, but it says it as every other does."""
    torch.manual_seed(0)
    path = Path(tmp_path_factory.mktemp("weights")) / "random.safetensors"
    save_checkpoint(path, MobileVOS(model_config("mobilenetv2")))
    return path


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A clip of eight PNG pictures called shot_03 … shot_10, under a path that is not ASCII."""
    folder = tmp_path / "Çlip 日本"
    folder.mkdir()
    texture = np.random.default_rng(0).integers(0, 256, (*SIZE, 3), dtype=np.uint8)
    for t in range(8):
        picture = np.roll(texture, 2 * t, axis=1)
        (folder / f"shot_{t + 3:02d}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    return folder


@pytest.fixture
def mask(tmp_path: Path) -> Path:
    """Two objects, 1 and 5."""
    labels = np.zeros(SIZE, np.uint8)
    labels[8:40, 8:24] = 1
    labels[8:40, 36:56] = 5
    path = tmp_path / "mask.png"
    write_label_map(path, labels)
    return path


@pytest.fixture
def masks(pictures: Path, tmp_path: Path) -> Path:
    """Of the clip's eight pictures, in a folder that is named after it."""
    folder = tmp_path / "masks" / pictures.name
    folder.mkdir(parents=True)
    for index, path in enumerate(sorted(pictures.iterdir())):
        write_label_map(folder / f"{path.stem}.png", labels_of(index))
    return folder

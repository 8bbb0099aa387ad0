from collections.abc import Callable
from pathlib import Path

import pytest

from mvos_core.follow import FollowingRun
from tests.core.cli.conftest import Ran
from tests.core.train.data import make_data


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The frames that following runs are asked for."""
    asked: list[int] = []
    step = FollowingRun.step

    def noted(self, index, frame, anchor=None):  # type: ignore[no-untyped-def]
        asked.append(index)
        return step(self, index, frame, anchor)

    monkeypatch.setattr(FollowingRun, "step", noted)
    return asked


def test_propagate_follows_if_told_to(
    mvos: Callable[..., Ran],
    checkpoint: Path,
    pictures: Path,
    mask: Path,
    tmp_path: Path,
    followed: list[int],
) -> None:
    common = (
        "--mask",
        mask,
        "--model",
        checkpoint,
        "--size",
        32,
        "--precision",
        "fp32",
        "--engine",
        "torch",
        "--range",
        "0:3",
    )
    assert mvos("propagate", pictures, *common, "--out", tmp_path / "whole").code == 0
    assert followed == []
    result = mvos("propagate", pictures, *common, "--out", tmp_path / "followed", "--follow")
    assert result.code == 0, result.err
    assert followed == [0, 1, 2]
    assert len(list((tmp_path / "followed").iterdir())) == 3


def test_eval_follows_if_told_to(
    mvos: Callable[..., Ran], checkpoint: Path, tmp_path: Path, followed: list[int]
) -> None:
    make_data(tmp_path)
    chosen = ("--split", "train", "--sequences", "alpha", "--model", checkpoint, "--size", 32)
    result = mvos("eval", tmp_path, *chosen, "--follow", "--json")
    assert result.code == 0, result.err
    assert followed[:3] == [0, 1, 2]
    assert result.json()["follow"] is True

from collections.abc import Callable
from pathlib import Path

from tests.core.cli.conftest import Ran
from tests.core.eval.youtubevos_tree import write_meta, write_video
from tests.core.train.data import make_data

Mvos = Callable[..., Ran]


def test_youtubevos_gets_a_folder_for_its_server(mvos: Mvos, tmp_path: Path, checkpoint: Path) -> None:
    write_video(tmp_path / "valid", "0a", {1: 0, 2: 10}, n_frames=16, all_masks=False)
    write_meta(tmp_path / "valid", {"0a": ({1: 0, 2: 10}, 16)})
    out = tmp_path / "submission"
    ran = mvos(
        *("eval", tmp_path, "--dataset", "youtubevos", "--out", out, "--model", checkpoint),
        *("--size", 32, "--precision", "fp32", "--json"),
    )
    assert ran.json() == {"videos": 1, "frames": 4, "out": str(out)}
    assert len(list((out / "Annotations" / "0a").glob("*.png"))) == 4
    for wrong in (
        ("--dataset", "youtubevos"),
        ("--dataset", "youtubevos", "--out", out, "--model", "optical-flow"),
        ("--dataset", "youtubevos", "--out", out, "--long", 50),
        ("--dataset", "davis2016", "--out", out),
        ("--dataset", "davis2018"),
    ):
        assert mvos("eval", tmp_path, *wrong).code == 2


def test_long_clips_report_both_passes(mvos: Mvos, tmp_path: Path) -> None:
    make_data(tmp_path)
    arguments = ("eval", tmp_path, "--split", "train", "--model", "optical-flow", "--long", 20)
    figures = mvos(*arguments, "--json").json()
    assert [row["frames"] for row in figures["per_sequence"]] == [22, 22]
    assert figures["lost"] == figures["first_pass"] - figures["last_pass"]
    assert 0 < figures["last_pass"] <= 1
    said = mvos(*arguments)
    assert "last pass" in said.out and "alpha" in said.out

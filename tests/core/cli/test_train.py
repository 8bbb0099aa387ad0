"""The shipped stages on a few tiny clips, as one would call them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mvos_core.cli import train as command
from mvos_core.model.checkpoint import read_notes
from tests.core.cli.conftest import Ran
from tests.core.train.data import make_data

Mvos = Callable[..., Ran]
TINY = (
    *("data.crop=64", "data.split=train", "schedule.minutes=0", "schedule.steps=1", "schedule.batch=1"),
    *("run.bf16=false", "run.device=cpu", "run.workers=0", "data.cache_mb=10"),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A folder with data, and the settings that make stages tiny."""
    make_data(tmp_path)
    monkeypatch.chdir(tmp_path)
    settings = [*TINY, f"data.stills={tmp_path / 'stills'}", f"data.davis={tmp_path}"]
    return [part for setting in settings for part in ("--set", setting)]


@pytest.mark.parametrize("profile", ["cpu", "gpu"])
def test_one_command_trains_a_teacher_and_a_student(mvos: Mvos, here: list[str], profile: str) -> None:
    teacher = ("--set", "teacher.model=runs/mobilenetv2-aspp/clips/final.safetensors")
    names = ("stills@mobilenetv2-aspp", "clips@mobilenetv2-aspp", "stills", "clips", "distil")
    ran = mvos("train", *names, *here, *teacher, "--profile", profile, "--json")
    assert ran.code == 0, ran.err
    assert ran.out.count('"steps": 1') == len(names)
    for model, last in (("mobilenetv2-aspp", "clips"), ("mobilenetv2", "distil")):
        notes = read_notes(Path("runs", model, last, "final.safetensors"))
        assert f'"name": "{model}"' in notes["mobilevos_config"]
    again = mvos("train", *names, *here, *teacher, "--profile", profile)
    assert again.code == 0
    assert again.err.count("finished already") == len(names)


def test_minutes_are_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = command.load_stages(
        ["stills@stcn", "clips@stcn", "distil"], profile="gpu", settings=["data.stills=x"], minutes=13
    )
    assert [config.schedule.share for config in seen] == [1.5, 3.0, 2.0]
    assert [config.schedule.minutes for config in seen] == [3.0, 6.0, 4.0]
    assert [config.model.name for config in seen] == ["stcn", "stcn", "mobilenetv2"]


def test_the_loader_alone_is_measured(mvos: Mvos, here: list[str]) -> None:
    figures = mvos("train", "clips", *here, "--loader-only").json()
    assert figures["clips_per_s"] > 0
    assert (figures["crop"], figures["batch"], figures["on_device"]) == (64, 1, False)
    assert not Path("runs").exists()


def test_mistakes_show_before_anything_is_trained(mvos: Mvos, here: list[str]) -> None:
    for arguments, message in (
        (("stills", "nonsense"), "no configuration “nonsense”"),
        (("stills", "stills"), "Two of the stages"),
        (("stills", "clips@resnet9"), "no model called “resnet9”"),
        (("stills", "--profile", "tpu"), "no profile “tpu”"),
    ):
        ran = mvos("train", *arguments, *here)
        assert ran.code == 2
        assert message in ran.err.replace("\n", " ")
    assert not Path("runs").exists()


def test_backbones_are_found_by_name(mvos: Mvos, here: list[str], tmp_path: Path) -> None:
    ran = mvos("train", "stills", *here, "--set", f"model.backbones={tmp_path}")
    assert ran.code == 1
    assert "mobilenetv2.safetensors" in ran.err.replace("\n", "")


def test_weights_that_a_later_stage_needs_are_looked_for_at_once(
    mvos: Mvos, here: list[str], checkpoint: Path
) -> None:
    ran = mvos("train", "stills", "distil", *here)  # clips is missing between them
    assert ran.code == 1
    assert "runs/mobilenetv2/clips/final.safetensors" in ran.err.replace("\n", "")
    assert not Path("runs").exists()
    ran = mvos("train", "clips", *here, "--set", f"model.start={checkpoint}")
    assert ran.code == 0
    assert "random weights" not in ran.err
    assert "begins with random weights" in " ".join(mvos("train", "stills", *here).err.split())


def test_programs_that_share_an_ablation_write_one_table(
    mvos: Mvos, here: list[str], checkpoint: Path
) -> None:
    common = (
        "ablate",
        "clips",
        *here,
        "--set",
        f"model.start={checkpoint}",
        "--split",
        "train",
        "--size",
        32,
    )
    table = Path("runs/mobilenetv2/clips-ablation/ablation.json")
    for names in (["contrastive"], ["segmentation"], ["segmentation", "contrastive"]):
        assert mvos(*common, "--cell", names[-1], "--json").json() == json.loads(table.read_text())
        known = [cell["name"] for cell in json.loads(table.read_text())["cells"]]
        assert known == (["contrastive"] if names == ["contrastive"] else ["segmentation", "contrastive"])
    other = mvos(*common[:-1], 48, "--cell", "segmentation", "--json").json()
    assert [cell["name"] for cell in other["cells"]] == [
        "segmentation"
    ]  # scored otherwise, so not beside those


def test_an_ablation_is_a_table_of_runs(mvos: Mvos, here: list[str], checkpoint: Path) -> None:
    """On a start that all cells share, each trains one step with its own losses."""
    given = ("--set", f"model.start={checkpoint}", "--set", f"teacher.model={checkpoint}")
    arguments = ("ablate", "distil", *here, *given, "--split", "train", "--size", 32, "--json")
    first = mvos(*arguments, "--cell", "logits").json()["cells"]
    ran = mvos(*arguments)
    assert ran.code == 0, ran.err
    cells = {cell["name"]: cell for cell in ran.json()["cells"]}
    assert list(cells) == [
        *("segmentation", "contrastive", "contrastive-everywhere"),
        *("logits", "distillation", "distillation-everywhere"),
    ]
    assert [cell["name"] for cell in first] == ["logits"]
    assert (first[0]["clips"], first[0]["checkpoint"]) == (1, cells["logits"]["checkpoint"])
    assert all(0 <= cell["j_and_f"] <= 1 and Path(cell["checkpoint"]).is_file() for cell in cells.values())
    assert json.loads(Path("runs/mobilenetv2/distil-ablation/ablation.json").read_text()) == ran.json()
    without = mvos(
        "ablate", "clips", *here, "--set", f"model.start={checkpoint}", "--split", "train", "--size", 32
    )
    assert "contrastive-everywhere" in without.out and "distillation" not in without.out

from pathlib import Path

import pytest

from mvos_core.config import resource
from mvos_core.train.config import at
from mvos_core.train.settings import find_config, load_config
from mvos_core.types import MvosError


def config(tmp_path: Path, text: str = '[data]\nstills = "x"\n') -> Path:
    path = tmp_path / "c.toml"
    path.write_text(text)
    return path


def test_curves_are_piecewise_linear() -> None:
    curve = ((0.2, 1.0), (0.6, 3.0))
    assert [at(curve, progress) for progress in (0.0, 0.2, 0.4, 0.6, 1.0)] == [1.0, 1.0, 2.0, 3.0, 3.0]


def test_overrides_take_the_types_of_the_settings(tmp_path: Path) -> None:
    loaded = load_config(
        config(tmp_path),
        [
            "data.crop=384",
            "schedule.minutes=5",
            "run.bf16=false",
            "run.out=some/where",
            "loss.hardest=[[0.0, 0.5]]",
        ],
    )
    assert (loaded.data.crop, loaded.schedule.minutes, loaded.run.bf16, loaded.run.out) == (
        384,
        5.0,
        False,
        "some/where",
    )
    assert loaded.loss.hardest == ((0.0, 0.5),)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("crop=384", "write section.key=value"),
        ("data.crob=384", "no setting “crob”"),
        ("data.crop=big", "must be a int"),
        ("data.crop=100", "multiple of 16"),
        ("data.frames=1", "at least 2"),
        ("schedule.batch=0", "must be positive"),
        ("loss.hardest=0.5", "is a curve"),
        ("data.stills=''", "names no pictures"),
        ("loss.hardest=[]", "is a curve"),
        ("run.save_every=0", "at least 1"),
        ("run.workers=-1", "at least 0"),
        ("schedule.learning_rate=-1", "must be positive"),
        ("loss.omega=[[0.0, 0.95]]", "need a teacher"),
        ("loss.logits=0.1", "need a teacher"),
        ("loss.imitation=[[0.0, 1.0], [0.5, 0.0]]", "need a teacher"),
        ("loss.omega=[[0.0, 1.5]]", "between 0"),
        ("loss.temperature=0", "must be positive"),
        ("loss.imitation_kind=l3", "choose cosine"),
        ("model.name=stcm", "no model called"),
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, override: str, message: str) -> None:
    with pytest.raises(MvosError, match=message) as caught:
        load_config(config(tmp_path), [override])
    assert caught.value.exit_code == 2


def test_text_settings_take_what_was_typed(tmp_path: Path) -> None:
    loaded = load_config(config(tmp_path), ["data.year=2016", "run.out=12"])
    assert (loaded.data.year, loaded.run.out) == ("2016", "12")


def test_a_section_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="must be a section"):
        load_config(config(tmp_path, "data = 3"))
    with pytest.raises(MvosError, match="must be a section"):
        load_config(config(tmp_path, "run = 3"), ["run.seed=1"])


def test_unreadable_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="cannot be read"):
        load_config(tmp_path / "none.toml")
    with pytest.raises(MvosError, match="not valid TOML"):
        load_config(config(tmp_path, "crop = = 3"))


VARIANTS = """
[data]
stills = "x"
[run]
out = "runs/{model}/first"
[when.gpu.schedule]
batch = 64
learning_rate = 4e-4
[when.gpu.run]
device = "cuda"
[when.resnet18.schedule]
learning_rate = 1e-4
"""


def test_variants_of_machine_and_model_replace_settings(tmp_path: Path) -> None:
    file = config(tmp_path, VARIANTS)
    plain = load_config(file)
    assert (plain.schedule.batch, plain.run.device, plain.run.out) == (2, "cpu", "runs/mobilenetv2/first")
    gpu = load_config(file, profile="gpu")
    assert (gpu.schedule.batch, gpu.schedule.learning_rate, gpu.run.device) == (64, 4e-4, "cuda")
    both = load_config(file, profile="gpu", model="resnet18")
    assert (both.schedule.batch, both.schedule.learning_rate) == (64, 1e-4)
    assert both.run.out == "runs/resnet18/first"
    named = load_config(file, ["model.name=resnet18", "schedule.learning_rate=0.5"], profile="gpu")
    assert (named.schedule.batch, named.schedule.learning_rate) == (64, 0.5)
    with pytest.raises(MvosError, match="no profile “tpu”; it has gpu"):
        load_config(file, profile="tpu")
    with pytest.raises(MvosError, match="no setting “batsch”"):
        load_config(config(tmp_path, VARIANTS.replace("batch", "batsch")), profile="gpu")


def test_configurations_are_found_by_name_or_path(tmp_path: Path) -> None:
    assert find_config("clips") == resource("configs", "clips.toml")
    assert find_config(str(tmp_path / "own.toml")) == tmp_path / "own.toml"
    with pytest.raises(MvosError, match="choose one of clips, distil"):
        find_config("nonsense")


STAGES = ("stills", "clips", "distil")


@pytest.mark.parametrize("file", sorted(resource("configs").glob("*.toml")), ids=lambda file: file.stem)
def test_shipped_configurations_load(file: Path) -> None:
    data = ["data.stills=x", "data.davis=y"]
    if file.stem == "scribble":
        assert load_config(file, data).scribbles.rounds > 1
        return
    if file.stem not in STAGES:
        assert load_config(file, data).model.name in file.name
        return
    for model in ("mobilenetv2", "mobilenetv2-aspp", "resnet18", "mobilevos-lite", "stcn"):
        cpu, gpu = (load_config(file, data, model=model, profile=profile) for profile in ("cpu", "gpu"))
        assert cpu.run.out == gpu.run.out == f"runs/{model}/{file.stem}"
        assert (cpu.run.device, gpu.run.device) == ("cpu", "cuda")
        assert cpu.schedule.minutes > 0 and gpu.data.on_device and gpu.schedule.ema_decay > 0
        assert gpu.schedule.batch >= 16
        if file.stem == "distil":
            assert cpu.loss.omega == ((0.0, 0.0 if model == "resnet18" else 0.95),)
        if model == "mobilevos-lite":
            assert cpu.teacher.model == gpu.teacher.model == "runs/mobilenetv2/distil/final.safetensors"
        elif file.stem == "distil":
            assert cpu.teacher.model == "runs/stcn/clips/final.safetensors"


def test_each_stage_begins_where_the_one_before_it_ends() -> None:
    before, *later = (load_config(find_config(stage), ["data.stills=x"]) for stage in STAGES)
    for stage in later:
        assert stage.model.start == f"{before.run.out}/final.safetensors"
        before = stage

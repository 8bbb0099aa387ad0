from pathlib import Path

import pytest

from mvos_core.config import resource
from mvos_core.train.config import at, load_config
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
        ("teacher.model=stcn", "nothing to teach"),
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


def test_shipped_configurations_load() -> None:
    files = sorted(resource("configs").glob("*.toml"))
    assert files
    for file in files:
        assert load_config(file, ["data.stills=x"]).model.name in file.name

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from mvos_core.model.checkpoint import load_checkpoint, read_notes, save_checkpoint
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.model.scribble import encoder_digest, load_scribble
from mvos_core.train.config import (
    DataSection,
    LossSection,
    ModelSection,
    RunSection,
    ScheduleSection,
    ScribbleSection,
    TrainConfig,
)
from mvos_core.train.distributed import Group
from mvos_core.train.loader import batches
from mvos_core.train.loop import train
from mvos_core.train.scribbles import ScribbleLearner
from mvos_core.train.strokes import damaged, first_scribbles, next_scribbles
from mvos_core.types import Mask, MvosError

SETTINGS = ScribbleSection(rounds=2)


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    path = Path(tmp_path_factory.mktemp("student")) / "student.safetensors"
    save_checkpoint(path, MobileVOS(model_config("mobilenetv2")))
    return path


def config(data: DataSection, student: Path, out: Path, *, steps: int = 3) -> TrainConfig:
    return TrainConfig(
        model=ModelSection(start=str(student)),
        data=replace(data, frames=2),
        schedule=ScheduleSection(steps=steps, batch=1, warmup_steps=2, learning_rate=5e-3, ema_decay=0.9),
        loss=LossSection(hardest=((0.0, 1.0),), dice=1.0),
        scribbles=SETTINGS,
        run=RunSection(out=str(out), bf16=False),
    )


def disc(side: int = 64) -> Mask:
    rows, columns = np.mgrid[:side, :side]
    return np.asarray((rows - 30) ** 2 + (columns - 34) ** 2 < 14**2)


def test_simulated_strokes_say_the_truth() -> None:
    truth = disc()
    begun_damaged = off_object = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        scribbles = first_scribbles(rng, truth, SETTINGS)
        begun_damaged += int(scribbles.previous.any())
        off_object += int(scribbles.background.any() and not scribbles.previous.any())
        for _ in range(3):
            assert scribbles.foreground.any() or scribbles.background.any()
            assert not (scribbles.foreground & ~truth).any()
            assert not (scribbles.background & truth).any()
            wrong = np.roll(truth, 9, axis=int(rng.integers(2)))
            scribbles = next_scribbles(rng, scribbles, truth, wrong, SETTINGS)
            assert scribbles.previous.any()
    assert 5 < begun_damaged < 30
    assert 5 < off_object < 30


def test_strokes_add_up_or_are_forgotten() -> None:
    truth, rng = disc(), np.random.default_rng(0)
    first = first_scribbles(rng, truth, replace(SETTINGS, damaged=0.0))
    nothing = np.zeros_like(truth)
    kept = next_scribbles(rng, first, truth, nothing, replace(SETTINGS, forgotten=0.0))
    assert (kept.foreground & first.foreground).sum() == first.foreground.sum()
    assert kept.foreground.sum() > first.foreground.sum()
    np.testing.assert_array_equal(kept.previous, first.obeyed(nothing))
    forgotten = next_scribbles(rng, first, truth, nothing, replace(SETTINGS, forgotten=1.0))
    # What was stroked is in the previous mask by now, so the new stroke lies elsewhere.
    assert not (forgotten.foreground & first.foreground).any()


def test_damaged_masks_are_wrong_but_near() -> None:
    truth = disc()
    found = [damaged(np.random.default_rng(seed), truth) for seed in range(40)]
    overlaps = [(mask & truth).sum() / (mask | truth).sum() for mask in found]
    assert min(overlaps) < 0.7
    assert 0.6 < np.mean(overlaps) < 0.98


def test_the_gradient_reaches_the_head_and_not_the_encoder(
    data: DataSection, student: Path, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    settings = config(data, student, tmp_path)
    device = torch.device("cpu")
    learner = ScribbleLearner.begin(settings, Group(device), device)
    before = {name: value.clone() for name, value in learner.encoder.state_dict().items()}
    start = {name: value.detach().clone() for name, value in learner.trained.items()}
    source = batches(settings, device, progress=lambda _: 0.0)
    learner.learn(next(source), step=0, progress=0.0)
    source.close()
    for name, value in learner.encoder.state_dict().items():
        torch.testing.assert_close(value, before[name], rtol=0, atol=0)
    assert all(parameter.grad is None for parameter in learner.encoder.parameters())
    for name, parameter in learner.trained.items():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().max() > 0, name
        assert (parameter != start[name]).any(), name


def test_a_short_run_lowers_its_loss(data: DataSection, student: Path, tmp_path: Path) -> None:
    losses = [step.value.loss for step in train(config(data, student, tmp_path, steps=40))]
    assert np.mean(losses[-8:]) < 0.85 * np.mean(losses[:8])


def test_a_resumed_run_is_the_run_that_never_stopped(
    data: DataSection, student: Path, tmp_path: Path
) -> None:
    whole = [step.value for step in train(config(data, student, tmp_path / "whole"))]
    assert set(whole[0].terms) == {"cross_entropy", "dice"}
    broken = train(config(data, student, tmp_path / "broken"))
    next(broken)
    broken.close()  # type: ignore[attr-defined]  # as Ctrl-C does
    rest = [step.value for step in train(config(data, student, tmp_path / "broken"))]
    for value, other in zip(rest, whole[1:], strict=True):
        assert value.terms == pytest.approx(other.terms, rel=1e-5)
    expected = load_scribble(tmp_path / "whole" / "final.safetensors").state_dict()
    for name, value in load_scribble(tmp_path / "broken" / "final.safetensors").state_dict().items():
        torch.testing.assert_close(value, expected[name], rtol=0, atol=1e-3)  # a step is five times as long


def test_the_result_says_what_it_is_and_whose_encoder_it_needs(
    data: DataSection, student: Path, tmp_path: Path
) -> None:
    settings = config(data, student, tmp_path, steps=1)
    for _ in train(replace(settings, run=replace(settings.run, licence="CC BY-NC 4.0"))):
        pass
    final = tmp_path / "final.safetensors"
    notes = read_notes(final)
    assert (notes["steps"], notes["licence"]) == ("1", "CC BY-NC 4.0")
    found = load_scribble(final).config
    assert (found.model, found.encoder_sha256) == ("mobilenetv2", encoder_digest(load_checkpoint(student)))


def test_going_on_from_an_earlier_network(data: DataSection, student: Path, tmp_path: Path) -> None:
    for _ in train(config(data, student, tmp_path / "first", steps=1)):
        pass
    earlier = tmp_path / "first" / "final.safetensors"
    settings = config(data, student, tmp_path)
    settings = replace(settings, scribbles=replace(SETTINGS, start=str(earlier)))
    device = torch.device("cpu")
    learner = ScribbleLearner.begin(settings, Group(device), device)
    for name, value in load_scribble(earlier).state_dict().items():
        torch.testing.assert_close(learner.network.state_dict()[name], value)

    torch.manual_seed(0)
    save_checkpoint(tmp_path / "other.safetensors", MobileVOS(model_config("resnet18")))
    other = replace(settings, model=ModelSection(start=str(tmp_path / "other.safetensors")))
    with pytest.raises(MvosError, match="another kind of encoder than resnet18's"):
        ScribbleLearner.begin(other, Group(device), device)

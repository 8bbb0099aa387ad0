import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from mvos_core.model.checkpoint import load_checkpoint, read_notes, save_checkpoint
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.train.clips import ClipKey, TrainingClips
from mvos_core.train.config import (
    DataSection,
    LossSection,
    ModelSection,
    RunSection,
    ScheduleSection,
    TeacherSection,
    TrainConfig,
)
from mvos_core.train.learner import build_network
from mvos_core.train.loop import train
from mvos_core.train.objective import clip_loss
from mvos_core.train.unroll import unroll
from mvos_core.types import MvosError


def config(data: DataSection, out: Path, *, steps: int = 4) -> TrainConfig:
    return TrainConfig(
        data=data,
        schedule=ScheduleSection(steps=steps, batch=1, warmup_steps=2),
        run=RunSection(out=str(out), bf16=False, save_every=2),
    )


def test_a_resumed_run_is_the_run_that_never_stopped(data: DataSection, tmp_path: Path) -> None:
    whole = [step.value for step in train(config(data, tmp_path / "whole"))]
    assert [value.step for value in whole] == [1, 2, 3, 4]
    broken = train(config(data, tmp_path / "broken"))
    for _ in range(3):
        next(broken)
    broken.close()  # type: ignore[attr-defined]  # as Ctrl-C does
    rest = [step.value for step in train(config(data, tmp_path / "broken"))]
    assert [value.terms for value in rest] == [value.terms for value in whole[3:]]
    expected = load_checkpoint(tmp_path / "whole" / "final.safetensors").state_dict()
    for name, value in load_checkpoint(tmp_path / "broken" / "final.safetensors").state_dict().items():
        torch.testing.assert_close(value, expected[name], rtol=0, atol=0)


def taught(data: DataSection, out: Path, folder: Path, *, steps: int) -> TrainConfig:
    """A run with a teacher, every term, an average and a log."""
    torch.manual_seed(0)
    save_checkpoint(folder / "teacher.safetensors", MobileVOS(model_config("mobilenetv2")))
    plain = config(data, out, steps=steps)
    return replace(
        plain,
        schedule=replace(plain.schedule, ema_decay=0.9),
        run=replace(plain.run, tensorboard=True),
        teacher=TeacherSection(model=str(folder / "teacher.safetensors")),
        loss=LossSection(omega=((0.0, 0.95),), logits=0.1, imitation=((0.0, 1.0),)),
    )


def test_a_resumed_distillation_is_the_one_that_never_stopped(data: DataSection, tmp_path: Path) -> None:
    whole = [step.value for step in train(taught(data, tmp_path / "whole", tmp_path, steps=3))]
    assert set(whole[0].terms) == {"cross_entropy", "dice", "representation", "logits", "imitation"}
    broken = train(taught(data, tmp_path / "broken", tmp_path, steps=3))
    next(broken)
    broken.close()  # type: ignore[attr-defined]
    rest = [step.value for step in train(taught(data, tmp_path / "broken", tmp_path, steps=3))]
    assert [value.terms for value in rest] == [value.terms for value in whole[1:]]
    expected = load_file(tmp_path / "whole" / "final.safetensors")
    assert not any(name.startswith("imitation") for name in expected)
    for name, value in load_file(tmp_path / "broken" / "final.safetensors").items():
        torch.testing.assert_close(value, expected[name], rtol=0, atol=0)
    curves = EventAccumulator(str(tmp_path / "broken" / "tensorboard")).Reload()
    assert [event.step for event in curves.Scalars("loss/dice")] == [1, 2, 3]
    assert curves.Scalars("loss/all")[2].value == pytest.approx(whole[2].loss, rel=1e-6)
    assert curves.Scalars("run/learning_rate")[0].value == pytest.approx(1e-4)
    other = replace(taught(data, tmp_path / "broken", tmp_path, steps=3), loss=LossSection(logits=0.1))
    with pytest.raises(MvosError, match="begun with"):
        next(train(other))


def train_together(*stages: Path, processes: int) -> None:
    """Run `mvos train` in several processes, with the variables that torchrun would set."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    together = {"WORLD_SIZE": str(processes), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "mvos_core.cli.main", "train", *map(str, stages)],
            env=os.environ | together | {"RANK": str(rank), "OMP_NUM_THREADS": "1"},
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in range(processes)
    ]
    for process in started:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said


def test_two_processes_compute_the_gradients_of_one(data: DataSection, tmp_path: Path) -> None:
    """Adam's first moment after one step is a tenth of the gradient, and the state keeps it in full precision.

    No term is a statistic of the batch, so only the order of summation differs. A second stage follows in the same
    processes, from weights that only the first of them writes.
    """
    run = taught(data, tmp_path / "one", tmp_path, steps=1)
    run = replace(
        run,
        schedule=ScheduleSection(steps=1, batch=2, clip_gradient_norm=1e9),
        loss=replace(run.loss, hardest=((0.0, 0.3),)),
    )
    for _ in train(run):
        pass
    stage = f"""
        teacher.model = "{run.teacher.model}"
        data = {{ stills = "{data.stills}", davis = "{data.davis}", split = "train", crop = 64, stills_share = [[0, 0.5]] }}
        schedule = {{ steps = 1, batch = 1, clip_gradient_norm = 1e9 }}
        loss = {{ omega = [[0, 0.95]], logits = 0.1, imitation = [[0, 1]], hardest = [[0, 0.3]] }}
        run = {{ out = "OUT", bf16 = false }}
        """
    files = [tmp_path / "two.toml", tmp_path / "next.toml"]
    files[0].write_text(stage.replace("OUT", str(tmp_path / "two")))
    start = f'model.start = "{tmp_path / "two" / "final.safetensors"}"'
    files[1].write_text(start + stage.replace("OUT", str(tmp_path / "next")))
    train_together(*files, processes=2)
    assert read_notes(tmp_path / "next" / "final.safetensors")["clips"] == "2"
    one, two = (
        {
            name: value
            for name, value in load_file(tmp_path / out / "state.safetensors").items()
            if name.startswith("exp_avg.")
        }
        for out in ("one", "two")
    )
    assert any(name.startswith("exp_avg.imitation.") for name in one)
    for name, gradient in one.items():
        largest = float(gradient.abs().max())
        torch.testing.assert_close(two[name], gradient, rtol=1e-3, atol=max(1e-3 * largest, 1e-7))
    assert max(float(gradient.abs().max()) for gradient in one.values()) > 1e-3


def test_checkpoints_hold_the_average_of_the_weights(data: DataSection, tmp_path: Path) -> None:
    """By hand, from the states after each of three steps; the first steps keep little: (1 + t) / (10 + t)."""
    base = config(data, tmp_path, steps=3)
    run = replace(base, schedule=replace(base.schedule, ema_decay=0.15), run=replace(base.run, save_every=1))
    torch.manual_seed(run.run.seed)
    name = "decoder.point.weight"
    average = build_network(run.model).state_dict()[name]
    for step, done in enumerate(train(run)):
        weights = load_file(tmp_path / "state.safetensors")
        kept = min(0.15, (1 + step) / (10 + step))
        average = kept * average + (1 - kept) * weights[f"weight.{name}"]
        torch.testing.assert_close(weights[f"average.{name}"], average, rtol=1e-5, atol=1e-7)
        assert done.value.step == step + 1
    shipped = load_file(tmp_path / "final.safetensors")[name]
    torch.testing.assert_close(shipped, average.half())
    assert not torch.equal(shipped, weights[f"weight.{name}"].half())


def test_a_log_without_tensorboard_is_refused(
    data: DataSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    base = config(data, tmp_path)
    with pytest.raises(MvosError, match="TensorBoard is not installed"):
        next(train(replace(base, run=replace(base.run, tensorboard=True))))


def test_a_state_from_before_a_setting_existed_goes_on(data: DataSection, tmp_path: Path) -> None:
    begun = train(config(data, tmp_path))
    next(begun)
    begun.close()  # type: ignore[attr-defined]
    state = tmp_path / "state.safetensors"
    with safe_open(state, framework="pt") as file:
        notes = file.metadata()
    settings = json.loads(notes["settings"])
    del settings["data"]["short_side"], settings["averages"]
    save_file(load_file(state), state, metadata=notes | {"settings": json.dumps(settings)})
    resumed = train(config(data, tmp_path))
    assert next(resumed).value.step == 2
    resumed.close()  # type: ignore[attr-defined]


def test_compiled_parts_train(data: DataSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part is handed to torch's compiler, here one that only counts; names in checkpoints stay as they are."""
    compiled: list[type] = []
    monkeypatch.setattr(torch.nn.Module, "compile", lambda self: compiled.append(type(self)))
    base = config(data, tmp_path, steps=1)
    for _ in train(replace(base, run=replace(base.run, compile=True))):
        pass
    assert [kind.__name__ for kind in compiled] == ["KeyEncoder", "ValueEncoder", "Decoder"]
    assert load_checkpoint(tmp_path / "final.safetensors").config.name == "mobilenetv2"


def test_it_writes_snapshots_with_notes(data: DataSection, tmp_path: Path) -> None:
    values = [step.value for step in train(config(data, tmp_path))]
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {
        "final.safetensors",
        "state.safetensors",
        "step-000002.safetensors",
        "step-000004.safetensors",
    }
    assert read_notes(tmp_path / "final.safetensors")["clips"] == "4"
    assert {"cross_entropy", "dice", "representation"} == set(values[0].terms)
    assert values[-1].loss == pytest.approx(sum(values[-1].terms.values()))


def test_the_losses_teach_a_clip(data: DataSection) -> None:
    torch.manual_seed(0)
    network = build_network(ModelSection("resnet18"))
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3)
    clip = TrainingClips(data, seed=0).clip(ClipKey(0, 0.0, 1))
    frames = torch.from_numpy(clip.frames).movedim(3, 1)
    labels = torch.from_numpy(clip.labels).long()
    losses = []
    for _ in range(7):
        unrolled = unroll(network, frames[None].float() / 255, labels[None, 0], objects=1)
        terms = clip_loss(unrolled, labels[None], LossSection(), 0.0)
        loss = torch.stack(list(terms.values())).sum()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.5 * losses[0]


def test_starting_over_forgets_the_state(data: DataSection, tmp_path: Path) -> None:
    first = train(config(data, tmp_path))
    before = next(first).value
    first.close()  # type: ignore[attr-defined]
    again = train(config(data, tmp_path), fresh=True)
    assert next(again).value.terms == before.terms
    again.close()  # type: ignore[attr-defined]


def test_minutes_bound_the_run(data: DataSection, tmp_path: Path) -> None:
    short = replace(config(data, tmp_path), schedule=ScheduleSection(minutes=0.005, batch=1))
    values = [step.value for step in train(short)]
    assert 1 <= len(values) < 50
    assert values[-1].progress < 1.0


def test_a_state_of_other_settings_is_refused(data: DataSection, tmp_path: Path) -> None:
    begun = train(config(data, tmp_path))
    next(begun)
    begun.close()  # type: ignore[attr-defined]
    other = replace(config(data, tmp_path), data=replace(data, crop=96))
    with pytest.raises(MvosError, match="other data, batches or seed"):
        next(train(other))


def test_a_damaged_state_is_refused(data: DataSection, tmp_path: Path) -> None:
    (tmp_path / "state.safetensors").write_bytes(b"rubbish")
    with pytest.raises(MvosError, match="delete it to start over"):
        next(train(config(data, tmp_path)))


def test_a_diverging_run_says_so(data: DataSection, tmp_path: Path) -> None:
    wild = replace(
        config(data, tmp_path, steps=100),
        schedule=ScheduleSection(steps=100, batch=1, learning_rate=1e18, warmup_steps=0),
        run=replace(config(data, tmp_path).run, save_every=1000),
    )
    with pytest.raises(MvosError, match="no longer finite"):
        for _ in train(wild):
            pass
    assert not (tmp_path / "state.safetensors").exists()


def test_the_gradient_flows_through_the_fed_back_prediction() -> None:
    torch.manual_seed(0)
    network = build_network(TrainConfig().model)
    frames = torch.rand(1, 3, 3, 64, 64)
    labels = torch.zeros(1, 3, 64, 64, dtype=torch.int64)
    labels[:, :, 16:48, 16:48] = 1
    unrolled = unroll(network, frames, labels[:, 0], objects=1)
    middle = unrolled.predictions[0].logits
    middle.retain_grad()
    last = replace(unrolled, predictions=unrolled.predictions[1:])
    last_only = clip_loss(last, labels[:, 1:], LossSection(), 0.0)
    torch.stack(list(last_only.values())).sum().backward()  # type: ignore[no-untyped-call]
    assert middle.grad is not None and middle.grad.abs().sum() > 0


BLOCKED = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"av", "PySide6", "superqt", "imageio_ffmpeg"}:
            raise ImportError(name)

sys.meta_path.insert(0, Block())
from mvos_core.cli.main import run
root, out = sys.argv[1:]
common = ["--set", f"data.stills={root}/stills", "--set", f"data.davis={root}", "--set", "data.split=train"]
config = f"{out}/c.toml"
open(config, "w").write('[data]\\ncrop = 64\\n[schedule]\\nsteps = 1\\nbatch = 1\\n')
code = run(["train", config, *common, "--set", f"run.out={out}"])
code = code or run(["eval", root, "--split", "train", "--model", f"{out}/final.safetensors", "--size", "32", "--json"])
sys.exit(code)
"""


def test_training_and_evaluation_need_no_video_library_and_no_qt(data: DataSection, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", BLOCKED, data.davis, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert '"j_and_f"' in result.stdout

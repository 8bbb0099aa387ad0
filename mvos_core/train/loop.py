"""The training loop, readable from top to bottom."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from mvos_core.atomic import make_folder
from mvos_core.model.precision import find_device
from mvos_core.train.config import TrainConfig
from mvos_core.train.distributed import Group
from mvos_core.train.learner import DivergedError, Learner, learning_rate
from mvos_core.train.loader import batches
from mvos_core.train.log import Log
from mvos_core.train.scribbles import ScribbleLearner
from mvos_core.train.signals import put_off
from mvos_core.train.state import Resumed, load_state, save_state
from mvos_core.types import Step

_STATE = "state.safetensors"
_STATE_EVERY_S = 120.0
"""What a machine that is switched off costs at most; snapshots come by `run.save_every` alone."""


@dataclass(frozen=True, slots=True)
class TrainStep:
    """What one optimiser step did: the terms of its loss, and how the run goes."""

    step: int
    progress: float
    terms: dict[str, float]
    samples_per_s: float
    left_s: float

    @property
    def loss(self) -> float:
        """The sum of the terms."""
        return sum(self.terms.values())


class _Clock:
    """How far a run is, in [0, 1]: by steps, or by the minutes it may take, those before a resume included."""

    def __init__(self, config: TrainConfig, resumed: Resumed) -> None:
        self._steps = config.schedule.steps
        self._limit_s = config.schedule.minutes * 60
        self._before_s = resumed.elapsed_s
        self.start()

    def start(self) -> None:
        """Count from now on."""
        self._start_s = time.monotonic()

    def elapsed_s(self) -> float:
        return self._before_s + time.monotonic() - self._start_s

    def progress(self, step: int) -> float:
        if self._limit_s > 0:
            return min(1.0, self.elapsed_s() / self._limit_s)
        return min(1.0, step / self._steps)


def train(config: TrainConfig, *, fresh: bool = False) -> Iterator[Step[TrainStep]]:
    """Train, a step at a time; closing the generator saves the state, and the next call goes on from there.

    Writes into `run.out`: state.safetensors, snapshots step-NNNNNN.safetensors, and final.safetensors at the end.
    Under torchrun each process calls it; the gradients are averaged and only the first process writes. After the last
    stage each calls `mvos_core.train.distributed.leave`.

    Raises:
        MvosError: data, starting weights or the state cannot be read, or the loss is no longer finite.
    """
    device = find_device(_own_device(config.run.device))
    group = Group(device)
    _prepare(config, device)
    torch.manual_seed(config.run.seed)
    kind = ScribbleLearner if config.scribbles.rounds else Learner
    learner = kind.begin(config, group, device)
    out = make_folder(Path(config.run.out), otherwise="run.out")
    files = _Files(out, learner, settings=_settings(config, group))
    if fresh:
        files.forget()
    resumed = files.resume()
    clock = _Clock(config, resumed)
    step, saved = resumed.step, resumed
    writes = config.run.tensorboard and group.rank == 0
    log = Log(out / "tensorboard", first_step=step + 1) if writes else None
    source = batches(
        config, device, rank=group.rank, world=group.world, first_step=step, progress=clock.progress
    )
    try:
        batch = next(source) if clock.progress(step) < 1.0 else None
        clock.start()  # reading pictures and starting workers is no training
        while (progress := group.from_first(clock.progress(step))) < 1.0:
            before_s = time.monotonic()
            batch = batch or next(source)
            with put_off():
                terms = learner.learn(batch, step=step, progress=progress)
                step += 1
            saved = files.after(Resumed(step, clock.elapsed_s()), saved)
            rate = len(batch.frames) * group.world / (time.monotonic() - before_s)
            reached = max(clock.progress(step), 1e-9)
            left_s = clock.elapsed_s() * (1 - reached) / reached
            done = TrainStep(step, progress, terms, rate, left_s)
            if log:
                log.write(step, _curves(done, learning_rate(config, step=step - 1, progress=progress)))
            batch = None
            yield Step(step, None if config.schedule.minutes > 0 else config.schedule.steps, done)
        files.checkpoint("final", step)
        group.wait()  # what comes next may begin with these weights, in every process
    except DivergedError:
        saved = Resumed(step, 0.0)  # the weights are spoilt, and so would be a state with them
        raise
    finally:
        if step > saved.step:
            files.save(Resumed(step, clock.elapsed_s()))
        source.close()
        if log:
            log.close()


def _curves(done: TrainStep, rate: float) -> dict[str, float]:
    terms = {f"loss/{name}": value for name, value in done.terms.items()}
    run = {"loss/all": done.loss, "run/clips_per_s": done.samples_per_s, "run/progress": done.progress}
    return terms | run | {"run/learning_rate": rate}


@dataclass(frozen=True, slots=True)
class _Files:
    """What a run writes; only the first process does."""

    out: Path
    learner: Learner | ScribbleLearner
    settings: str

    def forget(self) -> None:
        """Delete an earlier run's state, lest it be taken up again."""
        if self.learner.group.rank == 0:
            (self.out / _STATE).unlink(missing_ok=True)
        self.learner.group.wait()

    def resume(self) -> Resumed:
        """Put a saved state back, if there is one."""
        state = self.out / _STATE
        learner = self.learner
        if not state.exists():
            return Resumed(0, 0.0)
        return load_state(state, learner.trained, learner.average, learner.optimizer, settings=self.settings)

    def after(self, now: Resumed, saved: Resumed) -> Resumed:
        """Write what is due after a step; return what was saved last."""
        is_due = now.step % self.learner.config.run.save_every == 0
        if is_due:
            self.checkpoint(f"step-{now.step:06d}", now.step)
        if not is_due and now.elapsed_s - saved.elapsed_s < _STATE_EVERY_S:
            return saved
        self.save(now)
        return now

    def save(self, resumed: Resumed) -> None:
        """Write the state."""
        learner = self.learner
        if learner.group.rank == 0:
            with put_off():
                save_state(
                    self.out / _STATE,
                    learner.trained,
                    learner.average,
                    learner.optimizer,
                    resumed,
                    settings=self.settings,
                )

    def checkpoint(self, name: str, step: int) -> None:
        """Write the weights that are to be used."""
        learner = self.learner
        if learner.group.rank == 0:
            notes = _notes(learner.config, step, learner.group)
            learner.save(self.out / f"{name}.safetensors", notes=notes)


def _prepare(config: TrainConfig, device: torch.device) -> None:
    if config.run.threads:
        torch.set_num_threads(config.run.threads)
    if device.type == "cuda":
        # All batches have one shape, so trying out algorithms pays; the losses' few products need no full float32.
        torch.backends.cudnn.benchmark = True
        torch.set_float32_matmul_precision("high")


def _own_device(name: str) -> str:
    """Under torchrun each process of a machine has a GPU of its own."""
    return f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if name == "cuda" else name


_FREE = ("cache_mb",)
"""Settings of the data that change nothing but speed."""


def _settings(config: TrainConfig, group: Group) -> str:
    """What must stay the same for a resumed run to be the run that it continues."""
    fixed = {
        "model": config.model.name,
        "teacher": asdict(config.teacher),
        "imitates": any(weight > 0 for _, weight in config.loss.imitation),
        "averages": config.schedule.ema_decay > 0,
        "scribbles": asdict(config.scribbles),
        "data": {key: value for key, value in asdict(config.data).items() if key not in _FREE},
        "batch": config.schedule.batch,
        "processes": group.world,
        "seed": config.run.seed,
    }
    return json.dumps(fixed, sort_keys=True)


def _notes(config: TrainConfig, step: int, group: Group) -> dict[str, str]:
    clips = step * config.schedule.batch * group.world
    notes = {"steps": str(step), "clips": str(clips), "crop": str(config.data.crop)}
    return notes | ({"licence": config.run.licence} if config.run.licence else {})

"""The training loop, readable from top to bottom."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from mvos_core.model.checkpoint import load_checkpoint, load_model, save_checkpoint
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.model.precision import find_device
from mvos_core.model.pretrained import load_backbone, take_over
from mvos_core.train.clips import KeyBatches, TrainingClips
from mvos_core.train.config import ModelSection, TrainConfig
from mvos_core.train.distillation import Imitation
from mvos_core.train.distributed import Group
from mvos_core.train.objective import clip_loss
from mvos_core.train.state import Resumed, load_state, save_state
from mvos_core.train.teacher import Teacher
from mvos_core.train.unroll import unroll
from mvos_core.types import MvosError, Step


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


def build_network(section: ModelSection) -> MobileVOS:
    """Build the network to train, from a checkpoint or from backbone files.

    Raises:
        MvosError: a file is missing, damaged, or of another network.
    """
    config = model_config(section.name)
    if section.start:
        network = load_checkpoint(Path(section.start))
        if network.config != config:
            raise MvosError(
                f"{section.start} holds “{network.config.name}”, not “{config.name}”; change model.name or model.start."
            )
        return network.requires_grad_(True)
    network = MobileVOS(config)
    if section.relative:
        take_over(network, load_model(section.relative))
    for encoder, path in (
        (network.key_encoder, section.key_backbone),
        (network.value_encoder, section.value_backbone),
    ):
        if path:
            load_backbone(encoder.backbone, Path(path))
    return network


def _imitation(
    config: TrainConfig, network: MobileVOS, teacher: Teacher | None, device: torch.device
) -> Imitation | None:
    if teacher is None or not any(weight > 0 for _, weight in config.loss.imitation):
        return None
    dims = network.key_encoder.backbone.dims, teacher.network.key_encoder.backbone.dims
    return Imitation(*dims).to(device)


def _trained(network: MobileVOS, imitation: Imitation | None) -> dict[str, nn.Parameter]:
    """Return all that is trained, by name: the network, and projections that live in training only."""
    projections = imitation.named_parameters() if imitation else ()
    return dict(network.named_parameters()) | {f"imitation.{name}": p for name, p in projections}


class DivergedError(MvosError):
    """Training broke down; what it has learnt since the last snapshot is worthless."""


class _Clock:
    """How far a run is, in [0, 1]: by steps, or by the minutes it may take, those before a resume included."""

    def __init__(self, config: TrainConfig, resumed: Resumed) -> None:
        self._steps = config.schedule.steps
        self._limit_s = config.schedule.minutes * 60
        self._before_s = resumed.elapsed_s
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
    Under torchrun each process calls it; the gradients are averaged and only the first process writes.

    Raises:
        MvosError: data, starting weights or the state cannot be read, or the loss is no longer finite.
    """
    device = find_device(_own_device(config.run.device))
    group = Group(device)
    if config.run.threads:
        torch.set_num_threads(config.run.threads)
    torch.manual_seed(config.run.seed)
    network = build_network(config.model).to(device).train()
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    teacher = Teacher.load(config.teacher, device)
    imitation = _imitation(config, network, teacher, device)
    trained = _trained(network, imitation)
    schedule = config.schedule
    optimizer = torch.optim.AdamW(
        trained.values(), lr=schedule.learning_rate, weight_decay=schedule.weight_decay
    )
    out = _folder(config.run.out)
    state = out / "state.safetensors"
    resumed = (
        load_state(state, trained, optimizer, settings=_settings(config, group))
        if state.exists() and not fresh
        else Resumed(0, 0.0)
    )
    clock = _Clock(config, resumed)
    batches = iter(_loader(config, group, resumed.step, progress=clock.progress))
    learner = _Learner(config, network, teacher, imitation, optimizer, group)
    step = saved = resumed.step

    def save() -> None:
        if group.rank == 0:
            save_state(
                state,
                trained,
                optimizer,
                Resumed(step, clock.elapsed_s()),
                settings=_settings(config, group),
            )

    try:
        while (progress := group.from_first(clock.progress(step))) < 1.0:
            before_s = time.monotonic()
            frames, labels = next(batches)
            terms = learner.learn(frames.to(device), labels.to(device), step=step, progress=progress)
            step += 1
            if step % config.run.save_every == 0:
                save()
                saved = step
                if group.rank == 0:
                    save_checkpoint(
                        out / f"step-{step:06d}.safetensors", network, notes=_notes(config, step, group)
                    )
            rate = len(frames) * group.world / (time.monotonic() - before_s)
            reached = max(clock.progress(step), 1e-9)
            left_s = clock.elapsed_s() * (1 - reached) / reached
            total = None if schedule.minutes > 0 else schedule.steps
            yield Step(step, total, TrainStep(step, progress, terms, rate, left_s))
        if group.rank == 0:
            save_checkpoint(out / "final.safetensors", network, notes=_notes(config, step, group))
    except DivergedError:
        saved = step  # the weights are spoilt, and so would be a state with them
        raise
    finally:
        if step > saved:
            save()
        group.close()


def _own_device(name: str) -> str:
    """Under torchrun each process of a machine has a GPU of its own."""
    return f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if name == "cuda" else name


def _folder(path: str) -> Path:
    out = Path(path)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MvosError(
            f"The folder {out} cannot be made ({error.strerror}); choose another run.out."
        ) from error
    return out


def _loader(
    config: TrainConfig, group: Group, first_step: int, *, progress: Callable[[int], float]
) -> DataLoader[tuple[Tensor, Tensor]]:
    keys = KeyBatches(
        config.data,
        batch=config.schedule.batch,
        seed=config.run.seed,
        rank=group.rank,
        world=group.world,
        first_step=first_step,
        progress=progress,
    )
    clips = TrainingClips(config.data, seed=config.run.seed)
    return DataLoader(
        clips, batch_sampler=keys, num_workers=config.run.workers, persistent_workers=config.run.workers > 0
    )


@dataclass(frozen=True, slots=True)
class _Learner:
    """What stays the same from step to step."""

    config: TrainConfig
    network: MobileVOS
    teacher: Teacher | None
    imitation: Imitation | None
    optimizer: torch.optim.AdamW
    group: Group

    def learn(self, frames: Tensor, labels: Tensor, *, step: int, progress: float) -> dict[str, float]:
        """Take one optimiser step on uint8 frames (B, T, 3, S, S) and labels (B, T, S, S); return the loss's terms."""
        schedule = self.config.schedule
        warmup = min(1.0, (step + 1) / schedule.warmup_steps) if schedule.warmup_steps else 1.0
        for settings in self.optimizer.param_groups:
            settings["lr"] = schedule.learning_rate * warmup * (1 - progress)
        frames, first = frames.float() / 255, labels[:, 0]
        objects = int(first.max())
        with _precision(self.config):
            taught = self.teacher.watch(frames, first, objects=objects) if self.teacher else None
            student = unroll(
                self.network,
                frames,
                first,
                objects=objects,
                # A teacher in the making learns with the memory that it will have: all frames (STCN).
                memory_every=1 if self.network.config.memory_every else 0,
            )
        terms = clip_loss(
            student, labels, self.config.loss, progress, teacher=taught, imitation=self.imitation
        )
        loss = torch.stack(list(terms.values())).sum()
        if not torch.isfinite(loss):
            raise DivergedError(
                f"The loss is no longer finite at step {step}; lower schedule.learning_rate and begin again with "
                "--fresh, from a snapshot if you like (model.start)."
            )
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        parameters = list(_trained(self.network, self.imitation).values())
        self.group.average_gradients(parameters)
        torch.nn.utils.clip_grad_norm_(parameters, schedule.clip_gradient_norm)
        self.optimizer.step()
        return {name: float(value.detach()) for name, value in terms.items()}


def _precision(config: TrainConfig) -> AbstractContextManager[object]:
    return (
        torch.autocast(torch.device(config.run.device).type, torch.bfloat16)
        if config.run.bf16
        else nullcontext()
    )


def _settings(config: TrainConfig, group: Group) -> str:
    """What must stay the same for a resumed run to be the run that it continues."""
    fixed = {
        "model": config.model.name,
        "teacher": asdict(config.teacher),
        "imitates": any(weight > 0 for _, weight in config.loss.imitation),
        "data": asdict(config.data),
        "batch": config.schedule.batch,
        "processes": group.world,
        "seed": config.run.seed,
    }
    return json.dumps(fixed, sort_keys=True)


def _notes(config: TrainConfig, step: int, group: Group) -> dict[str, str]:
    clips = step * config.schedule.batch * group.world
    notes = {"steps": str(step), "clips": str(clips), "crop": str(config.data.crop)}
    return notes | ({"licence": config.run.licence} if config.run.licence else {})

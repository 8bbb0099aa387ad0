"""What one optimiser step does, and all that it changes."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import get_ema_multi_avg_fn

from mvos_core.model.backbones import Backbone
from mvos_core.model.checkpoint import load_checkpoint, load_model, save_checkpoint
from mvos_core.model.config import LIGHT, model_config
from mvos_core.model.network import MobileVOS
from mvos_core.model.pretrained import load_backbone, take_over
from mvos_core.train.config import ModelSection, TrainConfig
from mvos_core.train.distillation import Imitation
from mvos_core.train.distributed import Group
from mvos_core.train.loader import Batch
from mvos_core.train.objective import clip_loss
from mvos_core.train.teacher import Teacher
from mvos_core.train.unroll import unroll
from mvos_core.types import MvosError

_LONGEST_WARMUP = 0.1
"""Of a run."""


class DivergedError(MvosError):
    """Training broke down; what it has learnt since the last snapshot is worthless."""


def build_network(section: ModelSection) -> MobileVOS:
    """Build the network to train, from a checkpoint or from backbone files.

    Raises:
        MvosError: a file is missing, damaged, or of another network.
    """
    config = model_config(section.name)
    if section.start:
        network = load_checkpoint(Path(section.start))
        remembering = {name: getattr(config, name) for name in ("memory_every", "memory_kept", "top_k")}
        if replace(network.config, **remembering) != config:
            raise MvosError(
                f"{section.start} holds “{network.config.name}”, not “{config.name}”; change model.name or model.start."
            )
        network.config = config  # earlier weights may have been made for another memory
        return network.requires_grad_(True)
    network = MobileVOS(config)
    if section.relative:
        take_over(network, load_model(section.relative))
    _load_backbones(network, section)
    return network


def needed_files(config: TrainConfig) -> list[Path]:
    """Return the files of weights that a run begins with, those of its teacher too; shipped models go without."""
    model, encoders = config.model, model_config(config.model.name)
    named = [model.start, model.relative, config.scribbles.start]
    named += [model.key_backbone, model.value_backbone]
    if config.loss.needs_teacher():
        named.append(config.teacher.model)
    if model.backbones and not model.start and not model.relative:
        given = (model.key_backbone, model.value_backbone)
        for kind, path in zip((encoders.key_backbone, encoders.value_backbone), given, strict=True):
            if not path and kind != LIGHT:
                named.append(str(Path(model.backbones, f"{kind}.safetensors")))
    return [Path(name) for name in named if name.endswith(".safetensors")]


def _load_backbones(network: MobileVOS, section: ModelSection) -> None:
    config = network.config
    for encoder, kind, path in (
        (network.key_encoder, config.key_backbone, section.key_backbone),
        (network.value_encoder, config.value_backbone, section.value_backbone),
    ):
        backbone = getattr(encoder, "backbone", None)
        if isinstance(backbone, Backbone):
            file = Path(path) if path else Path(section.backbones, f"{kind}.safetensors")
            if path or (section.backbones and not section.relative):
                load_backbone(backbone, file)
        elif path:
            raise MvosError(
                f"The value encoder of “{config.name}” has no backbone; leave model.value_backbone out.",
                exit_code=2,
            )


@dataclass(frozen=True, slots=True)
class Learner:
    """The network in training, its running average, its teacher, and the optimiser.

    Attributes:
        averaged: an exponential moving average of the network's weights, or None where none is kept.
        imitation: projections of the student's features to the teacher's, where it shall follow them.
    """

    config: TrainConfig
    group: Group
    network: MobileVOS
    averaged: MobileVOS | None
    teacher: Teacher | None
    imitation: Imitation | None
    optimizer: torch.optim.AdamW

    @staticmethod
    def begin(config: TrainConfig, group: Group, device: torch.device) -> Learner:
        """Build everything anew.

        Raises:
            MvosError: starting weights or the teacher cannot be read.
        """
        network = build_network(config.model).to(device).train()
        network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        teacher = Teacher.load(config.teacher, device) if config.loss.needs_teacher() else None
        imitation = None
        if teacher and any(weight > 0 for _, weight in config.loss.imitation):
            dims = network.key_encoder.backbone.dims, teacher.network.key_encoder.backbone.dims
            imitation = Imitation(*dims).to(device)
        schedule = config.schedule
        averaged = copy.deepcopy(network).eval().requires_grad_(False) if schedule.ema_decay > 0 else None
        optimizer = torch.optim.AdamW(
            _trained(network, imitation).values(),
            lr=schedule.learning_rate,
            weight_decay=schedule.weight_decay,
        )
        if config.run.compile:
            for part in (network.key_encoder, network.value_encoder, network.decoder):
                part.compile()
        return Learner(config, group, network, averaged, teacher, imitation, optimizer)

    @property
    def trained(self) -> dict[str, nn.Parameter]:
        """All that is trained, by name: the network, and projections that live in training only."""
        return _trained(self.network, self.imitation)

    @property
    def average(self) -> Mapping[str, Tensor]:
        """The averaged weights by name; empty where none are kept."""
        return dict(self.averaged.named_parameters()) if self.averaged else {}

    @property
    def result(self) -> MobileVOS:
        """The network to keep and to measure: the average where there is one."""
        return self.averaged or self.network

    def learn(self, batch: Batch, *, step: int, progress: float) -> dict[str, float]:
        """Take one optimiser step and return the loss's terms.

        Raises:
            DivergedError: the loss is not finite; the weights are as before.
        """
        values = descend(
            self._terms(batch, progress),
            self.optimizer,
            list(self.trained.values()),
            config=self.config,
            group=self.group,
            step=step,
            progress=progress,
        )
        if self.averaged:
            follow(self.averaged, self.network, decay=ema_decay(self.config.schedule.ema_decay, step=step))
        return values

    def save(self, path: Path, *, notes: Mapping[str, str]) -> None:
        """Write the network to keep."""
        save_checkpoint(path, self.result, notes=notes)

    def _terms(self, batch: Batch, progress: float) -> dict[str, Tensor]:
        frames, first = batch.frames.float() / 255, batch.labels[:, 0]
        with precision(self.config):
            taught = self.teacher.watch(frames, first, objects=batch.objects) if self.teacher else None
            student = unroll(
                self.network,
                frames,
                first,
                objects=batch.objects,
                # Frames of training clips lie far apart: a network that keeps some learns to by keeping them all (STCN),
                # as far as it keeps that many.
                memory_every=1 if self.network.config.memory_every else 0,
                memory_kept=self.network.config.memory_kept,
            )
        return clip_loss(
            student, batch.labels, self.config.loss, progress, teacher=taught, imitation=self.imitation
        )


def descend(
    terms: Mapping[str, Tensor],
    optimizer: torch.optim.Optimizer,
    parameters: Sequence[nn.Parameter],
    *,
    config: TrainConfig,
    group: Group,
    step: int,
    progress: float,
) -> dict[str, float]:
    """Take one optimiser step down the sum of `terms`, averaged over the processes; return their values.

    Raises:
        DivergedError: the loss is not finite; the weights are as before.
    """
    schedule = config.schedule
    for settings in optimizer.param_groups:
        settings["lr"] = learning_rate(config, step=step, progress=progress)
    loss = torch.stack(list(terms.values())).sum()
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    group.average_gradients(parameters)
    norm = torch.nn.utils.clip_grad_norm_(parameters, schedule.clip_gradient_norm)
    # One look at the numbers a step: a GPU waits for each. The norm is the same in all processes: they end together.
    *values, norm_value = torch.stack([*terms.values(), norm]).detach().tolist()
    if not math.isfinite(norm_value) or not all(map(math.isfinite, values)):
        raise DivergedError(
            f"The loss is no longer finite at step {step}; lower schedule.learning_rate and begin again with "
            "--fresh, from a snapshot if you like (model.start)."
        )
    optimizer.step()
    return dict(zip(terms, values, strict=True))


def learning_rate(config: TrainConfig, *, step: int, progress: float) -> float:
    """Return the rate of a step: a linear rise over the warm-up steps, a linear fall to 0 over the run.

    In a short run the rise ends after a tenth of it.
    """
    schedule = config.schedule
    warmup = 1.0
    if schedule.warmup_steps:
        warmup = min(1.0, max((step + 1) / schedule.warmup_steps, progress / _LONGEST_WARMUP))
    return schedule.learning_rate * warmup * (1 - progress)


def _trained(network: MobileVOS, imitation: Imitation | None) -> dict[str, nn.Parameter]:
    projections = imitation.named_parameters() if imitation else ()
    return dict(network.named_parameters()) | {f"imitation.{name}": p for name, p in projections}


def ema_decay(decay: float, *, step: int) -> float:
    """Return how much of the average a step keeps: less at first, so that the start is soon forgotten."""
    return min(decay, (1 + step) / (10 + step))


@torch.no_grad()
def follow(averaged: nn.Module, network: nn.Module, *, decay: float) -> None:
    """Move the average a little towards the network."""
    update = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call, unused-ignore]
    update(list(averaged.parameters()), list(network.parameters()), 0)


def precision(config: TrainConfig) -> AbstractContextManager[object]:
    """Return the context in which a run computes."""
    return (
        torch.autocast(torch.device(config.run.device).type, torch.bfloat16)
        if config.run.bf16
        else nullcontext()
    )

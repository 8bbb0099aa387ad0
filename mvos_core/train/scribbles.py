"""Training the scribble network on the features of a student's key encoder, which stays as it is."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from mvos_core.model.checkpoint import load_model
from mvos_core.model.encoders import Features, KeyEncoder
from mvos_core.model.network import MobileVOS, upsample4
from mvos_core.model.scribble import ScribbleConfig, ScribbleNetwork, load_scribble, save_scribble
from mvos_core.scribble.planes import PLANES, stroke_planes
from mvos_core.train.config import TrainConfig, at
from mvos_core.train.distributed import Group
from mvos_core.train.learner import descend, ema_decay, follow, precision
from mvos_core.train.loader import Batch
from mvos_core.train.losses import bootstrapped_cross_entropy, soft_dice
from mvos_core.train.plan import LEAST_PIXELS
from mvos_core.train.strokes import Scribbles, first_scribbles, next_scribbles
from mvos_core.types import Mask, MvosError


@dataclass(frozen=True, slots=True)
class ScribbleLearner:
    """The scribble network in training, the frozen encoder before it, its running average, and the optimiser."""

    config: TrainConfig
    group: Group
    encoder: KeyEncoder
    network: ScribbleNetwork
    averaged: ScribbleNetwork | None
    optimizer: torch.optim.AdamW

    @staticmethod
    def begin(config: TrainConfig, group: Group, device: torch.device) -> ScribbleLearner:
        """Build everything anew, on the encoder of `model.start`, or of the shipped `model.name`.

        Raises:
            MvosError: the encoder's or the starting weights cannot be read, or do not go together.
        """
        student = load_model(config.model.start or config.model.name).to(device)
        network = _network(student, config.scribbles.start).to(device).train()
        encoder, network = (
            module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
            for module in (student.key_encoder, network)
        )
        schedule = config.schedule
        averaged = copy.deepcopy(network).eval().requires_grad_(False) if schedule.ema_decay > 0 else None
        optimizer = torch.optim.AdamW(
            network.parameters(), lr=schedule.learning_rate, weight_decay=schedule.weight_decay
        )
        return ScribbleLearner(config, group, encoder, network, averaged, optimizer)

    @property
    def trained(self) -> dict[str, nn.Parameter]:
        """All that is trained, by name."""
        return dict(self.network.named_parameters())

    @property
    def average(self) -> Mapping[str, Tensor]:
        """The averaged weights by name; empty where none are kept."""
        return dict(self.averaged.named_parameters()) if self.averaged else {}

    def save(self, path: Path, *, notes: Mapping[str, str]) -> None:
        """Write the network to use: the average where there is one."""
        save_scribble(path, self.averaged or self.network, notes=notes)

    def learn(self, batch: Batch, *, step: int, progress: float) -> dict[str, float]:
        """Take one optimiser step, over all frames of a batch and all rounds of strokes; return the loss's terms.

        Raises:
            DivergedError: the loss is not finite; the weights are as before.
        """
        rng = np.random.default_rng((self.config.run.seed, step, self.group.rank))
        values = descend(
            self._terms(rng, batch, progress),
            self.optimizer,
            list(self.trained.values()),
            config=self.config,
            group=self.group,
            step=step,
            progress=progress,
        )
        if self.averaged:
            decay = ema_decay(self.config.schedule.ema_decay, step=step)
            follow(self.averaged, self.network, decay=decay)
        return values

    def _terms(self, rng: np.random.Generator, batch: Batch, progress: float) -> dict[str, Tensor]:
        settings, loss = self.config.scribbles, self.config.loss
        kept, truths = _objects(rng, batch.labels.flatten(0, 1).cpu().numpy())
        features = self._features(batch.frames.flatten(0, 1)[kept])
        target = torch.from_numpy(np.stack(truths)).long().to(batch.frames.device)
        scribbles = [first_scribbles(rng, truth, settings) for truth in truths]
        terms: dict[str, list[Tensor]] = {"cross_entropy": [], "dice": []}
        for number in range(settings.rounds):
            logits = self._segment(features, scribbles)
            terms["cross_entropy"].append(
                bootstrapped_cross_entropy(logits, target, hardest=at(loss.hardest, progress))
            )
            terms["dice"].append(loss.dice * soft_dice(logits.softmax(1), target))
            if number + 1 < settings.rounds:
                masks = (logits[:, 1] > 0).cpu().numpy()
                scribbles = [
                    next_scribbles(rng, before, truth, mask, settings)
                    for before, truth, mask in zip(scribbles, truths, masks, strict=True)
                ]
        return {name: torch.stack(values).mean() for name, values in terms.items()}

    @torch.no_grad()
    def _features(self, frames: Tensor) -> Features:
        with precision(self.config):
            features: Features = self.encoder(frames.float() / 255)
        return features

    def _segment(self, features: Features, scribbles: list[Scribbles]) -> Tensor:
        """Return the logits of background and object, (N, 2, S, S)."""
        height, width = (4 * side for side in features.f4.shape[-2:])
        planes = [
            stroke_planes(each.foreground, each.background, each.previous, (height // 4, width // 4))
            for each in scribbles
        ]
        # A copy in torch's own memory: aligned, so that the same planes give the same result to the bit.
        given = torch.tensor(np.stack(planes), device=features.f4.device)
        with precision(self.config):
            logits = self.network(features, given)
        grown = upsample4(logits)
        return torch.cat((torch.zeros_like(grown), grown), dim=1)


def _network(student: MobileVOS, start: str) -> ScribbleNetwork:
    network = ScribbleNetwork(ScribbleConfig.of(student, planes=PLANES))
    if start:
        try:
            network.load_state_dict(load_scribble(Path(start)).state_dict())
        except RuntimeError as error:
            raise MvosError(
                f"{start} was made for another kind of encoder than {student.config.name}'s; leave scribbles.start out."
            ) from error
    return network


def _objects(rng: np.random.Generator, labels: np.ndarray) -> tuple[list[int], list[Mask]]:  # type: ignore[type-arg]
    """Choose an object in each label map (N, S, S): which maps show one, and its mask in each of them.

    A clip's first frame shows one always, so there is at least one.
    """
    kept, truths = [], []
    for number, each in enumerate(labels):
        counts = np.bincount(each.ravel())
        visible = [label for label in range(1, len(counts)) if counts[label] >= LEAST_PIXELS]
        if visible:
            kept.append(number)
            truths.append(each == visible[int(rng.integers(len(visible)))])
    return kept, truths

"""Training clips: from stills, from real sequences, with one object or two, each a function of its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from mvos_core.train.config import DataSection, at
from mvos_core.train.device import PlanTensors, plan_tensors
from mvos_core.train.plan import ClipPlan, draw_object, real_views, settle, still_views
from mvos_core.train.render import Clip, render
from mvos_core.train.sources import Sources, open_sources
from mvos_core.types import MvosError

_TRIES = 10


@dataclass(frozen=True, slots=True)
class ClipKey:
    """Which clip: its running number seeds it, `progress` sets the curves, `objects` is 1 or 2."""

    number: int
    progress: float
    objects: int


class TrainingClips(Dataset[tuple[Tensor, Tensor] | PlanTensors]):
    """Clips by key: frames uint8 (T, S, S, 3) and labels uint8 (T, S, S), or the plans of them (`data.on_device`)."""

    def __init__(self, data: DataSection, *, seed: int) -> None:
        self._data = data
        self._seed = seed
        self.sources: Sources = open_sources(data)

    def __getitem__(self, key: ClipKey) -> tuple[Tensor, Tensor] | PlanTensors:
        if self._data.on_device:
            return plan_tensors(self.plan(key))
        clip = self.clip(key)
        return torch.from_numpy(clip.frames), torch.from_numpy(clip.labels)

    def clip(self, key: ClipKey) -> Clip:
        """Return the clip of `key`; its first frame shows all of its objects."""
        return render(self.plan(key), self.sources.library, crop=self._data.crop)

    def plan(self, key: ClipKey) -> ClipPlan:
        """Return what the clip of `key` shall show."""
        rng = np.random.default_rng((self._seed, key.number))
        for _ in range(_TRIES):
            plan = self._draw(rng, key)
            if plan is not None:
                return plan
        raise MvosError(
            "Ten random clips in a row show no object in their first frame; check the masks of the data."
        )

    def _draw(self, rng: np.random.Generator, key: ClipKey) -> ClipPlan | None:
        data, library = self._data, self.sources.library
        stills, footage = self.sources.stills, self.sources.footage
        share = at(data.stills_share, key.progress)
        if stills and (not footage or rng.random() < share):
            number = draw_object(rng, library, stills)
            base = still_views(rng, library, number, crop=data.crop, frames=data.frames)
        else:
            data_set = footage[int(rng.integers(len(footage)))]
            sequence = data_set[int(rng.integers(len(data_set)))]
            max_gap = round(at(data.max_gap, key.progress) / sequence.spacing)
            chosen = _frame_indices(rng, len(sequence), data.frames, max_gap)
            numbers = [sequence.numbers[i] for i in chosen]
            if not library.labels(numbers[0]).any():
                return None
            base = real_views(rng, library, numbers, crop=data.crop)
        return settle(rng, library, base, crop=data.crop, objects=key.objects, lenders=stills)


def _frame_indices(rng: np.random.Generator, length: int, count: int, max_gap: int) -> list[int]:
    """Return `count` increasing or decreasing indices, neighbours at most `max_gap` apart."""
    room = max(1, (length - 1) // (count - 1))
    gaps = rng.integers(1, max(1, min(max_gap, room)) + 1, count - 1)
    start = int(rng.integers(length - int(gaps.sum())))
    indices = [start, *(start + int(offset) for offset in np.cumsum(gaps))]
    return indices[::-1] if rng.random() < 0.5 else indices


class KeyBatches:
    """The batches of one process: lists of keys, drawn while training goes on, from `first_step` for ever.

    All clips of a step, over all processes, have the same number of objects, so that no object is padding.
    """

    def __init__(
        self,
        data: DataSection,
        *,
        batch: int,
        seed: int,
        rank: int,
        world: int,
        first_step: int,
        progress: Callable[[int], float],
    ) -> None:
        self._data = data
        self._batch = batch
        self._seed = seed
        self._rank = rank
        self._world = world
        self._step = first_step
        self._progress = progress

    def __iter__(self) -> Iterator[list[ClipKey]]:
        while True:
            two = np.random.default_rng((self._seed, self._step, 1)).random() < self._data.two_objects
            objects = 2 if two and self._data.stills else 1
            first = (self._step * self._world + self._rank) * self._batch
            progress = self._progress(self._step)
            yield [ClipKey(first + i, progress, objects) for i in range(self._batch)]
            self._step += 1

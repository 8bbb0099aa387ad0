"""Training clips: from stills, from real sequences, with one object or two, each a function of its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from mvos_core.eval import davis
from mvos_core.train.augment import Colours, Motion, sample_labels, sample_picture, sampling_map, wander
from mvos_core.train.config import DataSection, at
from mvos_core.train.stills import Clip, Stills, add_object, compose, object_view, shows_objects, still_clip
from mvos_core.types import LabelMap, MvosError

_TRIES = 10


@dataclass(frozen=True, slots=True)
class ClipKey:
    """Which clip: its running number seeds it, `progress` sets the curves, `objects` is 1 or 2."""

    number: int
    progress: float
    objects: int


class TrainingClips(Dataset[tuple[Tensor, Tensor]]):
    """Clips by key: frames uint8 (T, 3, S, S) and labels int64 (T, S, S)."""

    def __init__(self, data: DataSection, *, seed: int) -> None:
        self._data = data
        self._seed = seed
        self._stills = Stills(Path(data.stills)) if data.stills else None
        self._sequences: Sequence[davis.Sequence] = (
            davis.davis_sequences(Path(data.davis), year=data.year, split=data.split) if data.davis else ()
        )

    def __getitem__(self, key: ClipKey) -> tuple[Tensor, Tensor]:
        clip = self.clip(key)
        frames = torch.from_numpy(np.ascontiguousarray(clip.frames.transpose(0, 3, 1, 2)))
        return frames, torch.from_numpy(clip.labels.astype(np.int64))

    def clip(self, key: ClipKey) -> Clip:
        """Return the clip of `key`; its first frame shows all of its objects."""
        rng = np.random.default_rng((self._seed, key.number))
        for _ in range(_TRIES):
            clip = self._draw(rng, key)
            if shows_objects(clip.labels[0], key.objects):
                return clip
        raise MvosError(
            "Ten random clips in a row show no object in their first frame; check the masks of the data."
        )

    def _draw(self, rng: np.random.Generator, key: ClipKey) -> Clip:
        share = at(self._data.stills_share, key.progress)
        from_still = self._stills is not None and (not self._sequences or rng.random() < share)
        if from_still and self._stills is not None:
            clip = still_clip(rng, self._stills, crop=self._data.crop, frames=self._data.frames)
        else:
            clip = self._real_clip(rng, max_gap=round(at(self._data.max_gap, key.progress)))
        found = int(clip.labels.max())
        if self._stills is not None and found < key.objects:
            clip = add_object(rng, clip, self._stills, label=key.objects)
        elif self._stills is not None and rng.random() < 0.3:
            clip = add_object(rng, clip, self._stills, label=0)
        return Clip(clip.frames, np.where(clip.labels <= key.objects, clip.labels, np.uint8(0)))

    def _real_clip(self, rng: np.random.Generator, *, max_gap: int) -> Clip:
        crop, count = self._data.crop, self._data.frames
        sequence = self._sequences[int(rng.integers(len(self._sequences)))]
        indices = _frame_indices(rng, len(sequence.frames), count, max_gap)
        annotations = [_read(sequence, i, self._data.year) for i in indices]
        first = annotations[0]
        if not first.any():
            return Clip(np.zeros((count, crop, crop, 3), np.uint8), np.zeros((count, crop, crop), np.uint8))
        order = rng.permutation(np.unique(first[first > 0]))
        renumber = np.zeros(256, np.uint8)
        renumber[order] = np.arange(1, len(order) + 1)
        scale = crop / (min(first.shape) * rng.uniform(0.5, 1.0))
        base = object_view(rng, (first == order[0]).astype(np.uint8), crop, scale=scale)
        motion = Motion(shift=0.02, rotate_deg=3.0, scale=1.03, shear=0.02, bend=0.0)
        shared = Colours.draw(rng, 0.7)
        frames, labels = [], []
        for i, annotation in zip(indices, annotations, strict=True):
            where = sampling_map(compose(base, wander(rng, crop, motion)), crop)
            picture = sample_picture(davis.read_picture(sequence.frames[i]), where)
            frames.append(Colours.draw(rng, 0.1)(shared(picture)))
            labels.append(renumber[sample_labels(annotation, where)])
        return Clip(np.stack(frames), np.stack(labels))


def _frame_indices(rng: np.random.Generator, length: int, count: int, max_gap: int) -> list[int]:
    """Return `count` increasing or decreasing indices, neighbours at most `max_gap` apart."""
    if length < count:
        raise MvosError(
            f"A sequence of {length} frames is too short for clips of {count}; leave it out of the split."
        )
    room = max(1, (length - 1) // (count - 1))
    gaps = rng.integers(1, max(1, min(max_gap, room)) + 1, count - 1)
    start = int(rng.integers(length - int(gaps.sum())))
    indices = [start, *(start + int(offset) for offset in np.cumsum(gaps))]
    return indices[::-1] if rng.random() < 0.5 else indices


def _read(sequence: davis.Sequence, index: int, year: str) -> LabelMap:
    labels = davis.read_annotation(sequence.annotations[index], year=year)
    return np.where(labels == 255, np.uint8(0), labels)


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

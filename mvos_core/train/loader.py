"""Batches of clips on the device that trains, without end; and how many of them there can be a second."""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import torch
from torch import Tensor
from torch.utils.data import DataLoader

from mvos_core.train.clips import KeyBatches, TrainingClips
from mvos_core.train.config import TrainConfig
from mvos_core.train.device import Atlas, BatchRenderer, PlanTensors
from mvos_core.train.signals import leave_to_parent
from mvos_core.types import MvosError


class Batch(NamedTuple):
    """Clips: frames uint8 (B, T, 3, S, S), channels last in memory, labels int64 (B, T, S, S), objects 1 … `objects`."""

    frames: Tensor
    labels: Tensor
    objects: int


def batches(
    config: TrainConfig,
    device: torch.device,
    *,
    rank: int = 0,
    world: int = 1,
    first_step: int = 0,
    warm: bool = False,
    progress: Callable[[int], float],
) -> Generator[Batch, None, None]:
    """Read what is to be kept at hand, and return one process's batches from `first_step` on.

    Without worker processes and `data.on_device`, pictures are read when they are first needed, unless `warm`.

    Raises:
        MvosError: the data cannot be read, or do not fit the memory that they shall be held in.
    """
    # OpenCV's threads would not survive the fork into worker processes, and a picture is too small for them.
    cv2.setNumThreads(1)
    keys = KeyBatches(
        config.data,
        batch=config.schedule.batch,
        seed=config.run.seed,
        rank=rank,
        world=world,
        first_step=first_step,
        progress=progress,
    )
    clips = TrainingClips(config.data, seed=config.run.seed)
    workers = config.run.workers
    if workers or config.data.on_device or warm:
        # Read once, before processes are forked: they share what is there already.
        clips.sources.library.fill(threads=os.cpu_count() or 1)
    render = _renderer(config, clips, device) if config.data.on_device else None
    loader: DataLoader[tuple[Tensor, Tensor] | PlanTensors] = DataLoader(
        clips,
        batch_sampler=keys,
        num_workers=workers,
        persistent_workers=workers > 0,
        # Only forked processes share what was read; elsewhere each gets a copy.
        multiprocessing_context="fork" if workers and sys.platform == "linux" else None,
        pin_memory=device.type == "cuda",
        worker_init_fn=leave_to_parent,
    )
    return _endless(loader, render, device)


def _endless(
    loader: DataLoader[tuple[Tensor, Tensor] | PlanTensors],
    render: BatchRenderer | None,
    device: torch.device,
) -> Generator[Batch, None, None]:
    for item in loader:
        if render:
            plans = PlanTensors(*item)
            objects = int(max(plans.renumber[:, 0].max(), plans.paste[:, 1].max()))
            yield Batch(*render(plans), objects)
        else:
            frames, labels = (x.to(device, non_blocking=True) for x in item)
            # Channels stay last in memory, as the network likes them.
            yield Batch(frames.movedim(4, 2), labels.long(), int(item[1][:, 0].max()))


def _renderer(config: TrainConfig, clips: TrainingClips, device: torch.device) -> BatchRenderer:
    library = clips.sources.library
    if not library.is_complete:
        raise MvosError(
            f"The {len(library)} pictures do not fit into data.cache_mb = {config.data.cache_mb}, which holding them on the "
            "device takes; raise it, lower data.short_side, or set data.on_device = false.",
            exit_code=2,
        )
    return BatchRenderer(Atlas(library, device), crop=config.data.crop)


@dataclass(frozen=True, slots=True)
class Throughput:
    """What the loader alone can do."""

    clips: int
    elapsed_s: float
    first_batch_s: float
    """Time until the first batch: reading pictures, starting processes."""

    @property
    def clips_per_s(self) -> float:
        """Clips per second once it runs."""
        return self.clips / self.elapsed_s


def measure_loader(config: TrainConfig, device: torch.device, *, n_batches: int) -> Throughput:
    """Make batches without training on them, as in the middle of a run."""
    started_s = time.monotonic()
    source = batches(config, device, warm=True, progress=lambda _: 0.5)
    next(source)
    warm_s = time.monotonic()
    for batch in itertools.islice(source, n_batches):
        last = batch
    last.labels[:1].cpu()  # what is still in the device's queue counts
    return Throughput(n_batches * config.schedule.batch, time.monotonic() - warm_s, warm_s - started_s)

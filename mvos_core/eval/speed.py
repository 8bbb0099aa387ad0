"""How long a frame takes, and whether time and memory stay constant over a clip."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import psutil
import torch
from numpy.typing import NDArray
from torch.utils.flop_counter import FlopCounterMode

from mvos_core.model.checkpoint import count_parameters
from mvos_core.model.config import DEFAULT_MODEL
from mvos_core.model.memory import Remembered
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import Anchor, Propagator
from mvos_core.runtime.pixels import working_size
from mvos_core.runtime.torch_engine import step
from mvos_core.types import Frame, LabelMap, Step

_EARLY = slice(10, 60)
_LATE = 50
_MB = 2**20


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """One measurement; times in ms per frame, whole step: encode, read, decode, aggregate, remember, label map.

    `early_median_ms` is over frames 10–60, `late_median_ms` over the last 50; likewise the resident memory at
    frame 60 and at the end, and what torch holds of a CUDA device's memory, None elsewhere. `ratio` says how many times faster it is than the same model in eager torch fp32,
    `ratio_mobilenetv2` than mobilenetv2 there, at the same size and number of objects in the same run. `gflops` is of
    one step, a multiplication with its addition counting as two.

    End to end is from the clip's file to the label map's PNG: frames per second one after the other, and with reading
    and writing on threads of their own, the medians of three runs each; None where it was not measured.
    """

    engine: str
    model: str
    height: int
    width: int
    objects: int
    frames: int
    median_ms: float
    p95_ms: float
    early_median_ms: float
    late_median_ms: float
    fps: float
    peak_rss_mb: float
    early_rss_mb: float
    late_rss_mb: float
    parameters: int
    gflops: float
    peak_device_mb: float | None = None
    early_device_mb: float | None = None
    late_device_mb: float | None = None
    ratio: float = 1.0
    ratio_mobilenetv2: float = 1.0
    end_to_end_fps: float | None = None
    sequential_fps: float | None = None


REFERENCE = "torch-fp32"
"""The engine that ratios are to."""


def with_ratios(rows: Sequence[SpeedRow]) -> list[SpeedRow]:
    """Compare the rows of one run with its own baselines; those without one keep the ratio 1."""

    def baseline_ms(row: SpeedRow, model: str) -> float:
        for other in rows:
            same = (other.height, other.width, other.objects) == (row.height, row.width, row.objects)
            if same and other.engine == REFERENCE and other.model == model:
                return other.median_ms
        return row.median_ms

    return [
        replace(
            row,
            ratio=baseline_ms(row, row.model) / row.median_ms,
            ratio_mobilenetv2=baseline_ms(row, DEFAULT_MODEL) / row.median_ms,
        )
        for row in rows
    ]


def step_gflops(network: MobileVOS, size: tuple[int, int], objects: int) -> float:
    """Return a step's billions of operations: one frame of `size` (multiples of 16) after one anchor."""
    config = network.config
    with torch.device("meta"):
        likeness = MobileVOS(config)
        remembered = Remembered.empty(config, (size[0] // 16, size[1] // 16), objects=objects)
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            step(likeness, torch.zeros(1, 3, *size), remembered)
    return float(counter.get_total_flops()) / 1e9


def moving_frames(size: tuple[int, int], count: int) -> Iterator[Frame]:
    """Yield `count` frames of a soft random texture that drifts, (height, width, 3)."""
    rng = np.random.default_rng(0)
    coarse = rng.integers(0, 256, (size[0] // 16 + 2, size[1] // 16 + 2, 3), dtype=np.uint8)
    texture = coarse.repeat(16, axis=0).repeat(16, axis=1)[: size[0], : size[1]]
    for t in range(count):
        yield np.roll(texture, (t, 2 * t), axis=(0, 1))


def striped_labels(size: tuple[int, int], objects: int) -> LabelMap:
    """Return a label map with `objects` upright bars in the middle half of the picture."""
    labels = np.zeros(size, np.uint8)
    edges = np.linspace(0, size[1], 2 * objects + 2, dtype=int)
    for label in range(1, objects + 1):
        labels[size[0] // 4 : 3 * size[0] // 4, edges[2 * label - 1] : edges[2 * label]] = label
    return labels


def measure(
    propagator: Propagator, *, engine: str, size: tuple[int, int], objects: int, frames: int
) -> Iterator[Step[SpeedRow | None]]:
    """Propagate `objects` through `frames` frames of `size`; a step a frame, the last one with the row.

    Its ratios are 1 until the caller compares (`with_ratios`).
    """
    anchor = Anchor.of(striped_labels(size, objects))
    process, device = psutil.Process(), propagator.device
    run = propagator.run()
    times_ms, rss_mb, device_mb = [], [], []
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
    for index, frame in enumerate(moving_frames(size, frames)):
        start = time.perf_counter()
        run.step(index, frame, anchor if index == 0 else None)
        times_ms.append((time.perf_counter() - start) * 1000)
        rss_mb.append(process.memory_info().rss / _MB)
        if device.type == "cuda":
            device_mb.append(torch.cuda.memory_allocated(device) / _MB)
        if index + 1 < frames:
            yield Step(index + 1, frames, None)
    row = _row(
        np.array(times_ms),
        np.array(rss_mb),
        engine=engine,
        network=propagator.network,
        size=size,
        objects=objects,
    )
    if device_mb:
        row = replace(
            row,
            peak_device_mb=torch.cuda.max_memory_allocated(device) / _MB,
            early_device_mb=device_mb[min(_EARLY.stop, frames) - 1],
            late_device_mb=device_mb[-1],
        )
    yield Step(frames, frames, row)


def _row(
    times_ms: NDArray[np.float64],
    rss_mb: NDArray[np.float64],
    *,
    engine: str,
    network: MobileVOS,
    size: tuple[int, int],
    objects: int,
) -> SpeedRow:
    # The first frame is an anchor and pays for warming up; it belongs to no median where there are others.
    steady = times_ms[1:] if len(times_ms) > 1 else times_ms
    early = times_ms[_EARLY] if len(times_ms) > _EARLY.start else steady
    median = float(np.median(steady))
    return SpeedRow(
        engine=engine,
        model=network.config.name,
        height=size[0],
        width=size[1],
        objects=objects,
        frames=len(times_ms),
        median_ms=median,
        p95_ms=float(np.percentile(steady, 95)),
        early_median_ms=float(np.median(early)),
        late_median_ms=float(np.median(steady[-_LATE:])),
        fps=1000 / median,
        peak_rss_mb=float(rss_mb.max()),
        early_rss_mb=float(rss_mb[min(_EARLY.stop, len(rss_mb)) - 1]),
        late_rss_mb=float(rss_mb[-1]),
        parameters=count_parameters(network),
        gflops=step_gflops(network, working_size(size, min(size)), objects),
    )

"""`mvos bench --removal-memory`: that a removal's memory does not grow with the clip."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from mvos_core.types import Frame, LabelMap

_ROWS = 8
_PAN_PX = 3
_ROOM_PX = 400
_DISC_STEP_PX = 9


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """How much memory the process takes, in 2²⁰ bytes, after so many frames, and seconds a frame so far."""

    frames: int
    resident_mb: float
    frame_s: float


def bench_removal_memory(size: tuple[int, int], *, frames: int, as_json: bool = False) -> None:
    """Remove a disc from a made-up clip of (height, width), from file to file, and print the memory as it goes."""
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder, "clip.mp4")
        write_clip(clip, size, frames)
        rows = []
        for row in measure_memory(clip, Path(folder, "removed.mp4"), every=max(1, frames // _ROWS)):
            rows.append(row)
            if not as_json:
                print(
                    f"{row.frames:6d} frames  {row.resident_mb:6.0f} MB  {row.frame_s:5.2f} s/frame",
                    flush=True,
                )
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))


def write_clip(path: Path, size: tuple[int, int], n_frames: int) -> None:
    """Write a clip: a pan to and fro over texture, and a disc that crosses it again and again."""
    from mvos_core.video import VideoWriter

    height, width = size
    noise = np.random.default_rng(0)
    wide = np.full((height, width + _ROOM_PX, 3), 128, np.float32)
    for sigma, gain in ((2, 40), (8, 200), (24, 500)):
        wide += gain * cv2.GaussianBlur(noise.standard_normal(wide.shape, np.float32), (0, 0), sigma)
    ground: Frame = np.clip(wide, 0, 255).astype(np.uint8)
    with VideoWriter(path, size, rate=Fraction(24)) as writer:
        for index in range(n_frames):
            left = abs(index * _PAN_PX % (2 * _ROOM_PX) - _ROOM_PX)
            frame = ground[:, left : left + width].copy()
            frame[disc(index, size) > 0] = (220, 40, 30)
            writer.write(frame)


def disc(index: int, size: tuple[int, int]) -> LabelMap:
    """Return the mask of a frame of that clip: a disc a fifth as high as the picture."""
    height, width = size
    radius = height // 10
    labels = np.zeros(size, np.uint8)
    x = radius + index * _DISC_STEP_PX % (width - 2 * radius)
    cv2.circle(labels, (x, height // 2), radius, (1,), -1)
    return labels


def measure_memory(clip: Path, out: Path, *, every: int) -> Iterator[MemoryRow]:
    """Remove the disc with the default method and yield a row after `every` so many frames."""
    import psutil

    from mvos_core.inpaint import make_inpainter
    from mvos_core.removal import MaskedClip, remove
    from mvos_core.video import VideoWriter, open_video

    process = psutil.Process()
    with open_video(clip) as reader:
        size, frames = reader.info.size, range(len(reader))
        masked = MaskedClip(reader, lambda index: disc(index, size), frames)
        with masked, VideoWriter(out, size, rate=reader.info.rate) as writer:
            start_s = time.perf_counter()
            for step in remove(masked, make_inpainter()):
                writer.write(step.value.frame)
                if step.done % every == 0:
                    resident_mb = process.memory_info().rss / 2**20
                    yield MemoryRow(step.done, resident_mb, (time.perf_counter() - start_s) / step.done)

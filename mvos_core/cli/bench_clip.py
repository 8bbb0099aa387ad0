"""`mvos bench --end-to-end`: from a clip's file to the label maps' PNG files."""

from __future__ import annotations

import tempfile
import time
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvos_core.propagation import FrameSource, Propagator

_WARM_UP = 3
"""Frames that do not count: the anchor, and the first ones after it, for which a graph may be compiled."""


def end_to_end_fps(
    propagator: Propagator, size: tuple[int, int], objects: int, frames: int, *, overlapped: bool
) -> float:
    """Return frames per second: decode H.264, segment, write PNG.

    Args:
        propagator: what segments.
        size: the clip's (height, width).
        objects: how many to mask.
        frames: the clip's length, beside those for warming up.
        overlapped: whether reading and writing have threads of their own, as in `mvos propagate`.
    """
    from mvos_core.eval.speed import moving_frames, striped_labels
    from mvos_core.masks.folder import MaskFolder
    from mvos_core.pipeline import ReadAhead, WriteBehind
    from mvos_core.propagation import Anchor, propagate
    from mvos_core.video import VideoWriter, open_video

    order = range(frames + _WARM_UP)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "clip.mp4"
        with VideoWriter(path, size, rate=Fraction(30)) as writer:
            for frame in moving_frames(size, len(order)):
                writer.write(frame)
        anchors = {0: Anchor.of(striped_labels(size, objects))}
        with open_video(path) as reader, ReadAhead(reader) as ahead:
            source: FrameSource = ahead if overlapped else reader
            folder = MaskFolder(Path(temporary) / "masks", reader.info.names)
            steps = propagate(propagator, source, anchors, order)
            for _ in islice(steps, _WARM_UP):
                pass
            start_s = time.perf_counter()
            with WriteBehind() as behind:
                for step in steps:
                    if overlapped:
                        behind.submit(folder.write, step.value.index, step.value.labels)
                    else:
                        folder.write(step.value.index, step.value.labels)
            return frames / (time.perf_counter() - start_s)

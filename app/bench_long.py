"""What a long clip costs in the real window: opening it, scrubbing through it, memory, and a run through thousands of frames."""

from __future__ import annotations

import math
import os
import random
import time
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PySide6.QtWidgets import QApplication

from app.driving import drag, go_to, shown, wait
from app.main_window import MainWindow
from app.measuring import Figure, Painted, elsewhere, resident_mb
from app.quality import Quality
from mvos_core.types import Frame

HD = (1080, 1920)
LENGTH_S = 600
_RATE = 30
_CODED_S = 10
_SMALL = (240, 432)
_JUMPS = 12
WARM = 1000
"""Frames after which a run's memory has settled: the network's buffers, and the cache of frames, which is full."""

_MOST_A_FRAME_MB = 0.02
"""A hundred megabytes in five thousand frames; a mask itself takes a few kilobytes."""


def write_long_clip(path: Path, size: tuple[int, int], *, length_s: int, gap: int) -> None:
    """Write a clip of (height, width) at 30 frames a second with a key frame every `gap`.

    Ten seconds are encoded, and their packets repeated: an hour takes little longer than a minute.
    """
    coded_s = min(_CODED_S, length_s)
    seed = path.with_name(f"seed-{path.name}")
    with av.open(str(seed), "w") as file:
        options = {
            "preset": "veryfast",
            "crf": "23",
            "g": str(gap),
            "keyint_min": str(gap),
            "sc_threshold": "0",
        }
        stream = cast("VideoStream", file.add_stream("libx264", rate=_RATE, options=options))
        stream.height, stream.width, stream.pix_fmt = *size, "yuv420p"
        ground = _ground(size)
        for index in range(coded_s * _RATE):
            picture = VideoFrame.from_ndarray(_picture(ground, index, size[1]), format="rgb24")
            file.mux(stream.encode(picture))
        file.mux(stream.encode(None))
    with av.open(str(seed)) as file, av.open(str(path), "w") as long:
        coded = file.streams.video[0]
        stream = cast("VideoStream", long.add_stream_from_template(coded))
        span = round(coded_s / (coded.time_base or Fraction(1, 1)))
        for turn in range(length_s // coded_s):
            file.seek(0)
            for packet in file.demux(coded):
                if packet.pts is None or packet.dts is None:
                    continue
                packet.pts, packet.dts = packet.pts + turn * span, packet.dts + turn * span
                packet.stream = stream
                long.mux(packet)
    seed.unlink()


def _ground(size: tuple[int, int]) -> Frame:
    height, width = size
    coarse = np.random.default_rng(0).integers(0, 255, (max(2, height // 8), width // 4, 3), np.uint8)
    return np.asarray(cv2.resize(coarse, (2 * width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _picture(ground: Frame, index: int, width: int) -> Frame:
    left = 2 * index % width
    picture = np.ascontiguousarray(ground[:, left : left + width])
    height = picture.shape[0]
    centre = int(width * (0.5 + 0.3 * math.cos(index / 30))), int(height * (0.5 + 0.3 * math.sin(index / 20)))
    cv2.circle(picture, centre, height // 10, (220, 30, 30), -1)
    return picture


def long_clip(folder: Path) -> list[Figure]:
    """Open a 10-minute clip of 1080p and scrub through it, with a key frame a second and with one in ten seconds."""
    often, seldom = folder / "often.mp4", folder / "seldom.mp4"
    elsewhere(write_long_clip, often, HD, length_s=LENGTH_S, gap=_RATE)
    elsewhere(write_long_clip, seldom, HD, length_s=LENGTH_S, gap=10 * _RATE)
    memory: list[float] = []
    with shown() as window:
        opened = [_open(window, path, number) for number, path in enumerate((often, seldom, often))]
        wait(lambda: not window.session.network.is_busy)
        _, exact = _jumps(window, memory)
        near = _steps(window)
        _open(window, seldom, len(opened))
        first, far = _jumps(window, memory)
        back = _steps_back(window)
    return [
        Figure("open 10 minutes of 1080p", opened, 2000),
        Figure("scrub to a frame in memory", near, 30),
        Figure("scrub to another, a key frame a second", exact, 250),
        Figure("… a key frame in ten: a near one", first, 250),
        Figure("… the frame itself", far, math.inf),
        Figure("… a step back", back, math.inf),
        Figure("memory with the network loaded", memory, 1500, unit="MB"),
    ]


def _open(window: MainWindow, path: Path, number: int) -> float:
    """Return the ms until a clip's first frame lies on the canvas; what is known of the file is forgotten before."""
    os.utime(path, (number, number))
    painted = Painted()
    window.canvas.installEventFilter(painted)
    frames: list[int] = []
    connection = window.viewing.shown_changed.connect(frames.append)
    began = time.perf_counter()
    window.files.open(path)
    wait(lambda: bool(frames) and window.session.document.clip is not None)
    before = painted.count
    wait(lambda: painted.count > before)
    took_ms = 1000 * (time.perf_counter() - began)
    window.viewing.shown_changed.disconnect(connection)
    window.canvas.removeEventFilter(painted)
    return took_ms


def _jumps(window: MainWindow, memory: list[float]) -> tuple[list[float], list[float]]:
    """Return the ms to the first picture and to the right one, of jumps to frames that are not in memory."""
    chance = random.Random(0)
    first, exact = [], []
    for _ in range(_JUMPS):
        window.session.cache.clear()
        index = chance.randrange(LENGTH_S * _RATE)
        frames: list[float] = []

        def note(_index: int, frames: list[float] = frames) -> None:
            frames.append(time.perf_counter())

        connection = window.viewing.shown_changed.connect(note)
        began = time.perf_counter()
        go_to(window, index)
        window.viewing.shown_changed.disconnect(connection)
        first.append(1000 * (frames[0] - began))
        exact.append(1000 * (frames[-1] - began))
        # What comes of idle time belongs to it.
        wait(lambda: not window.session.decode.is_busy)
        memory.append(resident_mb())
    return first, exact


def _steps(window: MainWindow) -> list[float]:
    """Return the ms from a move to a frame in memory until the canvas has been painted."""
    painted = Painted()
    window.canvas.installEventFilter(painted)
    place = window.session.playhead.index
    wait(lambda: place + 3 in window.session.cache and not window.session.decode.is_busy)
    times = []
    for index in [place + 1 + number % 3 for number in range(30)]:
        before, began = painted.count, time.perf_counter()
        window.session.playhead.move_to(index)
        while painted.count == before:
            QApplication.processEvents()
        times.append(1000 * (time.perf_counter() - began))
    window.canvas.removeEventFilter(painted)
    return times


def _steps_back(window: MainWindow) -> list[float]:
    """Return the ms of single steps back from a frame far from its key frame, one after the other."""
    window.session.cache.clear()
    go_to(window, 200 * _RATE - 40)
    times = []
    for _ in range(20):
        began = time.perf_counter()
        go_to(window, window.session.playhead.index - 1)
        times.append(1000 * (time.perf_counter() - began))
    return times


def masking(folder: Path, n_frames: int) -> Figure:
    """How much memory a run through thousands of frames takes beyond what it takes for its first few hundred."""
    clip = folder / "small.mp4"
    length_s = _CODED_S * math.ceil(n_frames / _CODED_S / _RATE)
    elsewhere(write_long_clip, clip, _SMALL, length_s=length_s, gap=_RATE)
    with shown() as window:
        window.session.quality.choose(Quality("mobilevos-lite", _SMALL[0]))
        window.files.open(clip)
        wait(lambda: window.session.document.clip is not None)
        wait(lambda: not window.session.network.is_busy)
        document = window.session.document
        document.set_range(range(n_frames))
        window.painting.set_diameter(48)
        drag(window, (_SMALL[1] * 0.8, _SMALL[0] * 0.5))
        window.actions_by_name["propagate"].trigger()
        memory: list[float] = []

        def is_done() -> bool:
            if len(document.track) >= WARM * (len(memory) + 1):
                memory.append(resident_mb())
            return not window.propagation.is_running

        wait(is_done, patience_s=math.inf)
        memory.append(resident_mb())
    grown = [later - memory[0] for later in memory[1:]]
    most = _MOST_A_FRAME_MB * n_frames
    return Figure(f"memory that a run of {n_frames} frames adds after {WARM}", grown, most, unit="MB")

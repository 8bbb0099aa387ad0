"""What a large clip costs in the real window: painting on 4K, and masking it, in time and in memory."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.bench_long import write_long_clip
from app.driving import make_application, mouse, shown, wait
from app.main_window import MainWindow
from app.measuring import Figure, Heartbeat, elsewhere, resident_mb

_SIZE = (2160, 3840)
_LENGTH_S = 2
_MASKED = 30
_MOVES = 30


def large_clip(folder: Path) -> list[Figure]:
    """Paint an object in a clip of 4K and mask it through a second, in a process that has opened nothing else."""
    _application = make_application()
    clip = folder / "uhd.mp4"
    elsewhere(write_long_clip, clip, _SIZE, length_s=_LENGTH_S, gap=30)
    memory: list[float] = []
    with shown(clip) as window:
        wait(lambda: not window.session.network.is_busy)
        window.session.document.set_range(range(_MASKED))
        window.painting.set_diameter(400)
        moved, ended = _stroke(window)

        def is_running() -> bool:
            memory.append(resident_mb())
            return window.propagation.is_running

        window.actions_by_name["propagate"].trigger()
        late = Heartbeat(is_running).watch()
    return [
        Figure("stroke, 400-px brush, 4K", moved, 16),
        Figure("… its end", [ended], 100),
        Figure(f"input while {_MASKED} frames of 4K are masked", late, 50),
        Figure("memory meanwhile", memory, 1500, unit="MB"),
    ]


def _stroke(window: MainWindow) -> tuple[list[float], float]:
    """Return the ms that the moves of a stroke take until they are painted, and those that its end takes."""
    height, width = _SIZE
    at = [(x, height / 2) for x in np.linspace(width * 0.4, width * 0.6, _MOVES)]
    kinds = [
        QEvent.Type.MouseButtonPress,
        *[QEvent.Type.MouseMove] * (_MOVES - 2),
        QEvent.Type.MouseButtonRelease,
    ]
    times = []
    for kind, point in zip(kinds, at, strict=True):
        began = time.perf_counter()
        mouse(window, kind, point)
        QApplication.processEvents()
        times.append(1000 * (time.perf_counter() - began))
    return times[1:-1], times[-1]

"""Measure the real window against what is asked of it: `python -m app.bench`; with a display or without."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from app.bench_large import large_clip
from app.bench_long import WARM, long_clip, masking
from app.driving import drag, make_application, mouse, shown, wait
from app.main_window import MainWindow
from app.measuring import Figure, Heartbeat, Painted, elsewhere, show
from mvos_core.config import resource
from mvos_core.masks.track import MaskEntry, Origin
from mvos_core.video import Sound, VideoWriter

_HD = (1080, 1920)
_SMALL = (64, 96)
_LONG = 3000
_TONE_HZ = 48000
_PROBE = (
    "import sys, time\n"
    "from app.bench import until_first_paint\n"
    "until_first_paint()\n"
    "print(time.time() - float(sys.argv[1]))\n"
    "sys.exit(3 if 'torch' in sys.modules else 0)\n"
)


def until_first_paint() -> None:
    """Make the window as the program does and return once it has been painted."""
    application, painted = make_application(), Painted()
    application.installEventFilter(painted)
    with shown():
        wait(lambda: painted.count > 0)


def start(repeats: int) -> Figure:
    """From the process's start to the window's first picture; torch must not be loaded by then."""
    times = []
    for _ in range(repeats):
        command = [sys.executable, "-c", _PROBE, str(time.time())]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode:
            raise SystemExit(f"The window did not come up before torch was loaded.\n{found.stderr}")
        times.append(1000 * float(found.stdout))
    return Figure("start to first picture", times, 1500, by_median=True)


def write_clip(path: Path, size: tuple[int, int], n_frames: int) -> None:
    """Write a clip of coloured noise, (height, width), that moves by a pixel a frame."""
    noise = np.random.default_rng(0).integers(0, 255, (*size, 3), dtype=np.uint8)
    with VideoWriter(path, size, rate=Fraction(25)) as writer:
        for index in range(n_frames):
            writer.write(np.roll(noise, index, axis=1))


def strokes(window: MainWindow, diameter: float) -> Figure:
    """From a mouse move to the canvas repainted, along a stroke across the whole picture."""
    canvas, painted = window.canvas, Painted()
    canvas.installEventFilter(painted)
    window.painting.set_diameter(diameter)
    height, width = _HD
    along = [(x, height * (0.5 + 0.4 * np.sin(x / 200))) for x in np.linspace(20, width - 20, 240)]
    mouse(window, QEvent.Type.MouseButtonPress, along[0])
    QApplication.processEvents()
    times = []
    for point in along:
        before, began = painted.count, time.perf_counter()
        mouse(window, QEvent.Type.MouseMove, point)
        while painted.count == before:
            QApplication.processEvents()
        times.append(1000 * (time.perf_counter() - began))
    mouse(window, QEvent.Type.MouseButtonRelease, along[-1])
    canvas.removeEventFilter(painted)
    return Figure(f"stroke, {diameter:.0f}-px brush, 1080p", times, 16)


def inputs(n_frames: int) -> list[Figure]:
    """How late the event loop answers while the network is loaded, and while it masks frames of the demo clip."""
    with shown(resource("demo", "demo.mp4")) as window:
        window.painting.set_diameter(60)
        loading = Heartbeat(lambda: window.session.network.is_busy).watch()
        document = window.session.document
        document.set_range(document.in_out[:n_frames])
        drag(window, (300, 200))
        window.actions_by_name["propagate"].trigger()
        running = Heartbeat(lambda: window.propagation.is_running).watch()
    return [
        Figure("input while the network is loaded", loading, 50),
        Figure(f"input while {len(document.in_out)} frames are masked", running, 50),
    ]


def undo(clip: Path) -> list[Figure]:
    """Undo and redo of a run through all of a long clip, until everything is repainted."""
    times: dict[str, list[float]] = {"undo": [], "redo": []}
    with shown(clip) as window:
        document = window.session.document
        labels = np.ones(_SMALL, np.uint8)
        entry = MaskEntry.of(labels, origin=Origin.PROPAGATED, confidence={1: 0.9})
        transaction = document.begin("Propagate")
        transaction.land(dict.fromkeys(document.in_out, entry))
        transaction.commit()
        QApplication.processEvents()
        for name in ("undo", "redo") * 5:
            began = time.perf_counter()
            window.actions_by_name[name].trigger()
            QApplication.processEvents()
            times[name].append(1000 * (time.perf_counter() - began))
    return [Figure(f"{name} of a run of {_LONG} frames", values, 100) for name, values in times.items()]


def write_sounding_clip(path: Path, size: tuple[int, int], n_frames: int, rate: Fraction) -> None:
    """Write a clip of smooth colours, (height, width), that move by four pixels a frame, with a tone."""
    tone = path.with_suffix(".wav")
    n_samples = round(_TONE_HZ * n_frames / rate)
    with wave.open(str(tone), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_TONE_HZ)
        file.writeframes((8000 * np.sin(np.arange(n_samples) * 0.06)).astype("<i2").tobytes())
    y, x = np.mgrid[: size[0], : size[1]]
    waves = [127 + 60 * np.sin(2 * np.pi * k * x / size[1]) + 60 * np.sin(y / (20 * k)) for k in (3, 7, 12)]
    picture = np.stack(waves, axis=-1).astype(np.uint8)
    with VideoWriter(path, size, rate=rate, sound=Sound(tone, Fraction(0), None)) as writer:
        for index in range(n_frames):
            writer.write(np.roll(picture, 4 * index, axis=1))


def playing(clip: Path, repeats: int) -> Figure:
    """The share of frames that are not shown in time when a clip is played from its beginning to its end."""
    shares = []
    with shown(clip) as window:
        wait(lambda: not window.session.network.is_busy)
        loop = QEventLoop()
        window.session.playhead.halted.connect(loop.quit)
        for _ in range(repeats):
            window.session.playhead.move_to(0)
            window.session.cache.clear()
            window.playback.play()
            has_sound = window.playback.has_sound
            loop.exec()
            tally = window.playback.tally
            shares.append(100 * tally.dropped / tally.due)
    how = "with sound" if has_sound else "without loudspeakers"
    return Figure(f"frames dropped, 1080p30 {how}", shares, 5, unit="%")


def short(folder: Path, n_masked: int) -> list[Figure]:
    """Measure the window at its usual work."""
    figures = [start(5)]
    large, long, film = folder / "large.mp4", folder / "long.mp4", folder / "film.mp4"
    elsewhere(write_clip, large, _HD, 2)
    elsewhere(write_clip, long, _SMALL, _LONG)
    with shown(large) as window:
        wait(lambda: not window.session.network.is_busy)
        figures += [strokes(window, diameter) for diameter in (40, 500)]
    figures += inputs(n_masked)
    figures += undo(long)
    elsewhere(write_sounding_clip, film, _HD, 150, Fraction(30))
    figures.append(playing(film, 3))
    return figures


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print; the exit code is 1 where a demand is not met."""
    parser = argparse.ArgumentParser(prog="python -m app.bench", description=__doc__)
    parser.add_argument("--frames", type=int, default=60, help="frames of the demo clip to be masked")
    parser.add_argument("--many", type=int, default=3000, help="frames of the run whose memory is watched")
    parser.add_argument(
        "--only", choices=("short", "long"), help="measure usual clips, or long and large ones, alone"
    )
    options = parser.parse_args(argv)
    if options.many < WARM:
        parser.error(f"--many is at least {WARM}: before that, memory has not settled")
    _application = make_application()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        if options.only != "long":
            figures += short(Path(folder), options.frames)
        if options.only != "short":
            figures += elsewhere(large_clip, Path(folder))
            figures += long_clip(Path(folder))
            figures.append(masking(Path(folder), options.many))
    show(figures)
    raise SystemExit(0 if all(figure.holds for figure in figures) else 1)


if __name__ == "__main__":
    main()

"""What stays in memory: of a job that has run, of a clip when another is opened, and of a window that is gone."""

from __future__ import annotations

import gc
import platform
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.driving import shown
from app.lanes import Job, Lane
from app.masking import Masker
from app.memory import give_back
from app.quality import Quality
from mvos_core.masks.track import MaskEntry
from mvos_core.propagation import Propagator
from mvos_core.types import Step
from tests.app.conftest import HEIGHT, N_FRAMES, PATIENCE_MS, WIDTH, Studio
from tests.app.fake_network import FakePropagator

_FRAME_BYTES = 3 * WIDTH * HEIGHT


def _entries() -> set[int]:
    """The identities of all masks that there are."""
    gc.collect()
    return {id(thing) for thing in gc.get_objects() if type(thing) is MaskEntry}


def test_a_lane_lets_go_what_a_job_was_given(qtbot: QtBot) -> None:
    lane = Lane("test")

    def job_on(given: NDArray[np.float64]) -> Job:
        return Job(lambda: iter([Step(1, 1, float(given[0]))]), name="job")

    given = np.zeros(9)
    alive = weakref.ref(given)
    try:
        lane.submit(job_on(given))
        del given
        qtbot.waitUntil(lambda: not lane.is_busy, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: alive() is None, timeout=PATIENCE_MS)
    finally:
        lane.close()


def test_opening_another_clip_lets_go_the_one_before(studio: Studio, movie: Path) -> None:
    session, others = studio.session, _entries()
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    for index in (3, 9, 15):
        studio.go_to(index)
    assert len(_entries() - others) >= N_FRAMES
    frame = weakref.ref(studio.window.viewing.frame)
    studio.open(movie)
    studio.qtbot.waitUntil(lambda: not session.disk.is_busy and not session.decode.is_busy)
    studio.qtbot.waitUntil(lambda: not _entries() - others, timeout=PATIENCE_MS)
    assert frame() is None
    assert session.cache.used_bytes == len(session.cache) * _FRAME_BYTES


def test_a_closed_window_holds_neither_frames_nor_the_network(
    make_studio: Callable[[], Studio], clip: Path
) -> None:
    networks: weakref.WeakSet[FakePropagator] = weakref.WeakSet()

    def load(_quality: Quality) -> Propagator:
        network = FakePropagator()
        networks.add(network)
        return cast(Propagator, network)

    studio = make_studio()
    studio.session.masker = Masker(load)
    studio.open(clip)
    studio.qtbot.waitUntil(lambda: not studio.session.network.is_busy, timeout=PATIENCE_MS)
    assert (len(networks), studio.session.cache.used_bytes > 0) == (1, True)
    studio.window.close()
    assert (len(networks), studio.session.cache.used_bytes) == (0, 0)


def test_a_driven_window_leaves_nothing_behind(themed: QApplication) -> None:
    gc.collect()
    with shown() as window:
        left = [weakref.ref(part) for part in (window, window.canvas, window.session, window.session.cache)]
    del window
    gc.collect()
    assert [part() for part in left] == [None] * len(left)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries give back what is free")
def test_freed_frames_go_back_to_the_system() -> None:
    np.ones(24 << 20, np.uint8)  # having freed so much at once, glibc keeps what is smaller
    frames = [np.ones(2 << 20, np.uint8) for _ in range(64)]
    kept = frames[::16]
    del frames
    before = psutil.Process().memory_info().rss
    give_back()
    assert before - psutil.Process().memory_info().rss > 100 << 20
    assert all(frame.all() for frame in kept)

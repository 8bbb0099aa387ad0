"""Thumbnails: what they show, what they cost, and that they wait for everything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QRect

from app.thumbnails import Thumbnail, Thumbnailer, ThumbnailStore, may_be_exact, small
from app.widgets.timeline import Timeline
from mvos_core.types import Step
from mvos_core.video import FrameCache
from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio, picture


def thumbnail(index: int, *, exact: bool = True) -> Thumbnail:
    return Thumbnail(index, np.full((10, 10, 3), index % 256, np.uint8), exact)


def all_made(studio: Studio) -> bool:
    store, wanted = studio.window.thumbnails.store, studio.window.timeline.strip_frames
    return bool(wanted) and not store.lacking(wanted, exact=True)


def strip_has_red(timeline: Timeline) -> bool:
    """Whether the discs of object 1 are seen in the strip."""
    bottom = timeline.lane_rect(0).top() - 24
    part = timeline.grab(QRect(timeline.left, bottom - 30, timeline.scale.width, 28)).toImage()
    colours = (part.pixelColor(x, y) for x in range(part.width()) for y in range(0, part.height(), 2))
    return any(colour.red() > 150 and colour.green() < 100 for colour in colours)


def test_thumbnails_show_their_frames(clip: Path) -> None:
    thumbnailer = Thumbnailer(FrameCache(0))
    steps = list(thumbnailer.make(clip, [0, 7, 20], exact=True))
    made = [step.value for step in steps if step.value is not None]
    assert [(one.index, one.is_exact) for one in made] == [(0, True), (7, True), (20, True)]
    for one in made:
        np.testing.assert_array_equal(one.picture, small(picture(one.index)))
    assert steps[-1].done == steps[-1].total == 3
    thumbnailer.close()


def test_a_frame_that_was_decoded_already_is_taken(clip: Path) -> None:
    cache = FrameCache(1 << 20)
    cache.put(5, np.full((64, 96, 3), 200, np.uint8))
    thumbnailer = Thumbnailer(cache)
    (step,) = thumbnailer.make(clip, [5], exact=True)
    assert step.value is not None
    assert (step.value.picture == 200).all()
    thumbnailer.close()


def test_a_key_frame_stands_for_a_far_one_unless_it_has_to_be_exact(movie: Path) -> None:
    thumbnailer = Thumbnailer(FrameCache(0))
    (step,) = thumbnailer.make(movie, [20], exact=False)
    assert step.value is not None
    assert not step.value.is_exact
    *before, last = (step.value for step in thumbnailer.make(movie, [20], exact=True))
    assert last is not None
    assert last.is_exact
    assert None in before or any(one and not one.is_exact for one in before)
    thumbnailer.close()


@pytest.mark.parametrize(
    ("size", "expected"), [((1080, 1920), (54, 96)), ((1920, 1080), (54, 30)), ((10, 2000), (1, 96))]
)
def test_thumbnails_are_small_in_the_clips_proportions(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert small(np.zeros((*size, 3), np.uint8)).shape == (*expected, 3)


def test_the_store_forgets_what_was_not_seen_for_longest() -> None:
    store = ThumbnailStore(limit_bytes=900)
    for index in range(3):
        store.put(thumbnail(index))
    assert store.get(0) is not None
    store.put(thumbnail(3))
    assert [index for index in range(4) if store.get(index)] == [0, 2, 3]
    store.put(thumbnail(3, exact=False))
    assert store.used_bytes == 900
    assert store.lacking([0, 1, 3], exact=False) == [1]
    assert store.lacking([0, 1, 3], exact=True) == [1, 3]


def test_exact_thumbnails_are_made_of_ten_seconds_but_not_of_ten_minutes() -> None:
    assert may_be_exact(300, (1080, 1920))
    assert not may_be_exact(18_000, (1080, 1920))
    assert not may_be_exact(300, (2160, 3840))


def test_the_strip_shows_the_clip(studio: Studio) -> None:
    timeline = studio.window.timeline
    studio.qtbot.waitUntil(lambda: all_made(studio), timeout=PATIENCE_MS)
    assert strip_has_red(timeline)
    timeline.set_pictures(lambda _frame: None)
    assert not strip_has_red(timeline)
    timeline.set_pictures(studio.window.thumbnails._picture)
    assert studio.window.thumbnails.store.used_bytes < 4 << 20
    timeline.set_scale(timeline.scale.showing(3, 4))
    assert timeline.strip_frames[:4] == (3, 4, 5, 6)
    studio.qtbot.waitUntil(lambda: all_made(studio), timeout=PATIENCE_MS)


def test_they_wait_while_the_clip_plays_and_while_it_is_masked(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = studio.window.thumbnails
    asked: list[list[int]] = []
    make = studio.session.thumbnailer.make

    def watched(path: Path, wanted: list[int], *, exact: bool) -> Iterator[Step[Thumbnail | None]]:
        asked.append(wanted)
        yield from make(path, wanted, exact=exact)

    monkeypatch.setattr(studio.session.thumbnailer, "make", watched)
    studio.session.playhead.roll()
    controller._go_on()
    assert not asked
    assert controller._quiet.isActive()
    studio.session.playhead.halt()
    studio.network.gate.clear()
    studio.dab(1, 0)
    studio.trigger("propagate")
    controller._go_on()
    assert not asked
    studio.network.gate.set()
    studio.wait_for_run()
    studio.qtbot.waitUntil(lambda: all_made(studio), timeout=PATIENCE_MS)
    assert asked


def test_they_pause_when_the_playhead_moves(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    controller, gate = studio.window.thumbnails, Event()

    def make(_clip: Path, wanted: list[int], *, exact: bool) -> Iterator[Step[Thumbnail | None]]:
        gate.wait(10)
        yield Step(1, 1, thumbnail(wanted[0], exact=exact))

    studio.qtbot.waitUntil(lambda: all_made(studio), timeout=PATIENCE_MS)
    monkeypatch.setattr(studio.session.thumbnailer, "make", make)
    studio.window.timeline.set_scale(studio.window.timeline.scale.showing(3, 4))
    studio.qtbot.waitUntil(lambda: controller._job is not None, timeout=PATIENCE_MS)
    studio.session.playhead.move_to(9)
    assert controller._job is not None
    assert controller._job.is_paused
    gate.set()
    studio.qtbot.waitUntil(lambda: controller._job is None, timeout=PATIENCE_MS)


def test_another_clip_begins_without_them(studio: Studio, movie: Path) -> None:
    studio.qtbot.waitUntil(lambda: all_made(studio), timeout=PATIENCE_MS)
    studio.open(movie)
    assert studio.window.thumbnails.store.get(0) is None
    studio.qtbot.waitUntil(lambda: all_made(studio), timeout=PATIENCE_MS)
    assert len(studio.window.timeline.scale.visible) == N_FRAMES


def test_a_timeline_without_pictures_is_drawn(qtbot: object) -> None:
    timeline = Timeline()
    timeline.set_clip(3)
    timeline.resize(400, 200)
    assert not timeline.grab().isNull()

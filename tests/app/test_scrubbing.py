"""Scrubbing: something nearer and nearer at once, the frame asked for in the end, and its neighbours in idle time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from mvos_core.types import Frame, Step
from mvos_core.video import VideoWriter
from tests.app.conftest import HEIGHT, N_FRAMES, PATIENCE_MS, WIDTH, Studio, picture

LONG = 96
FRAME_BYTES = HEIGHT * WIDTH * 3


@pytest.fixture(scope="module")
def long_gap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film whose only key frame is its first."""
    path = tmp_path_factory.mktemp("movies") / "long.mp4"
    with VideoWriter(path, (HEIGHT, WIDTH), rate=Fraction(25)) as writer:
        for index in range(LONG):
            writer.write(picture(index % N_FRAMES))
    return path


@pytest.fixture
def seen(studio: Studio) -> list[int]:
    """The frames that come onto the canvas."""
    frames: list[int] = []
    studio.window.viewing.shown_changed.connect(frames.append)
    return frames


def test_a_far_frame_is_preceded_by_nearer_and_nearer_ones(
    studio: Studio, long_gap: Path, seen: list[int]
) -> None:
    studio.open(long_gap)
    studio.qtbot.waitUntil(lambda: studio.window.viewing.shown == 0, timeout=PATIENCE_MS)
    seen.clear()
    studio.go_to(90)
    assert len(seen) == 2
    assert seen[0] < seen[1] == 90


def test_a_frame_in_memory_stands_in_for_its_neighbour(
    studio: Studio, long_gap: Path, seen: list[int]
) -> None:
    studio.open(long_gap)
    studio.session.cache.put(70, picture(3))
    seen.clear()
    studio.go_to(90)
    assert seen == [70, 90], "what is decoded on the way is farther away than that"


def test_a_wish_that_has_changed_is_given_up_once_it_has_shown_anything(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, seen: list[int]
) -> None:
    ended: list[int] = []

    def endless(index: int, *, run_up: int = 0) -> Iterator[Step[tuple[int, Frame] | None]]:
        assert run_up >= 0
        try:
            yield Step(0, 1, (index - 1, picture(index - 1)))
            while True:
                yield Step(0, 1, None)
        finally:
            ended.append(index)

    monkeypatch.setattr(studio.session.decoder, "read", endless)
    for index in (20, 21, 8):
        studio.session.cache.clear()
        studio.session.playhead.move_to(index)
    studio.qtbot.waitUntil(lambda: studio.window.viewing.shown == 7, timeout=PATIENCE_MS)
    assert seen == [19, 7], "the wish between was never begun"
    assert ended == [20]


def test_the_neighbours_are_decoded_while_nobody_asks_for_more(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.session.cache.clear()
    studio.go_to(12)
    around = range(1, N_FRAMES)
    studio.qtbot.waitUntil(
        lambda: all(index in studio.session.cache for index in around), timeout=PATIENCE_MS
    )

    def none(index: int, *, run_up: int = 0) -> Iterator[Step[tuple[int, Frame] | None]]:
        raise AssertionError(f"frame {index} is decoded")

    monkeypatch.setattr(studio.session.decoder, "read", none)
    for index in (13, 11, 20, 4):
        studio.session.playhead.move_to(index)
        assert studio.window.viewing.shown == index


def test_large_frames_are_fetched_in_smaller_numbers(studio: Studio) -> None:
    cache = studio.session.cache
    studio.window.viewing.close()
    studio.qtbot.waitUntil(lambda: not studio.session.decode.is_busy, timeout=PATIENCE_MS)
    cache.clear()
    cache.limit_bytes = 8 * FRAME_BYTES
    studio.go_to(12)
    studio.qtbot.waitUntil(lambda: 10 in cache and not studio.session.decode.is_busy, timeout=PATIENCE_MS)
    assert [index for index in range(N_FRAMES) if index in cache] == [10, 11, 12, 13, 14]


def test_a_step_back_brings_those_before_it(studio: Studio, long_gap: Path) -> None:
    studio.open(long_gap)
    studio.go_to(80)
    studio.session.cache.clear()
    studio.go_to(79)
    assert all(index in studio.session.cache for index in range(63, 80))


def test_nothing_is_fetched_while_the_clip_plays(studio: Studio) -> None:
    studio.session.cache.clear()
    studio.go_to(3)
    studio.trigger("play")
    studio.qtbot.waitUntil(lambda: not studio.window.playback.is_playing, timeout=PATIENCE_MS)
    assert 2 not in studio.session.cache

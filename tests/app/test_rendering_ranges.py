"""Rendering a range in the window: played from the cache, outdated, cancelled, failing, and gone with the window."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import removing
from mvos_core.inpaint import Inpainter, MaskedFrame, make_inpainter
from mvos_core.inpaint.protocol import Filled
from mvos_core.types import MvosError
from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio, centre
from tests.app.removal import (
    GREY,
    choose_method,
    prepare,
    rendering,
    status,
    wait_for_render,
)


@pytest.fixture
def masked(studio: Studio) -> Studio:
    return prepare(studio)


def test_a_range_is_rendered_and_played_from_the_cache(masked: Studio) -> None:
    masked.session.document.set_range(range(3, 9))
    masked.trigger("render")
    wait_for_render(masked)
    assert status(masked).startswith("Rendered: 0%")
    for index in (3, 8):
        masked.go_to(index)
        assert masked.pixel(*centre(1, index)) == pytest.approx(GREY, abs=3)
    masked.go_to(3)
    masked.trigger("play")
    masked.qtbot.waitUntil(lambda: not masked.window.playback.is_playing, timeout=PATIENCE_MS)
    assert masked.window.viewing.shown == 8
    assert masked.pixel(*centre(1, 8)) == pytest.approx(GREY, abs=3)


def test_a_change_makes_a_rendering_stale_and_undo_fresh_again(masked: Studio) -> None:
    masked.trigger("render")
    wait_for_render(masked)
    masked.window.removal_panel.sliders["grow_px"].setValue(9)
    assert "out of date" in status(masked)
    masked.trigger("undo")
    assert status(masked).startswith("Rendered")
    masked.session.document.edit("Mask", {4: None})
    assert "out of date" in status(masked)
    assert "1 frame has no mask" in status(masked)
    masked.trigger("undo")
    assert status(masked).startswith("Rendered")


class Slow:
    """A method that waits for `gate` before its fourth frame, or raises there."""

    def __init__(self, error: Exception | None = None) -> None:
        self.gate = threading.Event()
        self.error = error
        self.closed_on: str | None = None

    def __call__(self, clip: Sequence[MaskedFrame], /) -> Iterator[Filled]:
        made = make_inpainter("telea")(clip)
        try:
            for number, filled in enumerate(made):
                if number == 3:
                    if self.error is not None:
                        raise self.error
                    self.gate.wait(10)
                yield filled
        finally:
            self.closed_on = threading.current_thread().name

    def preview(self, clip: Sequence[MaskedFrame], index: int, /) -> Filled:
        return make_inpainter("telea").preview(clip, index)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    method = Slow()

    def make(name: str) -> Inpainter:
        if name == "temporal":
            return method
        return make_inpainter(name)

    monkeypatch.setattr(removing, "make_inpainter", make)
    yield method
    method.gate.set()


def begin_slowly(studio: Studio) -> None:
    choose_method(studio, "temporal")
    studio.trigger("render")
    studio.qtbot.waitUntil(lambda: status(studio).startswith("3 of 24"), timeout=PATIENCE_MS)


def test_cancelling_keeps_what_is_done(masked: Studio, slow: Slow) -> None:
    begin_slowly(masked)
    assert "frames/s" in status(masked)
    assert masked.window.actions_by_name["render"].text() == "Stop rendering"
    rendering(masked).stop()
    assert masked.window.actions_by_name["render"].text() == "Render from in to out"
    slow.gate.set()
    masked.qtbot.waitUntil(lambda: not masked.session.render.is_busy, timeout=PATIENCE_MS)
    kept = masked.session.renders.latest(0)
    assert kept is not None
    assert 3 <= kept.n_done < N_FRAMES
    masked.trigger("render")
    wait_for_render(masked)
    assert status(masked).startswith("Rendered")


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (MvosError("The disk is full; free some space."), "free some space"),
        (RuntimeError("out of memory"), "memory"),
    ],
)
def test_a_rendering_that_fails_ends_in_a_banner(
    masked: Studio, slow: Slow, error: Exception, advice: str
) -> None:
    slow.error = error
    choose_method(masked, "temporal")
    masked.trigger("render")
    wait_for_render(masked)
    assert advice in masked.window.banner.text
    slow.error = None
    slow.gate.set()
    masked.trigger("render")
    assert not masked.window.banner.text
    wait_for_render(masked)
    assert status(masked).startswith("Rendered")


def test_closing_while_it_renders(masked: Studio, slow: Slow) -> None:
    begin_slowly(masked)
    slow.gate.set()
    masked.window.close()
    assert not masked.session.render.isRunning()
    assert slow.closed_on is not None
    assert slow.closed_on != threading.main_thread().name


def test_a_preview_that_is_on_its_way_when_the_window_closes_asks_for_no_other(masked: Studio) -> None:
    """The next one was asked for on a lane that had ended already, which so began anew."""
    masked.window.removal_panel.sliders["grow_px"].setValue(7)
    masked.session.preview.cancel_all()
    masked.window.close()
    QApplication.processEvents()
    assert not masked.session.preview.isRunning()


def test_opening_another_clip_while_it_renders(masked: Studio, slow: Slow, movie: Path) -> None:
    begin_slowly(masked)
    masked.open(movie)
    slow.gate.set()
    masked.qtbot.waitUntil(lambda: not masked.session.render.is_busy, timeout=PATIENCE_MS)
    assert not rendering(masked).is_rendering
    assert masked.session.renders.latest(0) is None
    assert masked.session.document.removal.takes[0].settings.method == "temporal"

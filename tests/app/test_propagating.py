"""Runs in the real window: live, corrected, paused, stopped, failed, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.masking import Masker, step_times_ms
from app.widgets.timeline import State
from mvos_core.masks.track import Origin
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import Propagator
from mvos_core.types import MvosError
from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio, truth


def test_next_step_leads_from_painting_to_export(studio: Studio) -> None:
    card, actions = studio.window.card, studio.window.actions_by_name
    assert card.title == "Paint the object"
    assert "paint an object" in actions["propagate"].toolTip()
    studio.dab(1, 0)
    assert card.title == "Propagate"
    studio.trigger("propagate")
    assert card.title == "Propagating…"
    studio.wait_for_run()
    assert card.title == "Check and export"
    assert "up to date" in actions["propagate"].toolTip()
    assert actions["export"].isEnabled()


def test_a_run_masks_every_frame_and_is_one_undo(studio: Studio) -> None:
    document = studio.session.document
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    for index in range(1, N_FRAMES):
        np.testing.assert_array_equal(studio.labels(index), truth(index, labels=(1,)))
        assert document.track[index].origin is Origin.PROPAGATED
    assert studio.session.playhead.index == N_FRAMES - 1
    after = dict(document.track)
    studio.trigger("undo")
    assert list(document.track) == [0]
    studio.trigger("redo")
    assert dict(document.track) == after


def test_the_overlay_follows_live(studio: Studio) -> None:
    studio.dab(1, 0)
    seen: list[int] = []
    studio.session.playhead.moved.connect(seen.append)
    studio.trigger("propagate")
    studio.wait_for_run()
    assert seen == list(range(1, N_FRAMES))
    studio.qtbot.waitUntil(lambda: studio.window.viewing.shown == N_FRAMES - 1, timeout=PATIENCE_MS)


def test_looking_elsewhere_is_not_disturbed(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.gate.clear()
    studio.trigger("propagate")
    studio.session.playhead.move_to(5)
    studio.network.gate.set()
    studio.wait_for_run()
    assert studio.session.playhead.index == 5


def test_from_the_middle_both_ways(studio: Studio) -> None:
    studio.go_to(10)
    studio.dab(1, 10)
    studio.trigger("propagate")
    studio.wait_for_run()
    assert list(studio.session.document.track) == list(range(N_FRAMES))
    # Forwards first: that is where one looks.
    assert studio.network.steps == [*range(10, N_FRAMES), *range(10, -1, -1)]
    np.testing.assert_array_equal(studio.labels(0), truth(0, labels=(1,)))


def test_between_anchors_both_directions_are_blended_and_nothing_else_is_touched(studio: Studio) -> None:
    document = studio.session.document
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    for index in (8, 16):
        studio.go_to(index)
        studio.trigger("confirm")
    assert document.stale == set(range(1, N_FRAMES)) - {8, 16}
    before = {index: document.track[index] for index in (0, 8, 16)}
    studio.session.document.set_range(range(4, 17))
    studio.trigger("update_stale")
    studio.wait_for_run()
    assert all(document.track[index] == entry for index, entry in before.items())
    assert all(document.track[index].origin is Origin.BLENDED for index in (*range(4, 8), *range(9, 16)))
    assert not document.stale.intersection(range(4, 17))
    assert {1, 2, 3, 17, 23} <= document.stale
    assert studio.window.timeline.state(1, 17) is State.STALE


@pytest.mark.parametrize(
    ("action", "start", "expected"),
    [
        ("forward", 6, range(7, N_FRAMES)),
        ("backward", 6, range(6)),
        ("one_forward", 6, range(7, 8)),
        ("one_backward", 6, range(5, 6)),
    ],
)
def test_one_way(studio: Studio, action: str, start: int, expected: range) -> None:
    studio.go_to(start)
    studio.dab(1, start)
    studio.trigger(action)
    studio.wait_for_run()
    assert set(studio.session.document.track) == {start, *expected}


def test_going_on_from_a_propagated_frame(studio: Studio) -> None:
    studio.go_to(3)
    studio.dab(1, 3)
    for _ in range(3):
        studio.trigger("one_forward")
        studio.wait_for_run()
    assert sorted(studio.session.document.track) == [3, 4, 5, 6]
    assert studio.session.playhead.index == 6


def test_range_bounds_a_run(studio: Studio) -> None:
    studio.go_to(6)
    studio.dab(1, 6)
    studio.session.playhead.move_to(4)
    studio.trigger("mark_in")
    studio.session.playhead.move_to(9)
    studio.trigger("mark_out")
    studio.trigger("propagate")
    studio.wait_for_run()
    assert list(studio.session.document.track) == [4, 5, 6, 7, 8, 9]


def test_painting_while_it_runs_stops_it_and_it_goes_on_with_the_correction(studio: Studio) -> None:
    document = studio.session.document
    studio.dab(1, 0)
    hold = 8

    def wait_at_the_frame(index: int) -> None:
        if index == hold and 5 not in document.anchors():
            studio.network.gate.clear()

    studio.network.before_step = wait_at_the_frame
    studio.trigger("propagate")
    studio.qtbot.waitUntil(lambda: 7 in document.track, timeout=PATIENCE_MS)
    studio.go_to(5)
    x, y = 60, 50
    studio.window.painting.set_diameter(6)
    studio.mouse(QEvent.Type.MouseButtonPress, x, y)
    assert not studio.is_running()
    studio.network.gate.set()
    studio.mouse(QEvent.Type.MouseButtonRelease, x, y)
    assert studio.is_running()
    studio.wait_for_run()
    assert document.anchors() == [0, 5]
    assert studio.labels(5)[y, x] == 1
    assert list(document.track) == list(range(N_FRAMES))
    assert not document.stale
    assert [document.undo_stack.text(n) for n in range(document.undo_stack.count())] == [
        "Brush stroke",
        "Propagate",
        "Brush stroke",
        "Propagate",
    ]


def test_a_gesture_that_is_given_up_lets_the_run_go_on(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.gate.clear()
    studio.trigger("propagate")
    studio.mouse(QEvent.Type.MouseButtonPress, 50, 50)
    assert not studio.is_running()
    studio.network.gate.set()
    studio.window.canvas.setFocus()
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)
    assert studio.is_running()
    studio.wait_for_run()
    assert len(studio.session.document.track) == N_FRAMES


def test_pause_and_go_on(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.before_step = lambda index: studio.network.gate.clear() if index == 4 else None
    studio.trigger("propagate")
    studio.qtbot.waitUntil(lambda: 4 in studio.session.document.track, timeout=PATIENCE_MS)
    studio.trigger("pause")
    assert studio.window.card.title == "Paused"
    studio.network.before_step = lambda _index: None
    studio.network.gate.set()
    studio.qtbot.wait(100)
    done = len(studio.session.document.track)
    assert done <= 7
    studio.qtbot.wait(50)
    assert len(studio.session.document.track) == done
    studio.trigger("pause")
    studio.wait_for_run()
    assert len(studio.session.document.track) == N_FRAMES


def test_escape_stops_within_a_frame_and_keeps_what_is_done(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.before_step = lambda index: studio.network.gate.clear() if index == 4 else None
    studio.trigger("propagate")
    studio.qtbot.waitUntil(lambda: 4 in studio.session.document.track, timeout=PATIENCE_MS)
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)
    assert not studio.is_running()
    studio.network.gate.set()
    studio.qtbot.waitUntil(lambda: not studio.session.network.is_busy, timeout=PATIENCE_MS)
    assert list(studio.session.document.track) == [0, 1, 2, 3, 4]
    assert max(studio.network.steps) <= 5
    studio.trigger("undo")
    assert list(studio.session.document.track) == [0]


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (RuntimeError("CUDA out of memory"), "smaller working size"),
        (MvosError("The model is missing; choose another."), "choose another"),
        (ValueError("shapes"), "report"),
    ],
)
def test_a_job_that_raises_ends_in_a_banner_and_its_masks_stay(
    studio: Studio, error: Exception, advice: str
) -> None:
    def fail(index: int) -> None:
        if index == 3:
            raise error

    studio.dab(1, 0)
    studio.network.before_step = fail
    studio.trigger("propagate")
    studio.wait_for_run()
    banner = studio.window.banner
    assert advice in banner.text
    banner.copy.click()
    assert str(error) in QGuiApplication.clipboard().text()
    assert "Traceback" in QGuiApplication.clipboard().text()
    assert list(studio.session.document.track) == [0, 1, 2]
    studio.network.before_step = lambda _index: None
    studio.trigger("propagate")
    assert not banner.text
    studio.wait_for_run()
    assert len(studio.session.document.track) == N_FRAMES


def test_deleting_an_object_while_it_runs_begins_the_run_anew(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.window.objects.add()
    studio.dab(2, 0)
    studio.network.gate.clear()
    studio.trigger("propagate")
    studio.window.objects.delete(2)
    studio.network.gate.set()
    studio.wait_for_run()
    np.testing.assert_array_equal(studio.labels(9), truth(9, labels=(1,)))


def test_undo_while_it_runs_ends_the_run_and_takes_it_back(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.before_step = lambda index: studio.network.gate.clear() if index == 4 else None
    studio.trigger("propagate")
    studio.qtbot.waitUntil(lambda: 4 in studio.session.document.track, timeout=PATIENCE_MS)
    studio.trigger("undo")
    assert not studio.is_running()
    assert list(studio.session.document.track) == [0]
    studio.network.gate.set()


def test_closing_while_it_runs(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.before_step = lambda index: studio.network.gate.clear() if index == 4 else None
    studio.trigger("propagate")
    studio.qtbot.waitUntil(lambda: 4 in studio.session.document.track, timeout=PATIENCE_MS)
    studio.network.gate.set()
    studio.window.close()
    assert not studio.session.network.isRunning()


def test_opening_another_clip_while_it_runs(studio: Studio, movie: Path) -> None:
    studio.dab(1, 0)
    studio.network.before_step = lambda index: studio.network.gate.clear() if index == 4 else None
    studio.trigger("propagate")
    studio.qtbot.waitUntil(lambda: 4 in studio.session.document.track, timeout=PATIENCE_MS)
    studio.open(movie)
    studio.network.gate.set()
    studio.qtbot.waitUntil(lambda: not studio.session.network.is_busy, timeout=PATIENCE_MS)
    assert not studio.is_running()
    assert not studio.session.document.track


def test_status_bar_tells_rate_and_time_left(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.before_step = lambda index: studio.network.gate.clear() if index == 10 else None
    studio.trigger("propagate")
    studio.qtbot.waitUntil(lambda: 10 in studio.session.document.track, timeout=PATIENCE_MS)
    assert studio.window.jobs_bar.isVisible()
    text = studio.window.jobs_bar.text
    assert f"11 of {N_FRAMES} frames" in text
    assert "frames/s" in text
    assert "left" in text
    studio.network.gate.set()
    studio.wait_for_run()
    assert not studio.window.jobs_bar.isVisible()


def test_minutes_are_told_before_the_first_run(make_studio: Callable[[], Studio], clip: Path) -> None:
    studio = make_studio()
    masker = Masker(
        lambda _quality: cast(Propagator, studio.network),
        measure=lambda _network, _size, _n_objects: iter((9e5, 9000, 1e4)),
    )
    studio.session.masker = masker
    studio.open(clip)
    studio.dab(1, 0)
    panel = studio.window.budget_panel
    studio.qtbot.waitUntil(lambda: panel.figures["time"] == "4 min", timeout=PATIENCE_MS)
    studio.go_to(N_FRAMES - 1)
    studio.dab(1, N_FRAMES - 1)
    assert panel.figures["time"] == "7 min"  # from both sides


def test_steps_of_the_real_network_are_timed() -> None:
    torch.manual_seed(0)
    propagator = Propagator(MobileVOS(model_config("mobilenetv2")), size=32, precision="fp32")
    times_ms = list(step_times_ms(propagator, (48, 64), 2))
    assert len(times_ms) > 2
    assert all(time_ms > 0 for time_ms in times_ms)


def test_whole_journey_undone_and_redone(studio: Studio) -> None:
    """Open, paint, propagate, correct between anchors, undo everything, redo everything."""
    document = studio.session.document
    states = [dict(document.track)]
    studio.dab(1, 0)
    states.append(dict(document.track))
    studio.trigger("propagate")
    studio.wait_for_run()
    states.append(dict(document.track))
    studio.go_to(N_FRAMES - 1)
    studio.trigger("confirm")
    states.append(dict(document.track))
    studio.go_to(12)
    studio.window.painting.set_diameter(5)
    studio.drag((80, 10), (85, 12))
    states.append(dict(document.track))
    studio.trigger("update_stale")
    studio.wait_for_run()
    states.append(dict(document.track))
    stale = document.stale
    for state in reversed(states[:-1]):
        studio.trigger("undo")
        assert dict(document.track) == state
    assert not document.undo_stack.canUndo()
    for state in states[1:]:
        studio.trigger("redo")
        assert dict(document.track) == state
    assert document.stale == stale

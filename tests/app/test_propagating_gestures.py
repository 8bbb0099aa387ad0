"""Gestures and runs that meet: where the view stays, and what becomes of a shape that is not finished."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio


def hold_at(studio: Studio, index: int) -> None:
    """Let the network wait before its step on a frame until the gate is opened."""
    studio.network.before_step = lambda at: studio.network.gate.clear() if at == index else None


def test_the_view_stays_with_the_frame_that_is_corrected(studio: Studio) -> None:
    studio.dab(1, 0)
    hold_at(studio, 8)
    studio.trigger("propagate")
    studio.qtbot.waitUntil(lambda: studio.session.playhead.index == 8, timeout=PATIENCE_MS)
    studio.go_to(5)
    studio.drag((40, 50), (45, 50))
    hold_at(studio, 12)
    studio.network.gate.set()
    studio.qtbot.waitUntil(lambda: not studio.network.gate.is_set(), timeout=PATIENCE_MS)
    assert studio.session.playhead.index == 5
    studio.drag((40, 55), (45, 55))
    studio.network.before_step = lambda _index: None
    studio.network.gate.set()
    studio.wait_for_run()
    assert studio.session.playhead.index == 5
    assert studio.labels(5)[50, 42] == studio.labels(5)[55, 42] == 1
    assert studio.session.document.anchors() == [0, 5]


def test_a_gesture_given_up_lets_the_view_follow_on(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.gate.clear()
    studio.trigger("propagate")
    studio.mouse(QEvent.Type.MouseButtonPress, 50, 50)
    studio.window.canvas.setFocus()
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)
    studio.network.gate.set()
    studio.wait_for_run()
    assert studio.session.playhead.index == N_FRAMES - 1


def corners(studio: Studio, *points: tuple[float, float]) -> None:
    """Click the corners of a shape with the lasso."""
    studio.trigger("lasso")
    for point in points:
        studio.mouse(QEvent.Type.MouseButtonPress, *point)
        studio.mouse(QEvent.Type.MouseButtonRelease, *point)
    studio.window.canvas.setFocus()
    assert studio.window.canvas.is_painting


def test_a_run_asked_for_within_a_shape_begins_with_it(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.go_to(5)
    corners(studio, (50, 45), (70, 45), (70, 60))
    studio.trigger("propagate")
    assert not studio.is_running()
    assert "Enter" in studio.window.statusBar().currentMessage()
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Return)
    assert studio.is_running()
    studio.wait_for_run()
    document = studio.session.document
    assert document.anchors() == [0, 5]
    assert studio.labels(5)[50, 68] == 1
    assert list(document.track) == list(range(N_FRAMES))
    assert not document.stale


def test_a_run_asked_for_within_a_shape_begins_when_that_is_given_up(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.go_to(5)
    corners(studio, (50, 45), (70, 45))
    studio.trigger("propagate")
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)
    assert studio.is_running()
    studio.wait_for_run()
    assert studio.session.document.anchors() == [0]
    assert len(studio.session.document.track) == N_FRAMES


def test_a_run_asked_for_within_a_shape_is_called_off_by_stop(studio: Studio) -> None:
    studio.dab(1, 0)
    corners(studio, (50, 45), (70, 45))
    studio.trigger("propagate")
    studio.window.propagation.stop()
    studio.window.canvas.cancel_gesture()
    assert not studio.is_running()


def test_a_run_within_a_shape_takes_the_place_of_the_one_that_the_shape_interrupted(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.network.gate.clear()
    studio.trigger("propagate")
    corners(studio, (50, 45), (70, 45))
    studio.session.playhead.move_to(0)
    studio.trigger("one_forward")
    studio.network.gate.set()
    studio.window.canvas.cancel_gesture()
    studio.wait_for_run()
    assert list(studio.session.document.track) == [0, 1]
    studio.trigger("brush")
    studio.drag((50, 50), (55, 50))
    assert not studio.is_running()

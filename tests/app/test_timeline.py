"""The timeline in the window: states, confidence, handles, jumps."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.widgets.jobs_bar import time_left
from app.widgets.lanes import confidence_colours
from app.widgets.playback_bar import clock
from app.widgets.ruler import tick_frames
from app.widgets.time_scale import TimeScale
from app.widgets.timeline import State, Timeline
from tests.app.conftest import N_FRAMES, Studio, colour_at


def place(timeline: Timeline, frame: float, y: int) -> QPoint:
    return QPoint(round(timeline._x(frame)), y)


def test_states_of_an_object(studio: Studio) -> None:
    timeline = studio.window.timeline
    assert timeline.state(1, 0) is State.EMPTY
    studio.dab(1, 0)
    assert timeline.state(1, 0) is State.PAINTED
    studio.trigger("propagate")
    studio.wait_for_run()
    assert timeline.state(1, 5) is State.PROPAGATED
    studio.go_to(9)
    studio.trigger("confirm")
    assert timeline.state(1, 5) is State.STALE
    assert timeline.state(1, 9) is State.PAINTED
    studio.trigger("undo")
    assert timeline.state(1, 5) is State.PROPAGATED
    studio.window.objects.add()
    assert timeline.state(2, 5) is State.EMPTY


def test_dragging_moves_the_playhead(studio: Studio) -> None:
    timeline = studio.window.timeline
    y = timeline.height() - 8
    QTest.mousePress(
        timeline, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place(timeline, 3.5, y)
    )
    assert studio.session.playhead.index == 3
    QTest.mouseMove(timeline, place(timeline, 11.5, y))
    QTest.mouseRelease(
        timeline, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place(timeline, 11.5, y)
    )
    assert studio.session.playhead.index == 11


def test_handles_set_in_and_out_as_one_undo(studio: Studio) -> None:
    timeline, nothing = studio.window.timeline, Qt.KeyboardModifier.NoModifier
    start, end = place(timeline, 0, 5), place(timeline, 6.5, 5)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, nothing, start)
    QTest.mouseMove(timeline, place(timeline, 3.5, 5))
    QTest.mouseMove(timeline, end)
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, nothing, end)
    document = studio.session.document
    assert document.in_out == range(6, N_FRAMES)
    assert document.undo_stack.count() == 1
    studio.trigger("undo")
    assert document.in_out == range(N_FRAMES)


def test_jumping_between_anchors(studio: Studio) -> None:
    for index in (2, 11, 20):
        studio.go_to(index)
        studio.dab(1, index)
    studio.go_to(5)
    for name, expected in (
        ("next_anchor", 11),
        ("next_anchor", 20),
        ("previous_anchor", 11),
        ("previous_anchor", 2),
    ):
        studio.trigger(name)
        assert studio.session.playhead.index == expected
    assert not studio.window.actions_by_name["previous_anchor"].isEnabled()


def test_next_doubtful_frame_is_the_worst_of_the_next_stretch(studio: Studio) -> None:
    doubts = {4: 0.6, 5: 0.3, 6: 0.7, 15: 0.2}
    studio.network.confidence = lambda index: doubts.get(index, 0.9)
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    studio.go_to(0)
    for expected in (5, 15, 5):
        QTest.keyClick(studio.window.canvas, Qt.Key.Key_D)
        assert studio.session.playhead.index == expected
    studio.network.confidence = lambda _index: 0.95
    studio.go_to(0)
    studio.trigger("forward")
    studio.wait_for_run()
    studio.go_to(0)
    studio.trigger("next_doubtful")
    assert studio.session.playhead.index == 0
    assert "sure of every frame" in studio.window.statusBar().currentMessage()


def test_thousands_of_frames_are_drawn_by_columns(studio: Studio) -> None:
    timeline = studio.window.timeline
    timeline.set_clip(50_000)
    timeline.set_cell(49_999, {1: State.PAINTED}, 1.0)
    timeline.set_cell(100, {1: State.STALE}, 0.1)
    row = timeline.lane_rect(0).center().y()
    columns = range(timeline.width() - 40, timeline.width() - 8)
    colours = {colour_at(timeline, QPointF(x, row)).name() for x in columns}
    assert len(colours) > 1


def test_the_ruler_stays_in_sight_while_sixteen_lanes_scroll(studio: Studio) -> None:
    for _ in range(15):
        studio.window.objects.add()
    timeline, lanes = studio.window.timeline, studio.window._lanes
    assert timeline.height() > lanes.viewport().height()
    top = lanes.viewport().grab(QRect(0, 0, timeline.width(), 40)).toImage()
    lanes.verticalScrollBar().setValue(lanes.verticalScrollBar().maximum())
    QApplication.processEvents()
    assert lanes.viewport().grab(QRect(0, 0, timeline.width(), 40)).toImage() == top
    # Its handles are where they are seen: the out point is dragged half way.
    y = -timeline.y() + 6
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, N_FRAMES, y))
    QTest.mouseMove(timeline, place(timeline, 11.5, y))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 11.5, y))
    assert studio.session.document.in_out == range(12)


def test_ticks_are_round_and_apart() -> None:
    assert tick_frames(TimeScale(289, 850), 44) == range(0, 289, 20)
    assert tick_frames(TimeScale(10, 1000), 40) == range(10)
    assert tick_frames(TimeScale(0, 100), 10) == range(0)
    for n_frames in (7, 99, 1234, 54_000):
        ticks = tick_frames(TimeScale(n_frames, 700), 50)
        assert len(ticks) * 50 <= 700 + 50


def test_confidence_goes_from_red_to_green() -> None:
    low, middle, high, none = confidence_colours(np.array([0.2, 0.75, 1.0, 2.0], np.float32))
    assert low[0] > low[1]
    assert high[1] > high[0]
    assert middle[0] > 200
    assert middle[1] > 150
    assert none[3] == 0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00.000"), (61.5, "1:01.500"), (3725.25, "1:02:05.250"), (59.9996, "1:00.000")],
)
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "less than a second left"), (42, "42 s left"), (600, "10 min left"), (9000, "2 h 30 min left")],
)
def test_time_left(seconds: float, text: str) -> None:
    assert time_left(seconds) == text

"""The timeline in the window: states, confidence, handles, jumps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPinchGesture, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.gestures import pinch_move
from app.widgets.jobs_bar import time_left
from app.widgets.lanes import confidence_colours
from app.widgets.playback_bar import clock
from app.widgets.ruler import tick_frames
from app.widgets.time_scale import TimeScale
from app.widgets.timeline import LaneInfo, State, Timeline
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
    states = np.array([State.STALE, State.PAINTED], np.uint8)
    timeline.set_cells([100, 49_999], {1: states}, np.array([0.1, 1.0], np.float32))
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


# Zooming, moving along, folding ------------------------------------------------------------------------------


def turn(
    widget: QWidget,
    x: float,
    *,
    up: int = 0,
    across: int = 0,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> bool:
    """Turn the wheel over a widget by notches; whether it was taken."""
    at = QPointF(x, widget.height() - 6)
    event = QWheelEvent(
        at, QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(across * 120, up * 120),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.fixture
def long(themed: QApplication, qtbot: QtBot) -> Timeline:
    """A timeline on its own, of 3,000 frames, for what needs no clip."""
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1000, 260)
    timeline.set_lanes([LaneInfo(1, "Object 1", (255, 92, 92))])
    timeline.set_clip(3000)
    timeline.show()
    return timeline


def test_ctrl_and_the_wheel_zoom_around_the_cursor_to_single_frames(long: Timeline) -> None:
    x = long.left + 300.0
    frame = long.frame_at(x)
    for _ in range(40):
        assert turn(long, x, up=1, modifiers=Qt.KeyboardModifier.ControlModifier)
        assert long.frame_at(x) == frame
    assert long.scale.frame_px >= 12
    assert len(long.scale.visible) < 20
    for _ in range(60):
        turn(long, x, up=-1, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert long.scale.is_whole


def test_the_wheel_moves_along_and_scrolls_lanes_over_their_names(long: Timeline) -> None:
    assert not turn(long, 500, up=-1)  # there is nothing to move
    long.set_scale(long.scale.showing(1000, 100))
    assert turn(long, 500, up=-1)
    assert long.scale.start > 1000
    assert turn(long, 500, across=1)
    assert long.scale.start == pytest.approx(1000)
    assert turn(long, 500, up=-2, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert long.scale.start > 1000
    assert not turn(long, 20, up=-1)


def test_a_pinch_zooms_between_the_fingers(long: Timeline) -> None:
    at = QPointF(long.left + 200, 60)
    frame = long.frame_at(at.x())
    touchpad = QPointingDevice.primaryPointingDevice()
    for value in (0.5, 0.5, 0.5):
        event = QNativeGestureEvent(
            Qt.NativeGestureType.ZoomNativeGesture, touchpad, 2, at, at, QPointF(long.mapToGlobal(at)), value, QPointF()
        )  # fmt: skip
        QApplication.sendEvent(long, event)
    assert long.scale.zoom == pytest.approx(1.5**3)
    assert long.frame_at(at.x()) == frame
    pinch = QPinchGesture()
    pinch.setScaleFactor(0.5)
    middle = QPointF(long.mapToGlobal(at))
    pinch.setCenterPoint(middle)
    pinch.setLastCenterPoint(middle)
    long._move(pinch_move(pinch, long))
    assert long.scale.zoom == pytest.approx(1.5**3 / 2)
    assert long.frame_at(at.x()) == frame


def test_keys_zoom_around_the_playhead_and_fit(studio: Studio) -> None:
    timeline = studio.window.timeline
    studio.go_to(20)
    x = timeline._x(20.5)
    studio.trigger("timeline_in")
    assert timeline.scale.zoom > 1
    assert timeline._x(20.5) == pytest.approx(x, abs=1)
    studio.trigger("timeline_out")
    assert timeline.scale.is_whole
    studio.trigger("timeline_in")
    studio.trigger("timeline_fit")
    assert timeline.scale.is_whole


def test_the_page_turns_when_the_playhead_leaves_it(long: Timeline) -> None:
    long.set_scale(long.scale.showing(0, 100))
    long.set_playhead(99)
    assert long.scale.visible == range(100)
    long.set_playhead(100)
    assert long.scale.visible == range(100, 200)
    long.set_playhead(42)
    assert 42 in long.scale.visible


def test_dragging_the_playhead_beyond_the_edge_moves_along_little_by_little(studio: Studio) -> None:
    timeline = studio.window.timeline
    timeline.set_scale(timeline.scale.showing(2, 12))
    y = timeline.height() - 8
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 5.5, y))
    QTest.mouseMove(timeline, place(timeline, 15.5, y))
    assert studio.session.playhead.index == 15
    assert timeline.scale.visible == range(4, 16)
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=place(timeline, 15.5, y))


def test_the_middle_button_takes_the_clip_along(long: Timeline) -> None:
    long.set_scale(long.scale.showing(1000, 100))
    scrubbed: list[int] = []
    long.scrubbed.connect(scrubbed.append)
    middle = Qt.MouseButton.MiddleButton
    start = QPoint(long.left + 400, long.height() - 8)
    end = start - QPoint(round(10 * long.scale.frame_px), 0)
    QTest.mousePress(long, middle, pos=start)
    QTest.mouseMove(long, end)
    QTest.mouseRelease(long, middle, pos=end)
    assert long.scale.start == pytest.approx(1010, abs=0.2)
    assert not scrubbed


def test_the_overview_moves_and_zooms_what_is_in_sight(studio: Studio) -> None:
    timeline, overview = studio.window.timeline, studio.window.timeline_footer.overview
    timeline.set_clip(3000)  # as if the clip were long; nothing but the timeline knows
    timeline.set_scale(timeline.scale.showing(0, 300))
    y, left = overview.height() // 2, Qt.MouseButton.LeftButton
    assert overview.width() == timeline.scale.width
    frame_px = overview.width() / 3000
    QTest.mouseClick(overview, left, pos=QPoint(round(1500 * frame_px), y))
    assert timeline.scale.start == pytest.approx(1350, abs=5)
    edge = overview.part().right()
    QTest.mousePress(overview, left, pos=QPoint(round(edge), y))
    QTest.mouseMove(overview, QPoint(round(edge + 300 * frame_px), y))
    QTest.mouseRelease(overview, left, pos=QPoint(round(edge), y))
    assert timeline.scale.n_visible == pytest.approx(600, abs=10)
    assert timeline.scale.start == pytest.approx(1350, abs=5)
    QTest.mouseDClick(overview, left, pos=QPoint(round(1500 * frame_px), y))
    assert timeline.scale.is_whole
    assert overview.part().width() == overview.width()


def test_lanes_fold_alone_and_together_and_stay_so(make_studio: Callable[[], Studio], clip: Path) -> None:
    studio = make_studio()
    studio.open(clip)
    for _ in range(2):
        studio.window.objects.add()
    timeline, high = studio.window.timeline, studio.window.timeline.sizeHint().height()
    second = timeline.lane_rect(1)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(10, second.center().y()))
    assert timeline.stack.folded == {2}
    assert timeline.lane_rect(1).height() < second.height()
    studio.session.selection.select(2)
    studio.trigger("fold_lane")
    assert not timeline.stack.folded
    studio.trigger("fold_lane")
    assert timeline.stack.folded == {2}
    studio.trigger("fold_lanes")
    assert len(timeline.stack.rows()) == 1
    assert timeline.sizeHint().height() < high - 2 * 18
    studio.dab(3, 0)
    assert timeline.stack.state_of(timeline.stack.rows()[0], 0) is State.PAINTED
    studio.window.close()
    again = make_studio()
    again.open(clip)
    stack = again.window.timeline.stack
    assert stack.folded == {2}
    assert stack.is_combined
    assert again.window.actions_by_name["fold_lanes"].isChecked()
    again.trigger("fold_lanes")
    assert len(stack.rows()) == len(again.session.document.objects)


def test_a_click_on_a_name_chooses_the_object_and_the_playhead_stays(studio: Studio) -> None:
    studio.window.objects.add()
    studio.go_to(7)
    timeline = studio.window.timeline
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(60, timeline.lane_rect(0).center().y()))
    assert (studio.session.selection.label, studio.session.playhead.index) == (1, 7)


def test_the_timeline_is_used_with_keys_alone(studio: Studio) -> None:
    studio.window.objects.add()
    timeline = studio.window.timeline
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_Up)
    assert studio.session.selection.label == 1
    QTest.keyClick(timeline, Qt.Key.Key_Return)
    assert timeline.stack.folded == {1}
    timeline.set_scale(timeline.scale.showing(0, 12))
    QTest.keyClick(timeline, Qt.Key.Key_PageDown)
    assert timeline.scale.start > 5
    assert "Frame 0" in timeline.accessibleDescription()


def test_drawing_costs_the_same_for_a_second_as_for_ten_minutes(long: Timeline) -> None:
    """Nothing that is drawn again and again looks at more values than there are pixels."""
    long.set_clip(18_000)
    long.grab()
    shown = long._confidence._shown
    long.set_playhead(900)
    long.grab()
    assert shown is not None
    assert long._confidence._shown is shown
    assert len(shown[1]) == long.scale.width


@pytest.mark.parametrize("n_frames", [0, 1, 2])
def test_the_shortest_clips_are_drawn(long: Timeline, n_frames: int) -> None:
    long.set_clip(n_frames)
    long.set_playhead(0)
    long.zoom_in()
    assert not long.grab().isNull()
    assert len(long.scale.visible) == n_frames

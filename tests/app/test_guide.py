"""The guided first run: walked through by doing it, skipped through, and left half-way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtTest import QTest

from app.guide import guide_steps
from app.widgets.guide_bubble import GuideBubble
from mvos_core.config import resource
from tests.app.conftest import PATIENCE_MS, Studio

CAR = (390, 240)
"""A point of it in the demo's first frame."""


@pytest.fixture
def guided(make_studio: Callable[[], Studio]) -> Studio:
    """The window with the guide begun on the demo clip."""
    studio = make_studio()
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        studio.window.start_page.demo_button.click()
    studio.window.painting.set_diameter(60)
    return studio


def step(studio: Studio) -> str | None:
    shown = studio.window.guide.step
    return shown.name if shown else None


def pointed(studio: Studio) -> QRect:
    """What the arrow points at, widened by the distance that it keeps."""
    target = studio.window.guide.step
    assert target is not None
    area = studio.window.guide._targets.area(target.target)
    assert area is not None
    return area.adjusted(-12, -12, 12, 12)


def test_the_guide_is_walked_through_by_doing_what_it_says(guided: Studio) -> None:
    studio, window = guided, guided.window
    document = studio.session.document
    assert step(studio) == "tool"
    studio.trigger("scribble")
    assert step(studio) == "paint"
    studio.trigger("brush")
    studio.drag(CAR)
    assert step(studio) == "propagate"
    document.set_range(range(6))
    studio.network.gate.clear()
    studio.trigger("propagate")
    assert step(studio) == "watch"
    studio.network.gate.set()
    studio.wait_for_run()
    assert step(studio) == "doubt"
    studio.trigger("next_doubtful")
    assert step(studio) == "correct"
    studio.go_to(4)
    studio.drag((420, 250))
    assert step(studio) == "update"
    assert document.stale
    studio.trigger("update_stale")
    studio.wait_for_run()
    assert step(studio) == "finish"
    studio.trigger("remove")
    assert step(studio) is None
    assert window.guide.bubble.isHidden()
    assert studio.session.settings.recent == [resource("demo", "demo.mp4").absolute()]


def test_every_step_points_at_its_control(guided: Studio) -> None:
    """The arrow ends beside what the step is about, and the bubble does not cover it."""
    studio, bubble = guided, guided.window.guide.bubble
    for number in range(len(guide_steps())):
        if number == 1:
            studio.drag(CAR)  # what is painted opens the way to the others
        name = step(studio)
        if name is None:
            break
        studio.qtbot.wait(1)
        if studio.window.guide._targets.area(studio.window.guide.step.target) is not None:  # type: ignore[union-attr]
            tip = bubble.tip
            assert tip is not None
            assert pointed(studio).contains(tip), name
            body = QRect(bubble.geometry()).adjusted(10, 10, -10, -10)
            assert not body.intersects(pointed(studio).adjusted(12, 12, -12, -12)), name
        bubble.skip.click()
    assert step(studio) is None


def test_the_bubble_follows_when_the_window_is_resized(guided: Studio) -> None:
    studio, bubble = guided, guided.window.guide.bubble
    studio.trigger("scribble")
    before = bubble.tip
    studio.window.resize(1000, 640)
    studio.qtbot.waitUntil(lambda: bubble.tip != before, timeout=PATIENCE_MS)
    tip = bubble.tip
    assert tip is not None
    assert pointed(studio).contains(tip)
    studio.window.canvas.zoom_by(2.0)
    studio.qtbot.waitUntil(lambda: bubble.tip != tip, timeout=PATIENCE_MS)


@pytest.mark.parametrize("way", ["escape", "cross"])
def test_leaving_with_nothing_done_leaves_nothing_behind(guided: Studio, way: str) -> None:
    studio, window = guided, guided.window
    if way == "escape":
        window.canvas.setFocus()
        QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    else:
        window.guide.bubble.cross.click()
    assert step(studio) is None
    assert window.guide.bubble.isHidden()
    assert studio.session.settings.recent_with_missing() == []
    assert not studio.session.document.track
    window.close()
    assert not studio.session.settings.recovery_bundle(resource("demo", "demo.mp4")).exists()


def test_escape_gives_up_a_gesture_before_it_leaves(guided: Studio) -> None:
    studio = guided
    studio.trigger("lasso")
    studio.mouse(QEvent.Type.MouseButtonPress, *CAR)
    studio.window.canvas.setFocus()
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)
    assert step(studio) is not None
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)
    assert step(studio) is None


def test_the_guide_blocks_nothing(guided: Studio) -> None:
    """One may do something else altogether, or jump ahead."""
    studio = guided
    studio.go_to(7)
    studio.trigger("add_object")
    assert step(studio) == "tool"
    studio.drag((200, 200))
    assert step(studio) == "propagate"  # painted with the brush: then there is no need of the other tool


def test_it_can_be_started_again_and_begins_afresh(guided: Studio) -> None:
    studio, window = guided, guided.window
    studio.drag(CAR)
    window.guide.leave()
    with studio.qtbot.waitSignal(window.files.opened, timeout=PATIENCE_MS):
        studio.trigger("guide")
    assert step(studio) == "tool"
    assert not studio.session.document.track
    window.guide.leave()
    assert list(studio.session.document.track) == [0]  # nothing took the place of what was done before


def test_opening_another_clip_ends_it(guided: Studio, clip: Path) -> None:
    guided.open(clip)
    assert step(guided) is None


def test_a_bubble_keeps_within_the_window(guided: Studio) -> None:
    bubble: GuideBubble = guided.window.guide.bubble
    window = guided.window.rect()
    for x in (0, window.width() // 2, window.width() - 30):
        for y in (0, window.height() // 2, window.height() - 30):
            target = QRect(QPoint(x, y), QPoint(x + 29, y + 29))
            bubble.point_at(target)
            assert window.contains(bubble.geometry())
            assert not QRectF(bubble.geometry().adjusted(10, 10, -10, -10)).intersects(QRectF(target))
    bubble.point_at(None)
    assert window.contains(bubble.geometry())
    assert bubble.tip is None

"""Painting with the mouse on the real canvas, objects, undo."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest

from app.widgets.timeline import State
from mvos_core.masks.track import Origin
from tests.app.conftest import PATIENCE_MS, Studio, centre, truth


def test_a_stroke_becomes_an_anchor_and_can_be_undone_and_redone(studio: Studio) -> None:
    document = studio.session.document
    studio.window.painting.set_diameter(10)
    studio.drag((20, 20), (40, 20), (40, 40))
    entry = document.track[0]
    assert entry.origin is Origin.PAINTED
    labels = entry.labels()
    assert labels[20, 30] == 1
    assert labels[30, 40] == 1
    assert labels[40, 20] == 0
    assert document.undo_stack.undoText() == "Brush stroke"
    studio.trigger("undo")
    assert not document.track
    studio.trigger("redo")
    np.testing.assert_array_equal(document.track[0].labels(), labels)


def test_right_button_and_alt_erase(studio: Studio) -> None:
    studio.window.painting.set_diameter(20)
    studio.drag((30, 30))
    studio.window.painting.set_diameter(8)
    studio.drag((30, 30), button=Qt.MouseButton.RightButton)
    assert studio.labels(0)[30, 30] == 0
    assert studio.labels(0)[30, 37] == 1
    studio.drag((37, 30), modifiers=Qt.KeyboardModifier.AltModifier)
    assert studio.labels(0)[30, 37] == 0


def test_eraser_tool_takes_only_the_selected_object(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.window.objects.add()
    studio.dab(2, 0)
    studio.trigger("eraser")
    studio.window.painting.set_diameter(200)
    studio.drag((48, 32))
    np.testing.assert_array_equal(studio.labels(0), np.where(truth(0) == 1, 1, 0))


def test_a_stroke_never_touches_another_object_unless_asked(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.window.objects.add()
    studio.window.painting.set_diameter(400)
    studio.drag((48, 32))
    first = truth(0) == 1
    assert (studio.labels(0)[first] == 1).all()
    assert (studio.labels(0)[~first] == 2).all()
    studio.window.tool_options.over_others.setChecked(True)
    studio.drag((48, 32))
    assert (studio.labels(0) == 2).all()


def test_escape_gives_a_stroke_up(studio: Studio) -> None:
    canvas = studio.window.canvas
    studio.mouse(QEvent.Type.MouseButtonPress, 20, 20)
    studio.mouse(QEvent.Type.MouseMove, 50, 30)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.is_painting
    studio.mouse(QEvent.Type.MouseButtonRelease, 50, 30)
    assert not studio.session.document.track
    assert studio.session.document.undo_stack.count() == 0


def test_lasso_by_dragging(studio: Studio) -> None:
    studio.trigger("lasso")
    studio.drag((20, 10), (60, 10), (60, 40), (20, 40), (20, 12))
    labels = studio.labels(0)
    assert (labels[12:39, 22:59] == 1).all()
    assert (labels[:, 62:] == 0).all()


def test_polygon_by_clicks_and_enter(studio: Studio) -> None:
    studio.trigger("lasso")
    for corner in ((20, 10), (60, 10), (60, 40)):
        studio.drag(corner)
        assert not studio.session.document.track
    studio.window.canvas.setFocus()
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Return)
    labels = studio.labels(0)
    assert labels[15, 55] == 1
    assert labels[35, 25] == 0


def test_polygon_closes_at_its_first_corner_and_escape_forgets_it(studio: Studio) -> None:
    studio.trigger("lasso")
    studio.drag((20, 10))
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Escape)
    for corner in ((30, 10), (60, 10), (60, 40), (30, 10)):
        studio.drag(corner)
    labels = studio.labels(0)
    assert labels[15, 50] == 1
    assert labels[15, 22] == 0


def test_fill_closes_a_hole(studio: Studio) -> None:
    studio.window.painting.set_diameter(3)
    studio.drag((20, 20), (50, 20), (50, 50), (20, 50), (20, 20))
    studio.trigger("fill")
    studio.drag((35, 35))
    assert (studio.labels(0)[22:48, 22:48] == 1).all()
    assert studio.labels(0)[5, 5] == 0
    studio.drag((35, 35), button=Qt.MouseButton.RightButton)
    assert not studio.labels(0).any()


@pytest.mark.parametrize(("action", "why"), [("toggle_locked", "locked"), ("toggle_visible", "hidden")])
def test_locked_and_hidden_objects_are_not_painted(studio: Studio, action: str, why: str) -> None:
    studio.trigger(action)
    studio.drag((30, 30))
    assert not studio.session.document.track
    assert why in studio.window.statusBar().currentMessage()
    studio.trigger(action)
    studio.drag((30, 30))
    assert 0 in studio.session.document.track


def test_a_locked_object_is_safe_from_painting_over(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.trigger("toggle_locked")
    studio.window.objects.add()
    studio.window.tool_options.over_others.setChecked(True)
    studio.window.painting.set_diameter(400)
    studio.drag((48, 32))
    assert (studio.labels(0)[truth(0) == 1] == 1).all()


def test_brackets_change_the_brush(studio: Studio) -> None:
    studio.window.painting.set_diameter(20)
    studio.window.canvas.setFocus()
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_BracketRight)
    assert studio.session.settings.number("brush", 0) == pytest.approx(23)
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_BracketLeft)
    assert studio.session.settings.number("brush", 0) == pytest.approx(20)


def test_clearing_an_object_says_that_it_is_absent(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.trigger("clear_object")
    assert studio.session.document.objects_at(0) == {1}
    assert not studio.labels(0).any()
    studio.trigger("clear_frame")
    assert not studio.session.document.track


def test_objects_are_edited_in_their_rows(studio: Studio) -> None:
    document, panel = studio.session.document, studio.window.objects_panel
    studio.trigger("add_object")
    assert [thing.name for thing in document.objects] == ["Object 1", "Object 2"]
    panel.row(2).eye.click()
    panel.row(2).lock.click()
    panel.row(1).set_colour((1, 2, 3))
    studio.session.selection.select(2)
    studio.trigger("rename_object")
    QTest.keyClicks(panel.row(2)._edit, "Dog")
    QTest.keyClick(panel.row(2)._edit, Qt.Key.Key_Return)
    second = document.objects[1]
    assert (second.name, second.visible, second.locked) == ("Dog", False, True)
    assert document.objects[0].colour == (1, 2, 3)
    while document.undo_stack.canUndo():
        studio.trigger("undo")
    assert [thing.name for thing in document.objects] == ["Object 1"]


def test_deleting_an_object_from_the_whole_clip_and_getting_it_back(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.window.objects.add()
    studio.dab(2, 0)
    studio.go_to(4)
    studio.dab(2, 4)
    studio.window.objects_panel.row(2).delete.click()
    document = studio.session.document
    assert document.labels == {1}
    assert document.objects_at(0) == {1}
    assert document.objects_at(4) == frozenset()
    assert studio.session.selection.label == 1
    # A new object must not take the pixels of the deleted one over.
    studio.window.objects.add()
    assert studio.session.selection.label == 3
    studio.trigger("undo")
    studio.trigger("undo")
    assert document.objects_at(4) == {2}


def test_sixteen_objects(studio: Studio) -> None:
    studio.window.painting.set_diameter(6)
    for label in range(1, 17):
        if label > 1:
            studio.trigger("add_object")
        studio.drag((5 + 12 * ((label - 1) % 8), 20 + 24 * ((label - 1) // 8)))
    document = studio.session.document
    assert document.objects_at(0) == set(range(1, 17))
    assert len({thing.colour for thing in document.objects}) == 16
    assert studio.window.objects_panel.labels() == list(range(1, 17))
    assert all(studio.window.timeline.state(label, 0) is State.PAINTED for label in range(1, 17))


class PaintSpy(QObject):
    """Notes what a widget repaints."""

    def __init__(self) -> None:
        super().__init__()
        self.rects: list[QRect] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.rects.append(event.region().boundingRect())
        return False


def test_number_keys_select_objects(studio: Studio) -> None:
    studio.window.objects.add()
    studio.window.canvas.setFocus()
    for key, expected in ((Qt.Key.Key_1, 1), (Qt.Key.Key_2, 2), (Qt.Key.Key_3, 2)):
        QTest.keyClick(studio.window.canvas, key)
        assert studio.session.selection.label == expected


def test_a_stroke_repaints_only_what_it_touches(studio: Studio) -> None:
    canvas, spy = studio.window.canvas, PaintSpy()
    canvas.installEventFilter(spy)
    studio.window.painting.set_diameter(4)
    studio.mouse(QEvent.Type.MouseButtonPress, 30, 30)
    studio.qtbot.wait(20)
    spy.rects.clear()
    studio.mouse(QEvent.Type.MouseMove, 33, 30)
    studio.qtbot.waitUntil(lambda: bool(spy.rects), timeout=PATIENCE_MS)
    assert all(rect.width() * rect.height() < canvas.width() * canvas.height() / 10 for rect in spy.rects)
    studio.mouse(QEvent.Type.MouseButtonRelease, 33, 30)


def test_hidden_masks_leave_the_picture_alone(studio: Studio) -> None:
    x, y = centre(1, 0)
    before, beside = studio.pixel(x, y), studio.pixel(x - 11, y)
    studio.dab(1, 0)
    assert studio.pixel(x - 11, y) == beside
    assert studio.pixel(x, y) != before
    studio.window.actions_by_name["show_masks"].setChecked(False)
    assert studio.pixel(x, y) == before

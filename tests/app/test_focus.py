"""Who has the keys and the wheel: the canvas and the commands, unless a control is really in use."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSlider

from tests.app.conftest import Studio


@pytest.fixture
def active(studio: Studio) -> Studio:
    """The window in front, the canvas in use."""
    studio.window.activateWindow()
    studio.window.canvas.setFocus()
    return studio


def press(key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)


def test_a_space_bar_let_go_elsewhere_does_not_leave_the_canvas_panning(active: Studio) -> None:
    canvas = active.window.canvas
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    active.window.timeline.setFocus()
    QTest.keyRelease(active.window.timeline, Qt.Key.Key_Space)
    active.dab(1, 0)
    assert 0 in active.session.document.track
    # Nor is one that was pressed elsewhere a tap here.
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert not active.window.playback.is_playing


def test_a_tap_on_the_canvas_is_for_the_command_that_has_the_space_bar(active: Studio) -> None:
    window, seen = active.window, list[tuple[int, bool]]()
    for name in ("add_object", "play"):
        window.shortcuts.bind(name, "Space")
        press(Qt.Key.Key_Space)
        seen.append((len(active.session.document.objects), window.playback.is_playing))
    assert seen == [(2, False), (2, True)]
    window.playback.stop()


def test_space_ticks_the_box_that_was_gone_to(active: Studio) -> None:
    box = active.window.view_panel.boxes["show_outlines"]
    box.setFocus(Qt.FocusReason.TabFocusReason)
    ticked = box.isChecked()
    press(Qt.Key.Key_Space)
    assert box.isChecked() is not ticked
    assert not active.window.playback.is_playing


def test_clicks_on_controls_leave_the_canvas_its_keys(active: Studio) -> None:
    window = active.window
    active.trigger("prepare_matte")
    (handle,) = window.matte_panel.sliders["feather_px"].findChildren(QSlider)
    box = window.view_panel.boxes["show_outlines"]
    ticked = box.isChecked()
    window.canvas.setFocus()
    for control in (window.view_panel.opacity, window.tool_options.diameter, handle, box):
        QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(8, control.height() // 2))
        assert QApplication.focusWidget() is window.canvas, control.accessibleName()
    assert box.isChecked() is not ticked
    press(Qt.Key.Key_Right)
    assert active.session.playhead.index == 1


def test_enter_in_a_field_gives_the_keys_back(active: Studio) -> None:
    active.trigger("onion")
    field = active.window.view_panel.onion
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    assert QApplication.focusWidget() is field
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is active.window.canvas
    press(Qt.Key.Key_E)
    assert active.window.actions_by_name["eraser"].isChecked()


def test_the_wheel_passes_a_choice_by_until_it_is_in_use(active: Studio) -> None:
    active.dab(1, 0)
    active.trigger("remove")
    choice = active.window.removal_panel.method

    def turn(choice: QComboBox) -> str:
        event = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(choice, event)
        return choice.currentText()

    active.window.canvas.setFocus()
    before = choice.currentText()
    assert turn(choice) == before
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    assert turn(choice) != before

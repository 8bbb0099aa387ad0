"""Sliders in the window: the keys that move them, and the wheel that scrolls past them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QSlider

from app.widgets.labelled_slider import LabelledSlider
from tests.app.conftest import Studio


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifiers)


def matte_slider(studio: Studio) -> QAbstractSlider:
    studio.trigger("prepare_matte")
    return studio.window.matte_panel.sliders["feather_px"]


def opacity_slider(studio: Studio) -> QAbstractSlider:
    return studio.window.view_panel.opacity


def quality_dial(studio: Studio) -> QAbstractSlider:
    return studio.window.budget_panel.dial


@pytest.mark.parametrize("find", [matte_slider, opacity_slider, quality_dial])
def test_arrow_keys_move_the_slider_in_use_and_not_the_playhead(
    studio: Studio, find: Callable[[Studio], QAbstractSlider]
) -> None:
    studio.dab(1, 5)
    studio.go_to(5)
    slider = find(studio)
    studio.window.activateWindow()
    slider.setFocus(Qt.FocusReason.OtherFocusReason)
    before = slider.value()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right):
        press(key)
    assert slider.value() > before
    press(Qt.Key.Key_Home)
    assert slider.value() == slider.minimum()
    assert studio.session.playhead.index == 5
    # With another key held they are the window's still.
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert studio.session.playhead.index == 15
    studio.window.canvas.setFocus()
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_Left)
    assert studio.session.playhead.index == 14


def test_the_wheel_passes_a_slider_by_until_it_is_in_use(studio: Studio) -> None:
    slider = matte_slider(studio)
    assert isinstance(slider, LabelledSlider)
    handle = slider.findChildren(QSlider)[0]

    def turn() -> float:
        event = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(handle, event)
        return float(slider.value())

    studio.window.activateWindow()
    studio.window.canvas.setFocus()
    assert turn() == 0
    slider.setFocus(Qt.FocusReason.MouseFocusReason)
    assert turn() > 0


def test_sliders_below_each_other_are_as_long(studio: Studio) -> None:
    studio.trigger("prepare_matte")
    studio.window.removal_panel.unfold()
    for sliders in (studio.window.matte_panel.sliders, studio.window.removal_panel.sliders):
        tracks = [slider.findChildren(QSlider)[0] for slider in sliders.values()]
        studio.qtbot.waitUntil(lambda tracks=tracks: len({track.width() for track in tracks}) == 1)  # type: ignore[misc]
        assert len(tracks) > 3

"""The window for those who do not see it, do not use a mouse, or need large letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMenuBar,
    QWidget,
)

from app import theme
from app.theme import Theme, apply_theme
from app.translating import speak
from tests.app.conftest import Studio

_QTS_OWN = ("qt_", "ScrollLeftButton", "ScrollRightButton")


def unfold(studio: Studio) -> None:
    """Show everything that can be shown."""
    for section in studio.window.sections.values():
        section.set_unfolded(unfolded=True)
    studio.window.removal_panel.unfold()
    QApplication.processEvents()


def dialogs(studio: Studio) -> Iterator[QWidget]:
    """Open the dialogs, one after the other."""
    window = studio.window
    studio.trigger("shortcuts")
    assert window.shortcuts.sheet is not None
    yield window.shortcuts.sheet
    studio.trigger("change_shortcuts")
    assert window.shortcuts.dialog is not None
    yield window.shortcuts.dialog
    window.shortcuts.dialog.close()
    studio.dab(1, 0)
    studio.trigger("export")
    assert window.exporting.dialog is not None
    yield window.exporting.dialog
    window.exporting.dialog.close()
    studio.trigger("export_queue")
    assert window.exporting.queue is not None
    yield window.exporting.queue
    window.exporting.queue.close()


def labelled(widget: QWidget) -> set[QWidget]:
    """The widgets to which labels point."""
    buddies = {label.buddy() for label in widget.findChildren(QLabel)}
    for form in widget.findChildren(QFormLayout):
        for row in range(form.rowCount()):
            item = form.itemAt(row, QFormLayout.ItemRole.FieldRole)
            field = item.widget() if item is not None else None
            if field is not None and form.labelForField(field) is not None:
                buddies.add(field)
    return {buddy for buddy in buddies if buddy is not None}


def without_name(root: QWidget) -> list[str]:
    """The widgets that the keyboard reaches and a screen reader has no word for."""
    labels = labelled(root)
    found = []
    for widget in root.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(root)
        if not reached or isinstance(widget, QMenuBar) or widget.objectName().startswith(_QTS_OWN):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        parent = widget.parentWidget()
        # Qt makes the line in an editable box, or in a box with a number, and gives it the focus of its owner.
        owned = (
            isinstance(widget, QLineEdit)
            and parent is not None
            and (parent.accessibleName() or parent in labels)
        )
        if not (text or widget.accessibleName() or widget in labels or owned):
            found.append(
                f"{type(widget).__name__} {widget.objectName()!r} {widget.toolTip()!r} in {type(parent).__name__}"
            )
    return found


def cut(root: QWidget) -> list[str]:
    """The texts of labels and buttons that do not fit where they stand."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, QLabel) and type(widget) is QLabel and widget.text():
            if widget.wordWrap():
                needed = widget.heightForWidth(widget.width())
                if widget.height() + 1 < needed:
                    found.append(f"{widget.text()!r}: {widget.height()} of {needed} high")
            elif widget.width() + 1 < widget.minimumSizeHint().width():
                found.append(f"{widget.text()!r}: {widget.width()} of {widget.minimumSizeHint().width()}")
        elif isinstance(widget, QAbstractButton) and widget.text() and not isinstance(widget, QComboBox):
            hint = widget.minimumSizeHint()
            if widget.width() + 1 < hint.width() or widget.height() + 1 < hint.height():
                found.append(f"button {widget.text()!r}: {widget.width()} of {hint.width()}")
    return found


def test_everything_that_the_keyboard_reaches_has_a_name(studio: Studio) -> None:
    unfold(studio)
    assert without_name(studio.window) == []
    for dialog in dialogs(studio):
        assert without_name(dialog) == []


def test_the_start_page_has_names(make_studio: Callable[[], Studio]) -> None:
    assert not without_name(make_studio().window)


def test_tab_goes_round_the_whole_window(studio: Studio) -> None:
    unfold(studio)
    window = studio.window
    window.activateWindow()
    window.canvas.setFocus()
    seen: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in seen:
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        assert len(seen) < 300
    reachable = {
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(window)
        and widget.isEnabled()
    }
    missed = {widget for widget in reachable if widget not in seen and not widget.focusProxy()}
    assert not [f"{type(w).__name__} {w.accessibleName() or w.toolTip()!r}" for w in missed]


def test_focus_is_seen(themed: QApplication, studio: Studio) -> None:
    button = studio.window.card.buttons["propagate"]
    studio.dab(1, 0)
    button.window().activateWindow()
    before = button.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.hasFocus()
    assert button.grab().toImage() != before


@pytest.fixture(params=[1.0, 1.5], ids=["usual letters", "letters of 150 %"])
def letters(request: pytest.FixtureRequest, themed: QApplication) -> Iterator[float]:
    usual = themed.font()
    larger = QFont(usual)
    larger.setPointSizeF(usual.pointSizeF() * request.param)
    themed.setFont(larger)
    apply_theme(themed, theme.chosen())
    yield request.param
    themed.setFont(usual)
    apply_theme(themed, Theme.SYSTEM)


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_is_cut(
    letters: float,
    language: str,
    themed: QApplication,
    make_studio: Callable[[], Studio],
    clip: Path,
) -> None:
    translators = speak(themed, language)
    try:
        studio = make_studio()
        studio.window.resize(1600, 1000)
        assert not cut(studio.window)
        studio.open(clip)
        unfold(studio)
        studio.qtbot.wait(20)  # layouts settle
        assert not cut(studio.window)
        for dialog in dialogs(studio):
            studio.qtbot.wait(20)
            assert not cut(dialog)
    finally:
        for translator in translators:
            themed.removeTranslator(translator)

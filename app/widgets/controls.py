"""Controls beside the canvas: a click on them leaves it the keys, and the wheel passes over them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QSlider, QWidget


def focus_by_tab(panel: QWidget) -> None:
    """Let a panel's controls, but for fields, take the focus by Tab only, so that a click keeps no keys from commands."""
    for control in panel.findChildren(QWidget):
        clickable = control.focusPolicy() & Qt.FocusPolicy.ClickFocus
        if clickable and isinstance(control, QAbstractButton | QComboBox | QSlider):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def pass_wheel(panel: QWidget) -> None:
    """Let the wheel scroll a panel where it would change a control that is not in use."""
    passing = _Passing(panel)
    for control in panel.findChildren(QWidget):
        if isinstance(control, QComboBox | QAbstractSpinBox | QSlider):
            control.installEventFilter(passing)


class _Passing(QObject):
    """Keeps the wheel from what has not the focus, and leaves it to what lies around that."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

"""A slider with its value beside it. It costs superqt's import: import this where the slider is first needed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget
from superqt import QLabeledDoubleSlider


class LabelledSlider(QLabeledDoubleSlider):
    """A slider with its value beside it; the wheel scrolls the panel around it unless the slider is in use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 (Qt's name)
        """Name the slider and the field beside it, which have the focus."""
        super().setAccessibleName(name)
        for part in self.findChildren(QWidget):
            part.setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave the wheel to the panel."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

"""A slider with its value beside it. It costs superqt's import: import this where the slider is first needed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QWidget
from superqt import QLabeledDoubleSlider

_WIDEST = "−40.0"
_MARGIN_PX = 8


class LabelledSlider(QLabeledDoubleSlider):
    """A slider with its value beside it; the wheel scrolls the panel around it unless the slider is in use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        # As focus_by_tab has it of all controls beside the canvas.
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._slider.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self._slider)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 (Qt's name)
        """Name the slider and the field beside it, which have the focus."""
        super().setAccessibleName(name)
        for part in self.findChildren(QWidget):
            part.setAccessibleName(name)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Let the values of sliders below each other be as wide, so that the sliders are, too."""
        super().showEvent(event)
        # Its own width goes by what the slider's values look like, and is set anew whenever it is shown.
        self._label.setFixedWidth(self._label.fontMetrics().horizontalAdvance(_WIDEST) + _MARGIN_PX)
        self._label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Leave the wheel to the panel unless the slider is in use; move by keys, which superqt's does not."""
        if event.type() == QEvent.Type.Wheel and not self.hasFocus():
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._press(event):
            return True
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        """Move as a key says; return whether it says so."""
        step, page = self._slider.singleStep(), self._slider.pageStep()
        by = {
            Qt.Key.Key_Left: -step,
            Qt.Key.Key_Down: -step,
            Qt.Key.Key_Right: step,
            Qt.Key.Key_Up: step,
            Qt.Key.Key_PageDown: -page,
            Qt.Key.Key_PageUp: page,
            Qt.Key.Key_Home: self.minimum() - self.value(),
            Qt.Key.Key_End: self.maximum() - self.value(),
        }.get(Qt.Key(event.key()))
        if by is None:
            return False
        self.setValue(min(max(self.value() + by, self.minimum()), self.maximum()))
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave the wheel to the panel unless the slider is in use."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

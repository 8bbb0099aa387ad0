"""The bar between canvas and timeline: where the playhead is, and the buttons that move it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget


class PlaybackBar(QWidget):
    """Buttons for the given actions, the time on the left and the frame on the right."""

    def __init__(self, groups: Sequence[Sequence[QAction]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = QLabel()
        self._frame = QLabel()
        for label, side in (
            (self._time, Qt.AlignmentFlag.AlignLeft),
            (self._frame, Qt.AlignmentFlag.AlignRight),
        ):
            label.setProperty("role", "muted")
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            label.setMinimumWidth(190)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 10, 3)
        layout.setSpacing(2)
        layout.addWidget(self._time)
        layout.addStretch(1)
        for number, group in enumerate(groups):
            if number:
                layout.addSpacing(14)
            for action in group:
                button = QToolButton()
                button.setDefaultAction(action)
                button.setAutoRaise(True)
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(self._frame)

    def set_place(self, time_s: Fraction, duration_s: Fraction, index: int, n_frames: int) -> None:
        """Show where the playhead is."""
        self._time.setText(f"{clock(time_s)} / {clock(duration_s)}")
        self._frame.setText(f"Frame {index} of {n_frames}")

    def clear(self) -> None:
        """Show no place."""
        self._time.clear()
        self._frame.clear()


def clock(time_s: Fraction | float) -> str:
    """Return a time as m:ss.mmm, or h:mm:ss.mmm from an hour on."""
    millis = round(float(time_s) * 1000)
    seconds, millis = divmod(millis, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{head}:{seconds:02}.{millis:03}"

"""The jobs bar: in the status bar, how far a run is, how fast it goes, and how long it will take."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.icons import icon
from app.translating import tr
from app.widgets.progress import ProgressBar


class JobsBar(QWidget):
    """A short progress bar with words beside it; hidden while nothing runs."""

    stop_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._bar = ProgressBar()
        self._bar.setFixedWidth(140)
        self.stop = QToolButton()
        self.stop.setIcon(icon("stop"))
        self.stop.setIconSize(QSize(12, 12))
        self.stop.setAutoRaise(True)
        self.stop.setToolTip(tr("Stop this"))
        self.stop.setAccessibleName(tr("Stop"))
        self.stop.clicked.connect(self.stop_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addWidget(self.stop)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def set_progress(self, text: str, done: int, total: int | None) -> None:
        """Show a job's progress; an unknown total shows only that something goes on."""
        self._text.setText(text)
        self._bar.show_progress(done, total)
        self.show()


def time_left(seconds: float) -> str:
    """Return a time to wait in words, coarser the longer it is."""
    if seconds < 1:
        return tr("less than a second left")
    if seconds < 90:
        return tr("{n} s left").format(n=round(seconds))
    if seconds < 90 * 60:
        return tr("{n} min left").format(n=round(seconds / 60))
    hours, minutes = divmod(round(seconds / 60), 60)
    return tr("{hours} h {minutes} min left").format(hours=hours, minutes=minutes)

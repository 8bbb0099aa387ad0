"""The jobs bar: in the status bar, how far a job is, how fast it goes, and how long it will take."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.icons import icon
from app.translating import tr
from app.widgets.progress import ProgressBar


class JobsBar(QWidget):
    """A short progress bar with words beside it, for the job that began last; hidden while nothing runs.

    Whoever starts jobs has a line of their own here, so that what one says or ends leaves the others' alone.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running: list[JobLine] = []
        self._text = QLabel()
        self._bar = ProgressBar()
        self._bar.setFixedWidth(140)
        self.stop = QToolButton()
        self.stop.setIcon(icon("stop"))
        self.stop.setIconSize(QSize(12, 12))
        self.stop.setAutoRaise(True)
        self.stop.setToolTip(tr("Stop this"))
        self.stop.setAccessibleName(tr("Stop"))
        self.stop.clicked.connect(self._stop)
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

    def line(self, stop: Callable[[], object]) -> JobLine:
        """Return a line for one owner's jobs; `stop` ends the one that it tells of."""
        return JobLine(self, stop)

    def show_line(self, line: JobLine) -> None:
        """Show a line unless a job that began later has one."""
        if line not in self._running:
            self._running.append(line)
        self._refresh()

    def end_line(self, line: JobLine) -> None:
        """Show what began before a job that is over."""
        if line in self._running:
            self._running.remove(line)
        self._refresh()

    def _refresh(self) -> None:
        if self._running:
            line = self._running[-1]
            self._text.setText(line.text)
            self._bar.show_progress(line.done, line.total)
        self.setVisible(bool(self._running))

    @Slot()
    def _stop(self) -> None:
        if self._running:
            self._running[-1].stop()


class JobLine:
    """What the jobs bar says of one owner's job."""

    def __init__(self, bar: JobsBar, stop: Callable[[], object]) -> None:
        self._bar = bar
        self.stop = stop
        self.text, self.done = "", 0
        self.total: int | None = None

    def set_progress(self, text: str, done: int, total: int | None) -> None:
        """Say how far the job is; an unknown total says only that something goes on."""
        self.text, self.done, self.total = text, done, total
        self._bar.show_line(self)

    def hide(self) -> None:
        """Say nothing any more: the job is over."""
        self._bar.end_line(self)


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

"""A progress bar that does not hurry."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget


class ProgressBar(QProgressBar):
    """A bar without words that is painted with the rest of the window.

    Qt's own paints itself as soon as its value changes, and with it all of the window that waits to be painted: several
    steps that arrive together would each paint the canvas and the timeline.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)

    def show_progress(self, done: int, total: int | None) -> None:
        """Show how far something is; without a total, only that it goes on."""
        self.setUpdatesEnabled(False)
        self.setRange(0, total or 0)
        self.setValue(done)
        self.setUpdatesEnabled(True)  # has it painted when everything else is

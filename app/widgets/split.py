"""Two panes with a handle between them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class Split(QSplitter):
    """The first pane takes what there is; the second has the size that it asks for, or the one that the user gave it."""

    def __init__(
        self, orientation: Qt.Orientation, first: QWidget, second: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self._second = second
        self.chosen_px = 0
        """The size that the user gave the second pane; 0 while it has the one that it asks for."""
        for pane in (first, second):
            self.addWidget(pane)
            self.setCollapsible(self.indexOf(pane), False)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.splitterMoved.connect(self._moved)

    @Slot()
    def fit(self) -> None:
        """Give the panes their sizes; to be called when the second asks for another one."""
        hint, room = self._second.sizeHint(), self.contentsRect().size()
        across = self.orientation() == Qt.Orientation.Horizontal
        wanted = self.chosen_px or (hint.width() if across else hint.height())
        total = room.width() if across else room.height()
        self.setSizes([max(1, total - wanted - self.handleWidth()), wanted])

    @Slot()
    def _moved(self) -> None:
        self.chosen_px = self.sizes()[1]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the second pane's size."""
        super().resizeEvent(event)
        self.fit()

"""The steps that can be undone and redone, as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QListView, QWidget

from app import theme
from app.translating import tr

_Index = QModelIndex | QPersistentModelIndex


class _Steps(QAbstractListModel):
    """The state at the beginning and one after each step; those that are undone are paler, and slanted."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.done = 0

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's way)
        return 0 if parent.isValid() else len(self.texts) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts[row - 1] if row else tr("As it was opened")
        if role == Qt.ItemDataRole.FontRole and row > self.done:
            font = QFont()
            font.setItalic(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and row > self.done:
            return QColor(theme.tokens().muted)
        return None

    def set_steps(self, texts: Sequence[str], done: int) -> None:
        """Show other steps; the first `done` of them are not undone."""
        self.beginResetModel()
        self.texts, self.done = list(texts), done
        self.endResetModel()


class HistoryPanel(QListView):
    """A list of steps; choosing one asks to go back or forwards to it."""

    step_chosen = Signal(int)
    """How many of the steps are to be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("History"))
        self.setAccessibleDescription(
            tr("What was done, step by step; Enter goes back or forwards to a step")
        )
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFixedHeight(8 * self.fontMetrics().lineSpacing())
        self._steps = _Steps()
        self.setModel(self._steps)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    @property
    def texts(self) -> list[str]:
        """The steps that are shown."""
        return list(self._steps.texts)

    def set_steps(self, texts: Sequence[str], done: int) -> None:
        """Show steps and mark the last one that is done."""
        self._steps.set_steps(texts, done)
        here = self._steps.index(done)
        self.setCurrentIndex(here)
        self.scrollTo(here)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if index.row() != self._steps.done:
            self.step_chosen.emit(index.row())

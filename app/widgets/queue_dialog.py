"""The export queue: a row for each export, with how far it is or why it failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.translating import marked, tr

_SIZE = (760, 380)
_COLUMNS = (marked("Clip or project"), marked("What"), marked("State"))


class RowState(str, Enum):
    """Where an export of the queue is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


_TITLES = {
    RowState.WAITING: marked("Waiting"),
    RowState.RUNNING: marked("Running"),
    RowState.DONE: marked("Done"),
    RowState.FAILED: marked("Failed"),
    RowState.STOPPED: marked("Stopped"),
}


def _colour(state: RowState) -> str:
    colours = theme.tokens()
    return {
        RowState.WAITING: colours.muted,
        RowState.RUNNING: colours.accent,
        RowState.DONE: colours.good,
        RowState.FAILED: colours.bad,
        RowState.STOPPED: colours.warning,
    }[state]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What the list shows of an export; `text` says how far it is, or what became of it."""

    name: str
    what: str
    state: RowState
    text: str = ""


class QueueDialog(QDialog):
    """Shows the queue; projects can be added to it, and what waits or is over taken out."""

    projects_chosen = Signal(object, str)
    """The folders of projects, as a list of paths, and the name of what is to be exported of them."""
    removed = Signal(object)
    """The rows to be taken out, as a list of numbers."""
    started = Signal()
    stopped = Signal()

    def __init__(self, presets: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export queue"))
        self.resize(*_SIZE)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setAccessibleName(tr("Export queue"))
        self.table.setHorizontalHeaderLabels([tr(name) for name in _COLUMNS])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._refresh_buttons)
        self.hint = QLabel(
            tr("Nothing waits. Add projects here, or an export with “Add to queue” in the export dialog.")
        )
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        self._rows: tuple[QueueRow, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(12)
        layout.addLayout(self._make_top(presets))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.hint)
        layout.addLayout(self._make_bottom())
        self.set_rows(())

    def _make_top(self, presets: Sequence[str]) -> QHBoxLayout:
        self.preset = QComboBox()
        self.preset.setAccessibleName(tr("What is exported of added projects"))
        self.preset.addItems(list(presets))
        self.add = QPushButton(tr("Add a project…"))
        self.add.setToolTip(tr("Export a project (.mvos) from its in point to its out point, beside it"))
        self.add.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(QLabel(tr("Of added projects, export")))
        row.addWidget(self.preset)
        row.addWidget(self.add)
        row.addStretch(1)
        return row

    def _make_bottom(self) -> QHBoxLayout:
        self.start, self.stop = QPushButton(tr("Start")), QPushButton(tr("Stop"))
        self.start.setProperty("primary", True)
        self.take_out, close = QPushButton(tr("Take out")), QPushButton(tr("Close"))
        self.take_out.setToolTip(
            tr("Take the chosen rows out of the queue; without a choice, all that are over")
        )
        self.start.clicked.connect(self.started)
        self.stop.clicked.connect(self.stopped)
        self.take_out.clicked.connect(self._take_out)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(self.stop)
        row.addWidget(self.take_out)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def set_rows(self, rows: Sequence[QueueRow]) -> None:
        """Show these exports."""
        rows = tuple(rows)
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            if number < len(self._rows) and self._rows[number] == row:
                continue
            state = tr(_TITLES[row.state])
            if row.text:
                state += f": {row.text}"
            for column, text in enumerate((row.name, row.what, state)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == len(_COLUMNS) - 1:
                    item.setForeground(QColor(_colour(row.state)))
                self.table.setItem(number, column, item)
        self._rows = rows
        self.hint.setVisible(not rows)
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        states = [row.state for row in self._rows]
        self.start.setEnabled(RowState.WAITING in states and RowState.RUNNING not in states)
        self.stop.setEnabled(RowState.RUNNING in states)
        self.take_out.setEnabled(bool(self._for_taking_out()))

    def _for_taking_out(self) -> list[int]:
        chosen = {index.row() for index in self.table.selectedIndexes()}
        rows = chosen or {
            number
            for number, row in enumerate(self._rows)
            if row.state not in {RowState.WAITING, RowState.RUNNING}
        }
        return sorted(number for number in rows if self._rows[number].state is not RowState.RUNNING)

    def _take_out(self) -> None:
        numbers = self._for_taking_out()
        self.table.clearSelection()
        self.removed.emit(numbers)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Add a project: a folder that ends in .mvos"))
        if name:
            self.projects_chosen.emit([Path(name)], self.preset.currentText())

"""The dialog in which commands are given other keys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.shortcuts import Command, holders, readable, written
from app.translating import tr

_NAME = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """All commands with their keys, menu by menu. It changes nothing itself but asks for it by its signals."""

    chosen = Signal(str, str)
    """A command's name and the keys that it is to have, none if empty."""
    reset = Signal(str)
    """A command is to have the keys of a fresh start, all of them if its name is empty."""

    def __init__(self, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change keys"))
        self._commands: dict[str, Command] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search for a command or a key"))
        self.search.setAccessibleName(tr("Search for a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([tr("Command"), tr("Keys")])
        self.tree.setAccessibleName(tr("Commands and their keys"))
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(self._show_current)
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setAccessibleName(tr("New keys"))
        self.keys.keySequenceChanged.connect(self._say)
        self.assign = QPushButton()
        self.assign.clicked.connect(self._assign)
        self.clear = QPushButton(tr("No keys"))
        self.clear.clicked.connect(lambda: self.chosen.emit(self.current, ""))
        self.restore = QPushButton(tr("Reset"))
        self.restore.setToolTip(tr("Give the command the keys of a fresh start"))
        self.restore.clicked.connect(lambda: self.reset.emit(self.current))
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setProperty("role", "muted")
        self._lay_out()
        self.set_commands(commands)

    def _lay_out(self) -> None:
        label = QLabel(tr("New keys"))
        label.setBuddy(self.keys)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.keys, 1)
        for button in (self.assign, self.clear, self.restore):
            row.addWidget(button)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.restore_all = buttons.addButton(tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        self.restore_all.clicked.connect(lambda: self.reset.emit(""))
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addLayout(row)
        layout.addWidget(self.said)
        layout.addWidget(buttons)
        for button in self.findChildren(QPushButton):
            # Return belongs to the key field: it may be what is to be assigned.
            button.setAutoDefault(False)
        width = self.fontMetrics().averageCharWidth()
        self.resize(width * 120, width * 100)

    @property
    def current(self) -> str:
        """The name of the command that is chosen, empty while there is none."""
        item = self.tree.currentItem()
        return str(item.data(0, _NAME) or "") if item else ""

    def choose(self, name: str) -> None:
        """Choose a command."""
        for item in (item for _, items in self._groups() for item in items):
            if item.data(0, _NAME) == name:
                self.tree.setCurrentItem(item)

    def set_commands(self, commands: Sequence[Command]) -> None:
        """Show commands and their keys; the same one as before stays chosen."""
        was = self.current
        self._commands = {command.name: command for command in commands}
        self.tree.clear()
        for title, found in groupby(commands, key=lambda command: command.group):
            group = QTreeWidgetItem(self.tree, [title])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for command in found:
                row = QTreeWidgetItem(group, [command.text, ", ".join(readable(command.keys))])
                row.setData(0, _NAME, command.name)
                if command.keys != command.defaults:
                    font = row.font(1)
                    font.setBold(True)
                    row.setFont(1, font)
            group.setExpanded(True)
        self._filter(self.search.text())
        self.choose(was)
        self._show_current()

    def _groups(self) -> list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]]:
        root = self.tree.invisibleRootItem()
        return [(group, _children(group)) for group in _children(root)]

    @Slot(str)
    def _filter(self, text: str) -> None:
        for group, items in self._groups():
            for item in items:
                item.setHidden(text.lower() not in f"{item.text(0)} {item.text(1)}".lower())
            group.setHidden(all(item.isHidden() for item in items))

    def _show_current(self) -> None:
        command = self._commands.get(self.current)
        self.keys.setKeySequence(QKeySequence())
        self.keys.setEnabled(command is not None)
        self.clear.setEnabled(command is not None and bool(command.keys))
        self.restore.setEnabled(command is not None and command.keys != command.defaults)
        changed = any(command.keys != command.defaults for command in self._commands.values())
        self.restore_all.setEnabled(changed)
        self._say()

    def _say(self) -> None:
        """Say whose the keys are, before they are taken away."""
        keys = written([self.keys.keySequence()])
        taken = [command.text for command in holders(list(self._commands.values()), keys, but=self.current)]
        self.assign.setText(tr("Assign anyway") if taken else tr("Assign"))
        self.assign.setEnabled(bool(keys and self.current))
        if not self.current:
            said = tr("Choose a command, click into the field and press the new keys.")
        elif taken:
            said = tr("{keys} belongs to “{command}”, which would lose it.").format(
                keys=", ".join(readable(keys)), command="”, “".join(taken)
            )
        else:
            said = tr("Click into the field and press the new keys.")
        self.said.setText(said)

    def _assign(self) -> None:
        self.chosen.emit(self.current, written([self.keys.keySequence()]))


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(row) for row in range(item.childCount()))
    return [child for child in found if child is not None]

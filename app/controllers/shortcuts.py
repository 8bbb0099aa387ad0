"""Keys: the list of them, and changing them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QWidget

from app.actions import Actions
from app.settings import Settings
from app.shortcuts import holders, remember, remembered, without
from app.widgets.help_dialog import show_shortcuts
from app.widgets.shortcuts_dialog import ShortcutsDialog


class ShortcutsController(QObject):
    """Gives actions the user's own keys, and keeps them."""

    def __init__(self, settings: Settings, *, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._actions, self._window = settings, actions, window
        self.sheet: QDialog | None = None
        self.dialog: ShortcutsDialog | None = None
        for name, keys in remembered(settings, actions.commands()).items():
            actions.bind(name, keys)
        actions.connect({"shortcuts": self.show_sheet, "change_shortcuts": self.change})

    @Slot()
    def show_sheet(self) -> None:
        """Show all keys and gestures."""
        if self.sheet is not None:
            self.sheet.close()
        self.sheet = show_shortcuts(self._window, self._actions.commands(), self.change)
        self.sheet.destroyed.connect(self._sheet_closed)

    @Slot()
    def change(self) -> None:
        """Let keys be changed."""
        if self.sheet is not None:
            self.sheet.close()
        if self.dialog is None:
            self.dialog = ShortcutsDialog(self._actions.commands(), self._window)
            self.dialog.chosen.connect(self.bind)
            self.dialog.reset.connect(self.reset)
        self.dialog.set_commands(self._actions.commands())
        self.dialog.show()
        self.dialog.raise_()

    @Slot(str, str)
    def bind(self, name: str, keys: str) -> None:
        """Give a command keys, and take them from the others."""
        for holder in holders(self._actions.commands(), keys, but=name):
            self._actions.bind(holder.name, without(holder, keys))
        self._actions.bind(name, keys)
        self._changed()

    @Slot(str)
    def reset(self, name: str) -> None:
        """Give a command, or all of them, the keys of a fresh start; a single one takes them from who has them now."""
        commands = {command.name: command for command in self._actions.commands()}
        if name:
            self.bind(name, commands[name].defaults)
            return
        for command in commands.values():
            self._actions.bind(command.name, command.defaults)
        self._changed()

    @Slot()
    def _sheet_closed(self) -> None:
        self.sheet = None

    def _changed(self) -> None:
        commands = self._actions.commands()
        remember(self._settings, commands)
        if self.dialog is not None:
            self.dialog.set_commands(commands)

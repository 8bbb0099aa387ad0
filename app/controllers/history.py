"""Undo and redo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from app.actions import Actions
from app.controllers.propagation import PropagationController
from app.icons import icon
from app.session import Session


class HistoryController(QObject):
    """The two actions that name what they would undo or redo."""

    def __init__(
        self, session: Session, propagation: PropagationController, *, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._stack, self._propagation, self._actions = session.document.undo_stack, propagation, actions
        self._undo = self._make("undo", "Undo", "Ctrl+Z", self.undo)
        self._redo = self._make("redo", "Redo", "Ctrl+Shift+Z Ctrl+Y", self.redo)
        self._stack.indexChanged.connect(self._refresh)
        self._refresh()

    def _make(self, name: str, text: str, keys: str, slot: object) -> QAction:
        action = QAction(icon(name), text, self.parent())
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys.split()])
        action.triggered.connect(slot)
        self._actions.add(name, action)
        return action

    @Slot()
    def undo(self) -> None:
        """Undo the last step; a run that goes ends first, and is then the step that is undone."""
        self._propagation.stop()
        self._stack.undo()

    @Slot()
    def redo(self) -> None:
        """Redo what was undone."""
        self._propagation.stop()
        self._stack.redo()

    @Slot()
    def _refresh(self) -> None:
        for action, verb, can, text in (
            (self._undo, "Undo", self._stack.canUndo(), self._stack.undoText()),
            (self._redo, "Redo", self._stack.canRedo(), self._stack.redoText()),
        ):
            action.setText(f"{verb} {text[:1].lower()}{text[1:]}" if text else verb)
            self._actions.enable(action.objectName(), "" if can else f"there is nothing to {verb.lower()}.")

"""Undo and redo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.actions import Actions
from app.controllers.propagation import PropagationController
from app.session import Session


class HistoryController(QObject):
    """The two actions that name what they would undo or redo."""

    def __init__(
        self, session: Session, propagation: PropagationController, *, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._stack, self._propagation, self._actions = session.document.undo_stack, propagation, actions
        self._undo, self._redo = actions["undo"], actions["redo"]
        actions.connect({"undo": self.undo, "redo": self.redo})
        self._stack.indexChanged.connect(self._refresh)
        self._refresh()

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

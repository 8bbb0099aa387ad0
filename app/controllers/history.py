"""Undo and redo, and the list of what was done."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.actions import Actions
from app.controllers.propagation import PropagationController
from app.session import Session
from app.translating import tr
from app.widgets.history_panel import HistoryPanel
from app.widgets.section import Section


class HistoryController(QObject):
    """The two actions that name what they would undo or redo, and the list in which one goes to any step."""

    def __init__(
        self,
        session: Session,
        propagation: PropagationController,
        *,
        panel: HistoryPanel,
        section: Section,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._section = panel, section
        panel.step_chosen.connect(self.go_to)
        section.toggled.connect(self._list_steps)
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

    @Slot(int)
    def go_to(self, n_steps: int) -> None:
        """Undo or redo until so many steps are done."""
        self._propagation.stop()
        self._stack.setIndex(n_steps)

    @Slot()
    def _list_steps(self) -> None:
        if self._section.is_unfolded:
            stack = self._stack
            self._panel.set_steps([stack.text(n) for n in range(stack.count())], stack.index())

    @Slot()
    def _refresh(self) -> None:
        undone, redone = self._stack.undoText(), self._stack.redoText()
        self._undo.setText(tr("Undo: {step}").format(step=undone) if undone else tr("Undo"))
        self._redo.setText(tr("Redo: {step}").format(step=redone) if redone else tr("Redo"))
        self._actions.enable("undo", "" if self._stack.canUndo() else tr("there is nothing to undo."))
        self._actions.enable("redo", "" if self._stack.canRedo() else tr("there is nothing to redo."))
        self._list_steps()

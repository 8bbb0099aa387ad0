"""The panels at the side: what to do next, and the clip's facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.icons import icon
from app.translating import tr
from app.widgets.progress import ProgressBar


class ActionButton(QPushButton):
    """A push button for an action: its text, its state and its reason."""

    def __init__(self, action: QAction, *, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._is_primary = not primary
        self._follow()
        self.set_primary(primary=primary)

    def _follow(self) -> None:
        self.setText(self._action.text())
        name = self._action.data()
        self.setIcon(icon(name, colour="on_accent") if self._is_primary and name else self._action.icon())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())

    def set_primary(self, *, primary: bool) -> None:
        """Make this the next step, or one of several."""
        if primary == self._is_primary:
            return
        self._is_primary = primary
        self.setProperty("primary", primary)
        self._follow()
        self.style().unpolish(self)
        self.style().polish(self)


class NextStepCard(QFrame):
    """Says what to do next and offers it; shows a run while one goes."""

    def __init__(
        self,
        steps: Sequence[QAction],
        more: Sequence[QAction],
        running: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        """`steps` get a button each, `more` a menu beside the first; `running` are shown during a run."""
        super().__init__(parent)
        self.setObjectName("card")
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self._hint = QLabel()
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self.buttons = {action.objectName(): ActionButton(action) for action in steps}
        menu_button = QToolButton()
        menu_button.setIcon(icon("chevron-down"))
        menu_button.setToolTip(tr("Propagate in one direction, or by one frame"))
        menu_button.setAccessibleName(tr("More ways to propagate"))
        menu = QMenu(menu_button)
        menu.setToolTipsVisible(True)
        menu.addActions(list(more))
        menu_button.setMenu(menu)
        menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 14)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._hint)
        self._idle = QWidget()
        idle = QVBoxLayout(self._idle)
        idle.setContentsMargins(0, 4, 0, 0)
        idle.setSpacing(6)
        for number, button in enumerate(self.buttons.values()):
            row = QHBoxLayout()
            row.setSpacing(4)
            row.addWidget(button, 1)
            if number == 0:
                row.addWidget(menu_button)
            idle.addLayout(row)
        self._busy = QWidget()
        busy = QVBoxLayout(self._busy)
        busy.setContentsMargins(0, 4, 0, 0)
        self._progress = ProgressBar()
        busy.addWidget(self._progress)
        row = QHBoxLayout()
        for action in running:
            row.addWidget(ActionButton(action), 1)
        busy.addLayout(row)
        layout.addWidget(self._idle)
        layout.addWidget(self._busy)
        self._busy.hide()

    def add_panel(self, panel: QWidget) -> None:
        """Put what belongs to the steps below them."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(panel)

    @property
    def title(self) -> str:
        """What the card says."""
        return self._title.text()

    @property
    def hint(self) -> str:
        """What it says below."""
        return self._hint.text()

    def set_step(self, title: str, hint: str, *, primary: str) -> None:
        """Say what comes next and which button does it; `primary` may be empty."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        for name, button in self.buttons.items():
            button.set_primary(primary=name == primary)

    def offer(self, name: str, *, shown: bool) -> None:
        """Show or hide a step that is only sometimes of use."""
        self.buttons[name].setVisible(shown)

    def set_progress(self, done: int, total: int | None) -> None:
        """Show a run's progress."""
        self._idle.hide()
        self._busy.show()
        self._progress.show_progress(done, total)

    def set_idle(self) -> None:
        """Show the steps again."""
        self._busy.hide()
        self._idle.show()


class FactsPanel(QWidget):
    """The clip's facts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(3)
        layout.addLayout(self._form)
        self.facts: dict[str, str] = {}

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show names and values."""
        while self._form.rowCount():
            self._form.removeRow(0)
        self.facts = dict(facts)
        for name, value in facts:
            left, right = QLabel(name), QLabel(value)
            left.setProperty("role", "muted")
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            right.setToolTip(value)
            right.setWordWrap(True)
            self._form.addRow(left, right)

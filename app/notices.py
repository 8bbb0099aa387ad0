"""Notices: what the program tells the user outside of dialogs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.lanes import Failure


class Notices(QObject):
    """Where controllers put messages; the window shows them as a banner or in the status bar."""

    posted = Signal(str, str, str, str)
    """Text, kind ("info", "warning", "error"), details to copy, and the words of an action."""
    hinted = Signal(str)
    """A short remark for the status bar."""
    cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._action: Callable[[], None] | None = None

    def post(
        self,
        text: str,
        *,
        kind: str = "info",
        details: str = "",
        action: str = "",
        do: Callable[[], None] | None = None,
    ) -> None:
        """Show a message; `action` names a button that calls `do`."""
        self._action = do
        self.posted.emit(text, kind, details, action)

    def fail(self, failure: Failure) -> None:
        """Show why a job failed."""
        self.post(failure.message, kind="error", details=failure.details)

    def hint(self, text: str) -> None:
        """Remark something in passing."""
        self.hinted.emit(text)

    def clear(self) -> None:
        """Take the message away."""
        self.cleared.emit()

    def act(self) -> None:
        """Do what the message offered."""
        action, self._action = self._action, None
        if action is not None:
            action()

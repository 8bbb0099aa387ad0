"""Which object is being worked on. Like the playhead, it is not part of what can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The label of the object that tools paint, None where there is none; `changed(label)`."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._label: int | None = None

    @property
    def label(self) -> int | None:
        """The object's label."""
        return self._label

    def select(self, label: int | None) -> None:
        """Work on another object."""
        if label != self._label:
            self._label = label
            self.changed.emit(label)

    def keep_within(self, labels: Sequence[int]) -> None:
        """Go to the last object if the selected one is gone."""
        if self._label not in labels:
            self.select(labels[-1] if labels else None)

"""Undo commands. Values are immutable, so undoing is putting the earlier ones back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

from mvos_core.masks.track import MaskEntry

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class MaskChange:
    """Entries to set, None to remove one, and the frames that are stale afterwards."""

    entries: Mapping[int, MaskEntry | None]
    stale: frozenset[int]


class EditMasks(QUndoCommand):
    """Whatever happened to masks: a stroke, a fill, an import, a whole propagation."""

    def __init__(
        self,
        text: str,
        apply: Callable[[MaskChange], None],
        *,
        before: MaskChange,
        after: MaskChange,
        is_applied: bool = False,
    ) -> None:
        """`is_applied` says that `after` has been put in place already, so pushing the command changes nothing."""
        super().__init__(text)
        self._apply = apply
        self._before = before
        self._after = after
        self._skip = is_applied

    def redo(self) -> None:
        """Put the later state in place."""
        if self._skip:
            self._skip = False
            return
        self._apply(self._after)

    def undo(self) -> None:
        """Put the earlier state in place."""
        self._apply(self._before)


class Assign(QUndoCommand, Generic[ValueT]):
    """One value of the document was replaced by another."""

    def __init__(
        self,
        text: str,
        assign: Callable[[ValueT], None],
        *,
        before: ValueT,
        after: ValueT,
        gesture: int | None = None,
    ) -> None:
        """Commands of one `gesture`, such as a slider's drag, are undone in one step."""
        super().__init__(text)
        self._assign = assign
        self._before = before
        self._after = after
        self._gesture = gesture

    def id(self) -> int:
        """Return which commands may be merged with this one."""
        return -1 if self._gesture is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 (Qt's name)
        """Take in the next command of the same gesture; one that ends where it began is no command."""
        if not isinstance(other, Assign) or (other._gesture, other.text()) != (self._gesture, self.text()):
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Assign the later value."""
        self._assign(self._after)

    def undo(self) -> None:
        """Assign the earlier value."""
        self._assign(self._before)

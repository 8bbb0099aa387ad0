"""The playhead: which frame is looked at. It is not part of what can be undone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Playhead(QObject):
    """An index into the clip's frames; `moved(index)` when it changes.

    It rolls while the clip plays, and only playback calls `roll`, `roll_to`. Whatever else moves it makes it stand
    still. `set_off` and `halted` tell of both.
    """

    moved = Signal(int)
    set_off = Signal()
    halted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._n_frames = 0
        self._index = 0
        self._is_rolling = False

    @property
    def index(self) -> int:
        """The frame looked at."""
        return self._index

    @property
    def is_rolling(self) -> bool:
        """Whether the clip plays."""
        return self._is_rolling

    def reset(self, n_frames: int, *, index: int = 0) -> None:
        """Begin a clip of `n_frames` frames; `moved` is sent even where the index stays."""
        self.halt()
        self._n_frames = n_frames
        self._index = self._clamped(index)
        self.moved.emit(self._index)

    def move_to(self, index: int) -> None:
        """Look at a frame and stand still there; an index outside the clip goes to its nearest frame."""
        was_rolling, self._is_rolling = self._is_rolling, False
        self._go(index)
        if was_rolling:
            self.halted.emit()

    def halt(self) -> None:
        """Stand still."""
        self.move_to(self._index)

    def roll(self) -> None:
        """Begin to roll."""
        self._is_rolling = True
        self.set_off.emit()

    def roll_to(self, index: int) -> None:
        """Look at a frame in passing."""
        self._go(index)

    def _clamped(self, index: int) -> int:
        return min(max(index, 0), max(self._n_frames - 1, 0))

    def _go(self, index: int) -> None:
        index = self._clamped(index)
        if index != self._index:
            self._index = index
            self.moved.emit(index)

"""The playhead: which frame is looked at. It is not part of what can be undone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Playhead(QObject):
    """An index into the clip's frames; `moved(index)` when it changes."""

    moved = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._n_frames = 0
        self._index = 0

    @property
    def index(self) -> int:
        """The frame looked at."""
        return self._index

    def reset(self, n_frames: int, *, index: int = 0) -> None:
        """Begin a clip of `n_frames` frames; `moved` is sent even where the index stays."""
        self._n_frames = n_frames
        self._index = min(max(index, 0), max(n_frames - 1, 0))
        self.moved.emit(self._index)

    def move_to(self, index: int) -> None:
        """Look at a frame; an index outside the clip goes to its nearest frame."""
        index = min(max(index, 0), max(self._n_frames - 1, 0))
        if index != self._index:
            self._index = index
            self.moved.emit(index)

"""Frames kept in memory, so that looking at one again costs no decoding."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from mvos_core.types import Frame


class FrameCache:
    """The frames used last, by index, in at most `limit_bytes` of pixels.

    Any thread may use it. A frame in it is read-only, so several threads may look at the same one.
    """

    def __init__(self, limit_bytes: int) -> None:
        if limit_bytes < 0:
            raise ValueError(f"limit_bytes is {limit_bytes}; it may not be negative")
        self.limit_bytes = limit_bytes
        self._frames: OrderedDict[int, Frame] = OrderedDict()
        self._used_bytes = 0
        self._lock = Lock()

    @property
    def used_bytes(self) -> int:
        """How many bytes of pixels are held."""
        return self._used_bytes

    def __len__(self) -> int:
        return len(self._frames)

    def get(self, index: int) -> Frame | None:
        """Return the frame with that index, or None where it is not held."""
        with self._lock:
            frame = self._frames.get(index)
            if frame is not None:
                self._frames.move_to_end(index)
            return frame

    def __contains__(self, index: object) -> bool:
        with self._lock:
            return index in self._frames

    def nearest(self, index: int, *, within: int) -> int | None:
        """Return the frame held that is nearest to one, at most `within` frames away, or None."""
        with self._lock:
            away = min(self._frames, key=lambda held: abs(held - index), default=None)
        return away if away is not None and abs(away - index) <= within else None

    def put(self, index: int, frame: Frame) -> None:
        """Hold a frame, making it read-only, and forget those longest unused.

        A frame larger than the whole limit is not held. A view is copied: its owner could write to it and
        keeps more memory alive than is counted.
        """
        if frame.base is not None:
            frame = frame.copy()
        frame.flags.writeable = False
        with self._lock:
            replaced = self._frames.pop(index, None)
            if replaced is not None:
                self._used_bytes -= replaced.nbytes
            if frame.nbytes > self.limit_bytes:
                return
            self._frames[index] = frame
            self._used_bytes += frame.nbytes
            while self._used_bytes > self.limit_bytes:
                _, oldest = self._frames.popitem(last=False)
                self._used_bytes -= oldest.nbytes

    def clear(self) -> None:
        """Forget all frames."""
        with self._lock:
            self._frames.clear()
            self._used_bytes = 0

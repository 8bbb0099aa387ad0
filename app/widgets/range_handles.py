"""The handles of the in and out points on the timeline: where they are, and what dragging one makes of the range."""

from __future__ import annotations

from enum import Enum

from app.translating import tr
from app.widgets.time_scale import TimeScale

_REACH_PX = 8


class Handle(str, Enum):
    """An end of the range from in to out."""

    IN = "in"
    OUT = "out"

    @property
    def hint(self) -> str:
        """What to do with it."""
        return tr("In point: drag it (I)") if self is Handle.IN else tr("Out point: drag it (O)")


def handle_near(x: float, scale: TimeScale, in_out: range) -> Handle | None:
    """Return the handle near a pixel of the scale, the nearer one of two."""
    ends = {Handle.IN: scale.x(in_out.start), Handle.OUT: scale.x(in_out.stop)}
    nearest = min(ends, key=lambda handle: abs(x - ends[handle]))
    return nearest if abs(x - ends[nearest]) <= _REACH_PX else None


def dragged(handle: Handle, frame: int, in_out: range) -> range:
    """Return the range with one end at a frame; at least a frame stays."""
    if handle is Handle.IN:
        return range(min(frame, in_out.stop - 1), in_out.stop)
    return range(in_out.start, max(frame + 1, in_out.start + 1))

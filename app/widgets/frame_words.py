"""What the timeline says of a frame: where it lies, how sure the network is of it, and what an object's mask in it is."""

from __future__ import annotations

from app.translating import tr
from app.widgets.lanes import State, state_name
from app.widgets.ruler import Times, time_code


def place_words(times_s: Times, index: int) -> str:
    """Say where the playhead is, to those who cannot see it."""
    return tr("Frame {index}, {time}").format(index=index, time=time_code(times_s, index))


def confidence_words(times_s: Times, frame: int, sure: float) -> str:
    """Say how sure the network is of a frame, above 1 if that is not known."""
    time = time_code(times_s, frame)
    if sure > 1:
        return tr("Frame {frame}, {time}").format(frame=frame, time=time)
    said = tr("Frame {frame}, {time}: the network is {sure} sure")
    return said.format(frame=frame, time=time, sure=f"{sure:.0%}")


def state_words(name: str, frame: int, state: State) -> str:
    """Say what an object's mask in a frame is."""
    return tr("{name}, frame {frame}: {state}").format(name=name, frame=frame, state=state_name(state))

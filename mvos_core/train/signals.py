"""Requests to end a run (Ctrl-C, SIGTERM), kept away from what must not be cut in two."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_REQUESTS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def put_off() -> Iterator[None]:
    """Let requests to end wait until the block is done; then the first of them is dealt with as ever."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears of them
        return
    heard: list[int] = []
    before = {number: signal.signal(number, lambda number, _: heard.append(number)) for number in _REQUESTS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if heard:
            signal.raise_signal(heard[0])


def leave_to_parent(_worker: int = 0) -> None:
    """Have a worker process ignore what the whole process group is told: its parent ends it in good order."""
    for number in _REQUESTS:
        signal.signal(number, signal.SIG_IGN)

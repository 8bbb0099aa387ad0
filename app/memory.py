"""Memory that nothing is kept in any more."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Hand memory that is free to the system.

    Once a frame has been freed, glibc keeps room for as many as there ever were at a time, and so does each thread. Other
    C libraries see to that by themselves.
    """
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)

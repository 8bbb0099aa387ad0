"""Importing large libraries in a running window, without a moment in which the window does not answer."""

from __future__ import annotations

import ctypes
import gc
import importlib
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets


def import_torch() -> None:
    """Import torch on this thread while others go on.

    Two things would keep the interpreter's lock for a tenth of a second and longer. The dynamic linker takes that long
    for torch's largest library; called through ctypes it works without the lock, and the import then finds the library
    loaded. And the garbage collector walks again and again over everything that the import makes and that stays; it
    pauses, and what is there by then is never walked over again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        _load_library()
        import torch  # noqa: F401

        gc.freeze()
    finally:
        if was_enabled:
            gc.enable()


def _load_library() -> None:
    """Load torch's computing library; where this fails, the import that follows says why."""
    spec = importlib.util.find_spec("torch")
    if os.name != "posix" or spec is None or spec.origin is None:
        return  # on Windows torch itself loads its libraries through ctypes
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    for path in Path(spec.origin).parent.glob("lib/libtorch_cpu.*"):
        dlopen(os.fsencode(path), os.RTLD_NOW)


_CLASSES_A_STEP = 40
_SUPERQT = (
    "importlib.metadata",
    "pygments.lexers",
    "qtpy",
    "qtpy.QtCore",
    "qtpy.QtGui",
    "qtpy.QtWidgets",
    "superqt",
)
"""superqt, and before it what it imports that takes long by itself."""


def import_superqt() -> Iterator[None]:
    """Import superqt bit by bit: between the steps, none of which takes long, a caller can handle events.

    qtpy, which it imports Qt through, asks for every class that Qt has, and PySide makes them when they are asked for.
    """
    for module in (QtCore, QtGui, QtWidgets):
        names = dir(module)
        for first in range(0, len(names), _CLASSES_A_STEP):
            for name in names[first : first + _CLASSES_A_STEP]:
                getattr(module, name)
            yield
    for name in _SUPERQT:
        importlib.import_module(name)
        yield

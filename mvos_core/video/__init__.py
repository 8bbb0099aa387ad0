"""Clips: frame-exact reading by index, keeping frames in memory, and writing finished videos."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mvos_core.video.cache import FrameCache
from mvos_core.video.info import ColourTags, VideoInfo
from mvos_core.video.reader import PICTURE_RATE, VideoReader, open_video, probe

if TYPE_CHECKING:
    from mvos_core.video.sound import Sound
    from mvos_core.video.writer import VideoWriter

__all__ = [
    "PICTURE_RATE",
    "ColourTags",
    "FrameCache",
    "Sound",
    "VideoInfo",
    "VideoReader",
    "VideoWriter",
    "open_video",
    "probe",
]

_NEEDING_PYAV = {"Sound": "mvos_core.video.sound", "VideoWriter": "mvos_core.video.writer"}


def __getattr__(name: str) -> object:
    # Imported when first asked for: training machines, which only read pictures, have no PyAV.
    if name in _NEEDING_PYAV:
        return getattr(import_module(_NEEDING_PYAV[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""What to do with a file or folder that is dropped onto the window."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from mvos_core.video import VideoInfo

_LABEL_MODES = ("1", "L", "P")
"""Pictures of one value a pixel, as label maps are; photographs have three."""


class Dropped(Enum):
    """What a path is good for."""

    TO_OPEN = "a clip or a project"
    MASK = "a mask of the frame at hand"
    MASKS = "masks of the clip's frames"


def recognise(path: Path, clip: VideoInfo | None) -> Dropped:
    """Tell what a path is, given the clip that is open: only beside a clip are grey or palette PNGs masks."""
    if clip is None:
        return Dropped.TO_OPEN
    if path.is_file() and path.suffix.lower() == ".png" and _is_label_map(path):
        return Dropped.MASK
    if path.is_dir() and path != clip.path:
        pictures = sorted(path.glob("*.png"))
        belongs = len(pictures) == clip.n_frames or not {p.stem for p in pictures}.isdisjoint(clip.names)
        if pictures and belongs and _is_label_map(pictures[0]):
            return Dropped.MASKS
    return Dropped.TO_OPEN


def _is_label_map(path: Path) -> bool:
    try:
        with Image.open(path) as picture:
            return picture.mode in _LABEL_MODES
    except (OSError, UnidentifiedImageError):
        return False

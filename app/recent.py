"""What was opened last, and the small pictures that tell it apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np

from mvos_core.atomic import write_whole
from mvos_core.compose import Colour, overlay
from mvos_core.masks.track import MaskEntry
from mvos_core.types import Frame, MvosError, Step

THUMBNAIL_SIZE = (180, 320)
"""The (height, width) that a picture fits into."""
_JPEG_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Recent:
    """A clip or project that was opened.

    Attributes:
        path: where it was.
        opened: when, the last time; None where that was not written down.
        exists: whether it is still there.
        thumbnail: where its picture is kept, whether there is one or not.
    """

    path: Path
    opened: datetime | None
    exists: bool
    thumbnail: Path


def thumbnail_of(frame: Frame, entry: MaskEntry | None, colours: Mapping[int, Colour]) -> Frame:
    """Return a small picture of a frame with its objects tinted in their `colours` (RGB by label)."""
    height, width = frame.shape[:2]
    scale = min(THUMBNAIL_SIZE[0] / height, THUMBNAIL_SIZE[1] / width, 1.0)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
    if entry is None:
        return small
    labels = np.asarray(cv2.resize(entry.labels(), size, interpolation=cv2.INTER_NEAREST), np.uint8)
    labels[~np.isin(labels, list(colours))] = 0
    return overlay(small, labels, outline=0, colours=colours)


def write_thumbnail(
    path: Path, frame: Frame, entry: MaskEntry | None, colours: Mapping[int, Colour]
) -> Iterator[Step[Path]]:
    """Write the small picture of a frame as a JPEG file.

    Raises:
        MvosError: it cannot be written.
    """
    picture = thumbnail_of(frame, entry, colours)
    is_done, jpeg = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not is_done:
        raise MvosError(f"The picture of {path} cannot be written; free some space on the disk.")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, jpeg.tobytes(), what="The thumbnail")
    yield Step(1, 1, path)

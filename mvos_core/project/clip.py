"""Which clip a project belongs to, and where that clip lies now."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from pathlib import Path

from mvos_core.types import MvosError
from mvos_core.video.pictures import PICTURE_SUFFIXES

_END_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ClipFingerprint:
    """What tells a clip from others without reading all of it.

    `n_bytes` is the file's size and `ends_sha256` the SHA-256, in hexadecimal, of its first and last MiB. Of
    a folder of pictures they are the size of all pictures together, and the SHA-256 of their names and sizes
    and of the ends of the first and the last one. `size` is a frame's (height, width), `rate` in frames per
    second.
    """

    n_bytes: int
    ends_sha256: str
    n_frames: int
    size: tuple[int, int]
    rate: Fraction

    def matches(self, path: Path) -> bool:
        """Return whether the file or folder at `path` is the clip, judged by its bytes.

        Raises:
            OSError: it cannot be read.
        """
        return (self.n_bytes, self.ends_sha256) == _measure(path)


def fingerprint_clip(path: Path, *, n_frames: int, size: tuple[int, int], rate: Fraction) -> ClipFingerprint:
    """Return the fingerprint of a video file or a folder of pictures; `size` is (height, width).

    Raises:
        MvosError: it cannot be read.
    """
    try:
        n_bytes, ends_sha256 = _measure(path)
    except OSError as error:
        raise MvosError(
            f"The clip {path} cannot be read: {error.strerror}; choose one that can be opened."
        ) from error
    return ClipFingerprint(n_bytes, ends_sha256, n_frames, size, rate)


def _measure(path: Path) -> tuple[int, str]:
    """Return the size in bytes and the digest that a fingerprint holds."""
    if not path.is_dir():
        return path.stat().st_size, hashlib.sha256(_first_bytes(path) + _last_bytes(path)).hexdigest()
    # Other files than pictures come and go (thumbnails, notes) without making it another clip.
    pictures = sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in PICTURE_SUFFIXES and not file.name.startswith(".")
    )
    sizes = [picture.stat().st_size for picture in pictures]
    listing = [f"{picture.name}\0{size}\0" for picture, size in zip(pictures, sizes, strict=True)]
    digest = hashlib.sha256("".join(listing).encode(errors="surrogateescape"))
    if pictures:
        digest.update(_first_bytes(pictures[0]) + _last_bytes(pictures[-1]))
    return sum(sizes), digest.hexdigest()


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_END_BYTES)


def _last_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_BYTES))
        return file.read(_END_BYTES)


class ClipState(str, Enum):
    """What became of a project's clip."""

    FOUND = "found"
    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ClipLocation:
    """Where a project's clip lies.

    `path` is the clip itself where it was found, the file that took its place where it changed, and the last
    place known where it is missing, because it was moved, deleted or can no longer be read.
    """

    state: ClipState
    path: Path


def locate_clip(fingerprint: ClipFingerprint, places: Sequence[Path]) -> ClipLocation:
    """Look for a clip at the `places` where it may lie, at least one, the likeliest first."""
    changed: Path | None = None
    for place in places:
        try:
            if fingerprint.matches(place):
                return ClipLocation(ClipState.FOUND, place)
        except (OSError, ValueError):  # ValueError: no file can have such a name
            continue
        changed = changed or place
    if changed is not None:
        return ClipLocation(ClipState.CHANGED, changed)
    return ClipLocation(ClipState.MISSING, places[-1])

"""A folder of pictures as a clip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.types import Frame, MvosError
from mvos_core.video.info import UNSPECIFIED, ColourTags, VideoInfo
from mvos_core.video.orientation import Orientation
from mvos_core.video.reader import PICTURE_RATE, VideoReader

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})

_EXIF_ORIENTATION = 0x0112
_ORIENTATIONS = {
    2: Orientation(is_mirrored=True),
    3: Orientation(is_mirrored=True, is_upside_down=True),
    4: Orientation(is_upside_down=True),
    5: Orientation(is_transposed=True),
    6: Orientation(is_transposed=True, is_mirrored=True),
    7: Orientation(is_transposed=True, is_mirrored=True, is_upside_down=True),
    8: Orientation(is_transposed=True, is_upside_down=True),
}


class PictureReader(VideoReader):
    """The pictures of a folder, in natural order of their names (frame2 before frame10)."""

    def __init__(self, folder: Path, *, rate: Fraction = PICTURE_RATE) -> None:
        """Find a folder's pictures and look at their sizes.

        Raises:
            MvosError: there are none, one cannot be read, they differ in size, or two share a name.
        """
        self._paths = _pictures(folder)
        height, width = _common_size(self._paths)
        self.info = VideoInfo(
            path=folder,
            width=width,
            height=height,
            rate=rate,
            variable_rate=False,
            ticks=tuple(range(len(self._paths))),
            time_base=1 / rate,
            duration_s=len(self._paths) / rate,
            start_s=Fraction(0),
            names=tuple(path.stem for path in self._paths),
            has_audio=False,
            codec=self._paths[0].suffix[1:].lower(),
            pixel_format="rgb24",
            colour=ColourTags(matrix="rgb", range="full", transfer=UNSPECIFIED, primaries=UNSPECIFIED),
            sample_aspect_ratio=Fraction(1),
        )

    def read(self, index: int) -> Frame:
        """Return a picture, newly allocated; see `VideoReader.read`."""
        self._check(index)
        path = self._paths[index]
        frame = read_picture(path)
        if frame.shape[:2] != self.info.size:
            raise MvosError(f"{path.name} was changed to another size while in use; open the folder again.")
        return frame

    def clone(self) -> VideoReader:
        """Return the same reader: nothing in it changes, so threads may share it."""
        return self

    def close(self) -> None:
        """Do nothing: no file stays open."""


def read_picture(path: Path) -> Frame:
    """Read a picture file as uint8 (H, W, 3) RGB, turned upright as its EXIF data says; alpha is dropped.

    Raises:
        MvosError: it cannot be read.
    """
    try:
        with Image.open(path) as image:
            orientation = _orientation(image)
            return orientation.apply(np.array(_eight_bit(image).convert("RGB")))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _unreadable(path) from error


def _orientation(image: Image.Image) -> Orientation:
    # For a PNG without EXIF data in its header, Pillow would decode the whole picture to look behind it.
    if image.format == "PNG" and "exif" not in image.info:
        return Orientation()
    return _ORIENTATIONS.get(image.getexif().get(_EXIF_ORIENTATION), Orientation())


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return a grey picture of 16 bits in 8; Pillow's own conversion clips instead of scaling."""
    if not image.mode.startswith("I"):
        return image
    levels = np.clip(np.asarray(image).astype(np.int64), 0, 65535)
    return Image.fromarray((levels >> 8).astype(np.uint8))


def _unreadable(path: Path) -> MvosError:
    return MvosError(f"The picture {path.name} cannot be read; take it out of the folder or save it again.")


def _pictures(folder: Path) -> list[Path]:
    """Return a folder's picture files in natural order of their names; hidden files are not pictures."""
    try:
        found = [path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES]
        paths = [path for path in found if not path.name.startswith(".") and path.is_file()]
    except PermissionError as error:
        raise MvosError(
            f"{folder.name} may not be read; change its permissions, or choose another folder."
        ) from error
    paths.sort(key=_natural_key)
    if not paths:
        raise MvosError(f"{folder.name} holds no pictures; choose a folder of JPEG or PNG files, or a video.")
    by_name: dict[str, Path] = {}
    for path in paths:
        if path.stem in by_name:
            raise MvosError(
                f"{by_name[path.stem].name} and {path.name} would have masks of the same name; "
                "rename one or take it out of the folder."
            )
        by_name[path.stem] = path
    return paths


def _natural_key(path: Path) -> tuple[list[tuple[int, str]], str]:
    # Digits sort by value and before letters; the name itself decides between 1 and 01.
    parts = re.findall(r"[0-9]+|[^0-9]+", path.stem)
    return [(int(part), "") if part[0] in "0123456789" else (-1, part) for part in parts], path.name


def _common_size(paths: Sequence[Path]) -> tuple[int, int]:
    """Return the (height, width) that all pictures have, from their headers."""
    common = _upright_size(paths[0])
    for path in paths[1:]:
        size = _upright_size(path)
        if size != common:
            raise MvosError(
                f"{path.name} is {size[1]} x {size[0]} pixels but {paths[0].name} {common[1]} x {common[0]}; "
                "give all pictures of the folder one size."
            )
    return common


def _upright_size(path: Path) -> tuple[int, int]:
    try:
        with Image.open(path) as image:
            return _orientation(image).size(image.height, image.width)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _unreadable(path) from error

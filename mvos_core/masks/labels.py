"""Label maps on disk: palette PNG files, as in the DAVIS benchmark, and what else people save masks as.

A palette PNG stores the labels themselves and shows each object in its colour, so one file is both exact and
pleasant to look at.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image  # type: ignore[import-untyped, unused-ignore]  # Pillow is typed from 11 on

from mvos_core.atomic import write_whole
from mvos_core.types import VOID, LabelMap, MvosError

_OPAQUE = 128
_ADVICE = "save it as a palette PNG or an 8-bit grey PNG whose values are the objects' numbers"


def _davis_palette() -> NDArray[np.uint8]:
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    palette = np.zeros((256, 3), np.uint8)
    for bit in range(8):
        palette[:, bit % 3] += bits[:, bit] * np.uint8(128 >> (bit // 3))
    palette.setflags(write=False)
    return palette


DAVIS_PALETTE: NDArray[np.uint8] = _davis_palette()
"""The colour of every label: uint8 (256, 3), RGB.

The colour map of Pascal VOC and DAVIS: bits 0, 3, 6 of a label are the three highest bits of red, bits 1, 4,
7 those of green and bits 2, 5 those of blue, so neighbouring labels look far apart.
"""


def read_label_map(path: Path) -> LabelMap:
    """Read a label map from a picture file; see `decode_label_map` for what counts as one.

    Raises:
        MvosError: the file is missing, unreadable or no label map.
    """
    try:
        png = path.read_bytes()
    except FileNotFoundError as error:
        raise MvosError(f"There is no mask file {path}; choose one that exists.") from error
    except OSError as error:
        raise MvosError(f"The mask file {path} cannot be read: {error.strerror}.") from error
    return decode_label_map(png, source=str(path))


def decode_label_map(png: bytes, *, source: str = "the mask") -> LabelMap:
    """Turn the bytes of a picture file into a label map, uint8 (H, W).

    A palette picture gives its indices, an 8-bit grey one its values, a 1-bit one 0 and 1. A grey picture of
    only 0 and 255, or of only 255, is a mask of object 1. A coloured picture gives labels where all its
    colours are the DAVIS palette's, and a mask of object 1 where they are black and white; what is
    transparent is background. `source` names the picture in messages.

    Raises:
        MvosError: the bytes are no picture, or one whose values cannot be taken for labels.
    """
    try:
        with Image.open(io.BytesIO(png)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise MvosError(f"The mask {source} is not a readable picture; {_ADVICE}.") from error
    return _labels_of(picture, source)


def _labels_of(picture: Image.Image, source: str) -> LabelMap:
    if picture.format == "JPEG":
        raise MvosError(f"The mask {source} is a JPEG, which blurs labels; {_ADVICE}.")
    if picture.mode == "1":
        return np.array(picture, np.uint8)
    if picture.mode in ("L", "P"):
        return _plain_labels(np.array(picture))
    if picture.mode in ("LA", "PA", "La", "RGB", "RGBA", "RGBX", "RGBa"):
        return _colour_labels(np.array(picture.convert("RGBA")), source)
    raise MvosError(f"The mask {source} holds values of more than 8 bits or of no known kind; {_ADVICE}.")


def _plain_labels(values: NDArray[np.uint8]) -> LabelMap:
    if _present(values) in ([0, 255], [255]):
        return np.asarray(values == 255, np.uint8)
    return np.asarray(values, np.uint8)


def _colour_labels(rgba: NDArray[np.uint8], source: str) -> LabelMap:
    rgb = rgba[..., :3].astype(np.int32)
    rgb[rgba[..., 3] < _OPAQUE] = 0
    codes = (rgb[..., 0] << 16) | (rgb[..., 1] << 8) | rgb[..., 2]
    unique, places = np.unique(codes, return_inverse=True)
    colours = np.stack([unique >> 16, (unique >> 8) & 255, unique & 255], axis=1)
    if np.isin(unique, (0, 0xFFFFFF)).all():
        labels = (unique != 0).astype(np.uint8)
    elif len(unique) <= len(DAVIS_PALETTE):
        # Some tools write 191 where the bit pattern gives 192, so one step off is the same colour.
        near = np.abs(colours[:, None] - DAVIS_PALETTE.astype(np.int32)).max(axis=2) <= 1
        if not near.any(axis=1).all():
            raise MvosError(f"The mask {source} has colours that stand for no object; {_ADVICE}.")
        labels = near.argmax(axis=1).astype(np.uint8)
    else:
        raise MvosError(f"The mask {source} has too many colours to be a mask; {_ADVICE}.")
    return np.asarray(labels[places].reshape(codes.shape), np.uint8)


def encode_label_map(labels: LabelMap) -> bytes:
    """Return the label map, uint8 (H, W), as the bytes of a palette PNG in the DAVIS colours."""
    if labels.dtype != np.uint8 or labels.ndim != 2:
        raise ValueError(f"a label map is uint8 (H, W), not {labels.dtype} {labels.shape}")
    picture = Image.fromarray(labels)
    picture.putpalette(DAVIS_PALETTE.tobytes())
    target = io.BytesIO()
    picture.save(target, format="PNG")
    return target.getvalue()


def write_label_map(path: Path, labels: LabelMap) -> None:
    """Write the label map, uint8 (H, W), as a palette PNG in the DAVIS colours, whole or not at all.

    Raises:
        MvosError: the folder cannot be written to.
    """
    write_whole(path, encode_label_map(labels), what="The mask")


def object_labels(labels: LabelMap) -> list[int]:
    """Return the objects that a label map holds, ascending, without background and void."""
    return [label for label in _present(labels) if label not in (0, VOID)]


def _present(labels: NDArray[np.uint8]) -> list[int]:
    import cv2  # late: projects are read without it

    # NumPy's bincount makes eight bytes of each pixel first, which at 4K takes 66 MB and fifty times as long.
    counts = cv2.calcHist([np.ascontiguousarray(labels)], [0], None, [256], [0, 256])
    return [int(label) for label in np.flatnonzero(counts)]


def keep_only(labels: LabelMap, known: Collection[int]) -> LabelMap:
    """Return the label map with every other label turned to background."""
    import cv2  # late, as above; NumPy's take is four times slower

    table = np.zeros(256, np.uint8)
    for label in known:
        table[label] = label
    return np.asarray(cv2.LUT(labels, table), np.uint8)


def check_mask(labels: LabelMap, *, size: tuple[int, int], source: str) -> None:
    """Make sure that a label map can serve as a mask of a clip whose frames have this (height, width).

    `source` names the mask in messages.

    Raises:
        MvosError: the sizes differ, or the map holds no object.
    """
    if labels.shape != size:
        (height, width), (clip_height, clip_width) = labels.shape, size
        raise MvosError(
            f"The mask {source} is {width} by {height} pixels and the clip {clip_width} by {clip_height}; "
            "use a mask that was made on a frame of this clip."
        )
    if not object_labels(labels):
        raise MvosError(f"The mask {source} is empty; it must hold at least one object.")

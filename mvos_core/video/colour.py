"""Decoded frames of any pixel format as RGB, by the stream's own matrix and range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, VideoReformatter
from numpy.typing import NDArray

from mvos_core.types import Frame
from mvos_core.video.info import UNSPECIFIED, ColourTags
from mvos_core.video.tonemap import HLG, PQ, tone_map

# The code points of ITU-T H.273, by FFmpeg's names.
_MATRICES = {
    0: "rgb",
    1: "bt709",
    4: "fcc",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    9: "bt2020nc",
    10: "bt2020c",
}
_UNSPECIFIED_CODE = 2
_RANGES = {1: "limited", 2: "full"}
_TRANSFERS = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear", 11: "iec61966-2-4",
    13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: PQ, 17: "smpte428", 18: HLG,
}  # fmt: skip
_PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020",
    10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
# swscale's numbers for the matrices it knows; constant luminance is so rare that its neighbour will do.
_BT709, _BT601, _BT2020 = 1, 5, 9
_SWSCALE_MATRICES = {
    "bt709": _BT709, "fcc": 4, "bt470bg": _BT601, "smpte170m": _BT601, "smpte240m": 7, "bt2020nc": _BT2020,
    "bt2020c": _BT2020,
}  # fmt: skip
_HD_LINES = 720

BT709 = ColourTags(matrix="bt709", range="limited", transfer="bt709", primaries="bt709")
"""What nearly every player takes pictures for."""

# SWS_BILINEAR, SWS_FULL_CHR_H_INT and SWS_ACCURATE_RND of swscale.h, which older PyAV has no names for.
# Without the last two, swscale takes a faster path that makes each picture about a level darker.
EXACT_SCALING = 0x2 | 0x2000 | 0x40000


def colour_tags(frame: VideoFrame, codec: VideoCodecContext) -> ColourTags:
    """Read how a decoded frame says its colours are stored; `codec` is the decoder that made it."""

    def name(names: Mapping[int, str], *codes: int) -> str:
        return next((names[code] for code in codes if code in names), UNSPECIFIED)

    colour_range = name(_RANGES, frame.color_range, codec.color_range)
    if frame.format.name.startswith("yuvj"):
        colour_range = "full"
    return ColourTags(
        matrix=name(_MATRICES, frame.colorspace, codec.colorspace),
        range=colour_range,
        transfer=name(_TRANSFERS, codec.color_trc),
        primaries=name(_PRIMARIES, codec.color_primaries),
    )


def kept_tags(tags: ColourTags, *, height: int) -> ColourTags:
    """Return how frames that `RgbConverter` made of a stream are best stored: as the stream was, where that can be.

    Its matrix is named even where the stream leaves it to be guessed. What was tone mapped, and what was RGB before, is
    stored as BT.709.
    """
    if tags.transfer in {PQ, HLG} or tags.matrix == "rgb":
        return BT709
    usual = "bt709" if height >= _HD_LINES else "smpte170m"
    if tags.primaries == "bt2020":
        usual = "bt2020nc"
    matrix = {"bt2020c": "bt2020nc", UNSPECIFIED: usual}.get(tags.matrix, tags.matrix)
    return ColourTags(
        matrix=matrix,
        range="full" if tags.range == "full" else "limited",
        transfer=tags.transfer,
        primaries=tags.primaries,
    )


@dataclass(frozen=True, slots=True)
class ColourCodes:
    """Tags as numbers of ITU-T H.273 and FFmpeg's ranges; `scaling` is swscale's number of the matrix."""

    matrix: int
    range: int
    transfer: int
    primaries: int
    scaling: int

    @classmethod
    def of(cls, tags: ColourTags) -> ColourCodes:
        """Return the numbers of tags."""

        def code(names: Mapping[int, str], name: str) -> int:
            return next((number for number, known in names.items() if known == name), _UNSPECIFIED_CODE)

        return cls(
            matrix=code(_MATRICES, tags.matrix),
            range=code(_RANGES, tags.range),
            transfer=code(_TRANSFERS, tags.transfer),
            primaries=code(_PRIMARIES, tags.primaries),
            scaling=_SWSCALE_MATRICES.get(tags.matrix, _BT709),
        )


class RgbConverter:
    """Turns a stream's decoded frames into RGB of one size.

    Where a stream does not say its matrix, BT.709 is taken from 720 lines up and BT.601 below, as the
    standards for such pictures have it; where it does not say its range, limited. PQ and HLG pictures are
    tone mapped. Other wide-gamut primaries are not converted.
    """

    def __init__(self, tags: ColourTags, *, height: int, width: int) -> None:
        self._height, self._width = height, width
        self._tags = tags
        usual = _BT709 if height >= _HD_LINES else _BT601
        if tags.primaries == "bt2020":
            usual = _BT2020
        self._matrix = _SWSCALE_MATRICES.get(tags.matrix, usual)
        self._range = ColorRange.JPEG if tags.range == "full" else ColorRange.MPEG
        self._reformatter = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> Frame:
        """Return the frame as uint8 (H, W, 3) RGB, contiguous."""
        if self._tags.transfer in {PQ, HLG}:
            signal = self._reformat(frame, "rgb48le").astype(np.uint16, copy=False)
            return tone_map(signal, self._tags.transfer, from_bt2020=self._tags.primaries != "bt709")
        return np.ascontiguousarray(self._reformat(frame, "rgb24"))

    def _reformat(self, frame: VideoFrame, pixel_format: str) -> NDArray[np.generic]:
        converted = self._reformatter.reformat(
            frame,
            width=self._width,
            height=self._height,
            format=pixel_format,
            src_colorspace=self._matrix,
            src_color_range=self._range,
            dst_color_range=ColorRange.JPEG,
            interpolation=EXACT_SCALING,
        )
        return converted.to_ndarray()

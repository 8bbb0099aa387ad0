"""RGB pictures as the planes that an encoder stores."""

from __future__ import annotations

from typing import Any

import numpy as np
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, VideoReformatter
from numpy.typing import NDArray

from mvos_core.types import Frame
from mvos_core.video.colour import EXACT_SCALING, ColourCodes
from mvos_core.video.info import ColourTags

Plane = NDArray[np.unsignedinteger[Any]]


class PlaneMaker:
    """Turns RGB or RGBA pictures into frames of one pixel format with a stream's colour tags."""

    def __init__(self, pixel_format: str, tags: ColourTags) -> None:
        """Take `pixel_format`, FFmpeg's name of a YUV format of 8 or more bits, or of "bgr0" or "bgra"."""
        self._name = pixel_format
        self._codes = ColourCodes.of(tags)
        self._format = VideoFormat(pixel_format)
        self._bits = self._format.components[0].bits
        self._reformatter = VideoReformatter()

    def __call__(self, picture: Frame) -> VideoFrame:
        """Return the frame of a picture, uint8 (H, W, 3) or, where the format has alpha, (H, W, 4)."""
        height, width = picture.shape[:2]
        if self._format.is_rgb:
            planes: list[Plane] = [_bgr(picture)]
        else:
            planes = self._yuv(picture[..., :3])
            if picture.shape[2] == 4:
                planes.append(_widened(picture[..., 3], self._bits))
        frame = VideoFrame(width, height, self._name)
        for plane, values in zip(frame.planes, planes, strict=True):
            rows = np.ascontiguousarray(values).view(np.uint8).reshape(values.shape[0], -1)
            padded = np.zeros((rows.shape[0], plane.line_size), np.uint8)
            padded[:, : rows.shape[1]] = rows
            plane.update(padded.tobytes())
        # Some encoders go by their own settings, others by each frame's.
        if not self._format.is_rgb:
            frame.colorspace, frame.color_range = self._codes.matrix, self._codes.range
        frame.color_trc, frame.color_primaries = self._codes.transfer, self._codes.primaries
        return frame

    def _yuv(self, picture: Frame) -> list[Plane]:
        full = self._reformatter.reformat(
            VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24"),
            format="yuv444p" if self._bits == 8 else f"yuv444p{self._bits}le",
            dst_colorspace=self._codes.scaling,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange(self._codes.range),
            interpolation=EXACT_SCALING,
        )
        y, u, v = (_levels(full, number, bits=self._bits) for number in range(3))
        chroma = subsample(
            np.stack([u, v]),
            rows=self._format.chroma_height(1024) < 1024,
            columns=self._format.chroma_width(1024) < 1024,
        )
        return [y, *chroma]


def _levels(frame: VideoFrame, number: int, *, bits: int, n_parts: int = 1) -> Plane:
    """Return a plane as an array, unsigned (H, W · parts), without the bytes that only fill its rows."""
    plane = frame.planes[number]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    n_bytes = (bits + 7) // 8
    used = np.ascontiguousarray(rows[:, : plane.width * n_parts * n_bytes])
    return used if n_bytes == 1 else used.view("<u2")


def alpha_of(frame: VideoFrame) -> NDArray[np.uint8] | None:
    """Return the alpha of a decoded frame, uint8 (H, W); None where its format has none."""
    if frame.format.name in {"bgra", "rgba"}:
        return np.asarray(_levels(frame, 0, bits=8, n_parts=4)[:, 3::4], np.uint8)
    if not frame.format.name.startswith("yuva"):
        return None
    bits = frame.format.components[3].bits
    most = 2**bits - 1
    wide = np.asarray(_levels(frame, 3, bits=bits), np.uint32)
    return np.asarray((wide * 255 + most // 2) // most, np.uint8)


def _widened(alpha: NDArray[np.uint8], bits: int) -> Plane:
    if bits == 8:
        return alpha
    return np.asarray((alpha.astype(np.uint32) * (2**bits - 1) + 127) // 255, "<u2")


def _bgr(picture: Frame) -> Plane:
    height, width, depth = picture.shape
    bgr = np.full((height, width, 4), 255, np.uint8)
    bgr[..., :3] = picture[..., 2::-1]
    if depth == 4:
        bgr[..., 3] = picture[..., 3]
    return bgr.reshape(height, width * 4)


def subsample(chroma: Plane, *, rows: bool, columns: bool) -> Plane:
    """Halve the rows, columns or both of chroma planes, (2, H, W) unsigned; odd sides are rounded up.

    A sample lies on the even column and between two rows, where players of 4:2:0 and 4:2:2 expect it if a stream does
    not say otherwise (ITU-T H.264, figure E-1, type 0). swscale's own, in the middle of four pixels, would push
    colours half a pixel sideways each time that a clip is read and written.
    """
    total, weight = chroma.astype(np.uint16), 1  # room for eight samples of up to 13 bits
    if rows:
        if total.shape[1] % 2:
            total = np.concatenate([total, total[:, -1:]], axis=1)
        total, weight = total[:, 0::2] + total[:, 1::2], 2 * weight
    if columns:
        even, odd = total[..., 0::2], total[..., 1::2]
        if odd.shape[2] < even.shape[2]:
            odd = np.concatenate([odd, even[..., -1:]], axis=2)
        before = np.concatenate([even[..., :1], odd[..., :-1]], axis=2)
        total, weight = before + 2 * even + odd, 4 * weight
    return ((total + weight // 2) // weight).astype(chroma.dtype)

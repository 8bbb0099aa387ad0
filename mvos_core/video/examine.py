"""Finding out which frames a video file shows, and when."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from threading import Lock
from typing import cast

from av.sidedata.sidedata import SideDataContainer
from av.video.frame import VideoFrame

from mvos_core.types import MvosError
from mvos_core.video.colour import colour_tags
from mvos_core.video.index import FrameIndex, PacketRecord, by_appearance, index_frames, presentation_order
from mvos_core.video.info import VideoInfo, frame_rate
from mvos_core.video.orientation import Orientation
from mvos_core.video.stream import PictureStream

_CHECKED_FRAMES = 16
_MOST_KNOWN = 2  # clips whose examination is remembered: an hour's is about 50 MB


@dataclass(frozen=True, slots=True)
class Movie:
    """All that examining a video file tells: what is needed to open it again at once.

    `ordinals` are those of the packets by time and size (see `by_appearance`). `is_regular` says that the packets' times told which frames there are; otherwise decoding did.
    """

    info: VideoInfo
    packets: tuple[PacketRecord, ...]
    ordinals: dict[tuple[int | None, int], int]
    index: FrameIndex
    coded_size: tuple[int, int]
    orientation: Orientation
    is_regular: bool


_known: dict[tuple[Path, int, int], Movie] = {}
_lock = Lock()


def examined(path: Path) -> Movie:
    """Return what `examine` tells, remembered from the last time unless the file has changed since.

    Raises:
        MvosError: as `examine` does.
    """
    try:
        status = path.stat()
    except OSError:
        return examine(path)  # which says what is wrong
    key = (path.absolute(), status.st_size, status.st_mtime_ns)
    with _lock:
        movie = _known.pop(key, None)
    movie = movie or examine(path)
    with _lock:
        _known[key] = movie
        while len(_known) > _MOST_KNOWN:
            del _known[next(iter(_known))]
    return movie


def examine(path: Path) -> Movie:
    """Read a file's packets, without decoding them, and put them in the order of their times.

    The first frames are decoded to check that order. Where they disagree (a field or a hidden picture in a
    packet of its own), where times are missing or the same, or where the file is harmed, the whole file is
    decoded once to learn the order.

    Raises:
        MvosError: the file cannot be read, or no picture of it can be decoded.
    """
    with PictureStream(path, frame_threads=True) as stream:
        packets, is_unharmed = stream.scan()
        first, seen = _decoded_head(stream)
        order = presentation_order(packets) if is_unharmed else None
        if order is not None and seen[0] in order:
            # What precedes the first decodable frame, such as pictures leading an open group, is not shown.
            order = order[order.index(seen[0]) :]
        is_regular = order is not None and order[:_CHECKED_FRAMES] == seen
        if order is None or not is_regular:
            order = _learned_order(path)
        orientation = _orientation(first)
        return Movie(
            info=_describe(stream, first, _shown(packets, order), orientation),
            packets=packets,
            ordinals=by_appearance(packets),
            index=index_frames(packets, order),
            coded_size=(first.height, first.width),
            orientation=orientation,
            is_regular=is_regular,
        )


def _decoded_head(stream: PictureStream) -> tuple[VideoFrame, list[int]]:
    """Return the first decodable frame and the ordinals of the packets that showed the first few."""
    first: VideoFrame | None = None
    seen: list[int] = []
    for ordinal, frame in stream.decode(0):
        first = first or frame
        seen.append(ordinal)
        if len(seen) == _CHECKED_FRAMES:
            break
    if first is None:
        raise MvosError(
            f"No picture of {stream.path.name} can be decoded; copy it again or choose another file."
        )
    return first, seen


def _learned_order(path: Path) -> list[int]:
    """Return the packets that show a frame, in the order of showing, by decoding them all."""
    with PictureStream(path, frame_threads=False) as stream:
        return list(dict.fromkeys(ordinal for ordinal, _ in stream.decode(0)))


def _shown(packets: Sequence[PacketRecord], order: Sequence[int]) -> list[PacketRecord]:
    return [packets[ordinal] for ordinal in order]


def _describe(
    stream: PictureStream, first: VideoFrame, shown: Sequence[PacketRecord], orientation: Orientation
) -> VideoInfo:
    height, width = orientation.size(first.height, first.width)
    ticks, time_base, start_s = _times(stream, shown)
    rate, variable_rate = frame_rate(ticks, time_base, hints=stream.claimed_rates)
    duration_s = len(ticks) / rate
    if variable_rate:
        duration_s = ticks[-1] * time_base + (shown[-1].duration * stream.time_base or 1 / rate)
    return VideoInfo(
        path=stream.path,
        width=width,
        height=height,
        rate=rate,
        variable_rate=variable_rate,
        ticks=ticks,
        time_base=time_base,
        duration_s=duration_s,
        start_s=start_s,
        names=tuple(f"{index:06}" for index in range(len(ticks))),
        has_audio=stream.has_audio,
        codec=stream.codec.codec.canonical_name,
        pixel_format=first.format.name,
        colour=colour_tags(first, stream.codec),
        sample_aspect_ratio=(
            1 / stream.sample_aspect_ratio if orientation.is_transposed else stream.sample_aspect_ratio
        ),
    )


def _times(
    stream: PictureStream, shown: Sequence[PacketRecord]
) -> tuple[tuple[int, ...], Fraction, Fraction]:
    """Return the frames' times in ticks after the first, a tick in seconds and the first one's time."""
    times = [packet.pts for packet in shown if packet.pts is not None]
    if len(times) < len(shown) or any(time < last for last, time in pairwise(times)):
        # The times are missing or wrong, so frames are as good as equally spaced.
        return tuple(range(len(shown))), 1 / stream.guessed_rate, Fraction(0)
    # A frame no later than the one before is moved a tick behind it: no two are shown at the same time.
    ticks = accumulate((time - times[0] for time in times), lambda last, tick: max(tick, last + 1))
    return tuple(ticks), stream.time_base, times[0] * stream.time_base


def _orientation(frame: VideoFrame) -> Orientation:
    # PyAV raises ValueError for a kind of side data that it does not know.
    try:
        for data in cast("SideDataContainer", frame.side_data):
            if data.type.name == "DISPLAYMATRIX":
                return Orientation.from_display_matrix(struct.unpack("=9i", bytes(data)))
    except ValueError:
        pass
    return Orientation()

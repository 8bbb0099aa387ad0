"""A file's picture stream: its packets in decoding order, and the frames they decode to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from types import TracebackType

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from mvos_core.types import MvosError
from mvos_core.video.index import PacketRecord

_MOST_THREADS = 4  # each holds frames: with 16 of them, a file of 4K takes half a gigabyte, with four 0.2
_MOST_STRAYS = 100  # packets looked at after a seek for one that is known


class PictureStream:
    """One open file of which only the pictures are read, from any packet on.

    FFmpeg's seeking is a hint: it may land early, late or between packets, and times may be missing after it.
    So a packet is known by its time and size, decoding starts only at the very packet wanted, and where a
    seek does not find that, the file is read again from its beginning.
    """

    def __init__(self, path: Path, *, frame_threads: bool) -> None:
        """Open a file.

        Decoding frames on several threads is fastest, but errors then come late and cost good frames. `has_failed` says
        that there has been one.

        Raises:
            MvosError: the file cannot be read, or holds no pictures that this program can decode.
        """
        self.path = path
        self._thread_type = "AUTO" if frame_threads else "SLICE"
        self._container, self._stream = self._open()
        self.has_failed = False
        self._ordinals: dict[tuple[int | None, int], int] = {}
        self._packets: tuple[PacketRecord, ...] = ()

    def _open(self) -> tuple[InputContainer, VideoStream]:
        container = open_container(self.path)
        pictures = [
            stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic
        ]
        # FFmpeg takes any text for terminal art.
        if not pictures or pictures[0].codec_context is None or container.format.name == "tty":
            container.close()
            raise MvosError(f"{self.path.name} holds no video that can be decoded; choose a video file.")
        pictures[0].thread_type = self._thread_type
        pictures[0].codec_context.thread_count = min(os.cpu_count() or 1, _MOST_THREADS)
        return container, pictures[0]

    def __enter__(self) -> PictureStream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    @property
    def codec(self) -> VideoCodecContext:
        """The stream's decoder."""
        return self._stream.codec_context

    @property
    def time_base(self) -> Fraction:
        """The length of a tick in seconds."""
        return self._stream.time_base or Fraction(1, 1000)

    @property
    def claimed_rates(self) -> tuple[Fraction | None, ...]:
        """What the headers and FFmpeg's guess say the frame rate is, most trusted first."""
        return self._stream.base_rate, self._stream.guessed_rate, self._stream.average_rate

    @property
    def guessed_rate(self) -> Fraction:
        """FFmpeg's guess at the frame rate, for a stream without times."""
        return self._stream.guessed_rate or Fraction(25)

    @property
    def sample_aspect_ratio(self) -> Fraction:
        """Width by height of a pixel."""
        return self._stream.sample_aspect_ratio or Fraction(1)

    @property
    def has_audio(self) -> bool:
        """Whether the file holds sound."""
        return bool(self._container.streams.audio)

    def scan(self) -> tuple[tuple[PacketRecord, ...], bool]:
        """Return a record of every packet, read without decoding, and whether the file is unharmed."""
        packets: list[PacketRecord] = []
        is_unharmed = True
        demuxed = self._demuxed()
        while True:
            try:
                packet = next(demuxed)
            except StopIteration:
                return tuple(packets), is_unharmed
            except FFmpegError:
                return tuple(packets), False
            is_unharmed = is_unharmed and not packet.is_corrupt
            packets.append(
                PacketRecord(
                    pts=packet.pts,
                    dts=packet.dts,
                    duration=packet.duration or 0,
                    size_bytes=packet.size,
                    is_key=packet.is_keyframe,
                    is_hidden=packet.is_discard,
                )
            )

    def know(self, packets: tuple[PacketRecord, ...], ordinals: dict[tuple[int | None, int], int]) -> None:
        """Learn what `scan` found, now or earlier, and how to tell packets apart, which makes seeking possible."""
        self._packets = packets
        self._ordinals = ordinals

    def decode(
        self, first: int, *, is_passed: Callable[[int], bool] | None = None
    ) -> Iterator[tuple[int, VideoFrame]]:
        """Yield (packet ordinal, frame) as the decoder gives them when it starts at packet `first`.

        Packets that cannot be decoded give nothing, nor do those that nothing else is predicted from where `is_passed`
        says that nobody wants them. Starting again ends an earlier iteration.
        """
        for ordinal, packet in self._packets_from(first):
            # The decoder hands a packet's time on to its frame, so the frame tells which packet it is from.
            packet.pts = packet.dts = ordinal
            self.codec.skip_frame = "NONREF" if is_passed is not None and is_passed(ordinal) else "DEFAULT"
            yield from self._decoded(packet)
        yield from self._decoded(None)

    def _decoded(self, packet: Packet[VideoStream] | None) -> list[tuple[int, VideoFrame]]:
        try:
            frames = self._stream.decode(packet)
        except FFmpegError:
            self.has_failed = True
            return []
        self.has_failed = self.has_failed or any(frame.is_corrupt for frame in frames)
        return [(frame.pts, frame) for frame in frames if frame.pts is not None]

    def _demuxed(self) -> Iterator[Packet[VideoStream]]:
        # An empty packet stands for the end of the stream, or in an AVI for a frame that was dropped.
        return (packet for packet in self._container.demux(self._stream) if packet.size)

    def _packets_from(self, first: int) -> Iterator[tuple[int, Packet[VideoStream]]]:
        packets = self._sought(first)
        if packets is None:
            self._container.close()
            self._container, self._stream = self._open()
            packets = enumerate(self._demuxed())
        try:
            yield from ((ordinal, packet) for ordinal, packet in packets if ordinal >= first)
        except FFmpegError:
            return  # the rest of the file cannot be read

    def _sought(self, first: int) -> Iterator[tuple[int, Packet[VideoStream]]] | None:
        """Seek to packet `first` or one before; None where that fails."""
        if not self._ordinals:
            return None
        for time in (self._packets[first].pts, self._packets[first].dts):
            if time is None:
                continue
            try:
                self._container.seek(time, stream=self._stream)
                demuxed = self._demuxed()
                for packet in islice(demuxed, _MOST_STRAYS):
                    ordinal = self._ordinals.get((packet.pts, packet.size))
                    if ordinal is not None and ordinal <= first:
                        return _numbered(packet, demuxed, ordinal)
                    if ordinal is not None:
                        break
            except FFmpegError:
                return None
        return None


def _numbered(
    packet: Packet[VideoStream], rest: Iterator[Packet[VideoStream]], ordinal: int
) -> Iterator[tuple[int, Packet[VideoStream]]]:
    yield ordinal, packet
    yield from enumerate(rest, ordinal + 1)


def open_container(path: Path) -> InputContainer:
    """Open a file for reading.

    Raises:
        MvosError: there is no such file, it may not be read, or it is not a video or sound file.
    """
    try:
        if not path.exists():
            raise MvosError(f"There is no file {path}; check its name, or choose another.")
        return av.open(str(path.absolute()), "r", metadata_errors="replace")
    except PermissionError as error:
        raise MvosError(
            f"{path.name} may not be read; change its permissions, or choose another file."
        ) from error
    except FFmpegError as error:
        raise MvosError(
            f"{path.name} is not a video that can be read, or its end is missing; "
            "copy it again or choose another file."
        ) from error

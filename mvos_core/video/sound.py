"""A stretch of a file's sound on its way into another file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.packet import Packet

from mvos_core.video.info import VideoInfo
from mvos_core.video.stream import open_container

_COPIED_CODECS = frozenset({"aac", "mp3", "ac3", "eac3", "alac"})  # what MP4 players play
_AAC_RATES = frozenset({96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000})
_USUAL_RATE = 48000
_AAC_BITS_PER_S = 192_000
_JITTER_S = 0.05  # a smaller gap in the sound's times is none
_EARLY_S = 1  # a seek may land late by less than this


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of a file between two times in seconds, on the file's own clock."""

    path: Path
    start_s: Fraction
    end_s: Fraction

    @classmethod
    def of(cls, info: VideoInfo, frames: range) -> Sound:
        """Return the sound that belongs to some consecutive frames of a clip."""
        times_s = (*info.times_s, info.duration_s)
        return cls(info.path, info.start_s + times_s[frames[0]], info.start_s + times_s[frames[-1] + 1])


class SoundTrack:
    """A sound being put into an open container, a packet at a time, to be heard from its time 0 on.

    Packets are copied as they are where MP4 players know their codec, and encoded as AAC otherwise (more than
    two channels are then mixed to two).
    """

    def __init__(self, source: InputContainer, packets: Iterator[Packet[AudioStream]]) -> None:
        self._source = source
        self._packets = packets
        self._reached_s = Fraction(0)

    @classmethod
    def open(cls, sound: Sound, into: OutputContainer) -> SoundTrack | None:
        """Add a stream for a sound; None where its file has no sound.

        Raises:
            MvosError: the file cannot be read.
        """
        source = open_container(sound.path)
        stream = next((stream for stream in source.streams.audio if stream.codec_context is not None), None)
        if stream is None:
            source.close()
            return None
        if stream.codec_context.codec.canonical_name in _COPIED_CODECS:
            out = into.add_stream_from_template(stream)
            return cls(source, _copied(_packets(source, stream, sound), out, sound))
        rate = stream.rate if stream.rate in _AAC_RATES else _USUAL_RATE
        out = into.add_stream("aac", rate=rate, bit_rate=_AAC_BITS_PER_S)
        out.layout = "mono" if stream.channels == 1 else "stereo"
        return cls(source, _encoded(_frames(_packets(source, stream, sound), stream), out, sound))

    def packets(self, until_s: Fraction | None) -> Iterator[Packet[AudioStream]]:
        """Yield the packets that are due up to a time in seconds, or all that are left."""
        while until_s is None or self._reached_s < until_s:
            packet = next(self._packets, None)
            if packet is None:
                return
            if packet.pts is not None:
                self._reached_s = packet.pts * packet.time_base
            yield packet

    def close(self) -> None:
        """Close the sound's file."""
        self._source.close()


def _packets(source: InputContainer, stream: AudioStream, sound: Sound) -> Iterator[Packet[AudioStream]]:
    """Yield a file's packets, from one before the sound's start, which a decoder warms up on."""
    time_base = stream.time_base or Fraction(1, stream.rate)
    start, end = round(sound.start_s / time_base), round(sound.end_s / time_base)
    before: Packet[AudioStream] | None = None
    with suppress(FFmpegError):  # what cannot be read is silent
        source.seek(start - round(_EARLY_S / time_base), stream=stream)
        for packet in source.demux(stream):
            if packet.pts is None or not packet.size:
                continue
            if packet.pts >= end:
                return
            if packet.pts + (packet.duration or 0) <= start:
                before = packet
                continue
            if before is not None:
                yield before
                before = None
            yield packet


def _copied(
    packets: Iterator[Packet[AudioStream]], out: AudioStream, sound: Sound
) -> Iterator[Packet[AudioStream]]:
    """Move packets to the sound's start. What sticks out at its ends is hidden by the MP4's edit list."""
    for packet in packets:
        start, end = round(sound.start_s / packet.time_base), round(sound.end_s / packet.time_base)
        if packet.pts is None:
            continue
        packet.pts -= start
        packet.dts = packet.pts
        packet.duration = min(packet.duration or 0, end - start - packet.pts)
        packet.stream = out
        yield packet


def _frames(packets: Iterator[Packet[AudioStream]], stream: AudioStream) -> Iterator[AudioFrame]:
    for packet in chain(packets, (None,)):
        with suppress(FFmpegError):  # what cannot be decoded is silent
            yield from stream.decode(packet)


def _encoded(frames: Iterator[AudioFrame], out: AudioStream, sound: Sound) -> Iterator[Packet[AudioStream]]:
    """Cut decoded sound to the sample, fill gaps with silence, and encode it."""
    layout, rate = out.layout.name, out.rate
    n_samples = round((sound.end_s - sound.start_s) * rate)
    n_cut = 0
    resampler = AudioResampler(format="fltp", layout=layout, rate=rate)
    for frame in chain(frames, (None,)):
        for piece in resampler.resample(frame):
            if piece.pts is None or piece.time_base is None:
                continue
            at = round((piece.pts * piece.time_base - sound.start_s) * rate)
            if n_cut and abs(at - n_cut) < _JITTER_S * rate:
                at = n_cut  # containers round times
            samples = piece.to_ndarray().astype(np.float32, copy=False)[
                :, max(n_cut - at, 0) : max(n_samples - at, 0)
            ]
            if samples.shape[1]:
                samples = np.pad(samples, ((0, 0), (max(at - n_cut, 0), 0)))
                cut = AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
                cut.sample_rate, cut.pts, cut.time_base = rate, n_cut, Fraction(1, rate)
                n_cut += cut.samples
                yield from out.encode(cut)
    yield from out.encode(None)

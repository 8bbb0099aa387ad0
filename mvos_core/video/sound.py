"""A stretch of a file's sound on its way into another file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.packet import Packet

from mvos_core.video.info import VideoInfo
from mvos_core.video.stream import open_container

_AAC_RATES = frozenset({96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000})
_OPUS_RATES = frozenset({48000})
_USUAL_RATE = 48000
_JITTER_S = 0.05  # a smaller gap in the sound's times is none
_ROUNDING_S = Fraction(1, 1000)
_OPUS_LEAD_S = Fraction(1, 100)
_TAIL_S = 10  # before the end, where the last packets are looked for
_MOST_CHANNELS = 7  # that are kept: PyAV reads no more
_EARLY_S = 1  # a seek may land late by less than this


@dataclass(frozen=True, slots=True)
class Encoding:
    """How sound is encoded where it cannot be copied.

    `encoder` is FFmpeg's name, `rates` are the sample rates that it takes in Hz, any where there are none. It is without
    loss where there are no `bits_per_s`.
    """

    title: str
    encoder: str
    rates: frozenset[int] = frozenset()
    bits_per_s: int | None = None


_PCM = frozenset({"pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_s16be", "pcm_s24be", "pcm_f32le"})
_ENCODINGS: Mapping[str, tuple[frozenset[str], Encoding]] = {
    ".mp4": (
        frozenset({"aac", "mp3", "ac3", "eac3", "alac"}),
        Encoding("AAC, 192 kbit/s", "aac", _AAC_RATES, 192_000),
    ),
    ".mov": (
        frozenset({"aac", "ac3", "alac"}) | _PCM,
        Encoding("PCM, without loss", "pcm_s24le"),
    ),
    ".mkv": (
        frozenset({"aac", "mp3", "ac3", "eac3", "alac", "flac", "opus", "vorbis"}) | _PCM,
        Encoding("FLAC, without loss", "flac"),
    ),
    ".webm": (
        frozenset({"opus", "vorbis"}),
        Encoding("Opus, 160 kbit/s", "libopus", _OPUS_RATES, 160_000),
    ),
}
"""By the suffix of a file, the codecs that its players play, and what all others become."""
_WITHOUT_EDIT_LISTS = frozenset({".mkv", ".webm"})


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of a file between two times in seconds, on the file's own clock; without an end, up to its own."""

    path: Path
    start_s: Fraction
    end_s: Fraction | None

    @classmethod
    def of(cls, info: VideoInfo, frames: range) -> Sound:
        """Return the sound that belongs to some consecutive frames of a clip.

        Where they reach the clip's end, the sound reaches its own, which may be another.
        """
        start_s = info.start_s + info.times_s[frames[0]]
        if frames[-1] + 1 == info.n_frames:
            return cls(info.path, start_s, None)
        return cls(info.path, start_s, info.start_s + info.times_s[frames[-1] + 1])

    def until(self, packet: Packet[AudioStream]) -> int | None:
        """Return the end in ticks of a packet."""
        return None if self.end_s is None else round(self.end_s / packet.time_base)


def sound_end_s(sound: Sound) -> Fraction | None:
    """Return when the last of a sound is over, in seconds after its start; None where nothing can be heard.

    Raises:
        MvosError: the file cannot be read.
    """
    with open_container(sound.path) as source:
        stream = _first_stream(source)
        if stream is None:
            return None
        time_base = stream.time_base or Fraction(1, stream.rate)
        stop = None if sound.end_s is None else sound.end_s
        last_s = Fraction(source.duration or 0, 1_000_000) if stop is None else stop
        ends: list[Fraction] = []
        with suppress(FFmpegError):
            source.seek(max(0, int((last_s - _TAIL_S) / time_base)), stream=stream)
            for packet in source.demux(stream):
                if packet.pts is None or not packet.size:
                    continue
                if stop is not None and packet.pts * time_base >= stop:
                    break
                ends.append((packet.pts + (packet.duration or 0)) * time_base)
        end_s = max(ends, default=None)
        if end_s is None or end_s <= sound.start_s:
            return None
        return (end_s if stop is None else min(end_s, stop)) - sound.start_s


def sound_plan(sound: Sound, *, suffix: str) -> str | None:
    """Return in words how a sound would be stored in a file of a suffix; None where there is none.

    Raises:
        MvosError: the file cannot be read.
    """
    with open_container(sound.path) as source:
        stream = _first_stream(source)
        return None if stream is None else _how(source, stream, sound, suffix)


def _first_stream(source: InputContainer) -> AudioStream | None:
    return next(_streams(source), None)


def _streams(source: InputContainer) -> Iterator[AudioStream]:
    return (stream for stream in source.streams.audio if stream.codec_context is not None)


def _how(source: InputContainer, stream: AudioStream, sound: Sound, suffix: str) -> str:
    _, encoding = _ENCODINGS[suffix.lower()]
    name = stream.codec_context.codec.canonical_name
    if _is_copied(source, stream, sound, suffix):
        parts = [f"copied as it is ({name})"]
    else:
        parts = [f"{name} encoded anew as {encoding.title}"]
        if stream.channels > 2 and _layout(stream, encoding) == "stereo":
            parts.append("mixed to stereo")
    n_tracks = sum(1 for _ in _streams(source))
    if n_tracks > 1:
        parts.append(f"only the first of {n_tracks} sound tracks is taken")
    return "; ".join(parts)


def _layout(stream: AudioStream, encoding: Encoding) -> str:
    """Return the channels that sound is encoded as: its own without loss, at most two otherwise."""
    if stream.channels == 1:
        return "mono"
    is_kept = 2 < stream.channels <= _MOST_CHANNELS and encoding.bits_per_s is None
    return stream.layout.name if is_kept else "stereo"


def _is_copied(source: InputContainer, stream: AudioStream, sound: Sound, suffix: str) -> bool:
    """Whether packets can be copied: players know their codec, and can be told where between them to begin.

    An MP4's edit list does that; a Matroska file has none, so there only sound that begins with a packet, and is not
    cut, is copied.
    """
    copied, _ = _ENCODINGS[suffix.lower()]
    if stream.codec_context.codec.canonical_name not in copied:
        return False
    if suffix.lower() not in _WITHOUT_EDIT_LISTS:
        return True
    first = next(_packets(source, stream, sound), None)
    if first is None or first.pts is None or sound.end_s is not None:
        return False
    early_s = sound.start_s - first.pts * first.time_base
    # An Opus stream begins with some milliseconds that its header says are not to be heard.
    is_opus = stream.codec_context.codec.canonical_name == "opus"
    return -_ROUNDING_S <= early_s <= (_OPUS_LEAD_S if is_opus else _ROUNDING_S)


class SoundTrack:
    """A sound being put into an open container, a packet at a time, to be heard from its time 0 on.

    Packets are copied as they are where that can be, and encoded otherwise (more than two channels are then mixed to
    two, unless that is without loss). `how` says in words which.
    """

    def __init__(self, source: InputContainer, packets: Iterator[Packet[AudioStream]], *, how: str) -> None:
        self._source = source
        self._packets = packets
        self._reached_s = Fraction(0)
        self.how = how

    @classmethod
    def open(cls, sound: Sound, into: OutputContainer, *, suffix: str) -> SoundTrack | None:
        """Add a stream for a sound to a file of a suffix; None where the sound's file has none.

        Raises:
            MvosError: the file cannot be read.
        """
        source = open_container(sound.path)
        stream = _first_stream(source)
        if stream is None:
            source.close()
            return None
        how = _how(source, stream, sound, suffix)
        if _is_copied(source, stream, sound, suffix):
            out = into.add_stream_from_template(stream)
            return cls(source, _copied(_packets(source, stream, sound), out, sound), how=how)
        out = _encoder(stream, into, _ENCODINGS[suffix.lower()][1])
        frames = _frames(_packets(source, stream, sound), stream)
        return cls(source, _encoded(frames, out, sound), how=how)

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


def _encoder(stream: AudioStream, into: OutputContainer, encoding: Encoding) -> AudioStream:
    rate = stream.rate if not encoding.rates or stream.rate in encoding.rates else _USUAL_RATE
    name = encoding.encoder
    is_short = stream.format.name.removesuffix("p") in {"u8", "s16"}
    if name == "pcm_s24le" and is_short:
        name = "pcm_s16le"
    out = cast("AudioStream", into.add_stream(name, rate=rate))
    if encoding.bits_per_s:
        out.bit_rate = encoding.bits_per_s
    if name == "flac":
        out.format = "s16" if is_short else "s32"
    out.layout = _layout(stream, encoding)
    return out


def _packets(source: InputContainer, stream: AudioStream, sound: Sound) -> Iterator[Packet[AudioStream]]:
    """Yield a file's packets, from one before the sound's start, which a decoder warms up on."""
    time_base = stream.time_base or Fraction(1, stream.rate)
    start = round(sound.start_s / time_base)
    before: Packet[AudioStream] | None = None
    with suppress(FFmpegError):  # what cannot be read is silent
        try:
            source.seek(start - round(_EARLY_S / time_base), stream=stream)
        except FFmpegError:  # AVI and FLV refuse times before their start
            source.seek(max(0, stream.start_time or 0), stream=stream)
        for packet in source.demux(stream):
            if packet.pts is None or not packet.size:
                continue
            if (end := sound.until(packet)) is not None and packet.pts >= end:
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
        start, end = round(sound.start_s / packet.time_base), sound.until(packet)
        if packet.pts is None:
            continue
        packet.pts -= start
        packet.dts = packet.pts
        if end is not None:
            packet.duration = min(packet.duration or 0, end - start - packet.pts)
        packet.stream = out
        yield packet


def _frames(packets: Iterator[Packet[AudioStream]], stream: AudioStream) -> Iterator[AudioFrame]:
    for packet in chain(packets, (None,)):
        with suppress(FFmpegError):  # what cannot be decoded is silent
            yield from stream.decode(packet)


def _encoded(frames: Iterator[AudioFrame], out: AudioStream, sound: Sound) -> Iterator[Packet[AudioStream]]:
    """Encode decoded sound."""
    n_cut = 0
    for samples in _cut(frames, sound, rate=out.rate, layout=out.layout.name):
        cut = AudioFrame.from_ndarray(samples, format="fltp", layout=out.layout.name)
        cut.sample_rate, cut.pts, cut.time_base = out.rate, n_cut, Fraction(1, out.rate)
        n_cut += cut.samples
        yield from out.encode(cut)
    yield from out.encode(None)


def _cut(
    frames: Iterator[AudioFrame], sound: Sound, *, rate: int, layout: str
) -> Iterator[npt.NDArray[np.float32]]:
    """Yield decoded sound, (channels, samples) in [−1, 1], cut to the sample and with gaps filled with silence."""
    n_samples = None if sound.end_s is None else round((sound.end_s - sound.start_s) * rate)
    n_cut = 0
    resampler = AudioResampler(format="fltp", layout=layout, rate=rate)
    for frame in chain(frames, (None,)):
        for piece in resampler.resample(frame):
            if piece.pts is None or piece.time_base is None:
                continue
            at = round((piece.pts * piece.time_base - sound.start_s) * rate)
            if n_cut and abs(at - n_cut) < _JITTER_S * rate:
                at = n_cut  # containers round times
            stop = None if n_samples is None else max(n_samples - at, 0)
            samples = piece.to_ndarray().astype(np.float32, copy=False)[:, max(n_cut - at, 0) : stop]
            if samples.shape[1]:
                samples = np.pad(samples, ((0, 0), (max(at - n_cut, 0), 0)))
                n_cut += samples.shape[1]
                yield np.ascontiguousarray(samples)


def decoded_sound(sound: Sound, *, rate: int) -> Iterator[npt.NDArray[np.int16]]:
    """Yield a sound for loudspeakers: int16 (n, 2), as many samples in all as lie between its start and its end.

    Where the file has nothing, it is silent.

    Raises:
        MvosError: the file cannot be read.
        ValueError: the sound has no end.
    """
    if sound.end_s is None:
        raise ValueError("only a sound with an end has a length")
    missing = round((sound.end_s - sound.start_s) * rate)
    with open_container(sound.path) as source:
        stream = _first_stream(source)
        if stream is not None:
            frames = _frames(_packets(source, stream, sound), stream)
            for samples in _cut(frames, sound, rate=rate, layout="stereo"):
                missing -= samples.shape[1]
                yield np.rint(samples.T.clip(-1, 1) * np.iinfo(np.int16).max).astype(np.int16)
    for start in range(0, missing, rate):
        yield np.zeros((min(rate, missing - start), 2), np.int16)

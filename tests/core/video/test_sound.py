"""Sound stays where it was against the pictures."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from numpy.typing import NDArray

from mvos_core.types import MvosError
from mvos_core.video import Sound, VideoWriter, open_video, probe
from mvos_core.video.coding import Coding, codec_for
from mvos_core.video.sound import decoded_sound, sound_end_s, sound_plan
from tests.core.video.clips import SIZE, ffmpeg, h264, number_of, numbered
from tests.core.video.conftest import Clip

RATE = 48000
# A rising tone: no stretch of it sounds like any other.
CHIRP = f"aevalsrc='0.5*sin(2*PI*(200*t+400*t*t))':s={RATE}:d=2.2"


@pytest.fixture(scope="session")
def sounding(clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The numbered clip of 48 frames, 25 a second, with a chirp in several codecs."""
    folder = tmp_path_factory.mktemp("sounding")
    codecs = {
        "copied.mp4": ("aac", "-b:a", "160k"),
        "copied.ts": ("aac", "-b:a", "160k"),
        "encoded.mov": ("pcm_s16le",),
        "encoded.mkv": ("flac",),
        "surround.mkv": ("flac", "-ac", "6", "-ar", "22050"),
    }
    for name, codec in codecs.items():
        source = ("-i", clip("open.mp4"), "-f", "lavfi", "-i", CHIRP)
        ffmpeg(*source, "-c:v", "copy", "-c:a", *codec, folder / name)
    return {name: folder / name for name in codecs}


def heard(path: Path) -> NDArray[np.float32]:
    """Return the sound that a player gives, as (samples,) at 48 kHz: ffmpeg obeys edit lists."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-map", "0:a"]
    done = subprocess.run(
        [*command, "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-"], capture_output=True, check=True
    )
    return np.frombuffer(done.stdout, np.float32)


def write(path: Path, sound: Sound, numbers: range) -> None:
    with VideoWriter(
        path, SIZE, rate=Fraction(25), sound=sound, coding=h264(crf=18, preset="ultrafast")
    ) as writer:
        for number in numbers:
            writer.write(numbered(number))


def chirp(start_s: float, n_samples: int) -> NDArray[np.float64]:
    time_s = start_s + np.arange(n_samples) / RATE
    tone: NDArray[np.float64] = 0.5 * np.sin(2 * np.pi * (200 * time_s + 400 * time_s**2))
    return tone


@pytest.mark.parametrize(
    ("name", "late_ms"), [("copied.mp4", 0), ("copied.ts", 0), ("encoded.mov", 0), ("encoded.mkv", 0.5)]
)
@pytest.mark.parametrize("frames", [range(0, 48), range(17, 41), range(42, 48)])
def test_sound_stays_with_its_frames(
    sounding: dict[str, Path], tmp_path: Path, name: str, late_ms: float, frames: range
) -> None:
    """Exact to the sample, except that Matroska rounds times to milliseconds."""
    info = probe(sounding[name])
    assert info.has_audio
    out = tmp_path / "out.mp4"
    write(out, Sound.of(info, frames), frames)
    with open_video(out) as reader:
        assert [number_of(frame) for frame in reader.frames(range(len(reader)))] == list(frames)
        assert reader.info.has_audio
    sound = heard(out)
    slack = round(late_ms * RATE / 1000)
    if frames.stop < 48:
        assert abs(len(sound) - len(frames) * RATE / 25) <= 1 + slack
    else:  # sound that goes on after the last picture does so here
        longer = len(sound) - (2.2 * RATE - frames.start * RATE / 25)
        assert (
            -1 - slack <= longer <= 2 * 1024
        )  # a transport stream does not say where its last packet is to stop
    inner = slice(960, -2 * 1024)  # the ends suffer from the codec's windows
    errors = [
        np.abs(sound - chirp(frames[0] / 25 + shift / RATE, len(sound)))[inner].mean()
        for shift in range(-slack, slack + 1)
    ]
    assert min(errors) < 0.03  # a millisecond's shift would give more than 0.2


def test_packets_are_copied_as_they_are(sounding: dict[str, Path], tmp_path: Path) -> None:
    write(tmp_path / "out.mp4", Sound.of(probe(sounding["copied.mp4"]), range(10, 30)), range(10, 30))

    def payloads(path: Path) -> list[bytes]:
        with av.open(str(path)) as container:
            return [bytes(packet) for packet in container.demux(audio=0) if packet.size]

    original, copied = payloads(sounding["copied.mp4"]), payloads(tmp_path / "out.mp4")
    first = original.index(copied[0])
    assert copied == original[first : first + len(copied)]
    assert len(copied) == pytest.approx(0.8 * RATE / 1024, abs=3)


def test_many_channels_become_two(sounding: dict[str, Path], tmp_path: Path) -> None:
    write(tmp_path / "out.mp4", Sound.of(probe(sounding["surround.mkv"]), range(20)), range(20))
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.channels, stream.rate) == ("aac", 2, 22050)
    assert np.abs(heard(tmp_path / "out.mp4")).max() > 0.1


def test_sound_and_pictures_are_interleaved(sounding: dict[str, Path], tmp_path: Path) -> None:
    """A player that reads the file from front to back finds both when it needs them."""
    write(tmp_path / "out.mp4", Sound.of(probe(sounding["copied.mp4"]), range(48)), range(48))
    with av.open(str(tmp_path / "out.mp4")) as container:
        positions: dict[str, list[tuple[int, float]]] = {"video": [], "audio": []}
        for packet in container.demux():
            if (
                packet.size
                and packet.pts is not None
                and packet.pos is not None
                and packet.stream.type in positions
            ):
                positions[packet.stream.type].append((packet.pos, float(packet.pts * packet.time_base)))
    for position, time_s in positions["audio"]:
        before = [time for at, time in positions["video"] if at < position]
        assert time_s <= max(before, default=0) + 0.5


def test_a_silent_source_gives_a_silent_file(clip: Clip, tmp_path: Path) -> None:
    write(tmp_path / "out.mp4", Sound.of(probe(clip("open.mp4")), range(5)), range(5))
    assert not probe(tmp_path / "out.mp4").has_audio


def test_sound_that_ends_early_is_followed_by_silence(clip: Clip, tmp_path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "sine=d=0.3", "-c:a", "aac", tmp_path / "short.m4a")
    write(tmp_path / "out.mp4", Sound(tmp_path / "short.m4a", Fraction(0), Fraction(48, 25)), range(48))
    info = probe(tmp_path / "out.mp4")
    assert (info.n_frames, info.has_audio) == (48, True)


def test_the_source_may_be_the_file_that_is_replaced(sounding: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "same.mp4"
    path.write_bytes(sounding["copied.mp4"].read_bytes())
    write(path, Sound.of(probe(path), range(5, 20)), range(5, 20))
    info = probe(path)
    assert (info.n_frames, info.has_audio) == (15, True)


def test_a_missing_source_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="There is no file"):
        write(tmp_path / "out.mp4", Sound(tmp_path / "gone.mp4", Fraction(0), Fraction(1)), range(3))
    assert list(tmp_path.iterdir()) == []


def test_the_stretch_of_some_frames(sounding: dict[str, Path]) -> None:
    info = probe(sounding["copied.ts"])
    sound = Sound.of(info, range(10, 20))
    assert sound == Sound(info.path, info.start_s + Fraction(10, 25), info.start_s + Fraction(20, 25))
    assert Sound.of(info, range(47, 48)).end_s is None  # up to the sound's own end


@pytest.fixture(scope="session")
def opus(sounding: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The numbered clip as WebM, with its chirp as Opus."""
    path = tmp_path_factory.mktemp("opus") / "opus.webm"
    ffmpeg(
        "-i",
        sounding["encoded.mov"],
        "-c:v",
        "libvpx-vp9",
        "-cpu-used",
        "8",
        "-c:a",
        "libopus",
        "-b:a",
        "128k",
        path,
    )
    return path


WAYS = [
    # source, file, range, how, and the slack in samples against the pictures
    ("encoded.mov", ".mov", range(48), "copied as it is (pcm_s16le)", 0),
    ("encoded.mov", ".mov", range(17, 41), "copied as it is (pcm_s16le)", 0),
    ("copied.mp4", ".mov", range(17, 41), "copied as it is (aac)", 0),
    ("encoded.mkv", ".mov", range(48), "flac encoded anew as PCM, without loss", 24),
    ("encoded.mov", ".mkv", range(17, 41), "pcm_s16le encoded anew as FLAC, without loss", 24),
    ("encoded.mkv", ".mkv", range(48), "copied as it is (flac)", 24),
    ("copied.mp4", ".mkv", range(48), "aac encoded anew as FLAC, without loss", 24),
    ("copied.mp4", ".webm", range(48), "aac encoded anew as Opus, 160 kbit/s", 48),
    ("copied.mp4", ".webm", range(17, 41), "aac encoded anew as Opus, 160 kbit/s", 48),
    ("opus", ".webm", range(48), "copied as it is (opus)", 48),
    ("opus", ".mp4", range(48), "opus encoded anew as AAC, 192 kbit/s", 48),
]


@pytest.mark.parametrize(("source", "suffix", "frames", "how", "slack"), WAYS)
def test_sound_goes_into_every_file(
    sounding: dict[str, Path],
    opus: Path,
    tmp_path: Path,
    source: str,
    suffix: str,
    frames: range,
    how: str,
    slack: int,
) -> None:
    path = opus if source == "opus" else sounding[source]
    sound, out = Sound.of(probe(path), frames), tmp_path / f"out{suffix}"
    assert sound_plan(sound, suffix=suffix) == how
    coding = Coding.of(codec_for(suffix) or "", quality="draft" if suffix == ".webm" else None)
    with VideoWriter(out, SIZE, rate=Fraction(25), sound=sound, coding=coding) as writer:
        for number in frames:
            writer.write(numbered(number))
        assert writer.sound == how
    tone = heard(out)
    inner = slice(1500, min(len(tone), 48000) - 2048)
    errors = {
        shift: np.abs(tone - chirp(frames[0] / 25 + shift / RATE, len(tone)))[inner].mean()
        for shift in range(-slack, slack + 1)
    }
    assert min(errors.values()) < 0.03
    ends = sound_end_s(sound), sound_end_s(Sound(out, probe(out).start_s, None))
    assert ends[0] is not None
    assert ends[1] is not None
    assert abs(ends[0] - ends[1]) < Fraction(1, 20)


@pytest.mark.parametrize(
    ("source", "out"), [("encoded.mov", "a.mov"), ("encoded.mkv", "a.mkv"), ("copied.mp4", "a.mp4")]
)
def test_whole_sound_is_copied_to_its_last_packet(
    sounding: dict[str, Path], tmp_path: Path, source: str, out: str
) -> None:
    """The chirp outlasts the pictures by 280 ms, and does so afterwards."""
    path = tmp_path / out
    sound = Sound.of(probe(sounding[source]), range(48))
    with VideoWriter(
        path, SIZE, rate=Fraction(25), sound=sound, coding=Coding.of(codec_for(path.suffix) or "")
    ) as writer:
        for number in range(48):
            writer.write(numbered(number))

    def payload(file: Path) -> bytes:
        with av.open(str(file)) as container:
            return b"".join(bytes(packet) for packet in container.demux(audio=0) if packet.size)

    assert payload(path) == payload(sounding[source])
    assert sound_end_s(Sound.of(probe(path), range(48))) == pytest.approx(2.2, abs=0.002)


def test_sound_without_loss_is_without_loss(sounding: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    sound = Sound.of(probe(sounding["encoded.mov"]), range(10, 30))
    with VideoWriter(path, SIZE, rate=Fraction(25), sound=sound, coding=Coding.of("ffv1")) as writer:
        for number in range(10, 30):
            writer.write(numbered(number))
    whole = heard(sounding["encoded.mov"])
    np.testing.assert_array_equal(heard(path), whole[round(0.4 * RATE) : round(1.2 * RATE)])


def test_nothing_is_heard_after_the_end(sounding: dict[str, Path], clip: Clip) -> None:
    assert sound_end_s(Sound(sounding["copied.mp4"], Fraction(3), None)) is None
    assert sound_end_s(Sound(clip("open.mp4"), Fraction(0), None)) is None
    assert sound_plan(Sound(clip("open.mp4"), Fraction(0), None), suffix=".mp4") is None
    assert sound_end_s(Sound(sounding["copied.mp4"], Fraction(1), Fraction(3, 2))) == Fraction(1, 2)


@pytest.mark.parametrize("name", ["copied.mp4", "encoded.mov", "encoded.mkv"])
def test_decoded_sound_is_what_a_player_gives(sounding: dict[str, Path], name: str) -> None:
    info = probe(sounding[name])
    sound = Sound(sounding[name], info.start_s + Fraction(1, 2), info.start_s + Fraction(3, 2))
    samples = np.concatenate(list(decoded_sound(sound, rate=RATE)))
    assert samples.shape == (RATE, 2)
    np.testing.assert_array_equal(samples[:, 0], samples[:, 1])
    # One channel becomes two of half the power each.
    expected = heard(sounding[name])[RATE // 2 : RATE * 3 // 2] * np.sqrt(0.5)
    lag = lag_of(samples[:, 0] / 32767, expected)
    assert abs(lag) <= RATE // 1000, "a container may round times to milliseconds"
    assert np.abs(samples[1000:-1000, 0] / 32767 - expected[1000 - lag : -1000 - lag]).max() < 0.01


def test_decoded_sound_is_silent_where_the_file_has_none(sounding: dict[str, Path]) -> None:
    sound = Sound(sounding["encoded.mkv"], Fraction(-1, 2), Fraction(7, 2))
    samples = np.concatenate(list(decoded_sound(sound, rate=RATE)))
    assert len(samples) == 4 * RATE
    assert not samples[: RATE // 2].any()
    assert samples[RATE // 2 : 5 * RATE // 2].any()
    assert not samples[RATE * 11 // 4 :].any()


def test_a_clip_without_sound_is_silent_for_its_length(clip: Clip) -> None:
    sound = Sound(clip("open.mp4"), Fraction(0), Fraction(5, 2))
    pieces = list(decoded_sound(sound, rate=1000))
    assert [piece.shape for piece in pieces] == [(1000, 2), (1000, 2), (500, 2)]
    assert not np.concatenate(pieces).any()


def test_decoded_sound_needs_an_end(clip: Clip) -> None:
    with pytest.raises(ValueError, match="end"):
        next(decoded_sound(Sound(clip("open.mp4"), Fraction(0), None), rate=1000))


def lag_of(samples: NDArray[np.float64], expected: NDArray[np.float32]) -> int:
    """Return by how many samples one sound is late against the other, by their correlation."""
    around, middle = 400, slice(1000, 9000)
    scores = [
        float(samples[middle] @ expected[middle.start - lag : middle.stop - lag])
        for lag in range(-around, around + 1)
    ]
    return int(np.argmax(scores)) - around

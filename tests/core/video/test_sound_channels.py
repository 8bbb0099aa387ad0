"""What becomes of many channels and of several sound tracks, and what is said of it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from mvos_core.video import Sound, VideoWriter, probe
from mvos_core.video.coding import Coding, codec_for
from mvos_core.video.sound import sound_plan
from tests.core.video.clips import SIZE, ffmpeg, numbered
from tests.core.video.conftest import Clip

RATE = 48000


@pytest.fixture(scope="session")
def surround(clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The numbered clip with six channels, each with a tone of its own."""
    path = Path(tmp_path_factory.mktemp("surround")) / "six.mkv"
    tones = "|".join(f"0.3*sin(2*PI*{300 * (channel + 1)}*t)" for channel in range(6))
    source = f"aevalsrc='{tones}':c=5.1:s={RATE}:d=1.92,aformat=s16"
    ffmpeg("-i", clip("open.mp4"), "-f", "lavfi", "-i", source, "-c:v", "copy", "-c:a", "flac", path)
    return path


@pytest.mark.parametrize(
    ("suffix", "how"),
    [
        (".mkv", "flac encoded anew as FLAC, without loss"),
        (".mov", "flac encoded anew as PCM, without loss"),
        (".mp4", "flac encoded anew as AAC, 192 kbit/s; mixed to stereo"),
        (".webm", "flac encoded anew as Opus, 160 kbit/s; mixed to stereo"),
    ],
)
def test_without_loss_keeps_the_channels(surround: Path, tmp_path: Path, suffix: str, how: str) -> None:
    frames = range(10, 30)
    sound, out = Sound.of(probe(surround), frames), tmp_path / f"out{suffix}"
    assert sound_plan(sound, suffix=suffix) == how
    coding = Coding.of(codec_for(suffix) or "")
    with VideoWriter(out, SIZE, rate=Fraction(25), sound=sound, coding=coding) as writer:
        for number in frames:
            writer.write(numbered(number))
        assert writer.sound == how
    with av.open(str(out)) as container:
        stream = container.streams.audio[0]
        if "stereo" in how:
            assert stream.channels == 2
            return
        assert stream.layout.name == "5.1"
        sounds = np.concatenate([frame.to_ndarray().reshape(-1, 6) for frame in container.decode(stream)])
    peaks = np.argmax(np.abs(np.fft.rfft(sounds.astype(np.float64), axis=0)), axis=0)
    np.testing.assert_allclose(peaks * RATE / len(sounds), 300 * np.arange(1, 7), atol=2)


def test_a_second_track_is_not_dropped_without_a_word(clip: Clip, tmp_path: Path) -> None:
    path = tmp_path / "two.mp4"
    tone = ("-f", "lavfi", "-i", "sine=d=1.92")
    maps = ("-map", "0:v", "-map", "1:a", "-map", "2:a")
    ffmpeg("-i", clip("open.mp4"), *tone, *tone, *maps, "-c:v", "copy", "-c:a", "aac", path)
    said = sound_plan(Sound.of(probe(path), range(48)), suffix=".mp4")
    assert said == "copied as it is (aac); only the first of 2 sound tracks is taken"

"""The first second of sound in files that refuse to be sought before their start."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from mvos_core.video import Sound, VideoWriter, probe
from mvos_core.video.coding import Coding
from mvos_core.video.sound import decoded_sound, sound_end_s
from tests.core.video.clips import SIZE, ffmpeg, numbered
from tests.core.video.conftest import Clip

RATE = 44100
TONE_HZ = 1000


@pytest.fixture(scope="session", params=["a.avi", "a.flv"])
def sounding(request: pytest.FixtureRequest, clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """48 frames, 25 a second, with a tone."""
    path = Path(tmp_path_factory.mktemp("sounding")) / str(request.param)
    tone = ("-f", "lavfi", "-i", f"aevalsrc='0.5*sin(2*PI*{TONE_HZ}*t)':s={RATE}:d=1.92")
    ffmpeg("-i", clip("pframes.mp4"), *tone, "-c:v", "copy", "-c:a", "mp3", path)
    return path


@pytest.mark.parametrize("frames", [range(48), range(5, 25)])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_it_goes_along(sounding: Path, tmp_path: Path, frames: range, suffix: str) -> None:
    sound, out = Sound.of(probe(sounding), frames), tmp_path / f"out{suffix}"
    with VideoWriter(
        out, SIZE, rate=Fraction(25), sound=sound, coding=Coding.of("h264", quality="draft")
    ) as writer:
        for number in frames:
            writer.write(numbered(number))
    end_s = sound_end_s(Sound(out, probe(out).start_s, None))
    assert end_s == pytest.approx(len(frames) / 25, abs=0.1)


def test_it_is_heard(sounding: Path) -> None:
    start_s = probe(sounding).start_s
    samples = np.concatenate(list(decoded_sound(Sound(sounding, start_s, start_s + 1), rate=RATE)))
    assert samples.shape == (RATE, 2)
    inner = samples[RATE // 10 :, 0].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(inner))
    assert np.argmax(spectrum) == round(TONE_HZ * len(inner) / RATE)
    assert np.sqrt(np.mean(inner**2)) / 32767 == pytest.approx(0.25, abs=0.02)  # of one channel made two

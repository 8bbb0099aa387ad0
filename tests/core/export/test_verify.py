"""What verification finds in a written film, and what it takes for the same picture."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from mvos_core.types import Frame, MvosError
from mvos_core.video import Sound, VideoReader
from mvos_core.video.verify import likeness_db, verify
from mvos_core.video.writer import VideoWriter
from tests.core.export.conftest import NTSC, SIZE, picture
from tests.core.video.clips import numbered, psnr


def written(path: Path, frames: list[Frame]) -> VideoWriter:
    writer = VideoWriter(path, SIZE, rate=NTSC)
    for frame in frames:
        writer.write(frame)
    writer.close()
    return writer


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda w: setattr(w, "n_frames", 7), "6 of 7 frames"),
        (lambda w: setattr(w, "last", numbered(77, size=SIZE)), "last frame: colours at"),
        (lambda w: setattr(w, "first", w.first[..., ::-1] // 2), "first frame: colours at"),
        (lambda w: setattr(w, "_time_base", Fraction(1, 25)), "off their times"),
        (lambda w: setattr(w, "size", (40, 64)), "48 pixels, 64 × 40 wanted"),
        (lambda w: setattr(w, "colour", replace(w.colour, range="full")), "stored as bt709, limited"),
    ],
)
def test_a_film_unlike_what_was_rendered_is_found(tmp_path: Path, spoil: object, sentence: str) -> None:
    assert callable(spoil)
    colour = [
        np.where(numbered(n, size=SIZE) > 99, (250, 200, 40), (20, 60, 90)).astype(np.uint8) for n in range(6)
    ]
    writer = written(tmp_path / "a.mp4", colour)
    spoil(writer)
    with pytest.raises(MvosError, match=sentence):
        list(verify(writer))


def test_a_cut_file_is_found(tmp_path: Path) -> None:
    writer = written(tmp_path / "a.mp4", [numbered(n, size=SIZE) for n in range(6)])
    os.truncate(writer.part, writer.part.stat().st_size - 300)
    with pytest.raises(MvosError, match=r"a\.mp4"):
        list(verify(writer))


def test_missing_sound_is_found(reader: VideoReader, tmp_path: Path) -> None:
    writer = written(tmp_path / "a.mp4", [numbered(n, size=SIZE) for n in range(6)])
    writer.sound_source = Sound.of(reader.info, range(6))
    with pytest.raises(MvosError, match="the sound is missing"):
        list(verify(writer))


def test_likeness_is_blind_to_what_chroma_subsampling_loses() -> None:
    a = picture(0)
    assert likeness_db(a, a) == 99.0
    assert likeness_db(a, picture(6)) < 20
    stripes = np.where(np.arange(SIZE[1]) % 2, 40, -40)[None, :, None] * np.array([1, 0, -1])
    b = (np.full_like(a, 120) + stripes).astype(np.uint8)
    assert likeness_db(b, np.full_like(a, 120)) > 45
    assert psnr(b, np.full_like(a, 120)) < 20

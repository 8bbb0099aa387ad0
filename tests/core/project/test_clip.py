"""Telling a project's clip from others, and finding it again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from mvos_core.project import ClipFingerprint, ClipLocation, ClipState, fingerprint_clip, locate_clip
from mvos_core.types import MvosError

_MIB = 1 << 20


def _fingerprint(path: Path) -> ClipFingerprint:
    return fingerprint_clip(path, n_frames=3, size=(4, 6), rate=Fraction(25))


def _change(path: Path, offset: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(b"X")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(range(256)) * (3 * _MIB // 256))
    return path


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("a.jpg", "b.PNG", "c.png"):
        (folder / name).write_bytes(name.encode() * 10)
    return folder


def test_it_holds_size_and_ends(clip: Path) -> None:
    content = clip.read_bytes()
    found = _fingerprint(clip)
    assert found.n_bytes == 3 * _MIB
    assert found.ends_sha256 == hashlib.sha256(content[:_MIB] + content[-_MIB:]).hexdigest()
    assert (found.n_frames, found.size, found.rate) == (3, (4, 6), Fraction(25))


@pytest.mark.parametrize("size", [0, 1, _MIB - 1, _MIB, _MIB + 1])
def test_a_short_file_has_one_too(tmp_path: Path, size: int) -> None:
    path = tmp_path / "short.mp4"
    path.write_bytes(bytes(size))
    found = _fingerprint(path)
    assert found.n_bytes == size
    assert found.matches(path)


@pytest.mark.parametrize("offset", [0, _MIB - 1, 2 * _MIB, 3 * _MIB - 1])
def test_a_change_at_the_ends_shows(clip: Path, offset: int) -> None:
    before = _fingerprint(clip)
    _change(clip, offset)
    assert not before.matches(clip)


def test_another_length_shows(clip: Path) -> None:
    before = _fingerprint(clip)
    with clip.open("r+b") as file:
        file.seek(_MIB)
        middle_cut = file.read(_MIB // 2)
    clip.write_bytes(clip.read_bytes().replace(middle_cut, b"", 1))
    assert not before.matches(clip)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "b.PNG").unlink(),
        lambda folder: (folder / "b.PNG").write_bytes(b"longer than it was, by far: it really is"),
        lambda folder: (folder / "b.PNG").rename(folder / "bb.PNG"),
        lambda folder: (folder / "d.jpeg").write_bytes(b""),
        lambda folder: _change(folder / "a.jpg", 0),
        lambda folder: _change(folder / "c.png", 4),
    ],
)
def test_a_changed_folder_of_pictures_shows(pictures: Path, change: Callable[[Path], object]) -> None:
    before = _fingerprint(pictures)
    assert before.matches(pictures)
    change(pictures)
    assert not before.matches(pictures)


def test_other_files_in_a_folder_of_pictures_do_not_count(pictures: Path) -> None:
    before = _fingerprint(pictures)
    (pictures / "notes.txt").write_text("a note")
    (pictures / "._a.jpg").write_bytes(b"what macOS adds")
    (pictures / "clip.mvos").mkdir()
    assert before.matches(pictures)


def test_an_unreadable_clip_has_none(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match=r"none\.mp4 cannot be read"):
        _fingerprint(tmp_path / "none.mp4")


def test_the_first_place_that_matches_is_taken(clip: Path, tmp_path: Path) -> None:
    fingerprint = _fingerprint(clip)
    other = tmp_path / "other.mp4"
    other.write_bytes(b"another clip")
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(clip.read_bytes())
    gone = tmp_path / "gone.mp4"
    assert locate_clip(fingerprint, [gone, other, copy, clip]) == ClipLocation(ClipState.FOUND, copy)
    assert locate_clip(fingerprint, [gone, other]) == ClipLocation(ClipState.CHANGED, other)
    assert locate_clip(fingerprint, [other, gone]) == ClipLocation(ClipState.CHANGED, other)
    assert locate_clip(fingerprint, [clip / "inside", gone]) == ClipLocation(ClipState.MISSING, gone)
    assert locate_clip(fingerprint, [Path("no\0name")]).state is ClipState.MISSING


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a file that may not be read")
def test_a_clip_that_may_not_be_read_is_missing(clip: Path) -> None:
    fingerprint = _fingerprint(clip)
    clip.chmod(0)
    assert locate_clip(fingerprint, [clip]) == ClipLocation(ClipState.MISSING, clip)

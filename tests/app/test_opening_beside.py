"""Opening another clip while one is open: what is done meanwhile, and what is left of a clip that is given up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.decoding import ClipDecoder
from app.opening import Opened, open_clip
from mvos_core.types import Step
from mvos_core.video import VideoReader, open_video
from tests.app.conftest import HEIGHT, N_FRAMES, PATIENCE_MS, WIDTH, Studio

GREY, BLUE = [40, 40, 40], [200, 200, 250]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another clip of the same size and length, light blue."""
    folder = tmp_path / "other"
    folder.mkdir()
    _, png = cv2.imencode(".png", np.full((HEIGHT, WIDTH, 3), BLUE[::-1], np.uint8))
    for index in range(N_FRAMES):
        (folder / f"{index:05d}.png").write_bytes(png.tobytes())
    return folder


class SlowDisk:
    """Opens one clip only once the gate is open."""

    def __init__(self, slow: Path, real: Callable[[Path], VideoReader]) -> None:
        self.entered, self.gate = threading.Event(), threading.Event()
        self._slow, self._real = slow, real

    def __call__(self, path: Path) -> VideoReader:
        if path == self._slow:
            self.entered.set()
            self.gate.wait(10)
        return self._real(path)


@pytest.fixture
def slow(other: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    """The other clip takes its time to open."""
    disk = SlowDisk(other, open_video)
    monkeypatch.setattr("app.decoding.open_video", disk)
    yield disk
    disk.gate.set()


def begin_to_open(studio: Studio, clip: Path, slow: SlowDisk) -> None:
    studio.window.files.open(clip)
    studio.qtbot.waitUntil(slow.entered.is_set, timeout=PATIENCE_MS)


def wait_for_decoding(studio: Studio) -> None:
    studio.qtbot.waitUntil(lambda: not studio.session.decode.is_busy, timeout=PATIENCE_MS)


def corner(studio: Studio) -> list[int]:
    frame = studio.window.viewing.frame
    assert frame is not None
    return [int(value) for value in frame[-1, -1]]


def name(studio: Studio) -> str:
    clip = studio.session.document.clip
    assert clip is not None
    return clip.path.name


@pytest.mark.parametrize("order", ["play", "shuttle_back", "next"])
def test_playing_meanwhile_does_not_keep_a_clip_from_opening(
    studio: Studio, other: Path, slow: SlowDisk, order: str
) -> None:
    studio.go_to(3)
    begin_to_open(studio, other, slow)
    studio.trigger(order)
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        slow.gate.set()
    assert not studio.window.playback.is_playing
    studio.go_to(7)
    assert (name(studio), corner(studio)) == ("other", BLUE)


def test_a_clip_given_up_for_one_that_fails_leaves_no_frames(
    studio: Studio, other: Path, slow: SlowDisk, tmp_path: Path
) -> None:
    studio.go_to(3)
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no video")
    begin_to_open(studio, other, slow)
    studio.window.files.open(bad)
    slow.gate.set()
    studio.qtbot.waitUntil(lambda: "bad.mp4" in studio.window.banner.text, timeout=PATIENCE_MS)
    for index in (0, 10):
        studio.go_to(index)
        assert (name(studio), corner(studio)) == ("discs", GREY)


def test_a_clip_given_up_after_it_was_read_leaves_no_frames(
    studio: Studio, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window takes a clip over only in its own time, and may have been asked for another by then."""
    studio.go_to(3)
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no video")
    read = threading.Event()

    def told(decoder: ClipDecoder, path: Path, *, recovery: Path) -> Iterator[Step[Opened]]:
        for step in open_clip(decoder, path, recovery=recovery):
            read.set()
            yield step

    monkeypatch.setattr("app.controllers.files.open_clip", told)
    studio.window.files.open(other)
    assert read.wait(10)
    studio.window.files.open(bad)
    studio.qtbot.waitUntil(lambda: "bad.mp4" in studio.window.banner.text, timeout=PATIENCE_MS)
    for index in (0, 10):
        studio.go_to(index)
        assert (name(studio), corner(studio)) == ("discs", GREY)


def test_playing_round_and_round_ends_when_a_clip_is_opened(studio: Studio, tmp_path: Path) -> None:
    studio.window.actions_by_name["loop"].setChecked(True)
    studio.trigger("play")
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no video")
    studio.window.files.open(bad)
    studio.qtbot.waitUntil(lambda: "bad.mp4" in studio.window.banner.text, timeout=PATIENCE_MS)
    assert not studio.window.playback.is_playing
    wait_for_decoding(studio)


def test_what_is_painted_on_a_clip_while_it_opens_anew_is_there_afterwards(
    studio: Studio, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it opens with was read before."""
    read, painted = threading.Event(), threading.Event()

    def slow_open(decoder: ClipDecoder, path: Path, *, recovery: Path) -> Iterator[Step[Opened]]:
        for step in open_clip(decoder, path, recovery=recovery):
            read.set()
            painted.wait(10)
            yield step

    monkeypatch.setattr("app.controllers.files.open_clip", slow_open)
    studio.dab(1, 0)
    studio.go_to(3)
    studio.window.files.open(clip)
    studio.qtbot.waitUntil(read.is_set, timeout=PATIENCE_MS)
    studio.dab(1, 3)
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        painted.set()
    assert sorted(studio.session.document.track) == [0, 3]

"""Far frames: what is shown on the way to them, what is left out, and changing one's mind."""

from __future__ import annotations

import os
import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mvos_core.video import examine as examine_module
from mvos_core.video import open_video
from mvos_core.video.stream import PictureStream
from tests.core.video.clips import N_FRAMES, encode, number_of, numbered
from tests.core.video.conftest import RECIPES, Clip

FAR = ["long.mp4", "long265.mp4", "vp9.webm"]


@pytest.mark.parametrize("name", FAR)
def test_the_nearest_picture_comes_first_and_the_one_asked_for_last(clip: Clip, name: str) -> None:
    with open_video(clip(name)) as reader:
        for index in (47, 11, 40):
            seen = [thing for thing in reader.approach(index) if thing is not None]
            assert [number_of(frame) for _, frame in seen] == [at for at, _ in seen]
            assert seen[-1][0] == index
            assert len(seen) == 2, "a picture at once, then the right one"
            assert reader._index.group_start(index) <= seen[0][0] < index  # type: ignore[attr-defined]


def test_a_near_frame_comes_alone(clip: Clip) -> None:
    with open_video(clip("long.mp4")) as reader:
        reader.read(30)
        assert [thing and thing[0] for thing in reader.approach(33)] == [33]
        assert [thing and thing[0] for thing in reader.approach(33)] == [33]


def test_a_folder_of_pictures_has_every_frame_at_once(tmp_path: Path) -> None:
    for number in range(3):
        Image.fromarray(numbered(number)).save(tmp_path / f"{number}.png")
    with open_video(tmp_path) as reader:
        assert [thing and thing[0] for thing in reader.approach(2)] == [2]


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_changing_ones_mind_at_any_moment_harms_no_frame(clip: Clip, name: str) -> None:
    chance = random.Random(3)
    with open_video(clip(name)) as reader:
        for _ in range(40):
            for thing in islice(reader.approach(chance.randrange(N_FRAMES)), chance.randrange(6)):
                assert thing is None or number_of(thing[1]) == thing[0]
            index = chance.randrange(N_FRAMES)
            assert number_of(reader.read(index)) == index


def test_frames_that_nothing_else_needs_are_left_out_on_the_way(
    clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = 0
    decode = PictureStream._decoded

    def counted(stream: PictureStream, packet: object) -> list[object]:
        nonlocal decoded
        frames: list[object] = decode(stream, packet)  # type: ignore[arg-type, assignment]
        decoded += len(frames)
        return frames

    monkeypatch.setattr(PictureStream, "_decoded", counted)
    with open_video(clip("long.mp4")) as reader:
        decoded = 0
        for index in range(41):
            reader.read(index)
        through = decoded
        reader.read(0)
        decoded = 0
        reader.read(40)
        assert decoded < 0.75 * through, "going on"
        reader.read(10)
        decoded = 0
        reader.read(9)
        assert decoded < 0.75 * 10, "beginning at the key frame"


def test_a_broken_frame_far_from_a_key_shows_the_one_before_it(clip: Clip, tmp_path: Path) -> None:
    """As if it had been reached frame by frame: leaving frames out must not choose an older one."""
    source = clip("long.mp4")
    data = bytearray(source.read_bytes())
    with open_video(source) as reader:
        record = reader._movie.packets[reader._index.packets[40]]  # type: ignore[attr-defined]
        with PictureStream(source, frame_threads=False) as stream:
            packet = next(p for p in stream._demuxed() if (p.pts, p.size) == (record.pts, record.size_bytes))
            assert packet.pos is not None
            data[packet.pos : packet.pos + packet.size] = bytes(packet.size)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    with open_video(broken) as reader:
        forwards = list(reader.frames(range(N_FRAMES)))
    for index in (40, 47, 41):
        with open_video(broken) as reader:
            assert np.array_equal(reader.read(index), forwards[index])


def test_a_clip_is_examined_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examined: list[Path] = []
    examine = examine_module.examine

    def noted(path: Path) -> examine_module.Movie:
        examined.append(path)
        return examine(path)

    monkeypatch.setattr(examine_module, "examine", noted)
    path = encode([numbered(number) for number in range(6)], tmp_path / "a.mp4", "-c:v", "libx264")
    for _ in range(2):
        with open_video(path) as reader:
            assert len(reader) == 6
    assert examined == [path]
    encode([numbered(number) for number in range(9)], path, "-c:v", "libx264")
    os.utime(path, ns=(0, 0))
    with open_video(path) as reader:
        assert len(reader) == 9
    for number in range(examine_module._MOST_KNOWN):
        other = encode([numbered(number)] * 2, tmp_path / f"{number}.mp4", "-c:v", "libx264")
        with open_video(other):
            pass
    with open_video(path):
        pass
    assert examined.count(path) == 3, "only the clips opened last are remembered"

"""Whatever cannot be a clip says so in a sentence, and what is left of a damaged one can be read."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from mvos_core.types import MvosError
from mvos_core.video import open_video, probe
from tests.core.video.clips import N_FRAMES, ffmpeg, number_of
from tests.core.video.conftest import Clip


def noise(n_bytes: int) -> bytes:
    return np.random.default_rng(0).integers(0, 256, n_bytes).astype(np.uint8).tobytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.mp4", b""),
        ("noise.mp4", noise(5000)),
        ("words.mp4", b"These are only words.\n" * 50),
        ("words.txt", b"These are only words.\n" * 50),
        ("words.srt", b"1\n00:00:01,000 --> 00:00:02,000\nHello\n"),
    ],
)
def test_not_a_video(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(MvosError, match=f"^{name} .*choose"):
        open_video(tmp_path / name)
    assert capfd.readouterr() == ("", "")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match=r"There is no file .*gone\.mp4"):
        open_video(tmp_path / "gone.mp4")


@pytest.mark.parametrize("cover", [False, True])
def test_sound_alone_is_not_a_video(tmp_path: Path, cover: bool) -> None:
    picture = ["-f", "lavfi", "-i", "color=s=32x32:d=0.04", "-disposition:v", "attached_pic", "-c:v", "mjpeg"]
    tone = ["-f", "lavfi", "-i", "sine=d=0.2", "-c:a", "aac"]
    ffmpeg(
        *tone[:4],
        *(picture[:4] if cover else []),
        *tone[4:],
        *(picture[4:] if cover else []),
        tmp_path / "tone.m4a",
    )
    with av.open(str(tmp_path / "tone.m4a")) as container:
        assert len(container.streams.video) == cover
    with pytest.raises(MvosError, match=r"tone\.m4a holds no video"):
        open_video(tmp_path / "tone.m4a")


def test_a_stream_without_a_whole_picture(
    clip: Clip, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(clip("pframes.mp4").read_bytes())
    start = data.index(b"mdat") + 4
    data[start:] = bytes(len(data) - start)
    (tmp_path / "hollow.mp4").write_bytes(data)
    with pytest.raises(MvosError, match=r"No picture of hollow\.mp4 can be decoded"):
        open_video(tmp_path / "hollow.mp4")
    assert capfd.readouterr() == ("", "")


def test_a_file_whose_index_is_cut_off(clip: Clip, tmp_path: Path) -> None:
    data = clip("bframes.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(data[: len(data) // 2])
    with pytest.raises(MvosError, match="its end is missing"):
        open_video(tmp_path / "cut.mp4")


@pytest.mark.parametrize("name", ["pframes.mp4", "open.mkv", "open.ts", "open.h264"])
@pytest.mark.parametrize("part", [0.7, 0.9])
def test_a_cut_file_shows_what_is_left(clip: Clip, tmp_path: Path, name: str, part: float) -> None:
    data = clip(name).read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: int(len(data) * part)])
    with open_video(path) as reader:
        numbers = [number_of(frame) for frame in reader.frames(range(len(reader)))]
        assert 10 <= len(numbers) < N_FRAMES
        # The last packet may be cut, and the few pictures predicted from it made up by the decoder.
        assert numbers[:-4] == list(range(len(numbers) - 4))
        for index in (len(reader) - 5, 0, 1):
            assert number_of(reader.read(index)) == index


def test_a_frame_that_cannot_be_decoded_shows_the_one_before(
    clip: Clip, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = 30  # in the group of frames 24 to 35
    with av.open(str(clip("pframes.mp4"))) as container:
        packets = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    data = bytearray(clip("pframes.mp4").read_bytes())
    position, size = packets[broken]
    assert position is not None
    data[position : position + size] = bytes(size)
    (tmp_path / "broken.mp4").write_bytes(data)
    with open_video(tmp_path / "broken.mp4") as reader:
        frames = list(reader.frames(range(len(reader))))
        numbers = [number_of(frame) for frame in frames]
        assert len(numbers) == N_FRAMES
        assert numbers[:broken] == list(range(broken))
        assert numbers[broken] == broken - 1
        assert numbers[36:] == list(range(36, N_FRAMES))
        for index in (broken, 40, broken - 1, broken, 29, 24):
            assert np.array_equal(reader.read(index), frames[index])
    assert capfd.readouterr() == ("", "")


def test_a_file_that_shrinks_while_in_use(clip: Clip, tmp_path: Path) -> None:
    path = tmp_path / "shrinking.ts"
    path.write_bytes(clip("open.ts").read_bytes())
    with open_video(path) as reader:
        path.write_bytes(b"")
        with pytest.raises(MvosError, match=r"shrinking\.ts"):
            reader.read(40)


@pytest.mark.parametrize("name", ["bframes.mp4", "open.mkv"])
def test_a_name_beyond_ascii(clip: Clip, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"Größe %03d 夏 {name}"
    path.write_bytes(clip(name).read_bytes())
    assert probe(path).n_frames == N_FRAMES

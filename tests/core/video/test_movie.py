"""Every frame is the one asked for, whatever the container, the codec and the order of asking."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from mvos_core.types import Frame
from mvos_core.video import VideoReader, open_video, probe
from mvos_core.video import movie as movie_module
from mvos_core.video.movie import held, in_order
from mvos_core.video.stream import PictureStream
from tests.core.video.clips import N_FRAMES, SIZE, encode, ffmpeg, number_of, numbered
from tests.core.video.conftest import RECIPES, Clip

Trimmed = Callable[[str, str], Path]


def shown_numbers(frames: list[Frame]) -> list[int]:
    return [number_of(frame) for frame in frames]


def assert_any_order_agrees(reader: VideoReader) -> list[Frame]:
    """Read forwards, at random and backwards; return the frames."""
    forwards = list(reader.frames(range(len(reader))))
    jumps = [random.Random(0).randrange(len(reader)) for _ in range(25)]
    for index in [0, len(reader) - 1, *jumps]:
        assert np.array_equal(reader.read(index), forwards[index]), f"frame {index} read at random"
    backwards = list(reader.frames(range(len(reader) - 1, -1, -1)))
    for index, frame in enumerate(reversed(backwards)):
        assert np.array_equal(frame, forwards[index]), f"frame {index} read backwards"
    return forwards


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_frames_are_those_encoded(clip: Clip, name: str) -> None:
    with open_video(clip(name)) as reader:
        frames = assert_any_order_agrees(reader)
    assert shown_numbers(frames) == list(range(N_FRAMES))
    assert all(frame.shape == (*SIZE, 3) and frame.dtype == np.uint8 for frame in frames)


@pytest.mark.parametrize(
    "name", ["bframes.mp4", "open.mkv", "open.ts", "open.h264", "reordered.avi", "mpeg2.mpg"]
)
def test_constant_rate_is_exact(clip: Clip, name: str) -> None:
    info = probe(clip(name))
    assert (info.rate, info.variable_rate) == (Fraction(25), False)
    assert info.duration_s == Fraction(N_FRAMES, 25)
    assert info.n_frames == len(info.names) == N_FRAMES
    assert info.names[7] == "000007"


def test_rounded_times_do_not_hide_the_exact_rate(clip: Clip) -> None:
    info = probe(clip("ntsc.mkv"))
    assert (info.rate, info.variable_rate) == (Fraction(30000, 1001), False)
    assert info.ticks[:4] == (0, 33, 67, 100)


@pytest.mark.parametrize("name", ["vfr.mp4", "vfr.mkv"])
def test_variable_times_are_exact(clip: Clip, name: str) -> None:
    info = probe(clip(name))
    assert info.variable_rate
    assert info.times_s == tuple(Fraction(40 * index + 16 * (index % 3), 1000) for index in range(N_FRAMES))
    assert info.time_s(4) == Fraction(176, 1000)
    assert info.rate == Fraction(N_FRAMES - 1) / info.times_s[-1]
    assert info.duration_s > info.times_s[-1]


@pytest.mark.parametrize(
    ("source", "target", "numbers"),
    [
        # An edit list hides what comes before 0.7 s, that is, before frame 18 (17.5 rounded up).
        ("bframes.mp4", "edit.mp4", range(18, 42)),
        ("open.mp4", "edit.mp4", range(18, 42)),
        # Matroska has no edit lists, so the copy starts at the key frame.
        ("pframes.mp4", "cut.mkv", range(12, 40)),
        # The first group is open: the pictures that lead its first key frame cannot be decoded.
        ("open.ts", "cut.ts", range(24, 42)),
    ],
)
def test_trimmed_copies_start_where_they_are_shown(
    trimmed: Trimmed, source: str, target: str, numbers: range
) -> None:
    with open_video(trimmed(source, target)) as reader:
        assert shown_numbers(assert_any_order_agrees(reader)) == list(numbers)
        assert reader.info.ticks[0] == 0


def test_pictures_that_cannot_be_had_are_not_counted(trimmed: Trimmed) -> None:
    """HEVC drops the pictures that lead the first key frame; the reference is a plain decode."""
    path = trimmed("open265.mp4", "cut.ts")
    with av.open(str(path)) as container:
        expected = [number_of(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]
    with open_video(path) as reader:
        assert shown_numbers(assert_any_order_agrees(reader)) == expected


def test_frames_at_the_same_time_are_all_shown(tmp_path: Path) -> None:
    arguments = [
        "-vf",
        "setpts='if(eq(N,7),6,N)/25/TB'",
        "-fps_mode",
        "passthrough",
        "-c:v",
        "libx264",
        "-bf",
        "0",
    ]
    path = encode([numbered(number) for number in range(20)], tmp_path / "same.mkv", *arguments)
    with open_video(path) as reader:
        assert shown_numbers(assert_any_order_agrees(reader)) == list(range(20))
        assert list(reader.info.ticks[5:10]) == [200, 240, 241, 320, 360]


def test_hidden_pictures_are_not_counted(tmp_path: Path) -> None:
    """VP8 keeps the pictures it only predicts from in packets of their own."""
    path = tmp_path / "hidden.webm"
    source = ["-f", "lavfi", "-i", "testsrc2=s=96x64:r=25:d=2", "-c:v", "libvpx", "-b:v", "100k"]
    passes = ["-auto-alt-ref", "1", "-lag-in-frames", "16", "-passlogfile", str(tmp_path / "log")]
    ffmpeg(*source, *passes, "-pass", "1", "-f", "null", "-")
    ffmpeg(*source, *passes, "-pass", "2", path)
    with av.open(str(path)) as container:
        assert sum(packet.size > 0 for packet in container.demux(video=0)) > 50
    with open_video(path) as reader:
        assert len(assert_any_order_agrees(reader)) == 50
        assert (reader.info.rate, reader.info.variable_rate) == (Fraction(25), False)


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The packets that decoding was started at, as it happens."""
    started: list[int] = []
    decode = PictureStream.decode

    def noted(
        stream: PictureStream, first: int, *, is_passed: Callable[[int], bool] | None = None
    ) -> Iterator[tuple[int, VideoFrame]]:
        started.append(first)
        return decode(stream, first, is_passed=is_passed)

    monkeypatch.setattr(PictureStream, "decode", noted)
    return started


@pytest.mark.parametrize(("n_cores", "n_threads"), [(64, 4), (2, 2), (None, 1)])
def test_many_cores_do_not_take_more_memory(
    clip: Clip, monkeypatch: pytest.MonkeyPatch, n_cores: int | None, n_threads: int
) -> None:
    """Every thread that decodes holds frames of its own."""
    monkeypatch.setattr("os.cpu_count", lambda: n_cores)
    with PictureStream(clip("pframes.mp4"), frame_threads=True) as stream:
        assert stream.codec.thread_count == n_threads


def test_reading_on_does_not_seek(clip: Clip, starts: list[int]) -> None:
    with open_video(clip("pframes.mp4")) as reader:
        starts.clear()
        for index in (0, 1, 2, 2, 5, 9, 14):
            assert number_of(reader.read(index)) == index
        assert starts == [0]
        assert number_of(reader.read(45)) == 45
        assert starts == [0, 36]


def test_going_backwards_decodes_each_group_once(
    clip: Clip, starts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(movie_module, "_CHUNK_BYTES", 20 * SIZE[0] * SIZE[1] * 3)
    with open_video(clip("pframes.mp4")) as reader:
        starts.clear()
        assert shown_numbers(list(reader.frames(range(47, -1, -1)))) == list(range(47, -1, -1))
        assert starts == [36, 24, 12, 0]


def test_opening_reads_all_packets_and_decodes_but_the_first_frames(clip: Clip, starts: list[int]) -> None:
    with open_video(clip("bframes.mp4")) as reader:
        assert starts == [0]
        reader.clone().close()
    assert starts == [0]


@pytest.mark.parametrize(
    "order",
    [range(0, 48, 5), range(47, 3, -7), range(30, 10, -1), range(13, 13), range(40, 41), range(9, 8, -3)],
)
@pytest.mark.parametrize("chunk", [1, 5, 1000])
def test_any_range_of_frames(clip: Clip, monkeypatch: pytest.MonkeyPatch, order: range, chunk: int) -> None:
    monkeypatch.setattr(movie_module, "_CHUNK_BYTES", chunk * SIZE[0] * SIZE[1] * 3)
    monkeypatch.setattr(movie_module, "_LEAST_CHUNK", 1)
    with open_video(clip("open.mp4")) as reader:
        assert shown_numbers(list(reader.frames(order))) == list(order)


@pytest.mark.parametrize("index", [-1, N_FRAMES])
def test_no_such_frame(clip: Clip, index: int) -> None:
    with open_video(clip("bframes.mp4")) as reader:
        with pytest.raises(IndexError):
            reader.read(index)
        with pytest.raises(IndexError):
            list(reader.frames(range(index, index - 1, -1)))


def test_a_clone_reads_for_itself(clip: Clip) -> None:
    with open_video(clip("open.mkv")) as reader:
        assert number_of(reader.read(20)) == 20
        with reader.clone() as clone:
            assert number_of(clone.read(33)) == 33
            assert number_of(reader.read(21)) == 21
            assert clone.info == reader.info
        assert number_of(reader.read(22)) == 22


def test_a_frame_belongs_to_its_reader_no_more(clip: Clip) -> None:
    with open_video(clip("bframes.mp4")) as reader:
        frame = reader.read(3)
        assert frame.flags.c_contiguous
        frame[:] = 0
        assert number_of(reader.read(3)) == 3


@pytest.mark.parametrize(
    ("options", "turned"),
    [
        (("-display_rotation", "90"), lambda frame: np.rot90(frame, 1)),
        (("-display_rotation", "180"), lambda frame: np.rot90(frame, 2)),
        (("-display_rotation", "-90"), lambda frame: np.rot90(frame, 3)),
        (("-display_hflip",), lambda frame: frame[:, ::-1]),
        (("-display_vflip",), lambda frame: frame[::-1]),
    ],
)
def test_frames_are_upright(
    clip: Clip, tmp_path: Path, options: tuple[str, ...], turned: Callable[[Frame], Frame]
) -> None:
    ffmpeg(*options, "-i", clip("bframes.mp4"), "-c", "copy", tmp_path / "turned.mp4")
    with open_video(clip("bframes.mp4")) as plain, open_video(tmp_path / "turned.mp4") as reader:
        upright = turned(plain.read(37))
        assert np.array_equal(reader.read(37), upright)
        assert (reader.info.height, reader.info.width) == reader.info.size == upright.shape[:2]


@pytest.mark.parametrize(
    ("size", "arguments"),
    [
        ((62, 94), ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "10")),  # coded as 64 x 96 and cropped
        ((121, 161), ("-c:v", "libx264", "-pix_fmt", "yuv444p", "-crf", "10")),
        ((121, 161), ("-c:v", "libvpx-vp9", "-pix_fmt", "yuv420p", "-crf", "10", "-cpu-used", "8")),
        ((121, 161), ("-c:v", "ffv1", "-pix_fmt", "yuv420p")),
    ],
)
def test_cropped_and_odd_sizes(tmp_path: Path, size: tuple[int, int], arguments: tuple[str, ...]) -> None:
    path = encode([numbered(number, size=size) for number in range(6)], tmp_path / "odd.mkv", *arguments)
    with open_video(path) as reader:
        frames = assert_any_order_agrees(reader)
        assert reader.info.size == size
    for number, frame in enumerate(frames):
        assert np.abs(frame.astype(int) - numbered(number, size=size)).mean() < 4


def test_info_says_how_the_clip_is_stored(clip: Clip) -> None:
    info = probe(clip("mjpeg.avi"))
    assert (info.codec, info.pixel_format, info.colour.range) == ("mjpeg", "yuvj444p", "full")
    assert (info.has_audio, info.sample_aspect_ratio, info.start_s) == (False, Fraction(1), Fraction(0))
    assert probe(clip("open.ts")).start_s > 1  # as transport streams do


def test_in_order() -> None:
    things = [(5, "f"), (2, "c"), (3, "d"), (1, "early"), (3, "again"), (4, "e"), (7, "h")]
    assert list(in_order(things, 2)) == [(2, "c"), (3, "d"), (4, "e"), (5, "f"), (7, "h")]


def test_in_order_gives_up_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movie_module, "_MOST_WAITING", 2)
    come: list[int] = []

    def coming() -> Iterator[tuple[int, None]]:
        for number in (0, 2, 3, 4, 5):
            come.append(number)
            yield number, None

    given = [(number, len(come)) for number, _ in in_order(coming(), 0)]
    assert given == [(0, 1), (2, 4), (3, 4), (4, 4), (5, 5)]


def test_held() -> None:
    assert list(held([(2, "a"), (5, "b")], stop=7)) == [
        (2, "a", True),
        (3, "a", False),
        (4, "a", False),
        (5, "b", True),
        (6, "b", False),
    ]
    assert list(held([], stop=3)) == []

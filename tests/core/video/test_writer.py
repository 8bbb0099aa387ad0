from __future__ import annotations

import errno
import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from mvos_core.types import MvosError
from mvos_core.video import VideoWriter, open_video
from mvos_core.video.planes import subsample
from tests.core.video.clips import SIZE, h264, number_of, numbered, psnr

NTSC = Fraction(30000, 1001)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(24000, 1001), Fraction(60), Fraction(25, 2)])
def test_frames_and_times_come_back(tmp_path: Path, rate: Fraction) -> None:
    with VideoWriter(tmp_path / "out.mp4", SIZE, rate=rate) as writer:
        for number in range(30):
            writer.write(numbered(number))
            assert left_in(tmp_path) == ["out.mp4.part"]
    assert left_in(tmp_path) == ["out.mp4"]
    with open_video(tmp_path / "out.mp4") as reader:
        info = reader.info
        assert [number_of(frame) for frame in reader.frames(range(30))] == list(range(30))
        assert (info.rate, info.variable_rate, info.start_s) == (rate, False, Fraction(0))
        assert info.times_s == tuple(number / rate for number in range(30))
        assert info.duration_s == 30 / rate
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        assert stream.duration * stream.time_base == 30 / rate


def test_a_rate_that_no_file_can_hold_is_rounded(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "out.mp4", SIZE, rate=Fraction(2997002997, 100_000_000)) as writer:
        for number in range(5):
            writer.write(numbered(number))
    with open_video(tmp_path / "out.mp4") as reader:
        assert len(reader) == 5
        assert reader.info.rate == pytest.approx(29.97002997, abs=1e-4)


@pytest.mark.parametrize("start", [Fraction(0), Fraction(10, 3)])
def test_variable_times_come_back(tmp_path: Path, start: Fraction) -> None:
    times = [start + Fraction(number, 25) + Fraction(number * number, 90000) for number in range(21)]
    with VideoWriter(tmp_path / "out.mp4", SIZE, rate=Fraction(25), times_s=times) as writer:
        for number in range(20):
            writer.write(numbered(number))
    with open_video(tmp_path / "out.mp4") as reader:
        info = reader.info
        assert [number_of(frame) for frame in reader.frames(range(20))] == list(range(20))
        assert info.variable_rate
        assert info.times_s == tuple(time - start for time in times[:20])
        assert info.duration_s == times[20] - start  # the one time more says when the last frame ends


def test_the_last_frame_lasts_as_long_as_the_rate_says(tmp_path: Path) -> None:
    times = [Fraction(0), Fraction(1, 10), Fraction(1, 4)]
    with VideoWriter(tmp_path / "out.mp4", SIZE, rate=Fraction(10), times_s=times) as writer:
        for number in range(3):
            writer.write(numbered(number))
    with open_video(tmp_path / "out.mp4") as reader:
        assert reader.info.duration_s == Fraction(35, 100)


def test_an_odd_size_is_padded_with_its_edge(tmp_path: Path) -> None:
    size = (61, 93)
    with VideoWriter(tmp_path / "out.mp4", size, rate=NTSC, coding=h264(crf=4)) as writer:
        writer.write(numbered(0b10101010, size=size))
    with open_video(tmp_path / "out.mp4") as reader:
        frame = reader.read(0)
        assert frame.shape == (62, 94, 3)
        assert psnr(frame[:61, :93], numbered(0b10101010, size=size)) > 25
        assert np.abs(frame[61].astype(int) - frame[60]).max() <= 4
        assert np.abs(frame[:, 93].astype(int) - frame[:, 92]).max() <= 4


def test_colours_come_back(tmp_path: Path) -> None:
    colours = np.random.default_rng(0).integers(0, 256, (6, 3)).astype(np.uint8)
    picture = np.repeat(np.repeat(colours[None], 16, axis=1), 32, axis=0)
    with VideoWriter(tmp_path / "out.mp4", (32, 96), rate=NTSC, coding=h264(crf=0)) as writer:
        writer.write(picture)
    with open_video(tmp_path / "out.mp4") as reader:
        colour = reader.info.colour
        assert (colour.matrix, colour.transfer, colour.primaries) == ("bt709",) * 3
        assert (colour.range, reader.info.pixel_format, reader.info.codec) == ("limited", "yuv420p", "h264")
        assert np.abs(reader.read(0)[16, 8::16].astype(int) - colours).max() <= 3


def test_writing_what_was_read_does_not_change_it(tmp_path: Path) -> None:
    """Export, open, export again: without loss in coding, only chroma rounding may remain, and no drift."""
    ramp = np.linspace(20, 230, 96)
    picture = np.stack(np.broadcast_arrays(ramp, ramp[:64, None], ramp[::-1]), axis=2).astype(np.uint8)
    frame = picture
    for generation in range(3):
        path = tmp_path / f"{generation}.mp4"
        with VideoWriter(path, SIZE, rate=NTSC, coding=h264(crf=0, preset="ultrafast")) as writer:
            writer.write(frame)
        with open_video(path) as reader:
            frame = reader.read(0)
    error = frame.astype(int) - picture
    assert np.abs(error).max() <= 6
    assert np.abs(error.mean(axis=(0, 1))).max() < 0.7


def test_chroma_lies_on_even_columns_between_rows() -> None:
    rows, columns = np.mgrid[:8, :12]
    planes = np.stack([10 * columns + 4 * rows, 200 - 10 * columns]).astype(np.uint8)
    halved = subsample(planes, rows=True, columns=True)
    assert halved.shape == (2, 4, 6)
    assert np.array_equal(halved[0, :, 1:], (10 * columns + 4 * rows + 2)[::2, 2::2])
    assert np.array_equal(halved[1, :, 1:], (200 - 10 * columns)[::2, 2::2])
    assert halved[1, :, 0].tolist() == [198] * 4  # the first column stands for the one missing before it


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize(("rows", "columns"), [(True, True), (False, True), (True, False)])
def test_chroma_is_the_weighted_mean_of_its_neighbours(
    kind: type[np.uint8], rows: bool, columns: bool
) -> None:
    """Against the formula, sample by sample, odd sides and full 12-bit values included."""
    most = 255 if kind is np.uint8 else 4095
    planes = np.random.default_rng(1).integers(0, most + 1, (2, 7, 9)).astype(kind)
    planes[:, :3, :3] = most
    halved = subsample(planes, rows=rows, columns=columns)
    assert halved.shape == (2, 4 if rows else 7, 5 if columns else 9)
    assert halved.dtype == kind
    across = ((-1, 1), (0, 2), (1, 1)) if columns else ((0, 1),)
    for plane, y, x in np.ndindex(halved.shape):
        at_y, at_x = (2 * y, y)[not rows], (2 * x, x)[not columns]
        samples = [
            (weight, int(planes[plane, min(at_y + dy, 6), min(max(at_x + dx, 0), 8)]))
            for dy in ((0, 1) if rows else (0,))
            for dx, weight in across
        ]
        mean = sum(weight * value for weight, value in samples) / sum(weight for weight, _ in samples)
        assert halved[plane, y, x] == np.floor(mean + 0.5)


def test_an_exception_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "out.mp4").write_text("an older export")
    with pytest.raises(ZeroDivisionError), VideoWriter(tmp_path / "out.mp4", SIZE, rate=NTSC) as writer:
        for number in range(60):
            writer.write(numbered(number))
        raise ZeroDivisionError
    assert left_in(tmp_path) == ["out.mp4"]
    assert (tmp_path / "out.mp4").read_text() == "an older export"


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    for n_frames in (2, 5):
        with VideoWriter(tmp_path / "out.mp4", SIZE, rate=NTSC) as writer:
            for number in range(n_frames):
                writer.write(numbered(number))
    with open_video(tmp_path / "out.mp4") as reader:
        assert len(reader) == 5


def test_no_frames_make_no_file(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="no frames"), VideoWriter(tmp_path / "out.mp4", SIZE, rate=NTSC):
        pass
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    "frame",
    [np.zeros((64, 95, 3), np.uint8), np.zeros((64, 96), np.uint8), np.zeros((64, 96, 3), np.float32)],
)
def test_a_frame_of_another_kind_is_refused(
    tmp_path: Path, frame: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
) -> None:
    with (
        pytest.raises(ValueError, match="is due"),
        VideoWriter(tmp_path / "a.mp4", SIZE, rate=NTSC) as writer,
    ):
        writer.write(frame)
    assert left_in(tmp_path) == []


def test_frames_and_times_must_agree(tmp_path: Path) -> None:
    times = [Fraction(0), Fraction(1, 25)]
    with (
        pytest.raises(ValueError, match="has no time"),
        VideoWriter(tmp_path / "a.mp4", SIZE, rate=NTSC, times_s=times) as writer,
    ):
        for number in range(3):
            writer.write(numbered(number))
    with pytest.raises(ValueError, match="do not increase"):
        VideoWriter(tmp_path / "a.mp4", SIZE, rate=NTSC, times_s=[Fraction(1), Fraction(1)])
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("name", ["out.avi", "out", "out.mp4.txt"])
def test_another_suffix_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(MvosError, match=r"ends in \.mp4"):
        VideoWriter(tmp_path / name, SIZE, rate=NTSC)
    assert left_in(tmp_path) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match=r"There is no folder .*missing"):
        VideoWriter(tmp_path / "missing" / "out.mp4", SIZE, rate=NTSC)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(MvosError, match="may not be written to"):
        VideoWriter(folder / "out.mp4", SIZE, rate=NTSC)


def test_a_name_that_is_taken_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out.mp4.part").mkdir()
    with pytest.raises(MvosError, match=r"out\.mp4 cannot be written"):
        VideoWriter(tmp_path / "out.mp4", SIZE, rate=NTSC)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "out.mp4.part").symlink_to("/dev/full")
    noise = np.random.default_rng(0).integers(0, 256, (*SIZE, 3)).astype(np.uint8)
    with (
        pytest.raises(MvosError, match="is full"),
        VideoWriter(tmp_path / "out.mp4", SIZE, rate=NTSC, coding=h264(crf=0)) as writer,
    ):
        for _ in range(60):
            writer.write(noise)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(errno.ENOSPC, "is full"), (errno.EACCES, "may not be written to"), (errno.EIO, "cannot be")],
)
def test_a_disk_that_fails_midway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    with pytest.raises(MvosError, match=sentence), VideoWriter(tmp_path / "a.mp4", SIZE, rate=NTSC) as writer:
        monkeypatch.setattr(writer, "_mux", lambda _: (_ for _ in ()).throw(OSError(code, os.strerror(code))))
        writer.write(numbered(0))
    assert left_in(tmp_path) == []


def test_a_file_that_was_not_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        pytest.raises(MvosError, match="not written whole"),
        VideoWriter(tmp_path / "a.mp4", SIZE, rate=NTSC) as writer,
    ):
        for number in range(10):
            writer.write(numbered(number))
        writer.n_frames += 1
    assert left_in(tmp_path) == []


def test_what_is_synced_may_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows syncs nothing else."""
    synced: list[int] = []

    def sync(handle: int) -> None:
        os.write(handle, b"")
        synced.append(handle)

    monkeypatch.setattr(os, "fsync", sync)
    with VideoWriter(tmp_path / "out.mp4", SIZE, rate=NTSC) as writer:
        writer.write(numbered(0))
    assert len(synced) == 1
    assert left_in(tmp_path) == ["out.mp4"]

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.types import MvosError
from mvos_core.video import open_video, probe
from tests.core.video.clips import number_of, numbered, psnr

EXIF_ORIENTATION = 0x0112


def save(folder: Path, name: str, number: int = 0, *, size: tuple[int, int] = (64, 96)) -> None:
    Image.fromarray(numbered(number, size=size)).save(folder / name)


def test_pictures_come_in_natural_order(tmp_path: Path) -> None:
    folder = tmp_path / "Aufnähmen 夏"
    folder.mkdir()
    for number, name in enumerate(
        ["b.png", "frame1.png", "frame2.jpg", "frame10.png", "frame010.bmp", "größe3.webp"]
    ):
        save(folder, name, number)
    (folder / "notes.txt").write_text("not a picture")
    (folder / "._frame3.png").write_text("not a picture either")
    with open_video(folder) as reader:
        assert reader.info.names == ("b", "frame1", "frame2", "frame010", "frame10", "größe3")
        numbers = [number_of(frame) for frame in reader.frames(range(len(reader)))]
        assert numbers == [0, 1, 2, 4, 3, 5]
        backwards = [number_of(frame) for frame in reader.frames(range(5, -1, -2))]
        assert backwards == [5, 4, 1]


def test_what_is_known_of_a_folder(tmp_path: Path) -> None:
    for number in range(3):
        save(tmp_path, f"{number:05}.png", number)
    info = probe(tmp_path)
    assert (info.n_frames, info.size, info.rate, info.duration_s) == (
        3,
        (64, 96),
        Fraction(24),
        Fraction(1, 8),
    )
    assert info.names == ("00000", "00001", "00002")
    assert info.times_s == (Fraction(0), Fraction(1, 24), Fraction(1, 12))
    assert not info.has_audio
    with open_video(tmp_path, picture_rate=Fraction(30000, 1001)) as reader:
        assert reader.info.time_s(2) == Fraction(2002, 30000)
        with reader.clone() as clone:
            assert number_of(clone.read(2)) == 2
        with pytest.raises(IndexError):
            reader.read(3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_pictures_upright(tmp_path: Path, orientation: int) -> None:
    stored = numbered(37)
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    Image.fromarray(stored).save(tmp_path / "a.jpg", exif=exif, quality=95)
    upright = [
        stored,
        stored[:, ::-1],
        stored[::-1, ::-1],
        stored[::-1],
        stored.swapaxes(0, 1),
        np.rot90(stored, -1),
        np.rot90(stored, 2).swapaxes(0, 1),
        np.rot90(stored),
    ][orientation - 1]
    with open_video(tmp_path) as reader:
        assert reader.info.size == upright.shape[:2]
        assert psnr(reader.read(0), upright) > 30


def test_every_kind_of_pixel_becomes_rgb(tmp_path: Path) -> None:
    levels = np.tile(np.arange(256, dtype=np.uint8), (4, 1))
    grey = np.repeat(levels[..., None], 3, axis=2)
    Image.fromarray(levels).save(tmp_path / "1.png")
    Image.fromarray(levels.astype(np.uint16) * 257).save(tmp_path / "2.png")
    Image.fromarray(levels.astype(np.uint16) * 257).save(tmp_path / "3.tif")
    Image.fromarray(np.dstack([grey, levels[:, ::-1]])).save(tmp_path / "4.png")
    Image.fromarray(levels).convert("LA").save(tmp_path / "5.png")
    Image.fromarray(levels).convert("P").save(tmp_path / "6.png")
    Image.fromarray(grey).save(tmp_path / "7.tiff")
    with open_video(tmp_path) as reader:
        assert len(reader) == 7
        for frame in reader.frames(range(7)):
            assert np.array_equal(frame, grey)
            assert frame.flags.writeable


def test_a_picture_of_another_size_is_named(tmp_path: Path) -> None:
    for number in range(3):
        save(tmp_path, f"{number}.png")
    save(tmp_path, "3.png", size=(64, 95))
    with pytest.raises(MvosError, match=r"3\.png is 95 x 64 pixels but 0\.png 96 x 64"):
        probe(tmp_path)


def test_masks_of_two_pictures_may_not_share_a_name(tmp_path: Path) -> None:
    save(tmp_path, "a.png")
    save(tmp_path, "a.jpg")
    with pytest.raises(MvosError, match=r"a\.jpg and a\.png"):
        probe(tmp_path)


def test_a_folder_without_pictures(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing here")
    with pytest.raises(MvosError, match="holds no pictures"):
        probe(tmp_path)


def test_a_broken_picture_is_named(tmp_path: Path) -> None:
    save(tmp_path, "1.png")
    save(tmp_path, "2.png")
    whole = (tmp_path / "2.png").read_bytes()
    (tmp_path / "2.png").write_bytes(whole[: len(whole) // 2])
    with open_video(tmp_path) as reader, pytest.raises(MvosError, match=r"2\.png cannot be read"):
        reader.read(1)
    (tmp_path / "2.png").write_bytes(b"not a picture")
    with pytest.raises(MvosError, match=r"2\.png cannot be read"):
        probe(tmp_path)


def test_a_picture_changed_while_in_use(tmp_path: Path) -> None:
    save(tmp_path, "1.png")
    with open_video(tmp_path) as reader:
        save(tmp_path, "1.png", size=(32, 96))
        with pytest.raises(MvosError, match="open the folder again"):
            reader.read(0)

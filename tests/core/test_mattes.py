"""Mattes made elsewhere: matched by count and name, scaled, cut at a grey; and what is exported comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from mvos_core.export import ExportSettings, Kind, export, plan_export
from mvos_core.export.pictures import PictureFolder
from mvos_core.masks.labels import read_label_map
from mvos_core.mattes import plan_matte, read_matte, with_object
from mvos_core.types import LabelMap, Mask, MvosError
from mvos_core.video import VideoWriter, open_video, probe
from mvos_core.video.coding import Coding, Quality

SIZE = (48, 64)
N_FRAMES = 6


def labels(index: int) -> LabelMap:
    """A disc, object 1, in front of a square, object 7; nothing of the disc in frame 4."""
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    result = np.zeros(SIZE, np.uint8)
    result[20:40, 30:60] = 7
    if index != 4:
        result[(x - 20 - 3 * index) ** 2 + (y - 20) ** 2 <= 90] = 1
    return result


def write_pictures(folder: Path, pictures: dict[str, NDArray[np.uint8]]) -> Path:
    folder.mkdir(parents=True)
    for name, pixels in pictures.items():
        cv2.imwrite(str(folder / f"{name}.png"), pixels)
    return folder


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    frame = np.full((*SIZE, 3), 90, np.uint8)
    return write_pictures(
        tmp_path_factory.mktemp("clips") / "shot", {f"{index:05}": frame for index in range(N_FRAMES)}
    )


def matte_folder(folder: Path, names: list[str], *, size: tuple[int, int] = SIZE) -> Path:
    pictures = {
        name: cv2.resize(
            (labels(index) == 1).astype(np.uint8) * 255, size[::-1], interpolation=cv2.INTER_NEAREST
        )
        for index, name in enumerate(names)
    }
    return write_pictures(folder, {name: np.asarray(pixels, np.uint8) for name, pixels in pictures.items()})


def masks_of(clip: Path, matte: Path, **settings: int) -> dict[int, Mask]:
    at, threshold = settings.get("at"), settings.get("threshold", 128)
    plan = plan_matte(probe(matte), probe(clip), at=at)
    return dict(step.value for step in read_matte(plan, threshold=threshold))


# Matching ----------------------------------------------------------------------------------------------------


def test_as_many_pictures_as_frames_go_in_order(clip: Path, tmp_path: Path) -> None:
    folder = matte_folder(tmp_path / "matte", [f"m{index}" for index in range(N_FRAMES)])
    plan = plan_matte(probe(folder), probe(clip))
    assert plan.is_whole
    assert plan.sentence == "The matte has 6 frames and the clip 6: every frame gets a mask."
    masks = masks_of(clip, folder)
    for index in range(N_FRAMES):
        np.testing.assert_array_equal(masks[index], labels(index) == 1)


def test_pictures_named_after_frames_belong_to_those(clip: Path, tmp_path: Path) -> None:
    folder = matte_folder(tmp_path / "matte", ["00001", "00004"])
    plan = plan_matte(probe(folder), probe(clip))
    assert (plan.pairs, plan.is_whole) == (((1, 0), (4, 1)), True)
    assert "2 frames get a mask, from 1 to 4" in plan.sentence


@pytest.mark.parametrize(
    ("n_pictures", "at", "pairs"),
    [(4, None, ((0, 0), (1, 1), (2, 2), (3, 3))), (9, 4, ((4, 0), (5, 1))), (4, 5, ((5, 0),))],
)
def test_other_counts_are_told_and_what_overlaps_is_offered(
    clip: Path, tmp_path: Path, n_pictures: int, at: int | None, pairs: tuple[tuple[int, int], ...]
) -> None:
    folder = matte_folder(tmp_path / "matte", [f"m{index}" for index in range(n_pictures)])
    plan = plan_matte(probe(folder), probe(clip), at=at)
    assert (plan.pairs, plan.is_whole) == (pairs, False)
    assert f"The matte has {n_pictures} frames and the clip 6; the {len(pairs)} frames from" in plan.sentence


def test_a_matte_cannot_begin_behind_the_clip(clip: Path, tmp_path: Path) -> None:
    folder = matte_folder(tmp_path / "matte", ["a", "b"])
    with pytest.raises(MvosError, match="frames 0 to 5"):
        plan_matte(probe(folder), probe(clip), at=6)


def test_proportions_have_to_be_the_clips(clip: Path, tmp_path: Path) -> None:
    folder = matte_folder(tmp_path / "matte", ["a"], size=(64, 64))
    with pytest.raises(MvosError, match="64 by 64 pixels and the clip 64 by 48"):
        plan_matte(probe(folder), probe(clip))
    small = replace(probe(clip), width=854, height=480)
    large = replace(probe(clip), width=1920, height=1080)
    assert plan_matte(small, large).is_whole


# Reading -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(24, 32), (96, 128)])
def test_other_sizes_are_scaled(clip: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    folder = matte_folder(tmp_path / "matte", ["00000"], size=size)
    mask = masks_of(clip, folder)[0]
    assert mask.shape == SIZE
    true = labels(0) == 1
    assert np.count_nonzero(mask & true) / np.count_nonzero(mask | true) > 0.85


def test_the_threshold_decides_about_grey(clip: Path, tmp_path: Path) -> None:
    ramp = np.tile(np.arange(64, dtype=np.uint8) * 4, (48, 1))
    folder = write_pictures(tmp_path / "matte", {"00000": ramp})
    for threshold in (1, 128, 200, 255):
        np.testing.assert_array_equal(masks_of(clip, folder, threshold=threshold)[0], ramp >= threshold)


def test_pictures_in_colour_are_no_matte(clip: Path, tmp_path: Path) -> None:
    red = np.zeros((*SIZE, 3), np.uint8)
    red[10:20, 10:20, 2] = 255
    folder = write_pictures(tmp_path / "matte", {"00000": red})
    with pytest.raises(MvosError, match="is in colour"):
        masks_of(clip, folder)


def test_a_film_is_a_matte(clip: Path, tmp_path: Path) -> None:
    film = tmp_path / "matte.mp4"
    with VideoWriter(film, SIZE, rate=Fraction(24), coding=Coding.of("h264", quality=Quality.BEST)) as writer:
        for index in range(N_FRAMES):
            writer.write(np.repeat((labels(index) == 1)[..., None] * np.uint8(255), 3, axis=2))
    for index, mask in masks_of(clip, film).items():
        assert np.count_nonzero(mask ^ (labels(index) == 1)) <= 12


def test_an_object_takes_no_pixels_from_others() -> None:
    before = labels(0)
    mask = np.zeros(SIZE, bool)
    mask[:30, :45] = True
    after = with_object(before, mask, 1)
    np.testing.assert_array_equal(after == 7, before == 7)
    np.testing.assert_array_equal(after == 1, mask & (before != 7))
    np.testing.assert_array_equal(with_object(after, before == 1, 1), before)


# Out and in again --------------------------------------------------------------------------------------------


def exported(clip: Path, folder: Path, settings: ExportSettings, *, template: str = "") -> list[Path]:
    with open_video(clip) as reader:
        names = {1: "disc", 7: "square"}
        frames = range(N_FRAMES)
        plan = plan_export(reader.info, frames, settings, objects=names, folder=folder, template=template)
        *_, last = export(plan, reader, labels)
    assert last.value.report is not None
    for target in last.value.report.targets:
        assert target.n_pictures == N_FRAMES
        assert any(check.passed and check.text == "6 of 6 pictures written" for check in target.checks)
    return [target.path for target in last.value.report.targets]


def test_masks_in_black_and_white_come_back_bit_for_bit(clip: Path, tmp_path: Path) -> None:
    disc, square = exported(clip, tmp_path, ExportSettings(Kind.MASKS, split=True))
    assert (disc.name, square.name) == ("shot-masks-disc", "shot-masks-square")
    first = cv2.imread(str(disc / "00000.png"), cv2.IMREAD_UNCHANGED)
    assert first is not None
    assert (first.dtype.name, first.shape, np.unique(first).tolist()) == ("uint8", SIZE, [0, 255])
    back = {index: np.zeros(SIZE, np.uint8) for index in range(N_FRAMES)}
    for path, label in ((disc, 1), (square, 7)):
        for index, mask in masks_of(clip, path).items():
            back[index] = with_object(back[index], mask, label)
    for index in range(N_FRAMES):
        np.testing.assert_array_equal(back[index], labels(index))


def test_label_maps_come_back_bit_for_bit(clip: Path, tmp_path: Path) -> None:
    (folder,) = exported(clip, tmp_path, ExportSettings(Kind.LABELS))
    for index in range(N_FRAMES):
        np.testing.assert_array_equal(read_label_map(folder / f"{index:05}.png"), labels(index))


def test_label_maps_may_lie_as_davis_has_them(clip: Path, tmp_path: Path) -> None:
    template = "Annotations/480p/{clip}"
    (folder,) = exported(clip, tmp_path, ExportSettings(Kind.LABELS), template=template)
    assert folder == tmp_path / "Annotations" / "480p" / "shot"
    assert sorted(path.name for path in folder.iterdir()) == [f"{index:05}.png" for index in range(N_FRAMES)]


def test_masks_of_all_objects_in_one_folder_are_their_union(clip: Path, tmp_path: Path) -> None:
    (folder,) = exported(clip, tmp_path, ExportSettings(Kind.MASKS))
    for index, mask in masks_of(clip, folder).items():
        np.testing.assert_array_equal(mask, labels(index) > 0)


def test_a_folder_that_lacks_a_picture_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(MvosError, match="1 of 2 pictures written"),
        PictureFolder(tmp_path / "m", ["a", "b"]) as folder,
    ):
        folder.write(np.full((*SIZE, 1), 255, np.uint8))
        list(folder.verify())
    assert not any(tmp_path.iterdir())


def test_films_hold_no_hard_masks() -> None:
    with pytest.raises(MvosError, match="export a matte"):
        ExportSettings(Kind.MASKS, "h264").coding()

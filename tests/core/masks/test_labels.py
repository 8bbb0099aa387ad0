"""Label maps on disk."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.masks.labels import (
    DAVIS_PALETTE,
    check_mask,
    decode_label_map,
    encode_label_map,
    keep_only,
    object_labels,
    read_label_map,
    write_label_map,
)
from mvos_core.types import VOID, MvosError


def _save(path: Path, values: object, *, dtype: type = np.uint8) -> Path:
    Image.fromarray(np.array(values, dtype)).save(path)
    return path


def test_palette_is_the_colour_map_of_pascal_voc() -> None:
    known = [
        (0, 0, 0),
        (128, 0, 0),
        (0, 128, 0),
        (128, 128, 0),
        (0, 0, 128),
        (128, 0, 128),
        (0, 128, 128),
        (128, 128, 128),
        (64, 0, 0),
        (192, 0, 0),
    ]
    np.testing.assert_array_equal(DAVIS_PALETTE[:10], known)
    assert tuple(DAVIS_PALETTE[255]) == (224, 224, 192)
    assert len(np.unique(DAVIS_PALETTE, axis=0)) == 256


def test_every_label_survives_the_disk(tmp_path: Path) -> None:
    labels = np.arange(256, dtype=np.uint8).reshape(8, 32)
    path = tmp_path / "маска ü.png"
    write_label_map(path, labels)
    np.testing.assert_array_equal(read_label_map(path), labels)
    with Image.open(path) as picture:
        assert picture.mode == "P"
        np.testing.assert_array_equal(np.array(picture.convert("RGB")), DAVIS_PALETTE[labels])


def test_encoding_takes_any_memory_layout() -> None:
    labels = np.arange(48, dtype=np.uint8).reshape(6, 8)
    np.testing.assert_array_equal(decode_label_map(encode_label_map(labels.T[:, ::2])), labels.T[:, ::2])


@pytest.mark.parametrize("labels", [np.zeros((4, 4), np.int64), np.zeros((4, 4, 3), np.uint8)])
def test_encoding_refuses_what_is_no_label_map(labels: NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="uint8"):
        encode_label_map(labels)


def test_palette_indices_stand_whatever_their_colours(tmp_path: Path) -> None:
    picture = Image.fromarray(np.array([[0, 1], [255, 0]], np.uint8))
    picture.putpalette(bytes(range(256)) * 3)
    picture.save(tmp_path / "mask.png")
    assert read_label_map(tmp_path / "mask.png").tolist() == [[0, 1], [255, 0]]


@pytest.mark.parametrize(
    ("grey", "labels"),
    [
        ([[0, 3], [7, 3]], [[0, 3], [7, 3]]),
        ([[0, 255], [255, 0]], [[0, 1], [1, 0]]),
        ([[255, 255]], [[1, 1]]),
        ([[0, 1, 255]], [[0, 1, 255]]),
        ([[0, 0]], [[0, 0]]),
    ],
)
def test_grey_values_stand_but_for_black_and_white(
    tmp_path: Path, grey: list[list[int]], labels: list[list[int]]
) -> None:
    assert read_label_map(_save(tmp_path / "mask.png", grey)).tolist() == labels


def test_one_bit_picture_is_object_1(tmp_path: Path) -> None:
    labels = read_label_map(_save(tmp_path / "mask.png", [[False, True], [True, False]], dtype=np.bool_))
    assert labels.dtype == np.uint8
    assert labels.tolist() == [[0, 1], [1, 0]]


def test_palette_colours_become_labels(tmp_path: Path) -> None:
    labels = np.array([[0, 1, 2], [9, 5, 22]], np.uint8)
    assert read_label_map(_save(tmp_path / "mask.png", DAVIS_PALETTE[labels])).tolist() == labels.tolist()


def test_palette_colours_may_be_one_step_off(tmp_path: Path) -> None:
    assert read_label_map(_save(tmp_path / "mask.png", [[(191, 0, 0), (0, 0, 0)]])).tolist() == [[9, 0]]


def test_black_and_white_colours_are_object_1(tmp_path: Path) -> None:
    path = _save(tmp_path / "mask.png", [[(255, 255, 255), (0, 0, 0)]])
    assert read_label_map(path).tolist() == [[1, 0]]


def test_transparent_pixels_are_background(tmp_path: Path) -> None:
    white = (255, 255, 255)
    path = _save(tmp_path / "mask.png", [[(*white, 255), (*white, 0), (*white, 200), (0, 0, 0, 255)]])
    assert read_label_map(path).tolist() == [[1, 0, 1, 0]]


@pytest.mark.parametrize(
    ("colours", "complaint"),
    [
        ([[(0, 0, 0), (128, 0, 0), (10, 20, 30)]], "colours that stand for no object"),
        ([[(128, 0, 0), (255, 255, 255)]], "colours that stand for no object"),
        ([[(x, x // 2, 7) for x in range(256)], [(x, 9, 8) for x in range(256)]], "too many colours"),
    ],
)
def test_other_colours_are_refused_with_advice(tmp_path: Path, colours: object, complaint: str) -> None:
    with pytest.raises(MvosError, match=complaint) as refusal:
        read_label_map(_save(tmp_path / "mask.png", colours))
    assert "palette PNG" in str(refusal.value)
    assert "mask.png" in str(refusal.value)


def test_16_bit_values_are_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match=r"more than 8 bits.*palette PNG or an 8-bit grey"):
        read_label_map(_save(tmp_path / "mask.png", [[0, 1], [2, 300]], dtype=np.uint16))


def test_jpeg_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match=r"JPEG.*palette PNG"):
        read_label_map(_save(tmp_path / "mask.jpg", np.zeros((8, 8))))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match=r"nowhere\.png"):
        read_label_map(tmp_path / "nowhere.png")


def test_folder_is_no_mask(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="cannot be read"):
        read_label_map(tmp_path)


@pytest.mark.parametrize("kept", [0, 5, 40, 900, -40])
def test_corrupt_file_is_named(tmp_path: Path, kept: int) -> None:
    whole = encode_label_map(np.random.default_rng(0).integers(0, 9, (40, 40), dtype=np.uint8))
    path = tmp_path / "cut.png"
    path.write_bytes(whole[:kept])
    with pytest.raises(MvosError, match=r"cut\.png is not a readable picture"):
        read_label_map(path)


def test_flipped_bytes_are_noticed() -> None:
    png = bytearray(encode_label_map(np.random.default_rng(0).integers(0, 9, (40, 40), dtype=np.uint8)))
    png[-60:-40] = bytes(20)
    with pytest.raises(MvosError, match="the mask is not a readable picture"):
        decode_label_map(bytes(png))


def test_failed_write_keeps_the_old_mask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mask.png"
    old, new = np.ones((4, 4), np.uint8), np.full((4, 4), 2, np.uint8)
    write_label_map(path, old)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(MvosError, match="No space left"):
        write_label_map(path, new)
    assert [file.name for file in tmp_path.iterdir()] == ["mask.png"]
    np.testing.assert_array_equal(read_label_map(path), old)


def test_write_to_what_is_no_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in ("none", "file"):
        with pytest.raises(MvosError, match="cannot be written"):
            write_label_map(tmp_path / folder / "mask.png", np.zeros((2, 2), np.uint8))


def test_objects_are_all_but_background_and_void() -> None:
    assert object_labels(np.array([[0, 7, 255], [2, 7, 254]], np.uint8)) == [2, 7, 254]
    assert object_labels(np.zeros((3, 3), np.uint8)) == []


def test_looking_for_objects_takes_no_memory_for_each_pixel() -> None:
    labels = np.random.default_rng(0).integers(0, 256, (600, 800), dtype=np.uint8)[:, ::2]
    labels[labels == 91] = 0
    tracemalloc.start()
    found = object_labels(labels)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [label for label in np.unique(labels) if label not in (0, VOID)]
    assert peak_bytes < 2 * labels.size  # a copy of a part of another array, and not eight bytes a pixel


def test_check_passes_a_mask_of_the_clips_size() -> None:
    check_mask(np.eye(4, 6, dtype=np.uint8), size=(4, 6), source="a.png")


def test_check_tells_both_sizes() -> None:
    with pytest.raises(MvosError, match=r"a\.png is 6 by 4 pixels and the clip 8 by 5"):
        check_mask(np.eye(4, 6, dtype=np.uint8), size=(5, 8), source="a.png")


@pytest.mark.parametrize("value", [0, 255])
def test_check_wants_an_object(value: int) -> None:
    with pytest.raises(MvosError, match=r"a\.png is empty"):
        check_mask(np.full((4, 6), value, np.uint8), size=(4, 6), source="a.png")


def test_a_palette_of_black_and_white_is_object_one(tmp_path: Path) -> None:
    picture = Image.fromarray(np.array([[0, 255], [255, 0]], np.uint8))
    picture.putpalette([value for grey in range(256) for value in (grey, grey, grey)])
    picture.save(tmp_path / "mask.png")
    assert read_label_map(tmp_path / "mask.png").tolist() == [[0, 1], [1, 0]]


def test_what_is_not_known_becomes_background() -> None:
    labels = np.array([[0, 1, 2], [3, 254, 1]], np.uint8)
    np.testing.assert_array_equal(keep_only(labels, {1, 3}), [[0, 1, 0], [3, 0, 1]])
    assert not keep_only(labels, ()).any()

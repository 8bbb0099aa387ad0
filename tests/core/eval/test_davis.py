"""The layouts of DAVIS."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.eval.davis import HELD_OUT, davis_sequences, read_annotation, read_picture
from mvos_core.masks.labels import write_label_map
from mvos_core.types import MvosError
from tests.core.eval.davis_tree import SIZE, plain_labels, write_lists, write_sequence


@pytest.fixture
def davis(tmp_path: Path) -> Path:
    root = tmp_path / "DAVIS"
    for name, n_frames in [("bear", 3), ("camel", 2), ("bus", 1)]:
        write_sequence(root, name, label_maps=[plain_labels(1, 2, index=index) for index in range(n_frames)])
    return root


def _pairs(name: str, n_frames: int) -> list[str]:
    return [
        f"/JPEGImages/480p/{name}/{index:05d}.jpg /Annotations/480p/{name}/{index:05d}.png "
        for index in range(n_frames)
    ]


@pytest.mark.parametrize(
    "lines", [["camel", "bear"], ["camel", "", "bear ", ""], [*_pairs("camel", 2), *_pairs("bear", 3)]]
)
def test_2016_lists_names_or_pairs_of_files(davis: Path, lines: list[str]) -> None:
    write_lists(davis, year="2016", lists={"train": lines})
    camel, bear = davis_sequences(davis, year="2016", split="train")
    assert (camel.name, len(camel), bear.name, len(bear)) == ("camel", 2, "bear", 3)
    assert bear.frames == tuple(davis / "JPEGImages" / "480p" / "bear" / f"0000{n}.jpg" for n in range(3))
    assert bear.annotations == tuple(
        davis / "Annotations" / "480p" / "bear" / f"0000{n}.png" for n in range(3)
    )


def test_2017_has_its_own_lists(davis: Path) -> None:
    write_lists(davis, year="2016", lists={"val": ["camel"]})
    write_lists(davis, year="2017", lists={"train": ["bear", "bus"], "val": ["camel", "bus"]})
    sequences = davis_sequences(davis, year="2017", split="val")
    assert [sequence.name for sequence in sequences] == ["camel", "bus"]


def test_root_may_hold_davis(davis: Path) -> None:
    write_lists(davis, year="2017", lists={"val": ["bear"]})
    assert davis_sequences(davis.parent, year="2017", split="val") == davis_sequences(
        davis, year="2017", split="val"
    )


def test_names_choose_from_the_split(davis: Path) -> None:
    write_lists(davis, year="2017", lists={"val": ["bear", "camel", "bus"]})
    sequences = davis_sequences(davis, year="2017", split="val", names=["bus", "bear"])
    assert [sequence.name for sequence in sequences] == ["bear", "bus"]


def test_held_out_and_the_rest_make_up_train(davis: Path) -> None:
    for name in HELD_OUT:
        write_sequence(davis, name, label_maps=[plain_labels(1)])
    write_lists(davis, year="2016", lists={"train": ["bear", *reversed(HELD_OUT), "camel"]})
    held_out = davis_sequences(davis, year="2016", split="held-out")
    rest = davis_sequences(davis, year="2016", split="train-minus-held-out")
    assert {sequence.name for sequence in held_out} == set(HELD_OUT)
    assert [sequence.name for sequence in rest] == ["bear", "camel"]


def test_hidden_files_are_no_frames(davis: Path) -> None:
    write_lists(davis, year="2017", lists={"val": ["bear"]})
    folder = davis / "JPEGImages" / "480p" / "bear"
    (folder / "._00000.jpg").touch()
    (folder / "notes.txt").touch()
    (bear,) = davis_sequences(davis, year="2017", split="val")
    assert len(bear) == 3


def test_missing_davis_is_told(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match=r"There is no DAVIS at .*JPEGImages/480p"):
        davis_sequences(tmp_path, year="2016", split="train")


def test_unknown_year_is_told(davis: Path) -> None:
    with pytest.raises(MvosError, match="no DAVIS 2018; choose 2016 or 2017") as refusal:
        davis_sequences(davis, year="2018", split="train")
    assert refusal.value.exit_code == 2


def test_unknown_split_is_told_with_those_there_are(davis: Path) -> None:
    write_lists(davis, year="2016", lists={"train": ["bear"], "val": ["camel"]})
    with pytest.raises(MvosError, match=r"no split test .*train or val or held-out") as refusal:
        davis_sequences(davis, year="2016", split="test")
    assert refusal.value.exit_code == 2


def test_unknown_sequence_is_told(davis: Path) -> None:
    write_lists(davis, year="2016", lists={"train": ["bear"]})
    with pytest.raises(MvosError, match=r"no sequence cow in the train split.*it has bear"):
        davis_sequences(davis, year="2016", split="train", names=["bear", "cow"])


def test_held_out_sequences_must_be_there(davis: Path) -> None:
    write_lists(davis, year="2016", lists={"train": ["bear", *HELD_OUT[1:]]})
    with pytest.raises(MvosError, match=f"no sequence {HELD_OUT[0]}"):
        davis_sequences(davis, year="2016", split="held-out")


def test_listed_sequence_without_frames_is_told(davis: Path) -> None:
    write_lists(davis, year="2016", lists={"train": ["swan"]})
    with pytest.raises(MvosError, match="swan has no frames"):
        davis_sequences(davis, year="2016", split="train")


def test_missing_annotations_are_counted(davis: Path) -> None:
    write_lists(davis, year="2016", lists={"train": ["bear"]})
    for index in (1, 2):
        (davis / "Annotations" / "480p" / "bear" / f"0000{index}.png").unlink()
    with pytest.raises(MvosError, match=r"bear lacks 2 of its 3 annotations, the first of them .*00001\.png"):
        davis_sequences(davis, year="2016", split="train")


def test_pictures_are_rgb(davis: Path) -> None:
    frame = read_picture(davis / "JPEGImages" / "480p" / "bear" / "00002.jpg")
    assert frame.shape == (*SIZE, 3)
    assert frame.dtype == np.uint8
    np.testing.assert_allclose(frame.mean(axis=(0, 1)), (250, 0, 16), atol=4)


def test_pictures_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / "картина é.png"
    colours = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    Image.fromarray(colours).save(path)
    np.testing.assert_array_equal(read_picture(path), colours)


def test_missing_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match=r"none\.jpg cannot be read"):
        read_picture(tmp_path / "none.jpg")


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_broken_picture_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(content)
    with pytest.raises(MvosError, match=r"broken\.jpg is not a readable picture"):
        read_picture(path)


def test_annotations_are_one_object_in_2016_and_several_in_2017(tmp_path: Path) -> None:
    path = tmp_path / "00000.png"
    labels = plain_labels(1, 2, 5)
    write_label_map(path, labels)
    np.testing.assert_array_equal(read_annotation(path, year="2017"), labels)
    np.testing.assert_array_equal(read_annotation(path, year="2016"), labels > 0)


def test_2016_grey_annotations_are_object_1(tmp_path: Path) -> None:
    path = tmp_path / "00000.png"
    Image.fromarray(np.array([[0, 255]], np.uint8)).save(path)
    assert read_annotation(path, year="2016").tolist() == [[0, 1]]

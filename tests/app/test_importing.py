"""Taking label maps made elsewhere as masks: one picture for a frame, a folder for a clip."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.importing import MaskOrder, read_masks
from mvos_core.masks.labels import write_label_map
from mvos_core.masks.track import Origin
from mvos_core.types import MvosError
from mvos_core.video import probe
from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio, truth


def test_a_mask_is_imported_to_a_frame_with_its_objects(studio: Studio, tmp_path: Path) -> None:
    write_label_map(tmp_path / "mask.png", truth(3))
    studio.go_to(3)
    studio.window.importing.import_file(tmp_path / "mask.png")
    document = studio.session.document
    np.testing.assert_array_equal(studio.labels(3), truth(3))
    assert document.track[3].origin is Origin.IMPORTED
    assert document.labels == {1, 2}
    studio.trigger("undo")
    assert document.labels == {1}
    assert not document.track


def test_a_mask_of_another_size_is_refused(studio: Studio, tmp_path: Path) -> None:
    write_label_map(tmp_path / "mask.png", np.ones((5, 6), np.uint8))
    studio.window.importing.import_file(tmp_path / "mask.png")
    assert "6 by 5" in studio.window.banner.text


def test_a_folder_of_masks_named_after_the_frames(studio: Studio, tmp_path: Path) -> None:
    for index in (2, 5):
        write_label_map(tmp_path / f"{index:05d}.png", truth(index))
    write_label_map(tmp_path / "00007.png", np.zeros_like(truth(7)))
    studio.window.importing.import_folder(tmp_path)
    studio.qtbot.waitUntil(lambda: bool(studio.session.document.track), timeout=PATIENCE_MS)
    assert list(studio.session.document.track) == [2, 5]
    assert studio.session.document.undo_stack.undoText() == "Import masks"


def test_a_folder_with_as_many_masks_as_frames_goes_in_order(clip: Path, tmp_path: Path) -> None:
    for index in range(N_FRAMES):
        write_label_map(tmp_path / f"mask{index:03d}.png", truth(index))
    masks = [step.value for step in read_masks(tmp_path, MaskOrder(probe(clip)))]
    assert [mask.index for mask in masks] == list(range(N_FRAMES))


def test_a_folder_of_other_pictures_is_refused(clip: Path, tmp_path: Path) -> None:
    write_label_map(tmp_path / "holiday.png", truth(0))
    with pytest.raises(MvosError, match=r"00000\.png"):
        list(read_masks(tmp_path, MaskOrder(probe(clip))))


def test_a_label_that_a_deleted_object_had_is_not_given_again(clip: Path, tmp_path: Path) -> None:
    write_label_map(tmp_path / "00000.png", truth(0))
    (step,) = read_masks(tmp_path, MaskOrder(probe(clip), retired=frozenset({1})))
    expected = np.where(truth(0) == 1, 3, truth(0))
    np.testing.assert_array_equal(step.value.entry.labels(), expected)


def test_every_picture_of_a_folder_calls_an_object_the_same(clip: Path, tmp_path: Path) -> None:
    first, second = truth(0), truth(1)
    write_label_map(tmp_path / "00000.png", np.where(first == 2, 2, 0).astype(np.uint8))
    write_label_map(tmp_path / "00001.png", second)
    write_label_map(tmp_path / "00002.png", np.where(truth(2) == 1, 4, 0).astype(np.uint8))
    order = MaskOrder(probe(clip), frozenset({1, 3}), frozenset({2}))
    found = [step.value.entry.labels() for step in read_masks(tmp_path, order)]
    np.testing.assert_array_equal(found[0], np.where(first == 2, 4, 0))
    np.testing.assert_array_equal(found[1], np.where(second == 2, 4, second))
    np.testing.assert_array_equal(found[2], np.where(truth(2) == 1, 5, 0))


def test_an_object_that_was_deleted_gives_its_masks_to_no_other(studio: Studio, tmp_path: Path) -> None:
    document = studio.session.document
    studio.trigger("add_object")
    studio.trigger("add_object")
    document.delete_object(2)
    write_label_map(tmp_path / "mask.png", np.where(truth(0) == 2, 2, 0).astype(np.uint8))
    studio.window.importing.import_file(tmp_path / "mask.png")
    assert document.objects_at(0) == {4}
    assert document.labels == {1, 3, 4}


def test_an_object_that_undo_brought_back_gets_its_masks(studio: Studio, tmp_path: Path) -> None:
    document = studio.session.document
    studio.trigger("add_object")
    document.delete_object(2)
    studio.trigger("undo")
    write_label_map(tmp_path / "mask.png", truth(0))
    studio.window.importing.import_file(tmp_path / "mask.png")
    np.testing.assert_array_equal(studio.labels(0), truth(0))
    assert document.labels == {1, 2}


def test_locked_objects_keep_their_pixels(masked: Studio, tmp_path: Path) -> None:
    document = masked.session.document
    masked.session.selection.select(2)
    masked.trigger("toggle_locked")
    everything = np.ones_like(truth(0))
    everything[:, :5] = 2
    write_label_map(tmp_path / "mask.png", everything)
    masked.window.importing.import_file(tmp_path / "mask.png")
    expected = np.where(truth(0) == 2, 2, np.where(everything == 1, 1, 0))
    np.testing.assert_array_equal(masked.labels(0), expected)
    assert document.decisions() == {0: {1}}
    masked.go_to(1)
    write_label_map(tmp_path / "mask.png", np.full_like(truth(0), 2))
    before, count = document.track[1], document.undo_stack.count()
    masked.window.importing.import_file(tmp_path / "mask.png")
    assert document.track[1] is before
    assert document.undo_stack.count() == count
    assert "is locked" in masked.window.statusBar().currentMessage()


def test_a_folder_that_shows_only_locked_objects_changes_nothing(studio: Studio, tmp_path: Path) -> None:
    studio.trigger("toggle_locked")
    write_label_map(tmp_path / "00002.png", truth(2, labels=(1,)))
    studio.window.importing.import_folder(tmp_path)
    bar = studio.window.statusBar()
    studio.qtbot.waitUntil(lambda: "No mask was imported" in bar.currentMessage(), timeout=PATIENCE_MS)
    assert not studio.session.document.track

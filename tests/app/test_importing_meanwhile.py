"""What was done while masks were being read: it stays, and what is late does not land in the wrong object."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import cv2
import numpy as np
import pytest

from app.importing import ImportedMask, MaskOrder, MatteOrder, read_masks, read_matte_masks
from app.lanes import Job
from mvos_core.masks.labels import write_label_map
from mvos_core.types import Step
from tests.app.conftest import HEIGHT, N_FRAMES, PATIENCE_MS, WIDTH, Studio, truth
from tests.app.test_matte_import import chosen


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """What reading waits for after its first frame."""
    gate = Event()

    def waiting(steps: Iterator[Step[ImportedMask]]) -> Iterator[Step[ImportedMask]]:
        for step in steps:
            yield step
            gate.wait(10)

    def slow_masks(folder: Path, order: MaskOrder) -> Iterator[Step[ImportedMask]]:
        return waiting(read_masks(folder, order))

    def slow_matte(order: MatteOrder) -> Iterator[Step[ImportedMask]]:
        return waiting(read_matte_masks(order))

    monkeypatch.setattr("app.controllers.importing.read_masks", slow_masks)
    monkeypatch.setattr("app.controllers.matte_import.read_matte_masks", slow_matte)
    yield gate
    gate.set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Label maps of both discs for the first four frames."""
    folder = tmp_path / "masks"
    folder.mkdir()
    for index in range(4):
        write_label_map(folder / f"{index:05}.png", truth(index))
    return folder


@pytest.fixture
def square(tmp_path: Path) -> Path:
    """A matte, white in a square in the middle of each frame."""
    folder = tmp_path / "square"
    folder.mkdir()
    for index in range(N_FRAMES):
        cv2.imwrite(str(folder / f"{index:05}.png"), _square().astype(np.uint8) * 255)
    return folder


def _square() -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[28:36, 40:56] = True
    return mask


def _take(studio: Studio, square: Path, label: int | None) -> None:
    """Begin to take the matte for an object, None for a new one."""
    dialog = chosen(studio, square)
    dialog.object.setCurrentIndex(dialog.object.findData(label))
    dialog.accept_button.click()
    bar = studio.window.jobs_bar
    studio.qtbot.waitUntil(lambda: "1 of 24" in bar.text, timeout=PATIENCE_MS)


def _wait(studio: Studio) -> None:
    window = studio.window
    studio.qtbot.waitUntil(
        lambda: not window.importing.is_running and not window.matte_import.is_running, timeout=PATIENCE_MS
    )


# A folder of masks -------------------------------------------------------------------------------------------


def test_a_folder_is_read_while_something_is_rendered(studio: Studio, folder: Path) -> None:
    held = Event()

    def hold() -> Iterator[Step[None]]:
        held.wait(10)
        yield Step(1, 1, None)

    studio.session.render.submit(Job(hold, name="hold"))
    studio.window.importing.import_folder(folder)
    _wait(studio)
    assert list(studio.session.document.track) == [0, 1, 2, 3]
    assert studio.session.render.is_busy
    held.set()
    studio.qtbot.waitUntil(lambda: not studio.session.render.is_busy, timeout=PATIENCE_MS)


def test_the_bar_tells_of_reading_at_once(studio: Studio, folder: Path) -> None:
    studio.window.importing.import_folder(folder)
    assert studio.window.jobs_bar.isVisible()
    assert studio.window.jobs_bar.text == "Reading masks…"
    _wait(studio)


def test_a_frame_painted_meanwhile_keeps_its_mask(studio: Studio, folder: Path, gate: Event) -> None:
    studio.window.importing.import_folder(folder)
    studio.go_to(2)
    studio.dab(1, 2)
    painted = studio.session.document.track[2]
    gate.set()
    _wait(studio)
    assert studio.session.document.track[2] is painted
    for index in (0, 1, 3):
        np.testing.assert_array_equal(studio.labels(index), truth(index))
    expected = "3 masks were imported. Frames that changed meanwhile keep theirs: 1."
    assert studio.window.statusBar().currentMessage() == expected


def test_a_lock_put_on_meanwhile_holds(masked: Studio, folder: Path, gate: Event) -> None:
    write_label_map(folder / "00000.png", np.full((HEIGHT, WIDTH), 1, np.uint8))
    masked.window.importing.import_folder(folder)
    masked.session.selection.select(2)
    masked.trigger("toggle_locked")
    gate.set()
    _wait(masked)
    np.testing.assert_array_equal(masked.labels(0), np.where(truth(0) == 2, 2, 1))


def test_an_object_deleted_meanwhile_does_not_come_back(masked: Studio, folder: Path, gate: Event) -> None:
    document = masked.session.document
    masked.window.importing.import_folder(folder)
    document.delete_object(2)
    gate.set()
    _wait(masked)
    assert document.labels == {1, 3}
    np.testing.assert_array_equal(masked.labels(1), np.where(truth(1) == 2, 3, truth(1)))
    assert document.objects_at(9) == {1}


# A matte -----------------------------------------------------------------------------------------------------


def test_an_object_added_meanwhile_is_not_the_matte_s(studio: Studio, square: Path, gate: Event) -> None:
    _take(studio, square, None)
    studio.trigger("add_object")
    studio.dab(2, 0)
    gate.set()
    _wait(studio)
    assert [thing.name for thing in studio.session.document.objects] == ["Object 1", "Object 2", "square"]
    expected = truth(0, labels=(2,))
    expected[_square() & (expected == 0)] = 3
    np.testing.assert_array_equal(studio.labels(0), expected)


def test_a_matte_whose_object_was_deleted_meanwhile_is_dropped(
    masked: Studio, square: Path, gate: Event
) -> None:
    document = masked.session.document
    _take(masked, square, 2)
    document.delete_object(2)
    masks = dict(document.track)
    gate.set()
    _wait(masked)
    assert document.labels == {1}
    assert document.track == masks
    assert "has been deleted" in masked.window.banner.text


def test_a_matte_whose_object_was_locked_meanwhile_is_dropped(
    masked: Studio, square: Path, gate: Event
) -> None:
    masks = dict(masked.session.document.track)
    _take(masked, square, 2)
    masked.session.selection.select(2)
    masked.trigger("toggle_locked")
    gate.set()
    _wait(masked)
    assert masked.session.document.track == masks
    assert "is locked" in masked.window.banner.text


def test_another_object_deleted_meanwhile_does_not_come_back(
    masked: Studio, square: Path, gate: Event
) -> None:
    document = masked.session.document
    _take(masked, square, 1)
    document.delete_object(2)
    gate.set()
    _wait(masked)
    assert document.labels == {1}
    np.testing.assert_array_equal(masked.labels(0) > 0, _square())

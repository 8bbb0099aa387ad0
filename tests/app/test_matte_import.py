"""Taking a matte made elsewhere in the window: the dialog's words, one undo, cancelling, other objects' pixels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import cv2
import numpy as np
import pytest

from app.importing import ImportedMask, MatteOrder, merged, read_matte_masks
from app.widgets.matte_dialog import MatteDialog
from mvos_core.masks.track import MaskEntry, Origin
from mvos_core.mattes import plan_matte
from mvos_core.types import Step
from mvos_core.video import probe
from tests.app.conftest import HEIGHT, N_FRAMES, PATIENCE_MS, WIDTH, Studio, truth


def matte(folder: Path, label: int, frames: range, *, named: bool = False) -> Path:
    """Black and white pictures of an object."""
    folder.mkdir(parents=True)
    for number, index in enumerate(frames):
        name = f"{index:05}" if named else f"m{number}"
        cv2.imwrite(str(folder / f"{name}.png"), (truth(index) == label).astype(np.uint8) * 255)
    return folder


def chosen(studio: Studio, path: Path) -> MatteDialog:
    """The dialog, open, with a matte that was looked at."""
    studio.trigger("import_matte")
    dialog = studio.window.matte_import.dialog
    assert dialog is not None
    dialog.set_source(path)
    studio.qtbot.waitUntil(lambda: studio.window.matte_import._examining is not None, timeout=PATIENCE_MS)
    studio.qtbot.waitUntil(lambda: not studio.session.disk.is_busy, timeout=PATIENCE_MS)
    return dialog


def take(studio: Studio, dialog: MatteDialog) -> None:
    assert dialog.accept_button.isEnabled(), dialog.facts.text()
    dialog.accept_button.click()
    studio.qtbot.waitUntil(lambda: not studio.window.matte_import.is_running, timeout=PATIENCE_MS)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Event:
    """What the reading of a matte waits for after each frame."""
    gate = Event()

    def slowly(order: MatteOrder) -> Iterator[Step[ImportedMask]]:
        for step in read_matte_masks(order):
            yield step
            gate.wait(10)

    monkeypatch.setattr("app.controllers.matte_import.read_matte_masks", slowly)
    return gate


def test_a_matte_becomes_a_new_object_in_one_undo(studio: Studio, tmp_path: Path) -> None:
    dialog = chosen(studio, matte(tmp_path / "walker", 2, range(N_FRAMES)))
    assert dialog.facts.text() == "The matte has 24 frames and the clip 24: every frame gets a mask."
    take(studio, dialog)
    document = studio.session.document
    assert [thing.name for thing in document.objects] == ["Object 1", "walker"]
    for index in range(N_FRAMES):
        np.testing.assert_array_equal(studio.labels(index), truth(index, labels=(2,)))
    assert document.track[5].origin is Origin.IMPORTED
    assert studio.session.selection.label == 2
    assert not dialog.isVisible()
    assert document.undo_stack.count() == 1
    studio.trigger("undo")
    assert not document.track
    assert len(document.objects) == 1
    studio.trigger("redo")
    assert len(document.track) == N_FRAMES


def test_it_gives_way_to_others_and_says_no_more_about_them(studio: Studio, tmp_path: Path) -> None:
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    everything = tmp_path / "all"
    everything.mkdir()
    for index in range(N_FRAMES):
        cv2.imwrite(str(everything / f"m{index:02}.png"), np.full((HEIGHT, WIDTH), 255, np.uint8))
    document, before = studio.session.document, {index: studio.labels(index) for index in range(N_FRAMES)}
    take(studio, chosen(studio, everything))
    for index in range(N_FRAMES):
        np.testing.assert_array_equal(studio.labels(index) == 1, before[index] == 1)
        assert (studio.labels(index) > 0).all()
    decided = {index: labels for index, labels in document.decisions().items() if 1 in labels}
    assert list(decided) == [0]


def test_a_shorter_matte_is_taken_from_the_frame_that_is_chosen(studio: Studio, tmp_path: Path) -> None:
    dialog = chosen(studio, matte(tmp_path / "short", 1, range(6)))
    assert "The matte has 6 frames and the clip 24; the 6 frames from 0 to 5" in dialog.facts.text()
    dialog.at.setValue(20)
    studio.qtbot.waitUntil(lambda: "from 20 to 23" in dialog.facts.text(), timeout=PATIENCE_MS)
    dialog.object.setCurrentIndex(dialog.object.findData(1))
    take(studio, dialog)
    assert list(studio.session.document.track) == [20, 21, 22, 23]
    np.testing.assert_array_equal(studio.labels(21), truth(1, labels=(1,)))
    assert len(studio.session.document.objects) == 1


def test_names_say_which_frames_are_meant(studio: Studio, tmp_path: Path) -> None:
    take(studio, chosen(studio, matte(tmp_path / "some", 1, range(4, 12, 3), named=True)))
    assert list(studio.session.document.track) == [4, 7, 10]


def test_what_does_not_fit_is_said_in_the_dialog(studio: Studio, tmp_path: Path) -> None:
    square = tmp_path / "square"
    square.mkdir()
    cv2.imwrite(str(square / "a.png"), np.zeros((50, 50), np.uint8))
    dialog = chosen(studio, square)
    assert "50 by 50 pixels and the clip 96 by 64" in dialog.facts.text()
    assert not dialog.accept_button.isEnabled()
    dialog.set_source(tmp_path / "nothing")
    studio.qtbot.waitUntil(lambda: "nothing" in dialog.facts.text(), timeout=PATIENCE_MS)
    dialog.source.clear()
    dialog.changed.emit()
    assert dialog.facts.text() == "Choose a film or a folder."
    dialog.reject()


def test_cancelling_leaves_everything_as_it_was(studio: Studio, tmp_path: Path, gate: Event) -> None:
    dialog = chosen(studio, matte(tmp_path / "walker", 2, range(N_FRAMES)))
    dialog.accept_button.click()
    bar = studio.window.jobs_bar
    studio.qtbot.waitUntil(lambda: "Reading the matte: 1 of 24" in bar.text, timeout=PATIENCE_MS)
    bar.stop.click()
    gate.set()
    studio.qtbot.waitUntil(lambda: not studio.window.matte_import.is_running, timeout=PATIENCE_MS)
    assert not studio.session.document.track
    assert studio.session.document.undo_stack.count() == 0
    assert not bar.isVisible()


def test_what_was_painted_meanwhile_stays(studio: Studio, tmp_path: Path) -> None:
    controller = studio.window.matte_import
    dialog = chosen(studio, matte(tmp_path / "walker", 2, range(N_FRAMES)))
    assert dialog.accept_button.isEnabled()
    controller.began.connect(lambda: studio.dab(1, 0))
    take(studio, dialog)
    found = studio.labels(0)
    assert np.count_nonzero(found == 1) > 200
    np.testing.assert_array_equal(found == 2, truth(0) == 2)


def test_a_frame_without_the_object_says_so(clip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    folder.mkdir()
    cv2.imwrite(str(folder / "00003.png"), np.zeros((HEIGHT, WIDTH), np.uint8))
    plan = plan_matte(probe(folder), probe(clip))
    before = MaskEntry.of(truth(3), origin=Origin.PROPAGATED, confidence={1: 1.0, 2: 0.5, 9: 0.4})
    order = MatteOrder(plan, 1, 128, {3: before}, frozenset({1, 2}))
    (step,) = read_matte_masks(order)
    entry = step.value.entry
    np.testing.assert_array_equal(entry.labels(), truth(3, labels=(2,)))
    assert dict(entry.confidence) == {1: 1.0, 2: 0.5}
    again = merged(entry, truth(3) == 1, order)
    np.testing.assert_array_equal(again.labels(), truth(3))


def test_another_clip_ends_the_import(studio: Studio, movie: Path, tmp_path: Path, gate: Event) -> None:
    dialog = chosen(studio, matte(tmp_path / "walker", 2, range(N_FRAMES)))
    dialog.accept_button.click()
    bar = studio.window.jobs_bar
    studio.qtbot.waitUntil(lambda: "Reading the matte: 1 of 24" in bar.text, timeout=PATIENCE_MS)
    studio.open(movie)
    gate.set()
    studio.qtbot.waitUntil(lambda: not studio.session.imports.is_busy, timeout=PATIENCE_MS)
    assert not studio.window.matte_import.is_running
    assert not bar.isVisible()
    assert not studio.session.document.track

"""Exporting in the window: the dialog, what it says beforehand, the job, the queue, cancelling and failing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QDesktopServices, QStandardItemModel
from PySide6.QtWidgets import QMessageBox

from app.places import export_folder
from app.widgets.export_dialog import ExportDialog
from app.widgets.queue_dialog import QueueDialog, RowState
from mvos_core.cli.main import run
from mvos_core.config import resource
from mvos_core.export import Kind
from mvos_core.masks.labels import read_label_map
from mvos_core.masks.refine import Refinement
from mvos_core.removal import RemovalSettings
from mvos_core.video import open_video, probe
from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio, centre, truth


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An empty folder for what is exported."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def dialog_of(
    studio: Studio, kind: Kind, folder: Path, *, codec: str = "", template: str = ""
) -> ExportDialog:
    """Open the dialog and fill it in as a user does."""
    studio.trigger("export")
    dialog = studio.window.exporting.dialog
    assert dialog is not None
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind.value))
    if codec:
        dialog.codec.setCurrentIndex(dialog.codec.findData(codec))
    dialog.folder.setText(str(folder))
    dialog.template.setText(template)
    return dialog


def finish(studio: Studio) -> None:
    studio.qtbot.waitUntil(lambda: not studio.window.exporting.is_running, timeout=PATIENCE_MS)


def queue_of(studio: Studio) -> QueueDialog:
    studio.trigger("export_queue")
    queue = studio.window.exporting.queue
    assert queue is not None
    return queue


def states(studio: Studio) -> list[RowState]:
    return [row.state for row in studio.window.exporting.rows]


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_demo_clip_is_not_exported_beside_the_programs_own_files(
    make_studio: Callable[[], Studio], clip: Path
) -> None:
    studio = make_studio()
    studio.open(resource("demo", "demo.mp4"))
    studio.dab(1, 0)
    studio.trigger("export")
    dialog = studio.window.exporting.dialog
    assert dialog is not None
    videos = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
    assert dialog.choice().folder == Path(videos)
    assert export_folder(clip) == clip.parent


def test_label_maps_of_the_chosen_objects_from_in_to_out(masked: Studio, out: Path) -> None:
    masked.session.document.set_range(range(3, 8))
    dialog = dialog_of(masked, Kind.LABELS, out)
    dialog.objects.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.preview.text() == "discs-labels"
    dialog.export.click()
    finish(masked)
    folder = out / "discs-labels"
    assert left_in(folder) == [f"{index:05d}.png" for index in range(3, 8)]
    np.testing.assert_array_equal(read_label_map(folder / "00005.png"), truth(5, labels=(1,)))
    assert "5 pictures" in masked.window.banner.text
    assert not masked.window.jobs_bar.isVisible()


def test_cut_outs_one_file_for_each_object(masked: Studio, out: Path) -> None:
    dialog = dialog_of(masked, Kind.CUTOUT, out, codec="vp9", template="{clip}_{object}")
    dialog.split.setChecked(True)
    dialog.timeline.setChecked(True)
    assert dialog.preview.text().splitlines() == [
        "discs_Object 1.webm",
        "discs_Object 2.webm",
        "discs_Object 1.otio",
    ]
    dialog.export.click()
    finish(masked)
    assert left_in(out) == ["discs_Object 1.otio", "discs_Object 1.webm", "discs_Object 2.webm"]
    assert probe(out / "discs_Object 2.webm").n_frames == N_FRAMES
    assert "12 checks passed" in masked.window.banner.text


def test_the_dialog_follows_what_is_possible(masked: Studio, out: Path) -> None:
    dialog = dialog_of(masked, Kind.CUTOUT, out)
    model = dialog.codec.model()
    assert isinstance(model, QStandardItemModel)
    assert dialog.codec.currentData() == "prores4444"
    h264 = model.item(dialog.codec.findData("h264"))
    assert not h264.isEnabled()
    assert h264.toolTip() == "Not for this: H.264 stores no alpha"
    assert [dialog.quality.itemText(row) for row in range(dialog.quality.count())] == [
        "Good (4444)",
        "Best (4444 XQ)",
    ]
    dialog.kind.setCurrentIndex(dialog.kind.findData(Kind.BACKGROUND.value))
    assert dialog.backdrop.isVisible()
    assert dialog.edge.isVisible()
    assert dialog.edge_note.isVisible()
    dialog.backdrop.setCurrentText("#12")
    assert "no background" in dialog.preview.text()
    assert not dialog.export.isEnabled()
    dialog.backdrop.setCurrentText("#123456")
    assert dialog.export.isEnabled()
    dialog.kind.setCurrentIndex(dialog.kind.findData(Kind.LABELS.value))
    assert not dialog.backdrop.isVisible()
    assert not dialog.edge_note.isVisible()
    assert not dialog.sound.isVisible()
    for row in range(2):
        dialog.objects.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert "No object is ticked" in dialog.preview.text()
    dialog.kind.setCurrentIndex(dialog.kind.findData(Kind.REMOVED.value))
    assert not dialog.objects.isEnabled()
    assert dialog.preview.text() == "discs-removed"  # PNG was chosen, and stays
    dialog.codec.setCurrentIndex(dialog.codec.findData("h264"))
    assert dialog.preview.text() == "discs-removed.mp4"
    assert not dialog.sound.isEnabled()  # a folder of pictures is silent
    dialog.template.setText("{nonsense}")
    assert "There is no {nonsense}" in dialog.preview.text()
    assert dialog.export.toolTip() == dialog.preview.text()


def test_a_removal_comes_from_the_takes(masked: Studio, out: Path) -> None:
    masked.trigger("remove")
    box = masked.window.removal_panel.method
    box.setCurrentIndex(box.findData("telea"))
    box.activated.emit(box.currentIndex())
    dialog_of(masked, Kind.REMOVED, out, codec="ffv1").export.click()
    finish(masked)
    with open_video(out / "discs-removed.mkv") as reader:
        x, y = centre(1, 7)
        assert np.abs(reader.read(7)[round(y), round(x)].astype(int) - 40).max() <= 3
    assert masked.window.banner.action.text() == "Show in folder"


def test_the_command_line_removes_as_the_window_does(masked: Studio, tmp_path: Path, out: Path) -> None:
    document = masked.session.document
    takes = document.removal.set_settings(0, RemovalSettings((1,), "telea", Refinement(grow_px=2)))
    takes = takes.add(RemovalSettings((2,), "ns")).choose(1, range(4, 6))
    document.set_removal("Takes", takes)
    document.set_range(range(3, 8))
    bundle = tmp_path / "discs.mvos"
    masked.window.projects.save_as(bundle)
    masked.qtbot.waitUntil((bundle / "project.json").exists, timeout=PATIENCE_MS)
    dialog_of(masked, Kind.REMOVED, out, codec="png", template="window").export.click()
    finish(masked)
    assert run(["remove", str(bundle), "--out", str(out / "line")]) == 0
    assert left_in(out / "window") == left_in(out / "line") == [f"{index:05d}.png" for index in range(3, 8)]
    for name in left_in(out / "line"):
        assert (out / "window" / name).read_bytes() == (out / "line" / name).read_bytes()


def test_what_is_there_is_replaced_only_when_the_user_says_so(
    masked: Studio, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = out / "discs-matte.mp4"
    taken.write_text("mine")
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    dialog = dialog_of(masked, Kind.MATTE, out)
    assert "Already there: discs-matte.mp4" in dialog.notes.text()
    dialog.export.click()
    assert (states(masked), taken.read_text(), dialog.isVisible()) == ([], "mine", True)
    dialog.export.click()
    finish(masked)
    assert probe(taken).n_frames == N_FRAMES
    assert not answers


def test_an_export_is_stopped_by_its_button(masked: Studio, out: Path) -> None:
    dialog_of(masked, Kind.MATTE, out).export.click()
    masked.qtbot.waitUntil(masked.window.jobs_bar.isVisible, timeout=PATIENCE_MS)
    masked.window.jobs_bar.stop.click()
    finish(masked)
    assert states(masked) == [RowState.STOPPED]
    assert not masked.window.jobs_bar.isVisible()
    assert left_in(out) == []


def test_progress_tells_rate_and_time_left(masked: Studio, out: Path) -> None:
    told: list[str] = []
    bar = masked.window.jobs_bar

    def is_over() -> bool:
        told.append(bar.text)
        return not masked.window.exporting.is_running

    dialog_of(masked, Kind.OVERLAY, out).export.click()
    masked.qtbot.waitUntil(is_over, timeout=PATIENCE_MS)
    assert any("frames/s" in text and "left" in text for text in told)
    assert any("checking" in text for text in told)


def test_the_queue_goes_on_after_a_failure(masked: Studio, tmp_path: Path) -> None:
    """A project from disk, one that is not there, and two exports of the open clip; one of those names a clash."""
    bundle = tmp_path / "discs.mvos"
    masked.window.projects.save_as(bundle)
    masked.qtbot.waitUntil((bundle / "project.json").exists, timeout=PATIENCE_MS)
    out = tmp_path / "out"
    (out / "bad.mp4.part").mkdir(parents=True)
    for template in ("bad", "good"):
        dialog_of(masked, Kind.OVERLAY, out, template=template).queue.click()
    queue = queue_of(masked)
    queue.projects_chosen.emit([bundle, tmp_path / "gone.mvos"], "label maps")
    assert states(masked) == [RowState.WAITING] * 4
    assert not masked.window.exporting.is_running
    queue.start.click()
    masked.qtbot.waitUntil(lambda: RowState.WAITING not in states(masked), timeout=PATIENCE_MS)
    finish(masked)
    assert states(masked) == [RowState.FAILED, RowState.DONE, RowState.DONE, RowState.FAILED]
    rows = masked.window.exporting.rows
    assert "cannot be written" in rows[0].text
    assert "There is no project" in rows[3].text
    shown = queue.table.item(3, 2)
    assert shown is not None
    assert shown.text() == f"Failed: {rows[3].text}"
    assert probe(out / "good.mp4").n_frames == N_FRAMES
    assert len(left_in(tmp_path / "discs-labels")) == N_FRAMES
    queue.take_out.click()
    assert states(masked) == []
    assert queue.hint.isVisible()


def test_stopping_the_queue_leaves_the_rest_waiting(masked: Studio, out: Path) -> None:
    for name in ("a", "b"):
        dialog_of(masked, Kind.OVERLAY, out, template=name).queue.click()
    queue = queue_of(masked)
    queue.start.click()
    masked.qtbot.waitUntil(queue.stop.isEnabled, timeout=PATIENCE_MS)
    queue.stop.click()
    finish(masked)
    assert states(masked) == [RowState.STOPPED, RowState.WAITING]
    assert left_in(out) == []
    queue.table.selectRow(0)
    queue.take_out.click()
    assert states(masked) == [RowState.WAITING]
    queue.start.click()
    finish(masked)
    assert left_in(out) == ["b.mp4"]


def test_the_form_is_filled_in_as_last_time(
    make_studio: Callable[[], Studio], masked: Studio, clip: Path, out: Path
) -> None:
    dialog = dialog_of(masked, Kind.CUTOUT, out, codec="vp9", template="{clip}-{label}")
    dialog.split.setChecked(True)
    dialog.timeline.setChecked(True)
    dialog.quality.setCurrentIndex(dialog.quality.findText("Best (crf 15)"))
    dialog.queue.click()
    again = make_studio()
    again.open(clip)
    again.dab(1, 0)
    again.trigger("export")
    found = again.window.exporting.dialog
    assert found is not None
    assert found.habits() == dialog.habits()
    assert (found.codec.currentData(), found.quality.currentText()) == ("vp9", "Best (crf 15)")
    assert found.preview.text().splitlines() == ["discs-1.webm", "discs-1.otio"]


def test_show_in_folder_opens_it(masked: Studio, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    dialog_of(masked, Kind.LABELS, out).export.click()
    finish(masked)
    masked.window.banner.action.click()
    assert opened == [str(out)]


def test_closing_the_window_ends_an_export(make_studio: Callable[[], Studio], clip: Path, out: Path) -> None:
    studio = make_studio()
    studio.open(clip)
    studio.dab(1, 0)
    dialog_of(studio, Kind.MATTE, out).export.click()
    studio.qtbot.waitUntil(studio.window.jobs_bar.isVisible, timeout=PATIENCE_MS)
    queue = queue_of(studio)
    studio.window.close()
    assert left_in(out) == []
    assert not queue.isVisible()  # a window of its own would keep the program alive


def test_without_a_clip_there_is_nothing_to_export(make_studio: Callable[[], Studio]) -> None:
    studio = make_studio()
    action = studio.window.actions_by_name["export"]
    assert not action.isEnabled()
    assert "open a clip first" in action.toolTip()


def test_an_export_that_needs_no_network_loads_none() -> None:
    code = "import sys, app.exporting, app.controllers.exporting; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.fixture(autouse=True)
def _no_questions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A question nobody expects would wait for an answer for ever."""

    def unexpected(*_: object) -> None:
        raise AssertionError("a question was asked")

    monkeypatch.setattr(QMessageBox, "question", unexpected)
    yield

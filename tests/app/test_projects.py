"""Saving, autosaving, recovering; importing masks."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.controllers import projects
from app.document import Document
from mvos_core.project import bundle as bundle_module
from mvos_core.project import load_project
from tests.app.conftest import PATIENCE_MS, Studio, truth

MakeStudio = Callable[[], Studio]


def save(studio: Studio, bundle: Path) -> None:
    studio.window.projects.save_as(bundle)
    studio.qtbot.waitUntil(lambda: not studio.session.disk.is_busy, timeout=PATIENCE_MS)


def test_a_project_comes_back_as_it_was(make_studio: MakeStudio, studio: Studio, tmp_path: Path) -> None:
    document = studio.session.document
    studio.dab(1, 0)
    studio.window.objects.add()
    studio.dab(2, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    studio.go_to(5)
    studio.trigger("confirm")
    document.set_range(range(2, 20))
    bundle = tmp_path / "work.mvos"
    save(studio, bundle)
    assert studio.window._saved.text() == "Saved"
    other = make_studio()
    other.open(bundle)
    again = other.session.document
    assert dict(again.track) == dict(document.track)
    assert again.objects == document.objects
    assert again.stale == document.stale
    assert again.in_out == range(2, 20)
    assert other.session.playhead.index == 5
    assert other.window.viewing.shown == 5
    assert other.pixel(30, 20) == studio.pixel(30, 20)
    assert other.window.projects.bundle == bundle
    assert not again.undo_stack.canUndo()


def test_deleted_objects_are_not_saved(studio: Studio, tmp_path: Path) -> None:
    studio.dab(1, 0)
    studio.window.objects.add()
    studio.dab(2, 0)
    studio.window.objects.delete(2)
    save(studio, tmp_path / "work.mvos")
    project = load_project(tmp_path / "work.mvos").project
    np.testing.assert_array_equal(project.masks[0].labels(), truth(0, labels=(1,)))
    studio.trigger("undo")
    assert (studio.labels(0) == 2).any()


def test_changes_are_autosaved_into_the_project(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projects, "AUTOSAVE_MS", 10)
    bundle = tmp_path / "work.mvos"
    save(studio, bundle)
    studio.dab(1, 0)
    studio.qtbot.waitUntil(lambda: not studio.window.projects.is_dirty, timeout=PATIENCE_MS)
    studio.qtbot.waitUntil(lambda: not studio.session.disk.is_busy, timeout=PATIENCE_MS)
    assert list(load_project(bundle).project.masks) == [0]


def test_work_without_a_name_comes_back_with_its_clip(
    make_studio: MakeStudio, studio: Studio, clip: Path
) -> None:
    studio.dab(1, 0)
    studio.window.close()
    other = make_studio()
    other.open(clip)
    np.testing.assert_array_equal(other.labels(0), truth(0, labels=(1,)))
    assert "last time" in other.window.banner.text
    other.window.banner.action.click()
    assert not other.session.document.track
    other.trigger("undo")
    assert 0 in other.session.document.track


def test_a_recovery_that_cannot_be_read_is_put_aside(
    studio: Studio, clip: Path, make_studio: MakeStudio
) -> None:
    studio.dab(1, 0)
    studio.window.close()
    recovery = studio.session.settings.recovery_bundle(clip)
    (recovery / "project.json").write_text("{")
    other = make_studio()
    other.open(clip)
    assert not other.session.document.track
    assert "could not be loaded" in other.window.banner.text
    assert not recovery.exists()
    assert len(list(recovery.parent.iterdir())) == 1


def test_a_name_takes_the_place_of_the_recovery(studio: Studio, clip: Path, tmp_path: Path) -> None:
    studio.dab(1, 0)
    recovery = studio.session.settings.recovery_bundle(clip)
    studio.window.projects.autosave()
    studio.qtbot.waitUntil(lambda: not studio.session.disk.is_busy, timeout=PATIENCE_MS)
    assert recovery.exists()
    save(studio, tmp_path / "named")
    assert not recovery.exists()
    assert (tmp_path / "named.mvos" / "project.json").exists()


def test_opening_again_at_once_sees_the_last_stroke(studio: Studio, clip: Path) -> None:
    studio.dab(1, 0)
    studio.open(clip)
    assert 0 in studio.session.document.track


def test_a_moved_clip_is_asked_for(make_studio: MakeStudio, clip: Path, tmp_path: Path) -> None:
    place = shutil.copytree(clip, tmp_path / "here")
    studio = make_studio()
    studio.open(place)
    studio.dab(1, 0)
    save(studio, tmp_path / "work.mvos")
    studio.window.close()
    moved = place.rename(tmp_path / "there")
    other = make_studio()
    other.window.files.open(tmp_path / "work.mvos")
    other.qtbot.waitUntil(lambda: "no longer at" in other.window.banner.text, timeout=PATIENCE_MS)
    assert other.session.document.clip is None
    with other.qtbot.waitSignal(other.window.files.opened, timeout=PATIENCE_MS):
        other.window.files.open_with_clip(tmp_path / "work.mvos", moved)
    assert 0 in other.session.document.track


def test_a_changed_clip_is_a_choice(make_studio: MakeStudio, clip: Path, tmp_path: Path) -> None:
    place = shutil.copytree(clip, tmp_path / "here")
    studio = make_studio()
    studio.open(place)
    studio.dab(1, 0)
    save(studio, tmp_path / "work.mvos")
    studio.window.close()
    shutil.copy(place / "00001.png", place / "00000.png")
    other = make_studio()
    other.window.files.open(tmp_path / "work.mvos")
    other.qtbot.waitUntil(lambda: "has changed" in other.window.banner.text, timeout=PATIENCE_MS)
    with other.qtbot.waitSignal(other.window.files.opened, timeout=PATIENCE_MS):
        other.window.banner.action.click()
    assert 0 in other.session.document.track


def test_a_clip_of_another_length_is_refused(make_studio: MakeStudio, clip: Path, tmp_path: Path) -> None:
    place = shutil.copytree(clip, tmp_path / "here")
    studio = make_studio()
    studio.open(place)
    save(studio, tmp_path / "work.mvos")
    (place / "00003.png").unlink()
    studio.window.files.open(tmp_path / "work.mvos")
    studio.qtbot.waitUntil(lambda: "has changed" in studio.window.banner.text, timeout=PATIENCE_MS)
    studio.window.banner.action.click()
    studio.qtbot.waitUntil(lambda: "number of frames" in studio.window.banner.text, timeout=PATIENCE_MS)


def test_what_is_no_project_is_refused(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "empty.mvos").mkdir()
    studio.window.files.open(tmp_path / "empty.mvos")
    studio.qtbot.waitUntil(lambda: "empty.mvos" in studio.window.banner.text, timeout=PATIENCE_MS)
    assert studio.session.document.clip is not None


def test_a_save_that_fails_is_told_once_and_tried_again(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projects, "AUTOSAVE_MS", 10)
    monkeypatch.setattr(projects, "RETRY_MS", 20)
    folder = tmp_path / "disk"
    save(studio, folder / "work.mvos")
    shutil.rmtree(folder)
    folder.write_text("a file where a folder should be")
    states: list[str] = []
    told: list[str] = []
    studio.window.projects.state_changed.connect(states.append)
    studio.window.notices.posted.connect(lambda text, *_: told.append(text))
    studio.dab(1, 0)
    studio.qtbot.waitUntil(lambda: states.count("Not saved") > 1, timeout=PATIENCE_MS)
    assert "stays in memory" in studio.window.banner.text
    assert len(told) == 1
    assert studio.window.projects.has_failed
    folder.unlink()
    studio.qtbot.waitUntil(lambda: not studio.window.projects.has_failed, timeout=PATIENCE_MS)
    assert not studio.window.banner.text
    assert list(load_project(folder / "work.mvos").project.masks) == [0]


_VICTIM = """
import os, signal
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from app.application import make_window, parse
from app.controllers import projects
from app.settings import Settings
from mvos_core.masks.track import MaskEntry, Origin
import numpy as np

projects.AUTOSAVE_MS = {autosave_ms}
application = QApplication([])
store = QSettings({ini!r}, QSettings.Format.IniFormat)
window = make_window(parse([]), settings=Settings(store, data=Path({data!r})))
document = window.session.document
{body}
QTimer.singleShot(0, lambda: window.files.open(Path({clip!r})))
QTimer.singleShot(20000, application.quit)
application.exec()
"""


def victim(clip: Path, folder: Path, body: str, *, autosave_ms: int) -> subprocess.Popen[str]:
    """Run the program with a clip until it is killed; `body` says what is done in it."""
    script, ini, data = folder / "victim.py", str(folder / "other.ini"), str(folder / "data")
    script.write_text(_VICTIM.format(autosave_ms=autosave_ms, ini=ini, data=data, body=body, clip=str(clip)))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True)


def test_killed_and_recovered(make_studio: MakeStudio, clip: Path, tmp_path: Path) -> None:
    """Kill the program without a warning once it has autosaved, and open the clip again."""
    body = """
window.show()

def paint(opened):
    labels = np.zeros(opened.info.size, np.uint8)
    labels[3:9, 4:30] = 1
    document.edit("Paint", {7: MaskEntry.of(labels, origin=Origin.PAINTED)})

def watch(text):
    if text == "Kept for recovery":
        os.kill(os.getpid(), signal.SIGKILL)

window.files.opened.connect(paint)
window.projects.state_changed.connect(watch)
"""
    with victim(clip, tmp_path, body, autosave_ms=20) as killed:
        assert killed.wait(60) == -signal.SIGKILL
    studio = make_studio()
    studio.open(clip)
    assert studio.labels(7)[3:9, 4:30].all()
    assert studio.labels(7).sum() == 6 * 26


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killed_at_any_moment_no_autosaved_state_is_lost(clip: Path, tmp_path: Path, seed: int) -> None:
    """The nth edit masks frame n, so what comes back must be the first so many frames, at least those once saved."""
    body = """
saving = []

def edit():
    index = len(document.track)
    if index < document.clip.n_frames:
        labels = np.full(document.clip.size, 1, np.uint8)
        labels[:index] = 0
        document.edit("Paint", {index: MaskEntry.of(labels, origin=Origin.PAINTED, confidence={1: 1.0})})
    else:
        document.undo_stack.setIndex(12)

def watch(text):
    if text == "Saving…":
        saving.append(len(document.track))
    elif text == "Kept for recovery":
        print(saving[-1], flush=True)

timer = QTimer(interval=4)
timer.timeout.connect(edit)
window.files.opened.connect(lambda _: timer.start())
window.projects.state_changed.connect(watch)
"""
    chance = random.Random(seed)
    with victim(clip, tmp_path, body, autosave_ms=3) as killed:
        assert killed.stdout is not None
        saved = [int(killed.stdout.readline()) for _ in range(chance.randint(1, 8))]
        time.sleep(chance.random() * 0.03)
        killed.send_signal(signal.SIGKILL)
        saved += [int(line) for line in killed.stdout.read().splitlines() if line.isdigit()]
    (bundle,) = (tmp_path / "data" / "recovery").iterdir()
    loaded = load_project(bundle)
    assert not loaded.problems
    masks = loaded.project.masks
    assert list(masks) == list(range(len(masks)))
    assert len(masks) >= min(saved[-1], 12)
    for index, entry in masks.items():
        assert entry.labels().sum() == (64 - index) * 96


def test_document_refuses_edits_under_an_open_transaction(studio: Studio) -> None:
    document: Document = studio.session.document
    transaction = document.begin("Run")
    with pytest.raises(ValueError, match="transaction"):
        document.edit("Paint", {})
    transaction.commit()
    assert document.undo_stack.count() == 0


def test_an_autosave_of_a_long_run_writes_what_is_new(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "long.mvos"
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    studio.window.projects.save_as(bundle)
    studio.qtbot.waitUntil(lambda: not studio.session.disk.is_busy, timeout=PATIENCE_MS)
    looked_at: list[str] = []
    monkeypatch.setattr(bundle_module, "_holds", lambda file, _content: looked_at.append(file.name))
    studio.go_to(0)
    studio.drag((48, 32))
    studio.window.projects.save()
    studio.qtbot.waitUntil(lambda: not studio.session.disk.is_busy, timeout=PATIENCE_MS)
    assert [name[:6] for name in looked_at] == ["000000"]
    assert load_project(bundle).project.masks == studio.session.document.track

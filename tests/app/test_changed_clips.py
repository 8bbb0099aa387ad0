"""A clip that was rendered anew at its place: what was masked on it before is neither used unasked nor lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from mvos_core.project import load_project
from tests.app.conftest import PATIENCE_MS, Studio


def wait_for_disk(studio: Studio) -> None:
    studio.qtbot.waitUntil(lambda: not studio.session.disk.is_busy, timeout=PATIENCE_MS)


def test_work_without_a_name_is_put_aside(
    make_studio: Callable[[], Studio], clip: Path, tmp_path: Path
) -> None:
    place = shutil.copytree(clip, tmp_path / "here")
    studio = make_studio()
    studio.open(place)
    studio.dab(1, 0)
    studio.window.projects.autosave()
    wait_for_disk(studio)
    shutil.copy(place / "00001.png", place / "00000.png")
    studio.open(place)
    assert not studio.session.document.track
    assert "left out" in studio.window.banner.text
    studio.go_to(3)
    studio.dab(1, 3)
    studio.window.projects.autosave()
    wait_for_disk(studio)
    recovery = studio.session.settings.recovery_bundle(place)
    (aside,) = set(recovery.parent.iterdir()) - {recovery}
    assert list(load_project(aside).project.masks) == [0]
    assert list(load_project(recovery).project.masks) == [3]
    studio.window.files.open(aside)
    studio.qtbot.waitUntil(lambda: "has changed" in studio.window.banner.text, timeout=PATIENCE_MS)
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        studio.window.banner.action.click()
    assert list(studio.session.document.track) == [0]


def test_a_project_opened_anyway_is_not_asked_about_again(
    make_studio: Callable[[], Studio], clip: Path, tmp_path: Path
) -> None:
    place, bundle = shutil.copytree(clip, tmp_path / "here"), tmp_path / "work.mvos"
    studio = make_studio()
    studio.open(place)
    studio.dab(1, 0)
    studio.window.projects.save_as(bundle)
    wait_for_disk(studio)
    shutil.copy(place / "00001.png", place / "00000.png")
    studio.window.files.open(bundle)
    studio.qtbot.waitUntil(lambda: "has changed" in studio.window.banner.text, timeout=PATIENCE_MS)
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        studio.window.banner.action.click()
    studio.go_to(5)
    studio.dab(1, 5)
    studio.window.projects.save()
    wait_for_disk(studio)
    studio.open(bundle)
    assert list(studio.session.document.track) == [0, 5]

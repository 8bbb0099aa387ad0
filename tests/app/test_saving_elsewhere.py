"""Saving under another name: until that has worked, work is kept where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from mvos_core.project import load_project
from tests.app.conftest import PATIENCE_MS, Studio


@pytest.fixture
def impossible(tmp_path: Path) -> Path:
    """A name that a file has already."""
    path = tmp_path / "taken.mvos"
    path.write_text("a file where a folder should be")
    return path


def wait_for_disk(studio: Studio) -> None:
    studio.qtbot.waitUntil(lambda: not studio.session.disk.is_busy, timeout=PATIENCE_MS)


def fail_to_save(studio: Studio, place: Path) -> None:
    studio.window.projects.save_as(place)
    studio.qtbot.waitUntil(lambda: "kept where it was" in studio.window.banner.text, timeout=PATIENCE_MS)
    wait_for_disk(studio)


def test_work_without_a_name_is_kept_for_recovery_still(studio: Studio, clip: Path, impossible: Path) -> None:
    studio.dab(1, 0)
    fail_to_save(studio, impossible)
    recovery = studio.session.settings.recovery_bundle(clip)
    assert list(load_project(recovery).project.masks) == [0]
    studio.go_to(9)
    studio.dab(1, 9)
    studio.window.projects.autosave()
    wait_for_disk(studio)
    assert list(load_project(recovery).project.masks) == [0, 9]
    assert studio.window.projects.bundle is None
    assert not studio.window.projects.has_failed
    assert "kept where it was" in studio.window.banner.text


def test_a_project_that_does_not_exist_is_not_listed(studio: Studio, clip: Path, impossible: Path) -> None:
    fail_to_save(studio, impossible)
    assert [recent.path for recent in studio.session.settings.recent_with_missing()] == [clip]


def test_a_project_keeps_its_place(studio: Studio, impossible: Path, tmp_path: Path) -> None:
    studio.window.projects.save_as(tmp_path / "work.mvos")
    wait_for_disk(studio)
    studio.dab(1, 0)
    fail_to_save(studio, impossible)
    assert studio.window.projects.bundle == tmp_path / "work.mvos"
    assert list(load_project(tmp_path / "work.mvos").project.masks) == [0]
    studio.window.projects.save_as(tmp_path / "copy.mvos")
    wait_for_disk(studio)
    assert studio.window.projects.bundle == tmp_path / "copy.mvos"

"""Opening another clip, or closing: what was done until then is saved first, and where it cannot be, one is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.controllers import projects
from mvos_core.types import MvosError
from tests.app.conftest import PATIENCE_MS, Studio
from tests.app.test_opening_beside import SlowDisk, begin_to_open, name, other, slow  # noqa: F401

WORDS = "app.controllers.files.agrees_to_replace"


def full(*_: object, **__: object) -> None:
    raise MvosError("The disk is full; free some space.")


@pytest.fixture
def saved(studio: Studio, tmp_path: Path) -> Studio:
    """The window with a project that has a name."""
    studio.window.projects.save_as(tmp_path / "work.mvos")
    studio.qtbot.waitUntil(lambda: not studio.session.disk.is_busy, timeout=PATIENCE_MS)
    return studio


def test_strokes_made_while_another_clip_opens_are_kept(
    studio: Studio,
    clip: Path,
    other: Path,  # noqa: F811
    slow: SlowDisk,  # noqa: F811
) -> None:
    studio.dab(1, 0)
    begin_to_open(studio, other, slow)
    studio.drag((40, 40), (60, 40))
    painted = studio.labels(0)
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        slow.gate.set()
    studio.open(clip)
    assert (studio.labels(0) == painted).all()
    assert painted[40, 50] == 1


def test_opening_asks_where_the_last_changes_cannot_be_saved(
    saved: Studio,
    other: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.saving.save_project", full)
    monkeypatch.setattr(projects, "RETRY_MS", 10**6)
    asked: list[bool] = []
    monkeypatch.setattr(WORDS, lambda _window: asked.append(True))
    saved.dab(1, 0)
    saved.window.files.open(other)
    saved.qtbot.waitUntil(lambda: bool(asked) and not saved.session.decode.is_busy, timeout=PATIENCE_MS)
    assert name(saved) == "discs"
    assert "stays in memory" in saved.window.banner.text
    saved.go_to(5)
    monkeypatch.setattr(WORDS, lambda _window: True)
    saved.open(other)
    assert name(saved) == "other"


def test_closing_asks_where_the_last_changes_cannot_be_saved(
    saved: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved.window.asks_before_closing = True
    asked: list[bool] = []
    monkeypatch.setattr("app.main_window.agrees_to_lose", lambda _window: asked.append(True))
    monkeypatch.setattr("app.saving.save_project", full)
    saved.dab(1, 0)
    assert not saved.window.close()
    assert asked == [True]
    monkeypatch.undo()
    saved.window.asks_before_closing = True
    assert saved.window.close()

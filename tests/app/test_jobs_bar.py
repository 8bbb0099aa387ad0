"""The jobs bar while several jobs run: it shows the one that began last, and stops no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from app.controllers import exporting
from app.exporting import ExportOrder, carry_out
from app.widgets.jobs_bar import JobsBar
from app.widgets.queue_dialog import RowState
from mvos_core.export import ExportStep, Kind
from mvos_core.rendering import RenderCache
from mvos_core.types import Step
from tests.app.conftest import N_FRAMES, PATIENCE_MS, Studio


def test_the_bar_shows_what_began_last_and_stops_only_that(qtbot: QtBot) -> None:
    bar, stopped = JobsBar(), list[str]()
    qtbot.addWidget(bar)
    first = bar.line(lambda: stopped.append("first"))
    second = bar.line(lambda: stopped.append("second"))
    first.set_progress("one", 1, 4)
    second.set_progress("two", 2, 4)
    first.set_progress("one more", 2, 4)
    assert bar.text == "two"
    bar.stop.click()
    assert stopped == ["second"]
    second.hide()
    assert bar.text == "one more"
    bar.stop.click()
    assert stopped == ["second", "first"]
    first.hide()
    assert bar.isHidden()
    first.set_progress("again", 1, 4)
    assert (bar.text, bar.isHidden()) == ("again", False)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Exports wait before their first frame until this is set."""
    gate = Event()

    def waiting(order: ExportOrder, cache: RenderCache) -> Iterator[Step[ExportStep]]:
        gate.wait(10)
        yield from carry_out(order, cache)

    monkeypatch.setattr(exporting, "carry_out", waiting)
    yield gate
    gate.set()


def test_a_run_beside_an_export_leaves_that_its_bar_and_its_stop(
    masked: Studio, tmp_path: Path, gate: Event
) -> None:
    window, bar = masked.window, masked.window.jobs_bar
    window.exporting.open_dialog()
    dialog = window.exporting.dialog
    assert dialog is not None
    dialog.kind.setCurrentIndex(dialog.kind.findData(Kind.LABELS.value))
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.export.click()
    assert bar.text == "Exporting discs …"
    masked.drag((60, 50), (70, 50))
    masked.trigger("update_stale")
    masked.wait_for_run()
    assert bar.text == "Exporting discs …"
    assert bar.isVisible()

    masked.network.gate.clear()
    masked.drag((60, 40), (70, 40))
    masked.trigger("update_stale")
    assert bar.text == "Loading the network…"
    bar.stop.click()
    assert not masked.is_running()
    assert bar.text == "Exporting discs …"
    gate.set()
    masked.qtbot.waitUntil(lambda: not window.exporting.is_running, timeout=PATIENCE_MS)
    assert [row.state for row in window.exporting.rows] == [RowState.DONE]
    assert bar.isHidden()
    masked.network.gate.set()
    assert len(masked.session.document.track) == N_FRAMES

"""Progress that does not keep the window from answering."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QProgressBar

from app.measuring import Painted
from tests.app.conftest import Studio


@pytest.mark.parametrize("place", ["jobs bar", "card"])
def test_progress_is_painted_together_with_what_else_has_changed(studio: Studio, place: str) -> None:
    """Steps that arrive together are painted once, not each with all of the window that has changed by then."""
    window = studio.window
    line = window.jobs_bar.line(lambda: None)
    report: dict[str, Callable[[int], None]] = {
        "jobs bar": lambda done: line.set_progress("masking", done, 9),
        "card": lambda done: window.card.set_progress(done, 9),
    }
    report[place](1)
    QApplication.processEvents()
    painted = Painted()
    window.canvas.installEventFilter(painted)
    for done in (2, 3, 4):
        window.canvas.update()
        report[place](done)
    assert painted.count == 0
    QApplication.processEvents()
    assert painted.count == 1
    owner = window.jobs_bar if place == "jobs bar" else window.card
    bar = owner.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert (bar.isVisible(), bar.value(), bar.maximum()) == (True, 4, 9)

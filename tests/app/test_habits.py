"""What the window remembers, and the list of what was done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.widgets.history_panel import HistoryPanel
from tests.app.conftest import Studio


def test_history_lists_the_steps_and_goes_to_any(studio: Studio) -> None:
    studio.window.sections["history"].set_unfolded(unfolded=True)
    panel = studio.window.history_panel
    assert panel.texts == []
    studio.dab(1, 0)
    studio.trigger("add_object")
    studio.dab(2, 0)
    painted = studio.labels(0).copy()
    texts = panel.texts
    assert len(texts) == 3
    assert panel.currentIndex().row() == 3

    panel.step_chosen.emit(1)
    assert set(studio.labels(0).ravel()) == {0, 1}
    assert panel.texts == texts
    assert panel.currentIndex().row() == 1
    panel.step_chosen.emit(3)
    assert (studio.labels(0) == painted).all()


def test_history_is_chosen_by_mouse_and_keyboard(qtbot: QtBot) -> None:
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    panel.set_steps(["Brush", "Add object", "Erase"], 3)
    panel.show()
    row = panel.visualRect(panel.model().index(1, 0)).center()
    with qtbot.waitSignal(panel.step_chosen) as chosen:
        QTest.mouseClick(panel.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.x(), row.y()))
    assert chosen.args == [1]
    panel.set_steps(["Brush", "Add object", "Erase"], 1)
    QTest.keyClick(panel, Qt.Key.Key_Up)
    with qtbot.waitSignal(panel.step_chosen) as chosen:
        QTest.keyClick(panel, Qt.Key.Key_Return)
    assert chosen.args == [0]


def test_history_during_a_run_ends_it_first(studio: Studio) -> None:
    studio.window.sections["history"].set_unfolded(unfolded=True)
    studio.dab(1, 0)
    studio.network.gate.clear()
    studio.trigger("propagate")
    studio.window.history_panel.step_chosen.emit(0)
    studio.network.gate.set()
    studio.wait_for_run()
    assert 0 not in studio.session.document.track
    assert not studio.session.document.undo_stack.canUndo()


def test_window_stands_as_it_did_last(make_studio: Callable[[], Studio], themed: object) -> None:
    first = make_studio()
    window = first.window
    window.resize(1111, 777)
    window.sections["facts"].set_unfolded(unfolded=False)
    window.sections["history"].set_unfolded(unfolded=True)
    window.splits["side_px"].chosen_px = 420
    window.close()

    second = make_studio().window
    assert not second.sections["facts"].is_unfolded
    assert second.facts_panel.isHidden()
    assert second.sections["history"].is_unfolded
    assert second.sections["view"].is_unfolded
    assert second.splits["side_px"].chosen_px == 420


def test_panes_keep_the_size_that_they_were_given(studio: Studio) -> None:
    split = studio.window.splits["side_px"]
    asked = split.sizes()[1]
    studio.window.resize(1400, 800)
    assert split.sizes()[1] == asked
    split.moveSplitter(split.sizes()[0] - 60, 1)
    assert split.chosen_px == split.sizes()[1] == asked + 60
    studio.window.resize(1300, 800)
    assert split.sizes()[1] == asked + 60

"""How much room the parts of the window take."""

from __future__ import annotations

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QListWidget, QToolBar

from app.theme import Theme, apply_theme
from tests.app.conftest import Studio


def test_the_list_of_objects_is_as_high_as_its_objects_up_to_five(studio: Studio) -> None:
    window = studio.window
    window.resize(1200, 700)  # too low for all panels, so that none is given more than it needs
    found = window.objects_panel.findChildren(QListWidget)[0]
    heights = []
    for _ in range(7):
        window.actions_by_name["add_object"].trigger()
        QApplication.processEvents()
        row = found.sizeHintForRow(0)
        heights.append(round((found.height() - 2 * found.frameWidth()) / row))
    n = found.count()
    assert heights == [min(count, 5) for count in range(n - 6, n + 1)]


def test_the_list_is_drawn_while_it_is_laid_out(studio: Studio) -> None:
    window = studio.window
    window.resize(1200, 700)
    messages: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _context, message: messages.append(message))
    try:
        for _ in range(7):
            window.actions_by_name["add_object"].trigger()
            window.objects_panel.findChildren(QListWidget)[0].grab()
    finally:
        qInstallMessageHandler(before)
    assert [message for message in messages if message.startswith("QPainter")] == []


def test_changing_the_theme_moves_nothing(studio: Studio) -> None:
    bars = studio.window.findChildren(QToolBar)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = [bar.sizeHint() for bar in bars]
    apply_theme(application, Theme.LIGHT)
    QApplication.processEvents()
    apply_theme(application, Theme.DARK)
    QApplication.processEvents()
    assert [bar.sizeHint() for bar in bars] == before

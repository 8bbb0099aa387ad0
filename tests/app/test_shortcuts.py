"""Keys: the list of them, giving commands others, and the theme and language that one chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from app import shortcuts, theme
from app.settings import Settings
from app.shortcuts import Command, holders, parse, without, written
from app.theme import DARK, LIGHT, Theme, apply_theme
from app.widgets.shortcuts_dialog import ShortcutsDialog
from tests.app.conftest import Studio


def command(name: str, keys: str, *, defaults: str = "") -> Command:
    return Command(name=name, group="Edit", text=name, keys=keys, defaults=defaults)


@pytest.mark.parametrize("keys", ["", "Ctrl++ Ctrl+=", "Shift+[ {", ",", "\\", "F1 ?", "Ctrl+Shift+Right"])
def test_keys_are_stored_as_they_are_read(keys: str) -> None:
    assert written(parse(keys)) == keys


def test_who_has_a_key() -> None:
    commands = [command("brush", "B"), command("redo", "Ctrl+Shift+Z Ctrl+Y"), command("none", "")]
    assert [found.name for found in holders(commands, "Ctrl+Y", but="brush")] == ["redo"]
    assert holders(commands, "B", but="brush") == []
    assert holders(commands, "", but="brush") == []
    assert without(commands[1], "Ctrl+Y") == "Ctrl+Shift+Z"


def test_only_changed_keys_are_remembered(settings: Settings) -> None:
    changed = [command("brush", "Q", defaults="B"), command("redo", "Ctrl+Y", defaults="Ctrl+Y")]
    shortcuts.remember(settings, changed)
    assert settings.words("shortcuts") == {"brush": "Q"}
    assert shortcuts.remembered(settings, [command("redo", "")]) == {}


def test_no_two_commands_share_a_key(studio: Studio) -> None:
    commands = studio.window.actions_by_name.commands()
    assert len(commands) > 60
    shared = {
        one.name: [other.name for other in found]
        for one in commands
        if (found := holders(commands, one.keys, but=one.name))
    }
    assert not shared


def test_keys_are_changed_and_kept(make_studio: Callable[[], Studio], qtbot: QtBot) -> None:
    first = make_studio()
    controller, actions = first.window.shortcuts, first.window.actions_by_name
    first.trigger("change_shortcuts")
    dialog = controller.dialog
    assert dialog is not None
    dialog.choose("brush")
    dialog.keys.setKeySequence(QKeySequence("E"))
    assert dialog.assign.text() == "Assign anyway"
    assert "“Eraser”" in dialog.said.text()
    dialog.assign.click()
    assert actions["brush"].shortcut() == QKeySequence("E")
    assert actions["eraser"].shortcut().isEmpty()
    assert actions["brush"].toolTip().startswith("Brush (E)")
    assert actions["eraser"].toolTip().startswith("Eraser\n")
    dialog.close()

    second = make_studio()
    assert second.window.actions_by_name["brush"].shortcut() == QKeySequence("E")
    second.trigger("change_shortcuts")
    dialog = second.window.shortcuts.dialog
    assert dialog is not None
    dialog.choose("brush")
    dialog.restore.click()
    assert second.window.actions_by_name["brush"].shortcut() == QKeySequence("B")
    assert dialog.restore_all.isEnabled()
    dialog.restore_all.click()
    assert second.window.actions_by_name["eraser"].shortcut() == QKeySequence("E")
    assert not dialog.restore_all.isEnabled()
    dialog.close()


def test_a_changed_key_works(studio: Studio, qtbot: QtBot) -> None:
    studio.window.shortcuts.bind("mark_in", "F9")
    studio.go_to(5)
    studio.window.activateWindow()
    QTest.keyClick(studio.window.canvas, Qt.Key.Key_F9)
    assert studio.session.document.in_out.start == 5


def test_search_finds_commands_and_keys(qtbot: QtBot) -> None:
    rows = [command("Brush", "B"), command("Export", "Ctrl+E"), command("Fit", "")]
    dialog = ShortcutsDialog(rows)
    qtbot.addWidget(dialog)
    group = cast(QTreeWidgetItem, dialog.tree.topLevelItem(0))

    def seen(text: str) -> list[str]:
        dialog.search.setText(text)
        items = [cast(QTreeWidgetItem, group.child(row)) for row in range(group.childCount())]
        return [item.text(0) for item in items if not item.isHidden()]

    assert seen("exp") == ["Export"]
    assert seen("ctrl") == ["Export"]
    assert seen("nothing") == []
    assert group.isHidden()
    assert seen("") == ["Brush", "Export", "Fit"]


def test_the_list_of_keys_follows_them(studio: Studio) -> None:
    studio.window.shortcuts.bind("brush", "F8")
    studio.trigger("shortcuts")
    sheet = studio.window.shortcuts.sheet
    assert sheet is not None
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert texts[texts.index("Brush") + 1] == "F8"
    assert {"File", "Edit", "Go", "Mouse"} <= set(texts)
    assert texts.index("File") < texts.index("Open clip") < texts.index("Edit") < texts.index("Mouse")
    studio.trigger("shortcuts")
    assert studio.window.shortcuts.sheet is not sheet
    studio.trigger("change_shortcuts")
    assert studio.window.shortcuts.dialog is not None
    studio.window.shortcuts.dialog.close()


def test_theme_is_switched_at_once_and_kept(
    make_studio: Callable[[], Studio], themed: QApplication, settings: Settings
) -> None:
    studio = make_studio()
    studio.trigger("theme_light")
    assert theme.tokens() is LIGHT
    assert settings.word("theme", "") == "light"
    studio.trigger("theme_dark")
    assert theme.tokens() is DARK
    assert make_studio().window.actions_by_name["theme_dark"].isChecked()
    apply_theme(themed, Theme.SYSTEM)


def test_language_changes_with_the_next_start(make_studio: Callable[[], Studio], settings: Settings) -> None:
    studio = make_studio()
    studio.trigger("language_de")
    assert settings.word("language", "") == "de"
    assert "started again" in studio.window.banner.text

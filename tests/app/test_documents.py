"""The user's guide says what the window says: controls, keys and pictures."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.actions import Actions
from app.shortcuts import Command, plain

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide.md"
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
_LINK = re.compile(r'\]\(([^)#\s]+)|src="([^"]+)"')
_NAMED_KEY = re.compile(r"\*([^*]+)\*\s+\(`([^`]+)`\)")
_CONTROL = re.compile(r"(?<!\*)\*([^*|]+)\*(?!\*)")
_ABOUT_CONTROLS = {"italics", "card", "LaMa", "Quick", "n dropped"}
"""Set in italics without being a control's whole name."""


@pytest.fixture
def commands(qtbot: QtBot) -> Sequence[Command]:
    window = QMainWindow()
    qtbot.addWidget(window)
    return Actions(window).commands()


def prose() -> str:
    """The guide without its table of keys, with every run of blanks as one."""
    text = re.sub(r"^\| \*\*.*?\n\n", "\n", GUIDE.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"\s+", " ", text)


def key_table(commands: Sequence[Command]) -> str:
    """Return the table of keys that the guide has to have, two commands a row under the name of their menu."""
    lines = ["| | | | |", "| --- | --- | --- | --- |"]
    with_keys = [command for command in commands if command.defaults]
    for group, found in groupby(with_keys, key=lambda command: command.group):
        if group == "Other":  # those that choose an object by its number
            continue
        lines.append(f"| **{group}** | | | |")
        cells = [f"{command.text} | {_keys(command)}" for command in found]
        cells += [" | "] * (len(cells) % 2)
        lines += [f"| {left} | {right} |" for left, right in zip(cells[::2], cells[1::2], strict=True)]
    return "\n".join(lines) + "\n"


def _keys(command: Command) -> str:
    return " ".join(f"`{key}`" for key in command.defaults.split())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_documents_link_to_is_there(document: Path) -> None:
    links = {a or b for a, b in _LINK.findall(document.read_text("utf-8"))}
    local = {link for link in links if "://" not in link and not link.startswith("mailto:")}
    assert {link for link in local if not (document.parent / link).exists()} == set()


def test_every_picture_is_used_by_a_document() -> None:
    linked = {
        (document.parent / (a or b)).resolve()
        for document in DOCUMENTS
        for a, b in _LINK.findall(document.read_text("utf-8"))
    }
    pictures = set((ROOT / "docs" / "images").glob("*.png"))
    assert {picture.name for picture in pictures if picture.resolve() not in linked} == set()
    assert len(pictures) <= 14
    assert {picture.name for picture in pictures if picture.stat().st_size > 250_000} == set()


def test_the_guide_has_the_table_of_keys(commands: Sequence[Command]) -> None:
    assert key_table(commands) in GUIDE.read_text("utf-8")


def test_keys_in_the_guide_are_those_of_a_fresh_start(commands: Sequence[Command]) -> None:
    keys = {command.text: command.defaults.split() for command in commands}
    named = _NAMED_KEY.findall(prose())
    assert len(named) > 50
    assert [(text, key) for text, key in named if key not in keys.get(text, [])] == []
    # No key stands there without its command, where it would not be looked at.
    known = {key for found in keys.values() for key in found}
    bare = set(re.findall(r"`([^`]+)`", _NAMED_KEY.sub("", prose())))
    assert bare & known == set()


def test_controls_in_the_guide_are_called_what_the_window_calls_them() -> None:
    tree = ET.parse(ROOT / "resources" / "translations" / "mobilevos_de.ts")
    texts = {plain(source.text or "") for source in tree.iter("source")}
    texts |= {text.split(",")[0] for text in texts}
    named = {plain(part) for found in _CONTROL.findall(prose()) for part in found.split(" → ")}
    assert len(named) > 100
    assert named - texts - _ABOUT_CONTROLS == set()

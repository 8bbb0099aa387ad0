"""The list of keys and mouse gestures, and what this program is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.shortcuts import Command, readable
from app.translating import marked, tr
from mvos_core import __version__

_MOUSE = (
    (marked("Paint, or set a corner"), marked("Left button")),
    (marked("Erase"), marked("Right button, or Alt and the left")),
    (marked("Close the lasso"), marked("Enter, or a double click")),
    (marked("Cancel a stroke or a lasso"), marked("Esc")),
    (marked("Zoom to the cursor"), marked("Wheel, or pinch")),
    (marked("Brush size"), marked("Ctrl and the wheel")),
    (marked("Pan"), marked("Middle button, or Space and drag")),
    (marked("Zoom the timeline"), marked("Ctrl and the wheel over it, or pinch")),
    (marked("Move along the timeline"), marked("Wheel over it")),
    (marked("Open a clip, project or masks"), marked("Drop them onto the window")),
)
_COLUMNS = 3

Row = tuple[str, Sequence[str]]
"""A command's words, and its keys or gestures."""


def show_shortcuts(parent: QWidget, commands: Sequence[Command], change: Callable[[], object]) -> QDialog:
    """Show every key and mouse gesture; a button calls `change`, which lets the user change them."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setObjectName("cheat_sheet")
    dialog.setWindowTitle(tr("Keyboard and mouse"))
    content = _sheet(_groups(commands))
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(content)
    area.setAccessibleName(tr("Keyboard and mouse"))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.addButton(tr("Change keys…"), QDialogButtonBox.ButtonRole.ActionRole).clicked.connect(change)
    buttons.rejected.connect(dialog.close)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    hint, room = content.sizeHint(), parent.screen().availableGeometry()
    dialog.resize(min(hint.width() + 60, room.width()), min(hint.height() + 90, round(room.height() * 0.9)))
    dialog.show()
    return dialog


def _groups(commands: Sequence[Command]) -> list[tuple[str, list[Row]]]:
    """Return the rows of each menu, and those of the mouse."""
    with_keys = [command for command in commands if command.keys]
    groups: list[tuple[str, list[Row]]] = [
        (title, [(command.text, readable(command.keys)) for command in found])
        for title, found in groupby(with_keys, key=lambda command: command.group)
    ]
    return [*groups, (tr("Mouse"), [(tr(what), [tr(how)]) for what, how in _MOUSE])]


def _sheet(groups: Sequence[tuple[str, Sequence[Row]]]) -> QWidget:
    """Return the groups in columns of about the same height."""
    content = QWidget()
    columns = QHBoxLayout(content)
    columns.setSpacing(40)
    total = sum(len(rows) + 2 for _, rows in groups)
    column, used = QVBoxLayout(), 0
    columns.addLayout(column)
    for title, rows in groups:
        if used and used + len(rows) / 2 > total / _COLUMNS:
            column.addStretch(1)
            column, used = QVBoxLayout(), 0
            columns.addLayout(column)
        column.addWidget(_group(title, rows))
        used += len(rows) + 2
    column.addStretch(1)
    return content


def _group(title: str, rows: Sequence[Row]) -> QWidget:
    group = QWidget()
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 12)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    group.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    heading = QLabel(title)
    heading.setProperty("role", "title")
    grid.addWidget(heading, 0, 0, 1, 2)
    for number, (text, keys) in enumerate(rows, start=1):
        grid.addWidget(QLabel(text), number, 0)
        caps = QHBoxLayout()
        caps.setSpacing(4)
        caps.addStretch(1)
        for key in keys:
            cap = QLabel(key)
            cap.setProperty("role", "key")
            caps.addWidget(cap)
        grid.addLayout(caps, number, 1)
    return group


def show_about(parent: QWidget) -> None:
    """Say what this program is."""
    QMessageBox.about(
        parent,
        tr("About MobileVOS Studio"),
        f"<b>MobileVOS Studio {__version__}</b><p>"
        + tr(
            "Mask an object once, have it masked through the whole clip: "
            "on this computer, without a network connection."
        )
        + "</p><p>Apache License 2.0</p>",
    )

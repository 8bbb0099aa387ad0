"""The list of keys and mouse gestures, and what this program is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
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
_COLUMNS, _SPACING_PX = 3, 28
_WIDEST_CAP = 22
"""In letters; longer gestures take two lines."""

Row = tuple[str, Sequence[str]]
"""A command's words, and its keys or gestures."""


def show_shortcuts(parent: QWidget, commands: Sequence[Command], change: Callable[[], object]) -> QDialog:
    """Show every key and mouse gesture; a button calls `change`, which lets the user change them."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setObjectName("cheat_sheet")
    dialog.setWindowTitle(tr("Keyboard and mouse"))
    area = _Sheet([_group(title, rows) for title, rows in _groups(commands)])
    area.setAccessibleName(tr("Keyboard and mouse"))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.addButton(tr("Change keys…"), QDialogButtonBox.ButtonRole.ActionRole).clicked.connect(change)
    buttons.rejected.connect(dialog.close)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    hint, room = area.content.sizeHint(), parent.screen().availableGeometry()
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


class _Sheet(QScrollArea):
    """Groups in columns of about the same height, as many as there is room for; what is too high scrolls."""

    def __init__(self, groups: Sequence[QWidget]) -> None:
        super().__init__()
        self._groups = groups
        self._widest = max(group.sizeHint().width() for group in groups)
        self._n_columns = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setSpacing(_SPACING_PX)
        self._columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        for column in self._columns:
            column.setAlignment(Qt.AlignmentFlag.AlignTop)
            across.addLayout(column)
        self.setWidget(self.content)
        self._arrange(_COLUMNS)
        margins, bar = across.contentsMargins(), self.verticalScrollBar().sizeHint().width()
        self._margin_px = margins.left() + margins.right()
        self.setMinimumWidth(self._widest + self._margin_px + bar)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Make as many columns as there is room for."""
        super().resizeEvent(event)
        room = self.viewport().width() - self._margin_px + _SPACING_PX
        self._arrange(min(max(1, room // (self._widest + _SPACING_PX)), _COLUMNS))

    def _arrange(self, n_columns: int) -> None:
        """Fill the columns from left to right; the rest stay empty and take no room."""
        if n_columns == self._n_columns:
            return
        self._n_columns = n_columns
        heights = [group.sizeHint().height() for group in self._groups]
        above = 0
        for group, height in zip(self._groups, heights, strict=True):
            place = int((above + height / 2) / sum(heights) * n_columns)
            self._columns[place].addWidget(group)
            above += height


def _group(title: str, rows: Sequence[Row]) -> QWidget:
    group = QWidget()
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 12)
    grid.setHorizontalSpacing(12)
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
            widest = _WIDEST_CAP * cap.fontMetrics().averageCharWidth()
            if cap.fontMetrics().horizontalAdvance(key) > widest:
                cap.setWordWrap(True)
                cap.setFixedWidth(widest)
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

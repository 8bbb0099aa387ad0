"""The list of keys, and what this program is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mvos_core import __version__

_MOUSE = (
    ("Paint, or set a corner", "Left button"),
    ("Erase", "Right button, or Alt and the left"),
    ("Zoom to the cursor", "Wheel"),
    ("Brush size", "Ctrl and the wheel"),
    ("Pan", "Middle button, or Space and drag"),
)


def show_shortcuts(parent: QWidget, actions: Iterable[tuple[str, QAction]]) -> QDialog:
    """Show every key and mouse gesture."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("Keyboard and mouse")
    rows = list(_MOUSE)
    for _, action in actions:
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if keys:
            rows.append((action.text().replace("…", ""), " or ".join(keys)))
    content = QWidget()
    grid = QGridLayout(content)
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(4)
    half = (len(rows) + 1) // 2
    for number, (text, keys_text) in enumerate(rows):
        column, row = divmod(number, half)
        left, right = QLabel(text), QLabel(keys_text)
        left.setProperty("role", "muted")
        grid.addWidget(left, row, 3 * column)
        grid.addWidget(right, row, 3 * column + 1)
    grid.setColumnMinimumWidth(2, 24)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(content)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    hint = content.sizeHint()
    dialog.resize(hint.width() + 60, min(hint.height() + 90, 720))
    dialog.show()
    return dialog


def show_about(parent: QWidget) -> None:
    """Say what this program is."""
    QMessageBox.about(
        parent,
        "About MobileVOS Studio",
        f"<b>MobileVOS Studio {__version__}</b><p>Mask an object once, have it masked through the whole clip: "
        "on this computer, without a network connection.</p><p>Apache License 2.0</p>",
    )

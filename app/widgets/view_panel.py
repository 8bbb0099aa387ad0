"""The view panel: what is shown of the frame and its masks, and how strongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.translating import tr

MAX_ONION = 3
"""How many frames before and after can be shown as outlines."""


class ViewPanel(QWidget):
    """Shows what the view's actions say, and lets it be changed."""

    opacity_changed = Signal(float)
    onion_changed = Signal(int)
    """How many frames before and after are shown as outlines."""

    def __init__(
        self, views: Sequence[QAction], actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        """One of the actions `views` is checked; `actions` are the window's, by name."""
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._make_choice(views))
        layout.addWidget(self._make_opacity())
        self.boxes = {
            name: _box(actions[name]) for name in ("show_outlines", "prepared_edges", "solo", "wipe", "onion")
        }
        for name, box in self.boxes.items():
            if name != "onion":
                layout.addWidget(box)
        layout.addLayout(self._make_onion())

    def _make_choice(self, views: Sequence[QAction]) -> QHBoxLayout:
        self.view = QComboBox()
        self.view.setAccessibleName(tr("View"))
        for place, action in enumerate(views):
            self.view.addItem(action.text())
            self.view.setItemData(place, action.toolTip(), Qt.ItemDataRole.ToolTipRole)
            action.toggled.connect(lambda on, place=place: self.view.setCurrentIndex(place) if on else None)
        self.view.activated.connect(lambda place: views[place].setChecked(True))
        label = QLabel(tr("View"))
        label.setBuddy(self.view)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.view, 1)
        return row

    def _make_opacity(self) -> QWidget:
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setAccessibleName(tr("Opacity of the masks"))
        self.opacity.setToolTip(tr("How strongly the masks colour the picture"))
        self.opacity.valueChanged.connect(self._emit)
        self._value = QLabel()
        self._value.setMinimumWidth(self.fontMetrics().horizontalAdvance("100 %") + 4)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._tint = QWidget()
        row = QHBoxLayout(self._tint)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(tr("Opacity")))
        row.addWidget(self.opacity, 1)
        row.addWidget(self._value)
        return self._tint

    def _make_onion(self) -> QHBoxLayout:
        self.onion = QSpinBox()
        self.onion.setRange(1, MAX_ONION)
        self.onion.setAccessibleName(tr("Frames whose outlines are shown"))
        self.onion.setToolTip(tr("How many frames before and after are shown as outlines"))
        self.onion.valueChanged.connect(self.onion_changed)
        self.onion.setEnabled(False)
        self.boxes["onion"].toggled.connect(self.onion.setEnabled)
        row = QHBoxLayout()
        row.addWidget(self.boxes["onion"], 1)
        row.addWidget(self.onion)
        return row

    def set_opacity(self, opacity: float) -> None:
        """Show an opacity in [0, 1]."""
        self.opacity.setValue(round(opacity * 100))
        self._value.setText(f"{round(opacity * 100)} %")

    def set_tinted(self, *, tinted: bool) -> None:
        """Offer what only the overlay has, or not."""
        self._tint.setEnabled(tinted)
        self.boxes["show_outlines"].setEnabled(tinted)

    def _emit(self, value: int) -> None:
        self._value.setText(f"{value} %")
        self.opacity_changed.emit(value / 100)


def _box(action: QAction) -> QCheckBox:
    """Return a check box that is checked as an action is."""
    box = QCheckBox(action.text())
    box.setToolTip(action.toolTip())
    box.setChecked(action.isChecked())
    box.toggled.connect(action.setChecked)
    action.toggled.connect(box.setChecked)
    return box

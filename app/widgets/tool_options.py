"""The options of the tool in hand: size, hardness, and whether other objects give way."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QWidget

from app.translating import tr
from app.widgets.elided_label import ElidedLabel

MIN_DIAMETER = 1.0
MAX_DIAMETER = 500.0
_POSITIONS = 400


class ToolOptions(QWidget):
    """Sliders for the brush, and a check box for painting over other objects."""

    diameter_changed = Signal(float)
    hardness_changed = Signal(float)
    over_others_changed = Signal(bool)
    background_changed = Signal(bool)
    pressure_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLabel()
        self.name.setProperty("role", "title")
        self.diameter = self._slider(
            tr("Brush size"), tr("Brush size: [ and ], or Ctrl and the wheel"), _POSITIONS
        )
        self.hardness = self._slider(
            tr("Hardness"), tr("How hard the brush's edge is: Shift+[ and Shift+]"), 100
        )
        self._diameter_value, self._hardness_value = QLabel(), QLabel()
        self.over_others = QCheckBox(tr("Paint over other objects"))
        self.over_others.setToolTip(
            tr("Otherwise a stroke leaves other objects' pixels alone. Locked ones always stay.")
        )
        self.over_others.toggled.connect(self.over_others_changed)
        self.background = QCheckBox(tr("Mark what is not the object"))
        self.background.setToolTip(tr("What the right button or Alt does too"))
        self.background.toggled.connect(self.background_changed)
        self.pressure = QCheckBox(tr("Pressure sets the size"))
        self.pressure.setToolTip(tr("How hard the stylus is pressed says how wide the brush is"))
        self.pressure.toggled.connect(self.pressure_changed)
        self._has_stylus, self._is_painting = False, False
        self.hint = ElidedLabel()
        self.hint.setProperty("role", "muted")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.setSpacing(8)
        self.name.setMinimumWidth(self.fontMetrics().horizontalAdvance(tr("Scribble")) + 26)
        layout.addWidget(self.name)
        self._brush = QWidget()
        self._hardness_parts: list[QWidget] = []
        brush = QHBoxLayout(self._brush)
        brush.setContentsMargins(0, 0, 0, 0)
        for text, slider, value in (
            (tr("Size"), self.diameter, self._diameter_value),
            (tr("Hardness"), self.hardness, self._hardness_value),
        ):
            value.setMinimumWidth(self.fontMetrics().horizontalAdvance("500 px"))
            for part in (QLabel(text), slider, value):
                brush.addWidget(part)
                if slider is self.hardness:
                    self._hardness_parts.append(part)
            brush.addSpacing(10)
        layout.addWidget(self._brush)
        layout.addWidget(self.pressure)
        layout.addWidget(self.background)
        layout.addWidget(self.over_others)
        layout.addWidget(self.hint, 1)
        self.diameter.valueChanged.connect(self._move_diameter)
        self.hardness.valueChanged.connect(self._move_hardness)

    @staticmethod
    def _slider(name: str, tip: str, maximum: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, maximum)
        slider.setFixedWidth(18 * slider.fontMetrics().averageCharWidth())
        slider.setAccessibleName(name)
        slider.setToolTip(tip)
        return slider

    def set_tool(self, name: str, hint: str, *, is_brush: bool, scribbles: bool) -> None:
        """Show a tool's name, what it does, and the options that it has."""
        self.name.setText(name)
        self.hint.setText(hint)
        self._brush.setVisible(is_brush)
        for part in self._hardness_parts:
            part.setVisible(not scribbles)
        self.background.setVisible(scribbles)
        self._is_painting = is_brush and not scribbles
        self._show_pressure()

    @Slot()
    def show_stylus(self) -> None:
        """Offer what only a stylus can do."""
        self._has_stylus = True
        self._show_pressure()

    def _show_pressure(self) -> None:
        self.pressure.setVisible(self._has_stylus and self._is_painting)

    def set_diameter(self, diameter: float) -> None:
        """Show the brush's diameter in picture pixels; the slider is logarithmic."""
        self.diameter.blockSignals(True)
        share = math.log(diameter / MIN_DIAMETER) / math.log(MAX_DIAMETER / MIN_DIAMETER)
        self.diameter.setValue(round(share * _POSITIONS))
        self.diameter.blockSignals(False)
        self._diameter_value.setText(f"{diameter:.0f} px")

    def set_hardness(self, hardness: float) -> None:
        """Show the brush's hardness in [0, 1]."""
        self.hardness.blockSignals(True)
        self.hardness.setValue(round(hardness * 100))
        self.hardness.blockSignals(False)
        self._hardness_value.setText(f"{hardness:.0%}")

    def _move_diameter(self, value: int) -> None:
        self.diameter_changed.emit(MIN_DIAMETER * (MAX_DIAMETER / MIN_DIAMETER) ** (value / _POSITIONS))

    def _move_hardness(self, value: int) -> None:
        self.hardness_changed.emit(value / 100)

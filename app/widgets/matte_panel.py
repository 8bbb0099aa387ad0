"""The matte panel: how the selected object's masks are prepared before they are shown and exported as a matte."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.translating import tr
from mvos_core.masks.refinement import AS_IT_IS, Refinement

if TYPE_CHECKING:
    from app.widgets.labelled_slider import LabelledSlider

_PAUSE_MS = 900


def _sliders() -> tuple[tuple[str, str, float, float, float, int, str], ...]:
    """Field, name, lowest, highest, step, decimals, and what it does."""
    return (
        ("grow_px", tr("Grow, px"), -20, 40, 0.5, 1, tr("Move the edge outwards; negative to shrink the mask")),
        ("feather_px", tr("Feather, px"), 0, 60, 0.5, 1, tr("Soften the edge over so many pixels")),
        ("fill_holes_px", tr("Fill holes, px"), 0, 100, 1, 0, tr("Close holes in the mask up to this diameter")),
        ("despeckle_px", tr("Despeckle, px"), 0, 100, 1, 0, tr("Drop separate specks up to this diameter")),
        ("steady_frames", tr("Steady, frames"), 0, 6, 1, 0, tr("Calm the edge over so many frames before and after")),
    )  # fmt: skip


class MattePanel(QWidget):
    """Shows how one object is prepared and lets it be changed. The masks themselves stay as they are."""

    edited = Signal(str, object, int)
    """What was changed, in words, the new preparation, and the number of the gesture that it belongs to."""
    spread = Signal()
    """All objects are to be prepared like this one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matte = AS_IT_IS
        self._gesture = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.end_gesture)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.sliders: dict[str, LabelledSlider] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.reset = QPushButton(tr("Reset"))
        self.reset.setToolTip(tr("Show this object's masks as they are"))
        self.reset.clicked.connect(self._reset)
        self.same = QPushButton(tr("Same for all objects"))
        self.same.setToolTip(tr("Prepare all objects as this one"))
        self.same.clicked.connect(self.spread)
        row = QHBoxLayout()
        row.addWidget(self.reset)
        row.addWidget(self.same, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.about)
        layout.addLayout(self._grid)
        layout.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Make the sliders with the first look at them: the window stands before their library is loaded."""
        if not self.sliders:
            self._make_sliders()
        super().showEvent(event)

    def _make_sliders(self) -> None:
        from app.widgets.labelled_slider import LabelledSlider

        for row, (field, name, low, high, step, decimals, hint) in enumerate(_sliders()):
            slider = LabelledSlider()
            slider.setRange(low, high)
            slider.setSingleStep(step)  # type: ignore[arg-type]  # it takes fractions
            slider.setDecimals(decimals)
            slider.setAccessibleName(name)
            slider.setToolTip(hint)
            slider.sliderPressed.connect(self.end_gesture)
            slider.sliderReleased.connect(self.end_gesture)
            slider.valueChanged.connect(
                lambda value, field=field, name=name: self._slide(field, name.split(",")[0], value)
            )
            label = QLabel(name)
            label.setToolTip(hint)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(slider, row, 1)
            self.sliders[field] = slider
        self._show()

    def set_matte(self, matte: Refinement, *, name: str, many: bool) -> None:
        """Show how an object is prepared; `many` says that there are others. Without a name there is none."""
        self._matte = matte
        self.about.setText(
            tr("Edges of {name}; its masks stay as they are.").format(name=name)
            if name
            else tr("Select an object to prepare its matte.")
        )
        self.setEnabled(bool(name))
        self.same.setVisible(many)
        self.reset.setEnabled(matte != AS_IT_IS)
        self._show()

    def take_focus(self) -> None:
        """Let the keyboard move the first slider."""
        next(iter(self.sliders.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self) -> None:
        for field, slider in self.sliders.items():
            with QSignalBlocker(slider):
                slider.setValue(getattr(self._matte, field))

    def _slide(self, field: str, name: str, value: float) -> None:
        kind = type(getattr(AS_IT_IS, field))
        self._emit(name, replace(self._matte, **{field: kind(round(value, 2))}))
        # The keyboard and the wheel have no end of their own: a pause is one.
        if not self.sliders[field].isSliderDown():
            self._pause.start()

    def _reset(self) -> None:
        self.end_gesture()
        self._emit(tr("Reset"), AS_IT_IS)
        self.end_gesture()

    def _emit(self, what: str, matte: Refinement) -> None:
        if matte != self._matte:
            self._matte = matte
            self.edited.emit(what, matte, self._gesture)

    def end_gesture(self) -> None:
        """Let what is changed next be another step of the undo stack."""
        self._pause.stop()
        self._gesture += 1

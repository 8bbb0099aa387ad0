"""The budget: what a run will take here, and the dial that trades quality for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.budget import Budget
from app.icons import icon
from app.quality import DEFAULT_QUALITY, GREATEST_SIZE, LEAST_SIZE, PRESETS, Quality, preset_of
from app.translating import tr

_SIZE_STEP = 16


class BudgetPanel(QWidget):
    """A dial from fast to fine, the figures that go with it, and the settings behind it."""

    chosen = Signal(object)
    """The quality that the user has chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quality = DEFAULT_QUALITY
        self._name = QLabel()
        self._name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.dial = QSlider(Qt.Orientation.Horizontal)
        self.dial.setRange(0, len(PRESETS) - 1)
        self.dial.setPageStep(1)
        self.dial.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.dial.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.dial.setAccessibleName(tr("Quality against speed"))
        self.dial.setToolTip(tr("To the left the masks come sooner, to the right they are finer"))
        self.dial.installEventFilter(self)
        self.dial.valueChanged.connect(self._turn)
        self._figures = {
            name: QLabel() for name in ("time", "step", "memory", "disk")
        }  # in the order of reading
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setProperty("role", "muted")
        self._note.hide()
        self._is_complete = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        heading = QLabel(tr("Quality"))
        heading.setProperty("role", "heading")
        row.addWidget(heading)
        row.addWidget(self._name, 1)
        column.addLayout(row)
        column.addLayout(self._make_dial())
        column.addLayout(self._make_figures())
        column.addWidget(self._note)
        self.advanced = self._make_advanced()
        self.show_quality(self._quality)

    def _make_dial(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (QLabel(tr("Faster")), self.dial, QLabel(tr("Finer"))):
            row.addWidget(widget, 1 if widget is self.dial else 0)
            if isinstance(widget, QLabel):
                widget.setProperty("role", "muted")
        return row

    def _make_figures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        names = {"time": tr("Time"), "step": tr("A frame"), "memory": tr("Memory"), "disk": tr("Disk")}
        for place, (figure, name) in enumerate(names.items()):
            row, column = divmod(place, 2)
            label = QLabel(name)
            label.setProperty("role", "muted")
            grid.addWidget(label, row, 2 * column)
            grid.addWidget(self._figures[figure], row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)
        return grid

    def _make_advanced(self) -> QWidget:
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(0, 4, 0, 0)
        form.setVerticalSpacing(4)
        self.size_box = QSpinBox()
        self.size_box.setRange(LEAST_SIZE, GREATEST_SIZE)
        self.size_box.setSingleStep(_SIZE_STEP)
        self.size_box.setSuffix(tr(" px"))
        self.size_box.setKeyboardTracking(False)
        self.size_box.setToolTip(tr("The short side of the picture that the network sees"))
        self.size_box.valueChanged.connect(lambda size: self._choose(replace(self._quality, size=size)))
        self.model_box = QComboBox()
        self.model_box.setToolTip(tr("The network: mobilevos-lite is smaller, faster and less accurate"))
        self.model_box.activated.connect(
            lambda place: self._choose(replace(self._quality, model=self.model_box.itemData(place)))
        )
        self.device_box = QComboBox()
        self.device_box.setToolTip(tr("What the network computes on"))
        self.device_box.activated.connect(
            lambda place: self._choose(replace(self._quality, device=self.device_box.itemData(place)))
        )
        self.follow_box = QCheckBox(tr("Follow small objects"))
        self.follow_box.setToolTip(
            tr(
                "The network zooms in on the part of each frame around small objects: finer, and a little slower"
            )
        )
        self.follow_box.toggled.connect(lambda on: self._choose(replace(self._quality, follow=on)))
        for name, box in (
            (tr("Working size"), self.size_box),
            (tr("Model"), self.model_box),
            (tr("Device"), self.device_box),
        ):
            form.addRow(name, box)
            box.setAccessibleName(name)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.installEventFilter(self)
        form.addRow(self.follow_box)
        self.set_devices(())
        return content

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Add the collapsible with the first look at it: its library is loaded after the window stands."""
        super().showEvent(event)
        if not self._is_complete:
            self._is_complete = True
            from superqt import QCollapsible

            collapsible = QCollapsible(tr("Advanced"), self, icon("chevron-down"), icon("chevron-right"))
            collapsible.setDuration(150)
            for part in (collapsible, collapsible.content()):
                inside = part.layout()
                if inside is not None:
                    inside.setContentsMargins(0, 0, 0, 0)
            collapsible.addWidget(self.advanced)
            collapsible.collapse(animate=False)
            self.collapsible = collapsible
            layout = self.layout()
            if layout is not None:
                layout.addWidget(collapsible)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Leave the wheel to the panel that scrolls, unless the control is in use."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    # What is shown -------------------------------------------------------------------------------------------

    def set_models(self, models: Sequence[str]) -> None:
        """Offer these models."""
        self.model_box.clear()
        for model in models:
            self.model_box.addItem(Path(model).stem, model)
        self.show_quality(self._quality)

    def set_devices(self, devices: Sequence[str]) -> None:
        """Offer these devices, beside the choice of the fastest."""
        names = {"cpu": tr("Processor (CPU)"), "cuda": tr("NVIDIA card (CUDA)"), "mps": tr("Apple GPU (MPS)")}
        self.device_box.clear()
        self.device_box.addItem(tr("The fastest here"), "auto")
        for device in devices or ("cpu",):
            self.device_box.addItem(names.get(device, device), device)
        self.show_quality(self._quality)

    def show_quality(self, quality: Quality) -> None:
        """Show what is chosen."""
        self._quality = quality
        preset = preset_of(quality)
        names = {
            "draft": tr("Draft"),
            "fast": tr("Fast"),
            "balanced": tr("Balanced"),
            "fine": tr("Fine"),
        }
        self._name.setText(names[preset] if preset else tr("Custom"))
        self._name.setToolTip(
            tr("{model} at {size} pixels").format(model=quality.model_name, size=quality.size)
        )
        for box, data in ((self.model_box, quality.model), (self.device_box, quality.device)):
            if box.findData(data) < 0:
                box.addItem(Path(data).stem, data)
            box.setCurrentIndex(box.findData(data))
        for widget in (self.dial, self.size_box, self.follow_box):
            widget.blockSignals(True)
        if preset:
            self.dial.setValue(list(PRESETS).index(preset))
        self.size_box.setValue(quality.size)
        self.follow_box.setChecked(quality.follow)
        for widget in (self.dial, self.size_box, self.follow_box):
            widget.blockSignals(False)

    def show_budget(self, budget: Budget | None) -> None:
        """Show what a run will take; None while there is nothing to be run."""
        texts = {"time": "–", "step": "–", "memory": "–", "disk": "–"}
        how = {}
        if budget is not None:
            about = "{}" if budget.is_measured else tr("about {}")
            if budget.step_ms is None or budget.seconds is None:
                texts["step"] = tr("measuring…")
            else:
                texts["step"] = about.format(_milliseconds(budget.step_ms))
                texts["time"] = about.format(duration(budget.seconds)) if budget.seconds else "–"
            texts["memory"] = about.format(megabytes(budget.memory_mb))
            texts["disk"] = megabytes(budget.disk_mb)
            how = _explanations(budget)
        for name, label in self._figures.items():
            label.setText(texts[name])
            label.setToolTip(how.get(name, ""))

    def set_note(self, text: str) -> None:
        """Say something about the choice; nothing where `text` is empty."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    @property
    def figures(self) -> dict[str, str]:
        """What is shown: time, step, memory, disk."""
        return {name: label.text() for name, label in self._figures.items()}

    @property
    def name(self) -> str:
        """How the quality is called."""
        return self._name.text()

    @property
    def note(self) -> str:
        """What is said about the choice."""
        return "" if self._note.isHidden() else self._note.text()

    # What is chosen ------------------------------------------------------------------------------------------

    @Slot(int)
    def _turn(self, place: int) -> None:
        preset = list(PRESETS.values())[place]
        self._choose(replace(preset, device=self._quality.device))

    def _choose(self, quality: Quality) -> None:
        if quality != self._quality:
            self.show_quality(quality)
            self.chosen.emit(quality)


def _explanations(budget: Budget) -> dict[str, str]:
    """Return how the figures were come by."""
    if budget.step_ms is None:
        time = tr("Not measured on this computer yet; that is done as soon as nothing else is to do")
    elif budget.is_measured:
        time = tr("Measured on this computer, at this quality")
    else:
        time = tr("Estimated from what was measured on this computer at another quality or with other clips")
    memory = tr("Of the whole program, without the frames that it keeps for scrubbing") + "\n"
    if budget.is_measured:
        memory += tr("Measured on this computer, at this quality")
    else:
        memory += tr("Estimated from the working size and the number of objects")
    disk = tr("All masks of this clip in a project") + "\n"
    if budget.disk_is_measured:
        disk += tr("Estimated from the masks that there are")
    else:
        disk += tr("Estimated from masks of other clips")
    return {"time": time, "step": time, "memory": memory, "disk": disk}


def duration(seconds: float) -> str:
    """Return a time in words, coarser the longer it is."""
    if seconds < 1:
        return tr("less than a second")
    if seconds < 90:
        return tr("{n} s").format(n=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("{n} min").format(n=minutes)
    return tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def megabytes(amount: float) -> str:
    """Return an amount of memory in MB or, where it is large, GB."""
    if amount < 1:
        return tr("under 1 MB")
    if amount < 1000:
        return tr("{n} MB").format(n=round(amount))
    return tr("{n} GB").format(n=f"{amount / 1000:.1f}")


def _milliseconds(amount: float) -> str:
    if amount < 1000:
        return tr("{n} ms").format(n=max(1, round(amount)))
    return tr("{n} s").format(n=f"{amount / 1000:.1f}")

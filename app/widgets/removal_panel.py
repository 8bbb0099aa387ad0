"""The removal panel: what is removed, how, how the masks are prepared, and the takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.objects import ObjectInfo
from app.translating import marked, tr
from app.widgets.elided_label import ElidedCheckBox
from app.widgets.progress import ProgressBar
from app.widgets.section import SectionHeading
from app.widgets.side_panels import ActionButton
from mvos_core.inpaint import METHODS
from mvos_core.masks.refine import Refinement
from mvos_core.removal import RemovalSettings

if TYPE_CHECKING:
    from app.widgets.labelled_slider import LabelledSlider

METHOD_NAMES = {
    "temporal": marked("From other frames"),
    "temporal-lama": marked("From other frames, LaMa for the rest"),
    "lama": marked("LaMa, frame by frame"),
    "telea": marked("Quick (Telea)"),
    "ns": marked("Quick (Navier–Stokes)"),
}
"""What users read for `mvos_core.inpaint.METHODS`."""

# Field, name, lowest, highest, step, decimals, and what it does.
_SLIDERS = (
    ("grow_px", marked("Grow, px"), -20, 40, 0.5, 1, marked("Move the mask's edge outwards; negative to shrink it")),
    ("feather_px", marked("Feather, px"), 0, 30, 0.5, 1, marked("Blend the fill in over so many pixels")),
    ("shadow", marked("Shadow"), 0, 1, 0.01, 2, marked("Take the object's shadow too: further right, fainter shadows")),
    ("steady_frames", marked("Steady, frames"), 0, 6, 1, 0, marked("Calm the edge over so many frames before and after")),
    ("fill_holes_px", marked("Fill holes, px"), 0, 100, 1, 0, marked("Close holes in the mask up to this diameter")),
    ("despeckle_px", marked("Despeckle, px"), 0, 100, 1, 0, marked("Drop separate specks up to this diameter")),
)  # fmt: skip
_NAMES = {field: name for field, name, *_ in _SLIDERS}
_PAUSE_MS = 900


class RemovalPanel(QWidget):
    """Shows one take's settings and lets them be changed; folded up, it shows nothing of removal."""

    unfolded = Signal(bool)
    edited = Signal(str, object, int)
    """What was changed, in words, the new settings, and the number of the gesture that it belongs to."""
    take_selected = Signal(int)
    compared = Signal(int)
    """The take to be shown before the wipe's line, −1 for the clip itself."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        """`actions` are the window's, by name."""
        super().__init__(parent)
        self._settings = RemovalSettings()
        self._labels: tuple[int, ...] = ()
        self._gesture = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.end_gesture)
        self.heading = SectionHeading(tr("Removal"))
        self.heading.setToolTip(tr("Take objects out of the picture"))
        self.heading.toggled.connect(self._fold)
        self._content = QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self._content)
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(8)
        content.addLayout(self._make_takes(actions))
        content.addWidget(ActionButton(actions["render"], primary=True))
        self._progress = ProgressBar()
        self._progress.hide()
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setProperty("role", "muted")
        content.addWidget(self._progress)
        content.addWidget(self.status)
        content.addLayout(self._make_settings())
        content.addLayout(self._make_views(actions))
        self._fold(False)

    def _make_takes(self, actions: Mapping[str, QAction]) -> QVBoxLayout:
        self.takes = QComboBox()
        self.takes.setAccessibleName(tr("Take"))
        self.takes.setToolTip(
            tr("Ways of removing, side by side: each has settings and a rendering of its own")
        )
        self.takes.activated.connect(self.take_selected)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.takes, 1)
        for name in ("add_take", "delete_take"):
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setAutoRaise(True)
            row.addWidget(button)
        self._use = ActionButton(actions["use_take"])
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._use)
        return column

    def _make_settings(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self.method = QComboBox()
        self.method.setAccessibleName(tr("Method"))
        self.method.setMinimumContentsLength(12)
        for method, explanation in METHODS.items():
            self.method.addItem(tr(METHOD_NAMES[method]), method)
            self.method.setItemData(self.method.count() - 1, tr(explanation), Qt.ItemDataRole.ToolTipRole)
        self.method.activated.connect(self._choose_method)
        grid.addWidget(QLabel(tr("Method")), 0, 0)
        grid.addWidget(self.method, 0, 1)
        self._objects = QVBoxLayout()
        self._objects.setSpacing(2)
        self.boxes: dict[int, QCheckBox] = {}
        grid.addWidget(QLabel(tr("Remove")), 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self._objects, 1, 1)
        self.sliders: dict[str, LabelledSlider] = {}
        self._grid = grid
        return grid

    def _make_sliders(self) -> None:
        """Add the sliders, with the first look at them: the window stands before their library is loaded."""
        from app.widgets.labelled_slider import LabelledSlider

        for row, (field, name, low, high, step, decimals, hint) in enumerate(_SLIDERS, start=2):
            slider = LabelledSlider()
            slider.setRange(low, high)
            slider.setSingleStep(step)  # type: ignore[arg-type]  # it takes fractions
            slider.setDecimals(decimals)
            slider.setAccessibleName(tr(name))
            slider.setToolTip(tr(hint))
            slider.sliderPressed.connect(self.end_gesture)
            slider.sliderReleased.connect(self.end_gesture)
            slider.valueChanged.connect(lambda value, field=field: self._slide(field, value))
            label = QLabel(tr(name))
            label.setToolTip(tr(hint))
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(slider, row, 1)
            self.sliders[field] = slider
        self.set_settings(self._settings)

    def _make_views(self, actions: Mapping[str, QAction]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        for name in ("show_prepared", "show_result", "wipe", "show_invented"):
            action = actions[name]
            box = QCheckBox(action.text())
            box.setToolTip(action.toolTip())
            box.setChecked(action.isChecked())
            box.toggled.connect(action.setChecked)
            action.toggled.connect(box.setChecked)
            column.addWidget(box)
        self.compare = QComboBox()
        self.compare.setAccessibleName(tr("Compare with"))
        self.compare.setToolTip(tr("What lies before the wipe's line"))
        self.compare.activated.connect(lambda place: self.compared.emit(place - 1))
        self._comparison = QWidget()
        row = QHBoxLayout(self._comparison)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(tr("Compare with")))
        row.addWidget(self.compare, 1)
        column.addWidget(self._comparison)
        return column

    # What is shown -------------------------------------------------------------------------------------------

    @property
    def is_unfolded(self) -> bool:
        """Whether the panel is open."""
        return self.heading.isChecked()

    def unfold(self) -> None:
        """Open the panel."""
        self.heading.setChecked(True)

    def set_settings(self, settings: RemovalSettings) -> None:
        """Show a take's settings."""
        self._settings = settings
        for field, slider in self.sliders.items():
            with QSignalBlocker(slider):
                slider.setValue(getattr(settings.refinement, field))
        self.method.setCurrentIndex(self.method.findData(settings.method))
        for label, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(not settings.objects or label in settings.objects)

    def set_objects(self, objects: Sequence[ObjectInfo]) -> None:
        """Offer these objects."""
        while (item := self._objects.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # until the event loop gets to deleting it, it would lie over its successors
                widget.deleteLater()
        self.boxes = {}
        self._labels = tuple(thing.label for thing in objects)
        for thing in objects:
            box = ElidedCheckBox(thing.name)
            box.setToolTip(tr("Remove {name}").format(name=thing.name))
            box.toggled.connect(self._choose_objects)
            self._objects.addWidget(box)
            self.boxes[thing.label] = box
        self.set_settings(self._settings)

    def set_takes(self, names: Sequence[str], *, current: int, counting: int, compared: int) -> None:
        """Show the takes: which one is shown, which one counts in this frame, and which one it is compared with."""
        self.takes.clear()
        self.takes.addItems(
            [
                tr("{name} (counts here)").format(name=name) if n == counting else name
                for n, name in enumerate(names)
            ]
        )
        self.takes.setCurrentIndex(current)
        self.compare.clear()
        self.compare.addItems([tr("The clip"), *names])
        self.compare.setCurrentIndex(compared + 1)
        for widget in (self._use, self._comparison):
            widget.setVisible(len(names) > 1)

    def set_method_problem(self, method: str, problem: str) -> None:
        """Offer a method, or say why it cannot be chosen."""
        place = self.method.findData(method)
        model = self.method.model()
        if isinstance(model, QStandardItemModel):
            model.item(place).setEnabled(not problem)
        self.method.setItemData(place, problem or METHODS[method], Qt.ItemDataRole.ToolTipRole)

    def set_progress(self, done: int, total: int | None) -> None:
        """Show how far a rendering is; a total of 0 hides it."""
        self._progress.setVisible(total != 0)
        self._progress.show_progress(done, total)

    # What is changed -----------------------------------------------------------------------------------------

    def _fold(self, is_open: bool) -> None:  # a slot
        if is_open and not self.sliders:
            self._make_sliders()
        self._content.setVisible(is_open)
        self.unfolded.emit(is_open)

    def _slide(self, field: str, value: float) -> None:
        kind = type(getattr(Refinement(), field))
        refinement = replace(self._settings.refinement, **{field: kind(round(value, 2))})
        self._emit(
            tr("Set {setting}").format(setting=tr(_NAMES[field]).split(",")[0].lower()),
            replace(self._settings, refinement=refinement),
        )
        # The keyboard and the wheel have no end of their own: a pause is one.
        if not self.sliders[field].isSliderDown():
            self._pause.start()

    def _choose_method(self, place: int) -> None:
        self.end_gesture()
        self._emit(tr("Choose method"), replace(self._settings, method=str(self.method.itemData(place))))

    def _choose_objects(self) -> None:
        chosen = tuple(label for label, box in self.boxes.items() if box.isChecked())
        self.end_gesture()
        if not chosen:
            # Without any there is nothing to remove: the last one stays.
            self.set_settings(self._settings)
            return
        objects = () if len(chosen) == len(self._labels) else chosen
        self._emit(tr("Choose objects"), replace(self._settings, objects=objects))

    def _emit(self, text: str, settings: RemovalSettings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.edited.emit(text, settings, self._gesture)

    def end_gesture(self) -> None:
        """Let what is changed next be another step of the undo stack."""
        self._pause.stop()
        self._gesture += 1

"""The dialog that takes a matte made elsewhere: which film or folder, whose it is, from which grey and frame on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.objects import ObjectInfo
from app.translating import tr
from mvos_core.mattes import THRESHOLD

_WIDTH = 520
_BRIGHTEST = 255


@dataclass(frozen=True, slots=True)
class MatteChoice:
    """What the dialog is set to; `label` is None for a new object, `at` None where the matte begins with the clip."""

    path: Path
    label: int | None
    threshold: int
    at: int | None


class MatteDialog(QDialog):
    """A form, and below it what the matte has against what the clip has."""

    changed = Signal()
    """Another file or another beginning was chosen, so how the matte fits has to be found out."""
    imported = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import matte"))
        self._folder = Path()
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        self._add_source(form)
        self._add_settings(form)
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setProperty("role", "muted")
        buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("primary", True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.imported)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(14)
        layout.addStrut(_WIDTH)
        layout.addLayout(form)
        layout.addWidget(self.facts)
        layout.addStretch(1)
        layout.addWidget(buttons)

    def _add_source(self, form: QFormLayout) -> None:
        self.source = QLineEdit()
        self.source.setPlaceholderText(tr("A black and white film, or a folder of such pictures"))
        self.source.setAccessibleName(tr("Matte"))
        self.source.editingFinished.connect(self.changed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.source, 1)
        for text, browse in ((tr("Film…"), self._browse_film), (tr("Folder…"), self._browse_folder)):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(browse)
            row.addWidget(button)
        form.addRow(tr("Matte"), row)

    def _add_settings(self, form: QFormLayout) -> None:
        self.object = QComboBox()
        form.addRow(tr("Object"), self.object)
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.threshold.setRange(1, _BRIGHTEST)
        self.threshold.setValue(THRESHOLD)
        self.threshold.setAccessibleName(tr("Threshold"))
        self.threshold.setToolTip(
            tr("From this grey on, a pixel is the object's; only matters for soft edges")
        )
        shown = QLabel()
        shown.setMinimumWidth(44)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.threshold.valueChanged.connect(lambda value: shown.setText(f"{value / _BRIGHTEST:.0%}"))
        shown.setText(f"{THRESHOLD / _BRIGHTEST:.0%}")
        row = QHBoxLayout()
        row.addWidget(self.threshold, 1)
        row.addWidget(shown)
        form.addRow(tr("Threshold"), row)
        self.at = QSpinBox()
        self.at.setToolTip(tr("The clip's frame that the matte begins at"))
        self.at.valueChanged.connect(self.changed)
        form.addRow(tr("From frame"), self.at)

    def offer(self, objects: Sequence[ObjectInfo], *, n_frames: int, folder: Path) -> None:
        """Offer a new object or one of `objects`, and the clip's frames; `folder` is where choosing begins."""
        self._folder = folder
        self.object.clear()
        self.object.addItem(tr("New object"), None)
        for thing in objects:
            swatch = QPixmap(12, 12)
            swatch.fill(QColor(*thing.colour))
            self.object.addItem(QIcon(swatch), thing.name, thing.label)
        with QSignalBlocker(self.at):
            self.at.setRange(0, max(0, n_frames - 1))
            self.at.setValue(0)

    def choice(self) -> MatteChoice | None:
        """Return what is chosen, None while there is no file."""
        text = self.source.text().strip()
        if not text:
            return None
        path = Path(text).expanduser()
        return MatteChoice(path, self.object.currentData(), self.threshold.value(), self.at.value() or None)

    def set_source(self, path: Path) -> None:
        """Choose a film or folder."""
        self.source.setText(str(path))
        self.changed.emit()

    def set_facts(self, text: str, *, can_import: bool) -> None:
        """Say how the matte fits, or why it does not."""
        self.facts.setText(text)
        self.accept_button.setEnabled(can_import)
        self.accept_button.setToolTip("" if can_import else text)

    def _browse_film(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a matte"), str(self._folder))
        if name:
            self.set_source(Path(name))

    def _browse_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose a folder of mattes"), str(self._folder))
        if name:
            self.set_source(Path(name))

"""The export dialog: what is exported, as what, under which names; it shows what will be written before it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.library_sentences import spoken
from app.objects import ObjectInfo
from app.translating import marked, tr
from mvos_core.export import PNG, TOKENS, Backdrop, ExportSettings, Kind
from mvos_core.export.names import USUAL, USUAL_SPLIT
from mvos_core.export.settings import why_not
from mvos_core.masks.refine import Refinement
from mvos_core.types import MvosError
from mvos_core.video.coding import CODECS, Quality

_BACKDROPS = (
    (marked("Green"), "green"), (marked("Blue"), "blue"), (marked("Black"), "black"), (marked("White"), "white"),
    (marked("The clip, blurred"), "blur"), (marked("The clip, grey"), "grey"),
)  # fmt: skip
_EDGED = frozenset({Kind.CUTOUT, Kind.BACKGROUND, Kind.MATTE})
_RATES = (Fraction(24000, 1001), 24, 25, Fraction(30000, 1001), 30, 50, Fraction(60000, 1001), 60)
_SHOWN_FILES = 6
_WIDTH = 80
"""In letters."""


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the dialog is set to; `whole` means all frames and not those from in to out."""

    settings: ExportSettings
    whole: bool
    folder: Path
    template: str


class ExportDialog(QDialog):
    """A form, and below it the files that will be written with what there is to say about them."""

    changed = Signal()
    exported = Signal()
    """The export is to begin now."""
    queued = Signal()
    """The export is to wait in the queue."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self._is_filling = True
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        self._form = form
        self._add_content()
        self._add_masks()
        self._add_format()
        self._add_place()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(14)
        layout.addStrut(_WIDTH * self.fontMetrics().averageCharWidth())
        layout.addLayout(form)
        layout.addWidget(self._make_preview())
        layout.addStretch(1)
        layout.addWidget(self._make_buttons())
        self._is_filling = False

    # Making --------------------------------------------------------------------------------------------------

    def _add_content(self) -> None:
        self.kind = QComboBox()
        for kind in Kind:
            self.kind.addItem(tr(kind.caption), kind.value)
        self.backdrop = QComboBox()
        self.backdrop.setEditable(True)
        self.backdrop.setToolTip(tr("Choose one, or write a colour such as #3366cc"))
        for text, value in _BACKDROPS:
            self.backdrop.addItem(tr(text), value)
        self.objects = QListWidget()
        self.objects.setToolTip(tr("Only what is ticked is exported"))
        self.split = QCheckBox(tr("A file for each object"))
        self._form.addRow(tr("What"), self.kind)
        self._form.addRow(tr("Background"), self.backdrop)
        self._form.addRow(tr("Objects"), self.objects)
        self._form.addRow("", self.split)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.backdrop.currentTextChanged.connect(self._change)
        self.objects.itemChanged.connect(self._change)
        self.split.toggled.connect(self._change)

    def _add_masks(self) -> None:
        self.grow, self.feather, self.steady = QDoubleSpinBox(), QDoubleSpinBox(), QSpinBox()
        self.grow.setRange(-40, 40)
        self.feather.setRange(0, 60)
        self.steady.setRange(0, 6)
        row = QHBoxLayout()
        row.setSpacing(8)
        for box, text, hint in (
            (self.grow, tr("Grow"), tr("Move the edge outwards; negative to shrink the mask")),
            (self.feather, tr("Feather"), tr("Soften the edge over so many pixels")),
            (self.steady, tr("Steady"), tr("Calm the edge over so many frames before and after")),
        ):
            box.setSuffix(tr(" frames") if box is self.steady else tr(" px"))
            box.setToolTip(hint)
            box.setAccessibleName(text)
            box.valueChanged.connect(self._change)
            if isinstance(box, QDoubleSpinBox):
                box.setDecimals(1)
                box.setSingleStep(0.5)
            box.setMinimumWidth(box.sizeHint().width())
            row.addWidget(QLabel(text))
            row.addWidget(box, 1)
        self.edge = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        self.edge.setLayout(row)
        self.edge.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._form.addRow(tr("Edge"), self.edge)
        self.edge_note = QLabel(tr("Comes on top of each object's own matte."))
        self.edge_note.setProperty("role", "muted")
        self.edge_note.setWordWrap(True)
        self._form.addRow("", self.edge_note)

    def _add_format(self) -> None:
        self.codec, self.quality = QComboBox(), QComboBox()
        for codec in CODECS.values():
            self.codec.addItem(f"{codec.title} ({', '.join(codec.suffixes)})", codec.name)
        self.codec.addItem(tr("PNG files in a folder"), PNG)
        self.codec.currentIndexChanged.connect(self._codec_changed)
        self.quality.currentIndexChanged.connect(self._change)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.codec, 2)
        row.addWidget(self.quality, 1)
        self.codec.setAccessibleName(tr("Format"))
        self.quality.setAccessibleName(tr("Quality"))
        self._form.addRow(tr("Format"), row)
        self.frames, self.rate = QComboBox(), QComboBox()
        self.frames.currentIndexChanged.connect(self._change)
        self.rate.currentIndexChanged.connect(self._change)
        times = QHBoxLayout()
        times.setSpacing(8)
        times.addWidget(self.frames, 1)
        times.addWidget(self.rate, 1)
        self.frames.setAccessibleName(tr("Frames"))
        self.rate.setAccessibleName(tr("Rate"))
        self._form.addRow(tr("Frames"), times)
        self.sound = QCheckBox(tr("Sound"))
        self.sound.setChecked(True)
        self.timeline = QCheckBox(tr("Timeline for editors (.otio)"))
        self.timeline.setToolTip(
            tr("OpenTimelineIO: the clip with its in and out points, and the result above it")
        )
        for box in (self.sound, self.timeline):
            box.toggled.connect(self._change)
        beside = QHBoxLayout()
        beside.setSpacing(20)
        beside.addWidget(self.sound)
        beside.addWidget(self.timeline)
        beside.addStretch(1)
        self._form.addRow(tr("With"), beside)

    def _add_place(self) -> None:
        self.folder, self.template = QLineEdit(), QLineEdit()
        browse = QPushButton(tr("Choose…"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        self.folder.setAccessibleName(tr("Folder"))
        self._form.addRow(tr("Folder"), row)
        self.template.setPlaceholderText(USUAL)
        tokens = "\n".join(f"{{{name}}}: {tr(meaning)}" for name, meaning in TOKENS.items())
        self.template.setToolTip(tr("What stands in braces is filled in:\n{tokens}").format(tokens=tokens))
        self._form.addRow(tr("Name"), self.template)
        self.folder.textChanged.connect(self._change)
        self.template.textChanged.connect(self._change)

    def _make_preview(self) -> QWidget:
        card = QWidget()
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        heading = QLabel(tr("Will be written"))
        heading.setProperty("role", "heading")
        self.preview, self.notes = QLabel(), QLabel()
        self.preview.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes.setProperty("role", "muted")
        for label in (self.preview, self.notes):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (heading, self.preview, self.notes):
            column.addWidget(label)
        return card

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.export = buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export.setProperty("primary", True)
        self.export.setDefault(True)
        self.queue = buttons.addButton(tr("Add to queue"), QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.export.clicked.connect(self.exported)
        self.queue.clicked.connect(self.queued)
        buttons.rejected.connect(self.reject)
        return buttons

    # Filling -------------------------------------------------------------------------------------------------

    def offer(
        self, objects: Sequence[ObjectInfo], *, in_out: range, n_frames: int, has_sound: bool, folder: Path
    ) -> None:
        """Offer what a clip has: its objects, frames and sound."""
        self._is_filling = True
        self.objects.clear()
        row_px = self.fontMetrics().height() + 8
        for thing in objects:
            swatch = QPixmap(12, 12)
            swatch.fill(QColor(*thing.colour))
            item = QListWidgetItem(swatch, thing.name)
            item.setData(Qt.ItemDataRole.UserRole, thing.label)
            item.setSizeHint(QSize(0, row_px))
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled)
            item.setCheckState(Qt.CheckState.Checked)
            self.objects.addItem(item)
        self.objects.setFixedHeight(min(max(len(objects), 1), 4) * row_px + 8)
        self.frames.clear()
        if in_out != range(n_frames):
            self.frames.addItem(
                tr("In to out: {start} – {end}").format(start=in_out.start, end=in_out.stop - 1), False
            )
        self.frames.addItem(tr("Whole clip: %n frames", count=n_frames), True)
        self.rate.clear()
        self.rate.addItem(tr("Times as in the clip"), None)
        for rate in _RATES:
            self.rate.addItem(tr("Constant {rate:.5g} frames/s").format(rate=float(rate)), Fraction(rate))
        self.sound.setEnabled(has_sound)
        self.sound.setToolTip("" if has_sound else tr("The clip has no sound"))
        if not self.folder.text():
            self.folder.setText(str(folder))
        self._is_filling = False
        self._kind_changed()

    def set_preview(self, paths: Sequence[Path], notes: Sequence[str], *, problem: str = "") -> None:
        """Show what will be written, or why nothing can be."""
        names = [path.name for path in paths[:_SHOWN_FILES]]
        if len(paths) > _SHOWN_FILES:
            names.append(tr("and {n} more").format(n=len(paths) - _SHOWN_FILES))
        self.preview.setText(problem or "\n".join(names))
        self.notes.setText("" if problem else "\n".join(notes))
        self.notes.setVisible(bool(notes) and not problem)
        for button in (self.export, self.queue):
            button.setEnabled(not problem)
            button.setToolTip(problem)

    def habits(self) -> dict[str, str]:
        """Return what is worth remembering of how the form is filled in."""
        boxes = {name: str(box.currentData()) for name, box in self._chosen().items()}
        ticks = {name: "yes" if box.isChecked() else "no" for name, box in self._ticked().items()}
        return {**boxes, **ticks, "template": self.template.text(), "backdrop": self.backdrop.currentText()}

    def set_habits(self, habits: Mapping[str, str]) -> None:
        """Fill the form in as it was; what is not known is left as it is."""
        for name, box in self._chosen().items():
            if (place := box.findData(habits.get(name))) >= 0:
                box.setCurrentIndex(place)
        for name, tick in self._ticked().items():
            tick.setChecked(habits.get(name, "yes" if tick.isChecked() else "no") == "yes")
        self.template.setText(habits.get("template", ""))
        self.backdrop.setCurrentText(habits.get("backdrop", self.backdrop.currentText()))

    def _chosen(self) -> dict[str, QComboBox]:
        return {"kind": self.kind, "codec": self.codec, "quality": self.quality}

    def _ticked(self) -> dict[str, QCheckBox]:
        return {"split": self.split, "sound": self.sound, "timeline": self.timeline}

    def choice(self) -> ExportChoice:
        """Return what the form says.

        Raises:
            MvosError: the background is none, or no object is ticked.
        """
        kind = Kind(self.kind.currentData())
        edge = Refinement(
            grow_px=self.grow.value(), feather_px=self.feather.value(), steady_frames=self.steady.value()
        )
        settings = ExportSettings(
            kind,
            self.codec.currentData(),
            Quality(self.quality.currentData()),
            self._chosen_objects(kind),
            self.split.isChecked() and kind.may_be_split,
            edge if kind in _EDGED else Refinement(),
            self._backdrop() if kind is Kind.BACKGROUND else Backdrop(),
            self.rate.currentData(),
            self.sound.isChecked() and self.sound.isEnabled(),
            self.timeline.isChecked(),
        )
        whole = bool(self.frames.currentData())
        return ExportChoice(
            settings, whole, Path(self.folder.text()).expanduser(), self.template.text().strip()
        )

    def _chosen_objects(self, kind: Kind) -> tuple[int, ...]:
        items = [self.objects.item(row) for row in range(self.objects.count())]
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        if kind is Kind.REMOVED or len(ticked) == len(items):
            return ()
        if not ticked:
            raise MvosError(tr("No object is ticked; tick one that is to be exported."))
        return tuple(int(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)

    def _backdrop(self) -> Backdrop:
        place = self.backdrop.findText(self.backdrop.currentText())
        return Backdrop.parse(self.backdrop.itemData(place) if place >= 0 else self.backdrop.currentText())

    # Following -----------------------------------------------------------------------------------------------

    def _kind_changed(self) -> None:
        """Show what the kind needs, and disable the codecs that cannot store it."""
        kind = Kind(self.kind.currentData())
        filling, self._is_filling = self._is_filling, True
        self._form.setRowVisible(self.backdrop, kind is Kind.BACKGROUND)
        for part in (self.edge, self.edge_note):
            self._form.setRowVisible(part, kind in _EDGED)
        self._form.setRowVisible(self.split, kind.may_be_split)
        self.objects.setEnabled(kind is not Kind.REMOVED)
        self.objects.setToolTip(
            tr("As chosen in the Removal panel, take by take")
            if kind is Kind.REMOVED
            else tr("Only what is ticked is exported")
        )
        model = self.codec.model()
        assert isinstance(model, QStandardItemModel)
        for row in range(self.codec.count()):
            reason = why_not(kind, self.codec.itemData(row))
            item = model.item(row)
            item.setEnabled(not reason)
            item.setToolTip(tr("Not for this: {reason}").format(reason=spoken(reason)) if reason else "")
        if why_not(kind, self.codec.currentData()):
            self.codec.setCurrentIndex(self.codec.findData(kind.usual_codec))
        self._is_filling = filling
        self._codec_changed()

    def _codec_changed(self) -> None:
        """Offer the codec's qualities with their numbers."""
        filling, self._is_filling = self._is_filling, True
        before = self.quality.currentData()
        codec = CODECS.get(self.codec.currentData())
        self.quality.clear()
        if codec is None:
            self.quality.addItem(tr("Lossless"), Quality.LOSSLESS.value)
        else:
            for quality, level in codec.levels.items():
                self.quality.addItem(f"{tr(quality.value.capitalize())} ({level.number})", quality.value)
            known = self.quality.findData(before)
            self.quality.setCurrentIndex(
                known if known >= 0 else self.quality.findData(codec.usual_quality.value)
            )
        self.quality.setEnabled(self.quality.count() > 1)
        self.sound.setVisible(codec is not None)
        self._is_filling = filling
        self._change()

    def _change(self) -> None:
        split = self.split.isChecked() and Kind(self.kind.currentData()).may_be_split
        self.template.setPlaceholderText(USUAL_SPLIT if split else USUAL)
        if not self._is_filling:
            self.changed.emit()

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Export into"), self.folder.text())
        if name:
            self.folder.setText(name)

"""Importing masks, as one step of the undo stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.actions import NEEDS_CLIP, Actions
from app.controllers.mask_reading import MaskReading
from app.importing import MaskOrder, read_mask, read_masks
from app.library_sentences import spoken
from app.notices import Notices
from app.session import Session
from app.translating import tr
from app.widgets.jobs_bar import JobsBar
from mvos_core.masks.track import MaskEntry
from mvos_core.types import MvosError


class ImportController(QObject):
    """Reads masks and puts them into the document, those of a folder once all are read."""

    began = Signal()
    """Masks are about to change."""

    def __init__(
        self, session: Session, *, bar: JobsBar, actions: Actions, notices: Notices, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._notices, self._window = session, notices, window
        self._actions = actions
        self._reading = MaskReading(session, bar=bar, notices=notices, parent=self)
        self._reading.done.connect(self._put)
        self._asked: tuple[Path, MaskOrder] | None = None
        actions["import_mask"].triggered.connect(self._choose_file)
        actions["import_masks"].triggered.connect(self._choose_folder)
        session.document.clip_changed.connect(self._refresh)
        self._refresh()

    @property
    def is_running(self) -> bool:
        """Whether masks are being read."""
        return self._reading.is_running

    @Slot()
    def _choose_file(self) -> None:
        folder = str(self._session.settings.folder)
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Import mask"), folder, tr("Label maps (*.png)")
        )
        if name:
            self.import_file(Path(name))

    @Slot()
    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self._window, tr("Import folder of masks"), str(self._session.settings.folder)
        )
        if name:
            self.import_folder(Path(name))

    def import_file(self, path: Path) -> None:
        """Take a picture as the mask of the playhead's frame."""
        order = self._order()
        if order is None:
            return
        try:
            mask = read_mask(path, self._session.playhead.index, order)
        except MvosError as error:
            self._notices.post(spoken(str(error)), kind="error")
            return
        if mask is None:
            self._hint_nothing()
        else:
            self.began.emit()
            self._session.document.import_masks({mask.index: mask.entry})

    def import_folder(self, folder: Path) -> None:
        """Take the pictures of a folder as the masks of the frames that they are named after."""
        order = self._order()
        if order is not None and not self._reading.is_running:
            self._read(folder, order)

    def _read(self, folder: Path, order: MaskOrder) -> None:
        self._asked = folder, order
        self._reading.begin(
            lambda: read_masks(folder, order),
            name="import masks",
            waiting=tr("Reading masks…"),
            text=tr("Reading masks: {done} of {total}"),
        )

    def _hint_nothing(self) -> None:
        self._notices.hint(
            tr("No mask was imported: what the pictures show is locked, or they show nothing.")
        )

    def _order(self) -> MaskOrder | None:
        document = self._session.document
        if document.clip is None:
            return None
        return MaskOrder(
            document.clip, document.labels, document.retired, document.locked, dict(document.track)
        )

    @Slot(object)
    def _put(self, read: Mapping[int, MaskEntry]) -> None:
        """Put the masks of a folder in; frames whose masks changed meanwhile keep them."""
        document, now = self._session.document, self._order()
        if self._asked is None or now is None:
            return
        folder, asked = self._asked
        if (order := replace(now, masks=asked.masks)) != asked:
            self._read(folder, order)  # for other objects, or other locks
            return
        self.began.emit()
        entries = {
            index: entry
            for index, entry in read.items()
            if document.track.get(index) is asked.masks.get(index)
        }
        if entries:
            document.import_masks(entries)
        if not read:
            self._hint_nothing()
        elif len(entries) == len(read):
            self._notices.hint(tr("{n} masks were imported.").format(n=len(entries)))
        else:
            text = tr("{n} masks were imported. Frames that changed meanwhile keep theirs: {kept}.")
            self._notices.hint(text.format(n=len(entries), kept=len(read) - len(entries)))

    @Slot()
    def _refresh(self) -> None:
        self._reading.forget()
        self._actions.enable("import_mask import_masks", "" if self._session.document.clip else NEEDS_CLIP)

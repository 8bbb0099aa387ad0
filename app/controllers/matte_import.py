"""Taking a matte made elsewhere as an object's masks: the dialog, and one step of the undo stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.actions import NEEDS_CLIP, Actions
from app.controllers.mask_reading import MaskReading
from app.importing import MatteOrder, examine_matte, merged, read_matte_masks
from app.lanes import Failure, Job, Outcome
from app.library_sentences import spoken
from app.notices import Notices
from app.objects import new_object
from app.session import Session
from app.translating import tr
from app.widgets.jobs_bar import JobsBar
from app.widgets.matte_dialog import MatteChoice, MatteDialog
from mvos_core.masks.track import MaskEntry
from mvos_core.mattes import MattePlan
from mvos_core.types import MvosError, Step


class MatteImportController(QObject):
    """Examines mattes on the disk lane, reads them on one of their own, and puts the masks in once all are read."""

    began = Signal()
    """Masks are about to change."""

    def __init__(
        self, session: Session, *, bar: JobsBar, actions: Actions, notices: Notices, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._notices, self._window = session, notices, window
        self._actions = actions
        self.dialog: MatteDialog | None = None
        self._examining: Job | None = None
        self._plan: MattePlan | None = None
        self._asked: tuple[MatteChoice, MatteOrder] | None = None
        self._reading = MaskReading(session, bar=bar, notices=notices, parent=self)
        self._reading.done.connect(self._put)
        actions["import_matte"].triggered.connect(self.open_dialog)
        session.document.clip_changed.connect(self._clip_changed)
        self._clip_changed()

    @property
    def is_running(self) -> bool:
        """Whether a matte is being read."""
        return self._reading.is_running

    @Slot()
    def _clip_changed(self) -> None:
        self._reading.forget()
        self._examining, self._plan = None, None
        if self.dialog is not None:
            self.dialog.hide()
        self._actions.enable("import_matte", "" if self._session.document.clip else NEEDS_CLIP)

    # The dialog ----------------------------------------------------------------------------------------------

    @Slot()
    def open_dialog(self) -> None:
        """Ask which matte is to be taken for which object."""
        document = self._session.document
        if document.clip is None:
            return
        if self.dialog is None:
            self.dialog = MatteDialog(self._window)
            self.dialog.changed.connect(self._examine)
            self.dialog.imported.connect(self._import)
        free = [thing for thing in document.objects if not thing.locked]
        self.dialog.offer(free, n_frames=document.clip.n_frames, folder=self._session.settings.folder)
        self._examine()
        self.dialog.show()
        self.dialog.raise_()

    @Slot()
    def _examine(self) -> None:
        """Find out how the matte fits; what was asked before is of no interest any more."""
        clip = self._session.document.clip
        choice = self.dialog.choice() if self.dialog else None
        self._plan, self._examining = None, None
        if self.dialog is None or clip is None:
            return
        if choice is None:
            self.dialog.set_facts(tr("Choose a film or a folder."), can_import=False)
            return
        self.dialog.set_facts(tr("Looking at it…"), can_import=False)
        job = Job(lambda: examine_matte(choice.path, clip, at=choice.at), name="examine matte")
        job.stepped.connect(self._examined)
        job.finished.connect(self._examined_all)
        self._examining = self._session.disk.submit(job)

    @Slot(object, object)
    def _examined(self, job: Job, step: Step[MattePlan]) -> None:
        if job is self._examining and self.dialog is not None:
            self._plan = step.value
            self.dialog.set_facts(step.value.sentence, can_import=True)

    @Slot(object, object, object)
    def _examined_all(self, job: Job, _outcome: Outcome, failure: Failure | None) -> None:
        if job is self._examining and failure is not None and self.dialog is not None:
            self.dialog.set_facts(failure.message, can_import=False)

    @Slot()
    def _import(self) -> None:
        choice = self.dialog.choice() if self.dialog else None
        if self.dialog is None or choice is None or self._plan is None or self._reading.is_running:
            return
        try:
            self._begin(choice, self._plan)
        except MvosError as error:
            self.dialog.set_facts(spoken(str(error)), can_import=False)
            return
        self._session.settings.folder = choice.path.parent
        self.dialog.hide()

    # Reading -------------------------------------------------------------------------------------------------

    def _label(self, choice: MatteChoice) -> int:
        """Return the label of the object that gets the matte.

        Raises:
            MvosError: the object was deleted or is locked, or a new one would be one too many.
        """
        document = self._session.document
        if choice.label is None:
            return new_object(document.objects, document.retired).label
        if choice.label not in document.labels:
            raise MvosError(tr("The object that was to get the matte has been deleted; choose another."))
        if choice.label in document.locked:
            raise MvosError(
                tr("The object that was to get the matte is locked; unlock it, or choose another.")
            )
        return choice.label

    def _begin(self, choice: MatteChoice, plan: MattePlan) -> None:
        document, label = self._session.document, self._label(choice)
        order = MatteOrder(plan, label, choice.threshold, dict(document.track), document.labels | {label})
        self._asked = choice, order
        self._reading.begin(
            lambda: read_matte_masks(order),
            name="import matte",
            waiting=tr("Reading the matte…"),
            text=tr("Reading the matte: {done} of {total}"),
        )

    @Slot(object)
    def _put(self, read: Mapping[int, MaskEntry]) -> None:
        """Put the masks in; frames that were edited meanwhile keep what was done to their other objects."""
        if self._asked is None or not read:
            return
        document, (choice, order) = self._session.document, self._asked
        try:
            label = self._label(choice)
            if label != order.label or not order.known <= document.labels | {label}:
                self._begin(choice, order.plan)  # for other objects
                return
        except MvosError as error:
            self._notices.post(str(error), kind="warning")
            return
        self.began.emit()
        order = replace(order, known=document.labels | {label})
        entries = {
            index: entry
            if document.track.get(index) is order.masks.get(index)
            else merged(document.track.get(index), entry.labels() == order.label, order)
            for index, entry in read.items()
        }
        document.import_masks(entries, names={order.label: order.plan.matte.path.stem})
        self._session.selection.select(order.label)
        self._notices.hint(
            tr("The matte was taken for {n} of {total} frames.").format(
                n=len(entries), total=order.plan.clip.n_frames
            )
        )

"""The onion skin: which frames' outlines are shown, and having them traced."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, Slot

from app.actions import Actions
from app.controllers.viewing import ViewingController
from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.outlines import Outlines, trace
from app.session import Session
from app.widgets.onion_layer import OnionLayer
from app.widgets.view_panel import ViewPanel
from mvos_core.masks.track import MaskEntry
from mvos_core.types import Step

_HABIT = "onion"
_KEPT = 24


class OnionController(QObject):
    """Shows the outlines of the neighbours of the frame that is shown, as soon as they are traced."""

    def __init__(
        self,
        session: Session,
        *,
        layer: OnionLayer,
        panel: ViewPanel,
        viewing: ViewingController,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._layer, self._viewing = session, layer, viewing
        self._actions, self._notices = actions, notices
        self._traced: OrderedDict[int, tuple[MaskEntry, Outlines]] = OrderedDict()
        self._job: Job | None = None
        panel.onion.setValue(int(session.settings.number(_HABIT, 1)))
        self._reach = panel.onion.value()
        panel.onion_changed.connect(self.set_reach)
        document = session.document
        document.clip_changed.connect(self._traced.clear)
        for signal in (
            actions["onion"].toggled,
            actions["solo"].toggled,
            document.masks_changed,
            document.objects_changed,
            session.selection.changed,
            session.playhead.halted,
            viewing.shown_changed,
        ):
            signal.connect(self.show)

    @Slot(int)
    def set_reach(self, reach: int) -> None:
        """Show so many frames before and after."""
        self._reach = reach
        self._session.settings.set_number(_HABIT, reach)
        self.show()

    @Slot()
    def show(self) -> None:
        """Show what is traced of the neighbours, and have the rest traced."""
        if not self._actions["onion"].isChecked() or self._session.playhead.is_rolling:
            self._layer.set_outlines({}, labels=())
            return
        document, index = self._session.document, self._viewing.shown
        near = [index + n for n in range(-self._reach, self._reach + 1) if n]
        entries = {other: document.track[other] for other in near if other in document.track}
        known = {
            other - index: self._traced[other][1]
            for other, entry in entries.items()
            if other in self._traced and self._traced[other][0] is entry
        }
        things = [thing for thing in document.objects if thing.visible]
        if self._actions["solo"].isChecked():
            things = [thing for thing in things if thing.label == self._session.selection.label]
        self._layer.set_outlines(known, labels={thing.label for thing in things})
        missing = [(n, entries[n]) for n in entries if n - index not in known]
        if missing and self._job is None:
            job = Job(lambda: trace(missing), name=f"outlines around frame {index}")
            job.stepped.connect(self._stepped)
            job.finished.connect(self._finished)
            self._job = self._session.preview.submit(job)

    @Slot(object, object)
    def _stepped(self, job: Job, step: Step[tuple[int, MaskEntry, Outlines]]) -> None:
        if job is self._job:
            index, entry, outlines = step.value
            self._traced[index] = entry, outlines
            self._traced.move_to_end(index)
            while len(self._traced) > _KEPT:
                self._traced.popitem(last=False)

    @Slot(object, object, object)
    def _finished(self, job: Job, _outcome: Outcome, failure: Failure | None) -> None:
        if job is not self._job:
            return
        self._job = None
        if failure is not None:
            self._notices.fail(failure)
        else:
            self.show()

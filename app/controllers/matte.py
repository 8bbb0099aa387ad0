"""Mattes: the selected object's preparation in its panel, and steady edges on the canvas once they are worked out."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from app.actions import Actions
from app.controllers.viewing import ViewingController
from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.objects import ObjectInfo
from app.session import Session
from app.steadying import SteadyRequest
from app.translating import marked, tr
from app.widgets.canvas import Canvas
from app.widgets.matte_panel import MattePanel
from app.widgets.section import Section
from mvos_core.masks.refinement import Refinement
from mvos_core.types import Mask, Step

_SETTLED_MS = 60


class MatteController(QObject):
    """Edits how objects are prepared, and has edges calmed, which takes neighbouring frames, in the background."""

    def __init__(
        self,
        session: Session,
        *,
        panel: MattePanel,
        section: Section,
        canvas: Canvas,
        viewing: ViewingController,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._panel, self._section, self._canvas = session, panel, section, canvas
        self._viewing, self._actions, self._notices = viewing, actions, notices
        self._asked: SteadyRequest | None = None
        self._job: Job | None = None
        self._known: tuple[SteadyRequest, dict[int, Mask]] | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._ask)
        actions.connect({"prepare_matte": self.begin})
        panel.edited.connect(self._edit)
        panel.spread.connect(self._spread)
        document = session.document
        for signal in (document.objects_changed, document.mattes_changed, session.selection.changed):
            signal.connect(self.refresh)
        for signal in (document.masks_changed, document.clip_changed, viewing.shown_changed):
            signal.connect(self._show)
        session.playhead.halted.connect(self._show)
        self.refresh()

    @Slot()
    def begin(self) -> None:
        """Unfold the panel in sight, ready for the keyboard."""
        self._section.reveal()
        self._panel.take_focus()

    @property
    def _selected(self) -> ObjectInfo | None:
        label = self._session.selection.label
        return next((thing for thing in self._session.document.objects if thing.label == label), None)

    @Slot(str, object, int)
    def _edit(self, what: str, matte: Refinement, gesture: int) -> None:
        thing = self._selected
        if thing is not None:
            text = tr("Matte of {name}: {what}").format(name=thing.name, what=what)
            self._session.document.replace_objects(text, [replace(thing, matte=matte)], gesture=gesture)

    @Slot()
    def _spread(self) -> None:
        thing = self._selected
        if thing is not None:
            things = [replace(other, matte=thing.matte) for other in self._session.document.objects]
            self._session.document.replace_objects(tr("Same matte for all objects"), things)

    @Slot()
    def refresh(self) -> None:
        """Show the selected object's preparation, and the masks as they are prepared."""
        thing = self._selected
        matte, name = (thing.matte, thing.name) if thing else (Refinement(), "")
        self._actions.enable("prepare_matte", "" if thing else marked("there is no object; add one first."))
        self._panel.set_matte(matte, name=name, many=len(self._session.document.objects) > 1)
        self._show()

    def close(self) -> None:
        """Ask for nothing any more."""
        self._settled.stop()
        self._panel.end_gesture()

    # Steady edges --------------------------------------------------------------------------------------------

    def _wanted(self) -> SteadyRequest | None:
        """Return what the shown frame's steady edges depend on, None if it has none."""
        document, index = self._session.document, self._viewing.shown
        mattes = {thing.label: thing.matte for thing in document.objects if thing.matte.steady_frames}
        clip = document.clip
        if clip is None or not mattes or index not in document.track:
            return None
        reach = max(matte.steady_frames for matte in mattes.values())
        near = range(max(0, index - reach), min(clip.n_frames, index + reach + 1))
        entries = {other: document.track[other] for other in near if other in document.track}
        return SteadyRequest(clip.path, index, entries, near, mattes)

    @Slot()
    def _show(self) -> None:
        """Show steady edges if they are known, and ask for them otherwise; until then they are shown unsteadied."""
        wanted = self._wanted()
        if wanted is None:
            self._settled.stop()
        elif self._known is not None and wanted.is_same(self._known[0]):
            self._canvas.set_steadied(self._known[1])
        elif not self._session.playhead.is_rolling:
            self._settled.start()

    @Slot()
    def _ask(self) -> None:
        """Ask for what is wanted by now; while something else is worked out, it waits."""
        wanted = self._wanted()
        if wanted is None or self._job is not None or wanted.is_same(self._asked):
            return
        if self._session.network.is_busy:
            # A run changes the neighbours' masks all the time, and needs the machine.
            self._settled.start(10 * _SETTLED_MS)
            return
        self._asked = wanted
        job = Job(lambda: self._session.steadier.steady(wanted), name=f"steady frame {wanted.index}")
        job.stepped.connect(self._stepped)
        job.finished.connect(self._finished)
        self._job = self._session.preview.submit(job)

    @Slot(object, object)
    def _stepped(self, job: Job, step: Step[dict[int, Mask]]) -> None:
        if job is self._job and self._asked is not None:
            self._known = self._asked, step.value

    @Slot(object, object, object)
    def _finished(self, job: Job, _outcome: Outcome, failure: Failure | None) -> None:
        if job is not self._job:
            return
        self._job = None
        if failure is not None:
            self._notices.fail(failure)
        else:
            self._asked = None
        self._show()

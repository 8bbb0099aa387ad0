"""Projects: saving, and autosaving, so that nothing is ever lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.actions import NEEDS_CLIP, Actions
from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.opening import BUNDLE_SUFFIX, Opened
from app.saving import ProjectSaver, Snapshot
from app.session import Session
from app.translating import tr
from mvos_core.masks.track import MaskTrack

AUTOSAVE_MS = 2000
RETRY_MS = 15000


class ProjectsController(QObject):
    """Saves two seconds after a change: into the project, or into the recovery folder while it has no name.

    Work without a name comes back when its clip is opened again.
    """

    state_changed = Signal(str)
    """What to say about saving, in few words."""
    saved = Signal()
    """The project is on disk under its name."""

    def __init__(self, session: Session, *, actions: Actions, notices: Notices, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._actions, self._notices, self._window = session, actions, notices, window
        self._saver = ProjectSaver()
        self._bundle: Path | None = None
        self._naming: Path | None = None
        self._job: Job | None = None
        self._changes = 0
        self._is_dirty = False
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.autosave)
        document = session.document
        for signal in (
            document.masks_changed,
            document.objects_changed,
            document.mattes_changed,
            document.range_changed,
            document.removal_changed,
        ):
            signal.connect(self._changed)
        session.quality.changed.connect(self._changed)
        actions["save"].triggered.connect(self.save)
        actions["save_as"].triggered.connect(self._choose)
        self._refresh()

    @property
    def bundle(self) -> Path | None:
        """The project on disk, None while the work has no name."""
        return self._bundle

    @property
    def changes(self) -> int:
        """How often anything that a project keeps has changed."""
        return self._changes

    @property
    def is_dirty(self) -> bool:
        """Whether something is not on disk yet."""
        return self._is_dirty

    @property
    def has_failed(self) -> bool:
        """Whether the last save has failed, so that the work is in memory only."""
        return self._has_failed

    @Slot()
    def finish(self) -> None:
        """Put what is not on disk yet there, because the document is about to be replaced or the window closed."""
        if self._is_dirty and self._session.document.clip is not None:
            self.autosave()

    def settle(self) -> bool:
        """Wait until everything is on disk, taking no input meanwhile; return False where it cannot be saved."""
        waiting = QEventLoop()
        self.state_changed.connect(waiting.quit)
        while self._is_dirty or self._job is not None:
            self.finish()
            while self._job is not None:
                waiting.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            if self._has_failed:
                break
        self.state_changed.disconnect(waiting.quit)
        return not self._has_failed

    @Slot(object)
    def began(self, opened: Opened) -> None:
        """A clip or a project has been opened."""
        self._timer.stop()
        self._is_dirty, self._has_failed = False, False
        self._job = None
        self._bundle, self._naming = opened.bundle, None
        self._saver = ProjectSaver(opened.project.fingerprint if opened.project else None)
        self.state_changed.emit("")
        self._refresh()
        if opened.project is not None and opened.bundle is None and opened.project.masks:
            self._notices.post(
                tr(
                    "This is what you did on this clip last time. Save it as a project to keep it under a name."
                ),
                action=tr("Start afresh"),
                do=self.start_afresh,
            )

    def start_afresh(self) -> None:
        """Take all masks away, as a step that can be undone."""
        document = self._session.document
        document.edit(tr("Start afresh"), dict.fromkeys(document.track))

    @Slot()
    def _changed(self) -> None:
        if self._session.document.clip is None:
            return
        self._changes += 1
        self._is_dirty = True
        # Not begun anew with every change: a long run is saved every two seconds too.
        if not self._timer.isActive() and self._job is None:
            self._timer.start(AUTOSAVE_MS)

    @Slot()
    def save(self) -> None:
        """Save under the project's name; ask for one where there is none."""
        if self._bundle is None and self._naming is None:
            self._choose()
        else:
            self.autosave()

    @Slot()
    def _choose(self) -> None:
        clip = self._session.document.clip
        if clip is None:
            return
        proposal = self._bundle or clip.path.with_suffix(BUNDLE_SUFFIX)
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            tr("Save project"),
            str(proposal),
            tr("Projects (*{ending})").format(ending=BUNDLE_SUFFIX),
        )
        if name:
            self.save_as(Path(name))

    def save_as(self, bundle: Path) -> None:
        """Save under a name, which is the project's once that is done; until then, its place is the one before."""
        if bundle.suffix != BUNDLE_SUFFIX:
            bundle = bundle.with_name(bundle.name + BUNDLE_SUFFIX)
        if self._session.document.clip is not None:
            self._naming = bundle
            self.autosave()

    @Slot()
    def autosave(self) -> None:
        """Save what has changed, without asking anything."""
        document = self._session.document
        if document.clip is None:
            return
        recovery = self._session.settings.recovery_bundle(document.clip.path)
        bundle = self._naming or self._bundle or recovery
        obsolete = recovery if self._bundle is None else None
        self._timer.stop()
        snapshot = Snapshot(
            clip=document.clip,
            objects=document.objects,
            masks=MaskTrack(document.track),
            stale=document.stale,
            in_out=document.in_out,
            playhead=self._session.playhead.index,
            removal=document.removal,
            masking=self._session.quality.quality.plain(),
        )
        saver = self._saver
        job = Job(lambda: saver.save(snapshot, bundle, obsolete=obsolete), name=f"save {bundle.name}")
        job.finished.connect(self._finish)
        self._is_dirty = False
        self._job = self._session.disk.submit(job)
        self.state_changed.emit(tr("Saving…"))

    @Slot(object, object, object)
    def _finish(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if job is not self._job:
            if failure is not None:
                self._notices.fail(failure)
            return
        self._job = None
        naming, self._naming = self._naming, None
        if outcome is Outcome.DONE:
            if naming is not None:
                self._bundle = naming
                self._session.settings.remember(naming)
            if self._has_failed:
                self._notices.clear()
            self._has_failed = False
            if self._bundle:
                self.saved.emit()
            self.state_changed.emit(tr("Saved") if self._bundle else tr("Kept for recovery"))
            if self._is_dirty:
                self._timer.start(AUTOSAVE_MS)
        elif naming is not None and failure is not None:
            text = tr("{message} Until then your work is kept where it was.").format(message=failure.message)
            self._notices.post(
                text, kind="error", details=failure.details, action=tr("Save as…"), do=self._choose
            )
            self.autosave()
        else:
            self._is_dirty = True
            self._timer.start(RETRY_MS)
            self.state_changed.emit(tr("Not saved"))
            if failure is not None and not self._has_failed:
                text = tr("{message} Your work stays in memory, and saving is tried again.").format(
                    message=failure.message
                )
                self._notices.post(
                    text, kind="error", details=failure.details, action=tr("Save as…"), do=self._choose
                )
            self._has_failed = True

    def _refresh(self) -> None:
        self._actions.enable("save save_as", "" if self._session.document.clip else NEEDS_CLIP)

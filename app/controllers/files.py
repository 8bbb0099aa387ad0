"""Opening clips and projects: from the menu, by dropping, from the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.actions import Actions
from app.closing import agrees_to_replace
from app.controllers.projects import ProjectsController
from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.opening import BUNDLE_SUFFIX, ClipAstray, Opened, is_bundle, open_clip, open_project
from app.session import Session
from app.translating import marked, tr
from app.widgets.playback_bar import clock
from mvos_core.project.clip import ClipState
from mvos_core.types import Step
from mvos_core.video import VideoInfo

VIDEO_FILTER = marked(
    "Clips (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts *.mts *.m2ts *.wmv *.flv *.gif *.h264 *.264);;"
    "All files (*)"
)


class FilesController(QObject):
    """Opens on the decode lane; the document changes only once everything has proved readable."""

    opening = Signal()
    """What is open is about to be replaced."""
    replacing = Signal()
    """It is replaced now, unless its last changes cannot be saved."""
    opened = Signal(object)

    def __init__(
        self,
        session: Session,
        projects: ProjectsController,
        *,
        actions: Actions,
        notices: Notices,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._projects = session, projects
        self._notices, self._window = notices, window
        self._job: Job | None = None
        self._is_listed = True
        self._read_at = 0
        """How often the work had changed when the job began to read; what is read may be older than that."""
        self._again: Callable[[], None] = lambda: None
        actions["open"].triggered.connect(self._choose)
        actions["open_folder"].triggered.connect(self._choose_folder)
        actions["open_project"].triggered.connect(self._choose_project)

    @Slot()
    def _choose(self) -> None:
        folder = str(self._session.settings.folder)
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Open clip"), folder, tr(VIDEO_FILTER))
        if name:
            self.open(Path(name))

    @Slot()
    def _choose_folder(self) -> None:
        self._choose_directory(tr("Open folder of pictures"))

    @Slot()
    def _choose_project(self) -> None:
        self._choose_directory(
            tr("Open project: a folder that ends in {ending}").format(ending=BUNDLE_SUFFIX)
        )

    def _choose_directory(self, title: str) -> None:
        name = QFileDialog.getExistingDirectory(self._window, title, str(self._session.settings.folder))
        if name:
            self.open(Path(name))

    @Slot(object)
    def open(self, path: Path, *, is_listed: bool = True) -> None:
        """Open a clip or a project in the place of what is open; `is_listed` among the recent ones, or not."""
        self._is_listed = is_listed
        path = path.absolute()
        decoder, recovery = self._session.decoder, self._session.settings.recovery_bundle(path)
        if is_bundle(path):
            self._submit(path.name, lambda: open_project(decoder, path))
        else:
            self._submit(path.name, lambda: open_clip(decoder, path, recovery=recovery))

    def open_with_clip(self, bundle: Path, clip: Path) -> None:
        """Open a project with the clip that the user says is its own."""
        self._is_listed, decoder = True, self._session.decoder
        self._submit(bundle.name, lambda: open_project(decoder, bundle, clip=clip))

    def _submit(
        self, name: str, work: Callable[[], Iterator[Step[Opened]] | Iterator[Step[Opened | ClipAstray]]]
    ) -> None:
        self.opening.emit()
        self._notices.hint(tr("Opening {name}…").format(name=name))
        flushed = self._session.flushed()
        self._read_at = self._projects.changes
        self._again = lambda: self._submit(name, work)

        def read() -> Iterator[Step[Opened | ClipAstray]]:
            # What was done so far may be on its way to the very project that is opened.
            flushed.wait()
            yield from work()

        job = Job(read, name=f"open {name}")
        job.stepped.connect(self._show)
        job.finished.connect(self._finish)
        job.pause()  # the lane waits after the step, so that nothing is decoded while the clip is replaced
        self._job = self._session.decode.submit(job, supersede=True)

    @Slot(object, object)
    def _show(self, job: Job, step: Step[Opened | ClipAstray]) -> None:
        if job is not self._job or job.is_cancelled:
            return
        self._notices.hint("")
        found = step.value
        if isinstance(found, Opened):
            is_old = self._projects.changes != self._read_at and self._is_open(found.info.path)
            may_replace = self._may_replace()
            if is_old or not may_replace:
                job.cancel()
                if may_replace:
                    self._again()
                return
        self._notices.clear()
        if isinstance(found, Opened):
            self._session.decoder.adopt()
        job.resume()
        if isinstance(found, Opened):
            self._replace(found)
        else:
            self._ask_for_clip(found)

    def _is_open(self, path: Path) -> bool:
        clip = self._session.document.clip
        return clip is not None and clip.path == path

    def _may_replace(self) -> bool:
        """Save what was done since the clip was asked for, and ask where that fails."""
        self.replacing.emit()
        return self._projects.settle() or agrees_to_replace(self._window)

    def _replace(self, opened: Opened) -> None:
        info, project = opened.info, opened.project
        self._session.quality.suggest(opened.quality(self._session.usual_quality()))
        if self._is_listed:
            self._session.settings.folder = info.path.parent
            self._session.settings.remember(opened.bundle or info.path)
        if project is None:
            self._session.document.open(info)
        else:
            start = 0 if project.in_point is None else project.in_point
            stop = info.n_frames if project.out_point is None else project.out_point + 1
            self._session.document.open(
                info,
                objects=project.objects,
                masks=project.masks,
                stale=project.stale,
                in_out=range(start, stop),
                removal=opened.removal(),
            )
        self._session.playhead.reset(info.n_frames, index=(project.playhead or 0) if project else 0)
        self.opened.emit(opened)
        if opened.problems:
            details = "\n".join(opened.problems)
            text = tr("Some of what you did on this clip before could not be loaded and was left out.")
            self._notices.post(text, kind="warning", details=details)

    def _ask_for_clip(self, astray: ClipAstray) -> None:
        clip = astray.clip
        if astray.state is ClipState.CHANGED:
            self._notices.post(
                tr(
                    "{clip} is not the clip that this project was made on, or has changed since. Its masks may not fit."
                ).format(clip=clip),
                kind="warning",
                action=tr("Open it anyway"),
                do=lambda: self.open_with_clip(astray.bundle, clip),
            )
        else:
            self._notices.post(
                tr("The clip of this project is no longer at {clip}.").format(clip=clip),
                kind="warning",
                action=tr("Locate it…"),
                do=lambda: self._locate(astray),
            )

    def _locate(self, astray: ClipAstray) -> None:
        if astray.clip.suffix:
            title = tr("Where is {name}?").format(name=astray.clip.name)
            name, _ = QFileDialog.getOpenFileName(
                self._window, title, str(astray.bundle.parent), tr(VIDEO_FILTER)
            )
        else:
            title = tr("Where is the folder {name}?").format(name=astray.clip.name)
            name = QFileDialog.getExistingDirectory(self._window, title, str(astray.bundle.parent))
        if name:
            self.open_with_clip(astray.bundle, Path(name))

    @Slot(object, object, object)
    def _finish(self, job: Job, _outcome: Outcome, failure: Failure | None) -> None:
        if job is self._job:
            self._job = None
            if failure is not None:
                self._notices.hint("")
                self._notices.fail(failure)


def facts_of(info: VideoInfo) -> list[tuple[str, str]]:
    """Return what is told of a clip, as names and values."""
    rate = f"{float(info.rate):.3f}".rstrip("0").rstrip(".")
    frames = tr("%n frames", count=info.n_frames)
    return [
        (tr("File"), info.path.name),
        (tr("Size"), f"{info.width} × {info.height}"),
        (
            tr("Rate"),
            (
                tr("{rate} frames/s, variable") if info.variable_rate else tr("{rate} frames/s, constant")
            ).format(rate=rate),
        ),
        (tr("Length"), f"{clock(info.duration_s)}, {frames}"),
        (tr("Sound"), tr("yes") if info.has_audio else tr("none")),
        (tr("Stored as"), f"{info.codec}, {info.pixel_format}"),
    ]

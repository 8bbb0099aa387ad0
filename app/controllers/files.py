"""Opening clips: from the menu, by dropping, from the command line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.actions import Actions
from app.decoding import OpenedClip
from app.lanes import Failure, Job, Outcome
from app.notices import Notices
from app.session import Session
from app.widgets.playback_bar import clock
from mvos_core.types import Step
from mvos_core.video import VideoInfo

VIDEO_FILTER = (
    "Clips (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts *.mts *.m2ts *.wmv *.flv *.gif *.h264 *.264);;"
    "All files (*)"
)


class FilesController(QObject):
    """Opens clips on the decode lane; the document changes only once the clip has proved readable."""

    opening = Signal(object)
    """A clip is about to replace the one that is open."""
    opened = Signal(object)

    def __init__(self, session: Session, *, actions: Actions, notices: Notices, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._actions, self._notices, self._window = session, actions, notices, window
        self._job: Job | None = None
        actions["open"].triggered.connect(self._choose)
        actions["open_folder"].triggered.connect(self._choose_folder)

    @Slot()
    def _choose(self) -> None:
        folder = str(self._session.settings.folder)
        name, _ = QFileDialog.getOpenFileName(self._window, "Open clip", folder, VIDEO_FILTER)
        if name:
            self.open(Path(name))

    @Slot()
    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self._window, "Open folder of pictures", str(self._session.settings.folder)
        )
        if name:
            self.open(Path(name))

    @Slot(object)
    def open(self, path: Path) -> None:
        """Open a clip in the place of the one that is open."""
        path = path.absolute()
        self.opening.emit(path)
        self._notices.hint(f"Opening {path.name}…")
        job = Job(lambda: self._session.decoder.open(path), name=f"open {path.name}")
        job.stepped.connect(self._show)
        job.finished.connect(self._finish)
        self._job = self._session.decode.submit(job, supersede=True)

    @Slot(object, object)
    def _show(self, job: Job, step: Step[OpenedClip]) -> None:
        if job is not self._job:
            return
        info = step.value.info
        self._session.settings.folder = info.path.parent
        self._session.settings.remember(info.path)
        self._notices.clear()
        self._session.document.open(info)
        self._session.playhead.reset(info.n_frames)
        self._notices.hint("")
        self.opened.emit(info)

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
    frames = "1 frame" if info.n_frames == 1 else f"{info.n_frames} frames"
    return [
        ("File", info.path.name),
        ("Size", f"{info.width} × {info.height}"),
        ("Rate", f"{rate} frames/s, {'variable' if info.variable_rate else 'constant'}"),
        ("Length", f"{clock(info.duration_s)}, {frames}"),
        ("Sound", "yes" if info.has_audio else "none"),
        ("Stored as", f"{info.codec}, {info.pixel_format}"),
    ]

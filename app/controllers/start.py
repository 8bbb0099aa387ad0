"""The start page: opening from it, and keeping the pictures and the list that it shows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.actions import Actions
from app.controllers.files import FilesController
from app.controllers.projects import ProjectsController
from app.lanes import Job
from app.notices import Notices
from app.recent import Recent, write_thumbnail
from app.session import Session
from app.translating import tr
from app.widgets.start_page import StartPage


class StartController(QObject):
    """Opens what the page offers. A picture of each recent clip or project is kept when it is opened, saved and left."""

    def __init__(
        self,
        session: Session,
        files: FilesController,
        projects: ProjectsController,
        *,
        page: StartPage,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._files, self._projects = session, files, projects
        self._page, self._notices = page, notices
        page.open_clicked.connect(actions["open"].trigger)
        page.dropped.connect(files.open)
        page.recent_clicked.connect(self._open)
        page.recent_removed.connect(self.remove)
        files.opening.connect(self.keep_picture)
        files.opened.connect(self.keep_picture)
        projects.saved.connect(self.keep_picture)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """List what was opened last."""
        self._page.set_recent(self._session.settings.recent_with_missing())

    @Slot(object)
    def _open(self, recent: Recent) -> None:
        if recent.path.exists():
            self._files.open(recent.path)
            return
        self._notices.post(
            tr("{name} is no longer at {folder}. If it was moved, open it from where it is now.").format(
                name=recent.path.name, folder=recent.path.parent
            ),
            kind="warning",
            action=tr("Remove from list"),
            do=lambda: self.remove(recent.path),
        )
        self.refresh()

    @Slot(object)
    def remove(self, path: Path) -> None:
        """Take something out of the list."""
        self._session.settings.forget(path)
        self.refresh()

    @Slot()
    def keep_picture(self) -> None:
        """Keep a picture of what is open as it looks now, for the next time that the page is seen."""
        document, index = self._session.document, self._session.playhead.index
        frame = self._session.cache.get(index)
        if document.clip is None or frame is None:
            return
        path = self._projects.bundle or document.clip.path
        kept = {recent.path: recent.thumbnail for recent in self._session.settings.recent_with_missing()}
        if path not in kept:
            return
        entry, file = document.track.get(index), kept[path]
        colours = {thing.label: thing.colour for thing in document.objects if thing.visible}
        job = Job(lambda: write_thumbnail(file, frame, entry, colours), name=f"picture of {path.name}")
        self._session.disk.submit(job)

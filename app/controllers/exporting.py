"""Exporting the masks as a folder of palette PNGs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.actions import Actions
from app.lanes import Failure, Job, Outcome
from app.masking import keep_only
from app.notices import Notices
from app.session import Session
from app.widgets.jobs_bar import JobsBar
from mvos_core.masks.labels import write_label_map
from mvos_core.masks.track import MaskEntry
from mvos_core.types import MvosError, Step


class ExportController(QObject):
    """Writes the masks on the render lane."""

    def __init__(
        self, session: Session, *, bar: JobsBar, actions: Actions, notices: Notices, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._bar, self._notices, self._window = session, bar, notices, window
        self._job: Job | None = None
        self._folder = Path()
        actions["export_masks"].triggered.connect(self._choose)

    @Slot()
    def _choose(self) -> None:
        clip = self._session.document.clip
        if clip is None:
            return
        proposal = self._session.settings.folder / f"{clip.path.stem}-masks"
        name, _ = QFileDialog.getSaveFileName(self._window, "Export masks into a new folder", str(proposal))
        if name:
            self.export(Path(name))

    def export(self, folder: Path) -> None:
        """Write a palette PNG for every frame from in to out into a new folder."""
        document = self._session.document
        clip = document.clip
        if clip is None or self._job is not None:
            return
        masks, labels = dict(document.track), document.labels
        names = [(clip.names[index], masks.get(index)) for index in document.in_out]
        job = Job(lambda: write_masks(folder, names, size=clip.size, labels=labels), name="export masks")
        job.stepped.connect(self._step)
        job.finished.connect(self._finish)
        self._folder = folder
        self._job = self._session.render.submit(job)

    @Slot()
    def cancel(self) -> None:
        """Give up what is under way; nothing of it stays."""
        if self._job is not None:
            self._job.cancel()

    @Slot(object, object)
    def _step(self, job: Job, step: Step[Path]) -> None:
        if job is self._job:
            self._bar.set_progress(f"Writing masks: {step.done} of {step.total}", step.done, step.total)

    @Slot(object, object, object)
    def _finish(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if job is not self._job:
            return
        self._job = None
        self._bar.hide()
        if failure is not None:
            self._notices.fail(failure)
        elif outcome is Outcome.DONE:
            self._notices.post(f"The masks are in {self._folder}.")


def write_masks(
    folder: Path,
    frames: Sequence[tuple[str, MaskEntry | None]],
    *,
    size: tuple[int, int],
    labels: frozenset[int],
) -> Iterator[Step[Path]]:
    """Write one palette PNG per frame into a new `folder`, an empty one where a frame has no mask.

    The folder appears when all files are written; if this ends before, nothing is left behind.

    Args:
        folder: must not exist, or be empty.
        frames: the files' names without suffix, and the masks.
        size: (height, width) of the clip.
        labels: the objects that exist; other labels are written as background.

    Raises:
        MvosError: the folder is not empty or cannot be written to.
    """
    part = folder.with_name(f"{folder.name}.part")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise MvosError(f"There are files in {folder} already; choose another name.")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for done, (name, entry) in enumerate(frames, start=1):
            labels_here = np.zeros(size, np.uint8) if entry is None else keep_only(entry.labels(), labels)
            write_label_map(part / f"{name}.png", labels_here)
            yield Step(done, len(frames), folder / f"{name}.png")
        _count(part, len(frames))
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise MvosError(
            f"The masks cannot be written to {folder} ({error.strerror}); choose another place."
        ) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(part)


def _count(folder: Path, expected: int) -> None:
    found = sum(1 for _ in folder.glob("*.png"))
    if found != expected:
        raise MvosError(
            f"{found} masks were written instead of {expected}; check the frames' names and try again."
        )

"""Exporting: the dialog, the queue of exports, and the one that is under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from app.actions import NEEDS_CLIP, Actions
from app.exporting import ExportOrder, carry_out, project_order
from app.lanes import Failure, Job, Outcome
from app.library_sentences import spoken
from app.notices import Notices
from app.places import export_folder
from app.session import Session
from app.translating import marked, tr
from app.widgets.export_dialog import ExportDialog
from app.widgets.jobs_bar import JobsBar, time_left
from app.widgets.queue_dialog import QueueDialog, QueueRow, RowState
from mvos_core.export import ExportReport, ExportSettings, ExportStep, Kind, Phase
from mvos_core.types import MvosError, Step

_LAST = marked("what was exported last")
_PRESETS: Mapping[str, ExportSettings] = {
    marked("the clip without the objects, H.264"): ExportSettings(Kind.REMOVED),
    marked("cut-outs, ProRes 4444"): ExportSettings(Kind.CUTOUT),
    marked("cut-outs, VP9 with alpha"): ExportSettings(Kind.CUTOUT, "vp9"),
    marked("a matte, ProRes 422"): ExportSettings(Kind.MATTE, "prores422"),
    marked("the objects tinted, H.264"): ExportSettings(Kind.OVERLAY),
    marked("label maps"): ExportSettings(Kind.LABELS),
    marked("black and white masks, a folder for each object"): ExportSettings(Kind.MASKS, split=True),
}


@dataclass(slots=True, eq=False)
class _Entry:
    """An export in the queue; `order` makes it, on the render lane, for it may have to be read from a project."""

    row: QueueRow
    order: Callable[[], ExportOrder]
    report: ExportReport | None = None


class ExportController(QObject):
    """Carries out exports on the render lane, one after the other; one failure does not end the rest."""

    def __init__(
        self, session: Session, *, bar: JobsBar, actions: Actions, notices: Notices, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._notices, self._window = session, notices, window
        self._bar = bar.line(self.cancel)
        self._actions = actions
        self.dialog: ExportDialog | None = None
        self.queue: QueueDialog | None = None
        self._entries: list[_Entry] = []
        self._current: tuple[Job, _Entry] | None = None
        self._goes_on = False
        self._started_s = 0.0
        self._phase = Phase.WRITING
        actions["export"].triggered.connect(self.open_dialog)
        actions["export_queue"].triggered.connect(self.open_queue)
        session.document.clip_changed.connect(self._clip_changed)
        self._clip_changed()

    @property
    def is_running(self) -> bool:
        """Whether an export is under way."""
        return self._current is not None

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """What the queue holds."""
        return tuple(entry.row for entry in self._entries)

    # The dialog ----------------------------------------------------------------------------------------------

    @Slot()
    def open_dialog(self) -> None:
        """Ask what is to be exported of the open clip."""
        document = self._session.document
        clip = document.clip
        if clip is None:
            return
        if self.dialog is None:
            self.dialog = ExportDialog(self._window)
            self.dialog.set_habits(self._session.settings.words("export"))
            self.dialog.changed.connect(self._preview)
            self.dialog.exported.connect(self._export)
            self.dialog.queued.connect(self._enqueue)
        self.dialog.offer(
            document.objects,
            in_out=document.in_out,
            n_frames=clip.n_frames,
            has_sound=clip.has_audio,
            folder=export_folder(clip.path),
        )
        self.dialog.show()
        self.dialog.raise_()

    def _order(self) -> ExportOrder | None:
        """Return what the dialog asks for."""
        document = self._session.document
        clip = document.clip
        if self.dialog is None or clip is None:
            return None
        choice = self.dialog.choice()
        return ExportOrder(
            clip,
            dict(document.track),
            document.objects,
            document.removal,
            range(clip.n_frames) if choice.whole else document.in_out,
            choice.settings,
            choice.folder,
            choice.template,
        )

    @Slot()
    def _preview(self) -> None:
        if self.dialog is None:
            return
        try:
            order = self._order()
            if order is not None:
                plan = order.plan()
                there = [path.name for path in plan.paths if path.exists()]
                notes = [
                    *map(spoken, plan.notes),
                    *([tr("Already there: {names}.").format(names=", ".join(there))] if there else []),
                ]
                self.dialog.set_preview(plan.paths, notes)
        except MvosError as error:
            self.dialog.set_preview([], [], problem=spoken(str(error)))

    @Slot()
    def _export(self) -> None:
        if self._add_chosen():
            self.start()

    @Slot()
    def _enqueue(self) -> None:
        if self._add_chosen():
            self.open_queue()

    def _add_chosen(self) -> bool:
        """Put what the dialog asks for into the queue, unless the user would rather keep what is there."""
        order = self._order()
        if order is None or self.dialog is None:
            return False
        there = [path for path in order.plan().paths if path.exists()]
        if there and not self._may_replace(there):
            return False
        self.dialog.hide()
        self._session.settings.set_words("export", self.dialog.habits())
        self.add(replace(order, overwrite=bool(there)))
        return True

    def _may_replace(self, paths: list[Path]) -> bool:
        names = "\n".join(path.name for path in paths[:6])
        text = tr("This is there already:\n\n{names}\n\nReplace it?").format(names=names)
        return QMessageBox.question(self._window, tr("Export"), text) == QMessageBox.StandardButton.Yes

    # The queue -----------------------------------------------------------------------------------------------

    @Slot()
    def open_queue(self) -> None:
        """Show what waits, runs and is over."""
        if self.queue is None:
            self.queue = QueueDialog([tr(preset) for preset in (*_PRESETS, _LAST)], self._window)
            self.queue.projects_chosen.connect(self.add_projects)
            self.queue.removed.connect(self._take_out)
            self.queue.started.connect(self.start)
            self.queue.stopped.connect(self.cancel)
        self._show()
        self.queue.show()
        self.queue.raise_()

    def add(self, order: ExportOrder) -> None:
        """Let an export wait for its turn."""
        self._entries.append(_Entry(_row(order.info.path.name, order.settings), lambda: order))
        self._show()

    @Slot(object, str)
    def add_projects(self, bundles: list[Path], preset: str) -> None:
        """Let exports of projects on disk wait for their turn; `preset` names what is exported."""
        presets = {tr(name): settings for name, settings in _PRESETS.items()}
        settings = presets.get(preset) or self._last_settings()
        for bundle in bundles:
            self._entries.append(
                _Entry(_row(bundle.name, settings), lambda path=bundle: project_order(path, settings))  # type: ignore[misc]
            )
        self._show()

    def _last_settings(self) -> ExportSettings:
        try:
            return self.dialog.choice().settings if self.dialog else ExportSettings(Kind.REMOVED)
        except MvosError:
            return ExportSettings(Kind.REMOVED)

    @Slot(object)
    def _take_out(self, numbers: list[int]) -> None:
        running = self._current[1] if self._current else None
        gone = [self._entries[number] for number in numbers if self._entries[number] is not running]
        self._entries = [entry for entry in self._entries if entry not in gone]
        self._show()

    @Slot()
    def start(self) -> None:
        """Carry out what waits, from the first to the last."""
        self._goes_on = True
        if self._current is None:
            self._next()

    def _next(self) -> None:
        entry = next((entry for entry in self._entries if entry.row.state is RowState.WAITING), None)
        if entry is None or not self._goes_on:
            return
        cache = self._session.renders

        def work() -> Iterator[Step[ExportStep]]:
            yield from carry_out(entry.order(), cache)

        job = Job(work, name="export")
        job.stepped.connect(self._step)
        job.finished.connect(self._finish)
        self._current = self._session.render.submit(job), entry
        self._phase, self._started_s = Phase.WRITING, 0.0
        self._set(entry, RowState.RUNNING)
        self._bar.set_progress(tr("Exporting {name} …").format(name=entry.row.name), 0, None)

    @Slot()
    def cancel(self) -> None:
        """Give up what is under way, and leave the rest waiting; nothing of it stays."""
        self._goes_on = False
        if self._current is not None:
            self._current[0].cancel()

    def close(self) -> None:
        """Give up what is under way, and take the dialogs away with the window."""
        self.cancel()
        for dialog in (self.dialog, self.queue):
            if dialog is not None:
                dialog.close()

    # The one that is under way -------------------------------------------------------------------------------

    @Slot(object, object)
    def _step(self, job: Job, step: Step[ExportStep]) -> None:
        if self._current is None or job is not self._current[0]:
            return
        entry = self._current[1]
        if step.value.report is not None:
            entry.report = step.value.report
            return
        now_s = perf_counter()
        if step.value.phase is not self._phase or not self._started_s:
            self._phase, self._started_s = step.value.phase, now_s
        text = _progress(step, now_s - self._started_s)
        self._bar.set_progress(f"{entry.row.name}: {text}", step.done, step.total)
        self._set(entry, RowState.RUNNING, text)

    @Slot(object, object, object)
    def _finish(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if self._current is None or job is not self._current[0]:
            return
        entry = self._current[1]
        self._current = None
        self._bar.hide()
        if failure is not None:
            self._set(entry, RowState.FAILED, failure.message)
            self._notices.fail(failure)
        elif entry.report is None or outcome is not Outcome.DONE:
            self._set(entry, RowState.STOPPED)
        else:
            self._set(entry, RowState.DONE, spoken(entry.report.sentence()))
            self._tell(entry.report)
        self._next()

    def _tell(self, report: ExportReport) -> None:
        folder = report.targets[0].path.parent
        url = QUrl.fromLocalFile(str(folder))
        self._notices.post(
            tr("{report} It is in {folder}.").format(report=spoken(report.sentence()), folder=folder),
            details="\n".join([*_check_lines(report), *map(spoken, report.notes)]),
            action=tr("Show in folder"),
            do=lambda: _open(url),
        )

    def _set(self, entry: _Entry, state: RowState, text: str = "") -> None:
        entry.row = replace(entry.row, state=state, text=text)
        self._show()

    def _show(self) -> None:
        if self.queue is not None:
            self.queue.set_rows(self.rows)

    @Slot()
    def _clip_changed(self) -> None:
        has_clip = self._session.document.clip is not None
        self._actions.enable("export", "" if has_clip else NEEDS_CLIP)
        if self.dialog is not None:
            self.dialog.hide()
            self.dialog.folder.clear()


def _open(url: QUrl) -> None:
    QDesktopServices.openUrl(url)


def _check_lines(report: ExportReport) -> list[str]:
    """Return what was checked of each file."""
    return [
        f"{target.path.name}: {spoken(check.text)}" for target in report.targets for check in target.checks
    ]


def _row(name: str, settings: ExportSettings) -> QueueRow:
    coding = settings.coding()
    return QueueRow(
        name, f"{tr(settings.kind.caption)}, {coding.codec.title if coding else 'PNG'}", RowState.WAITING
    )


def _progress(step: Step[ExportStep], elapsed_s: float) -> str:
    if step.value.phase is Phase.CHECKING:
        return tr("checking {done} of {total}").format(done=step.done, total=step.total)
    text = tr("frame {done} of {total}").format(done=step.done, total=step.total)
    if step.done < 2 or elapsed_s <= 0 or step.total is None:
        return text
    rate = (step.done - 1) / elapsed_s  # the first step's time is not known
    return tr("{text} · {rate:.1f} frames/s · {left}").format(
        text=text, rate=rate, left=time_left((step.total - step.done) / rate)
    )

"""What removal looks like: the prepared mask, one frame at once, a range from the cache, before and after."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Slot

from app.actions import NEEDS_CLIP, Actions
from app.controllers.removal import RemovalController
from app.controllers.viewing import ViewingController
from app.icons import icon
from app.lanes import Failure, Job, Outcome
from app.library_sentences import spoken
from app.notices import Notices
from app.removing import QUICK_METHODS, Preview, PreviewRequest
from app.session import Session
from app.translating import marked, tr
from app.widgets.jobs_bar import time_left
from app.widgets.removal_layer import RemovalLayer
from app.widgets.removal_panel import RemovalPanel
from mvos_core.inpaint import Filled
from mvos_core.inpaint.lama import lama_downloads
from mvos_core.rendering import Footage, Rendering
from mvos_core.types import Frame, MvosError, Step

_SETTLED_MS = 350
_VIEWS = ("show_result", "show_prepared", "show_invented")
_NEEDS_MASK = marked("mask an object first.")


class RenderingController(QObject):
    """Keeps the canvas's removal layer true, and renders ranges into the session's cache."""

    def __init__(
        self,
        session: Session,
        removal: RemovalController,
        *,
        layer: RemovalLayer,
        panel: RemovalPanel,
        viewing: ViewingController,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._removal, self._layer, self._panel = session, removal, layer, panel
        self._viewing, self._actions, self._notices = viewing, actions, notices
        self._footage: Footage | None = None
        self._preview: Preview | None = None
        self._exact: tuple[PreviewRequest, Filled] | None = None
        self._previewing: Job | None = None
        self._asked: PreviewRequest | None = None
        self._filling: tuple[Job, PreviewRequest] | None = None
        self._rendering: tuple[Job, Rendering] | None = None
        self._failed: PreviewRequest | None = None
        self._is_closed = False
        self._started_s = 0.0
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._settle)
        document = session.document
        document.clip_changed.connect(self._open)
        for signal in (document.masks_changed, document.objects_changed):
            signal.connect(self._masks_changed)
        document.range_changed.connect(self.refresh)
        document.removal_changed.connect(self.refresh)
        removal.take_changed.connect(self.refresh)
        viewing.shown_changed.connect(self.show)
        panel.unfolded.connect(self.refresh)
        actions["show_prepared"].setChecked(True)
        for name in _VIEWS:
            actions[name].toggled.connect(self.refresh)
        actions["wipe"].toggled.connect(self._wipe)
        actions.connect(
            {
                "remove": self.begin,
                "render": self.toggle,
            }
        )
        self.refresh()

    @property
    def is_rendering(self) -> bool:
        """Whether a range is being rendered."""
        return self._rendering is not None

    # Commands ------------------------------------------------------------------------------------------------

    @Slot()
    def begin(self) -> None:
        """Open the panel and show the frame without the object."""
        self._panel.unfold()
        self._actions["show_result"].setChecked(True)

    @Slot()
    def toggle(self) -> None:
        """Render from in to out, or stop rendering."""
        if self._rendering is not None:
            self.stop()
        else:
            self.render()

    def render(self) -> None:
        """Render the take that is looked at from in to out."""
        footage = self._current_footage()
        if footage is None or self._rendering is not None:
            return
        cache, renderer = self._session.renders, self._session.renderer
        try:
            rendering = cache.begin(footage.key(self._removal.settings, self._session.document.in_out))
        except MvosError as error:
            self._notices.post(spoken(str(error)), kind="error")
            return
        self._notices.clear()
        job = Job(lambda: renderer.range(cache, rendering), name="render")
        job.stepped.connect(self._stepped)
        job.finished.connect(self._finished)
        self._rendering = self._session.render.submit(job), rendering
        self._started_s = perf_counter()
        self._panel.set_progress(0, None)
        self._panel.status.setText(tr("Looking at the clip…"))
        self.begin()
        self.refresh()

    @Slot()
    def stop(self) -> None:
        """End the rendering; the frames that are done stay."""
        if self._rendering is not None:
            job, _ = self._rendering
            self._rendering = None
            job.cancel()
            self._panel.set_progress(0, 0)
            self.refresh()

    def close(self) -> None:
        """End all of it for good: what still arrives from the lanes asks for nothing more."""
        self._is_closed = True
        self._settled.stop()
        self._panel.end_gesture()
        self.stop()

    @Slot()
    def show_source(self) -> None:
        """Show the clip itself, because it is painted on."""
        self._actions["show_result"].setChecked(False)

    @Slot(bool)
    def _wipe(self, on: bool) -> None:
        """Wipe between the clip and its removal while one works on that; otherwise the line belongs to the views."""
        if on and self._panel.is_unfolded:
            self.begin()

    # A range -------------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _stepped(self, job: Job, step: Step[int]) -> None:
        if self._rendering is None or job is not self._rendering[0]:
            return
        self._panel.set_progress(step.done, step.total)
        rate = step.done / max(perf_counter() - self._started_s, 1e-3)
        left = time_left(((step.total or step.done) - step.done) / rate)
        self._panel.status.setText(
            tr("{done} of {total} frames  ·  {rate:.1f} frames/s  ·  {left}").format(
                done=step.done, total=step.total, rate=rate, left=left
            )
        )
        if step.value == self._viewing.shown:
            self.show()

    @Slot(object, object, object)
    def _finished(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        if self._rendering is None or job is not self._rendering[0]:
            return
        self._rendering = None
        self._panel.set_progress(0, 0)
        if outcome is Outcome.FAILED and failure is not None:
            self._notices.fail(failure)
        self.refresh()

    # One frame -----------------------------------------------------------------------------------------------

    @Slot()
    def _open(self) -> None:
        self.stop()
        self._preview, self._exact, self._footage, self._failed = None, None, None, None
        self._session.renders.clear()
        self._layer.set_prepared(None, None)
        self._layer.set_result(None)
        self.refresh()

    @Slot()
    def _masks_changed(self) -> None:
        self._footage = None
        self.refresh()

    def _current_footage(self) -> Footage | None:
        document = self._session.document
        if self._footage is None and document.clip is not None:
            self._footage = Footage(document.clip.path, dict(document.track), document.labels)
        return self._footage

    def _wanted(self) -> PreviewRequest | None:
        """Return what the shown frame depends on, None while nothing of removal is to be shown of it."""
        if not self._is_active:
            return None
        clip, footage = self._session.document.clip, self._current_footage()
        index = self._viewing.shown
        frame = self._session.cache.get(index)
        if clip is None or footage is None or frame is None or index not in footage.masks:
            return None
        in_out = self._session.document.in_out
        frames = in_out if index in in_out else range(clip.n_frames)
        try:
            return PreviewRequest(footage.key(self._removal.settings, frames), index, frame)
        except MvosError:
            return None

    @property
    def _is_active(self) -> bool:
        shown = any(self._actions[name].isChecked() for name in ("show_result", "show_prepared"))
        return self._panel.is_unfolded and shown and not self._is_closed

    @Slot()
    def show(self) -> None:
        """Put on the layer what is known of the shown frame, and ask for what is not."""
        wanted = self._wanted()
        if wanted is None:
            self._layer.set_prepared(None, None)
            self._layer.set_result(None)
            return
        shows_result = self._actions["show_result"].isChecked()
        is_fresh = False
        if shows_result:
            filled, is_fresh = self._filled(wanted)
            self._layer.set_result(
                filled, before=self._before(wanted), marked=self._actions["show_invented"].isChecked()
            )
        else:
            self._layer.set_result(None)
        preview = self._preview
        current = preview if preview is not None and wanted.is_same(preview.request) else None
        if current is not None and self._actions["show_prepared"].isChecked():
            self._layer.set_prepared(current.alpha, current.painted)
        else:
            self._layer.set_prepared(None, None)
        if self._session.playhead.is_rolling or wanted.is_same(self._failed):
            return
        if self._session.network.is_busy:
            # The run needs the machine, and changes what is wanted with every frame.
            self._settled.start()
            return
        if current is None:
            self._request(wanted)
        if shows_result and not is_fresh:
            self._settled.start()

    @Slot()
    def _settle(self) -> None:
        """Go on once nothing has changed for a moment."""
        wanted = self._wanted()
        if wanted is None or self._session.network.is_busy:
            self._settled.start() if wanted else None
        elif self._preview is None or not wanted.is_same(self._preview.request):
            self.show()
        else:
            self._fill(wanted)

    def _filled(self, wanted: PreviewRequest) -> tuple[Filled | None, bool]:
        """Return the best picture of a frame that there is, and whether it is what an export gives."""
        one = range(wanted.index, wanted.index + 1)
        cache, footage = self._session.renders, self._current_footage()
        if footage is None:
            return None, False
        rendering = cache.find(footage, self._removal.settings, one)
        if rendering is not None:
            return rendering.get(wanted.index, wanted.frame), True
        if self._exact is not None and wanted.is_same(self._exact[0]):
            return self._exact[1], True
        if self._preview is not None and wanted.is_same(self._preview.request):
            return self._preview.filled, wanted.key.settings.method in QUICK_METHODS
        old = cache.latest(wanted.index) if self._session.playhead.is_rolling else None
        return (None if old is None else old.get(wanted.index, wanted.frame)), False

    def _before(self, wanted: PreviewRequest) -> Frame | None:
        """Return the frame as the take has it that is compared with, None for the clip's own."""
        take, footage = self._removal.compared, self._current_footage()
        if take is None or footage is None:
            return None
        settings = self._session.document.removal.takes[take].settings
        one = range(wanted.index, wanted.index + 1)
        rendering = self._session.renders.find(footage, settings, one)
        return None if rendering is None else rendering.get(wanted.index, wanted.frame).frame

    def _request(self, wanted: PreviewRequest) -> None:
        """Ask for a quick preview; while one is made, the wish waits and may still change."""
        if self._previewing is not None:
            return
        previewer = self._session.previewer
        job = Job(lambda: previewer.show(wanted), name=f"preview frame {wanted.index}")
        job.stepped.connect(self._previewed)
        job.finished.connect(self._preview_finished)
        self._asked = wanted
        self._previewing = self._session.preview.submit(job)

    @Slot(object, object)
    def _previewed(self, job: Job, step: Step[Preview]) -> None:
        if job is self._previewing:
            self._preview = step.value
            self.show()

    @Slot(object, object, object)
    def _preview_finished(self, job: Job, _outcome: Outcome, failure: Failure | None) -> None:
        if job is not self._previewing:
            return
        self._previewing = None
        if failure is not None:
            self._failed = self._asked
            self._notices.fail(failure)
        self.show()

    def _fill(self, wanted: PreviewRequest) -> None:
        """Ask for a frame as the chosen method fills it."""
        if self._filling is not None or self._session.render.is_busy:
            return
        method = wanted.key.settings.method
        if method in QUICK_METHODS or ("lama" in method and lama_downloads()) or self._filled(wanted)[1]:
            return
        renderer = self._session.renderer
        job = Job(lambda: renderer.frame(wanted), name=f"fill frame {wanted.index}")
        job.stepped.connect(self._filled_one)
        job.finished.connect(self._fill_finished)
        self._filling = self._session.render.submit(job), wanted
        self._panel.status.setText(tr("Filling frame {index}…").format(index=wanted.index))

    @Slot(object, object)
    def _filled_one(self, job: Job, step: Step[Filled]) -> None:
        if self._filling is not None and job is self._filling[0]:
            self._exact = self._filling[1], step.value

    @Slot(object, object, object)
    def _fill_finished(self, job: Job, _outcome: Outcome, failure: Failure | None) -> None:
        if self._filling is None or job is not self._filling[0]:
            return
        _, wanted = self._filling
        self._filling = None
        if failure is not None:
            self._failed = wanted
            self._notices.fail(failure)
        self.refresh()

    # What can be done now ------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Enable what can be done, say how things are, and show the frame."""
        document = self._session.document
        why = NEEDS_CLIP if document.clip is None else "" if document.track else tr(_NEEDS_MASK)
        for name in (*_VIEWS, "remove", "render"):
            self._actions.enable(name, why)
        running = self._rendering is not None
        self._actions["render"].setText(tr("Stop rendering") if running else tr("Render from in to out"))
        self._actions["render"].setIcon(icon("stop" if running else "play"))
        self._actions["render"].setData("stop" if running else "play")
        if not running and self._panel.is_unfolded:
            self._panel.status.setText(self._state() if not why else "")
        self.show()

    def _state(self) -> str:
        """Say what there is of the take that is looked at."""
        document, footage = self._session.document, self._current_footage()
        if footage is None:
            return ""
        missing = sum(1 for index in document.in_out if index not in footage.masks)
        note = ""
        if missing:
            note = " " + tr("%n frames have no mask, so nothing is removed there.", count=missing)
        rendering = self._session.renders.find(footage, self._removal.settings, document.in_out)
        if rendering is not None:
            return (
                tr("Rendered: {share:.0%} of what was hidden is seen in other frames.").format(
                    share=rendering.seen_share
                )
                + note
            )
        if self._session.renders.latest(self._viewing.shown) is not None:
            return tr("What was rendered here is out of date, or of another take.") + note
        if "lama" in self._removal.settings.method and lama_downloads():
            return tr("LaMa's weights, about 200 MB, are downloaded when you render.") + note
        return tr("Not rendered yet: single frames are shown as they come.") + note

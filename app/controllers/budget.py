"""The budget: measures what masking takes here, and shows what the next run will."""

from __future__ import annotations

import psutil
from PySide6.QtCore import QObject, QTimer, Slot

from app.budget import Load, Measured, Measurements, budget_for, whole
from app.controllers.propagation import PropagationController
from app.goals import Goal, orders_of, pending
from app.lanes import Job, Outcome
from app.orders import Way
from app.quality import Quality
from app.session import QUALITY_HABIT, Session
from app.translating import tr
from app.widgets.budget_panel import BudgetPanel
from mvos_core.model.weights import shipped_models
from mvos_core.types import Step

_MEASURED = "measured"
_SETTLE_MS = 400
_RUN_STEPS = 6


class BudgetController(QObject):
    """Joins the dial to the next run, and has its network loaded and timed while the user still paints."""

    def __init__(
        self, session: Session, propagation: PropagationController, *, panel: BudgetPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._propagation, self._panel = session, propagation, panel
        self._measurements = Measurements(session.settings.words(_MEASURED))
        self._preparation: Job | None = None
        self._load: Load | None = None
        self._is_known = False
        self._is_closed = False
        self._ready: Quality | None = None
        self._run_steps = 0
        self._process = psutil.Process()
        # The dial is on its way through the presets, and objects come and go: only what stays is measured.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._prepare)
        panel.set_models(shipped_models())
        panel.show_quality(session.quality.quality)
        panel.chosen.connect(self._choose)
        session.quality.changed.connect(self._quality_changed)
        document = session.document
        document.clip_changed.connect(self._clip_changed)
        document.masks_changed.connect(self._refresh_idle)
        document.range_changed.connect(self._refresh_idle)
        document.objects_changed.connect(self._refresh_idle)
        propagation.state_changed.connect(self._run_changed)
        propagation.timed.connect(self._run_timed)
        self.refresh()

    def close(self) -> None:
        """End what is under way, before the settings are written and the window closes, and begin nothing more."""
        self._is_closed = True
        self._settle.stop()
        self._cancel()
        self._remember()

    # What is chosen ------------------------------------------------------------------------------------------

    @Slot(object)
    def _choose(self, quality: Quality) -> None:
        self._session.quality.choose(quality)
        self._session.settings.set_values(QUALITY_HABIT, {**quality.plain(), "device": quality.device})

    @Slot()
    def _quality_changed(self) -> None:
        self._panel.show_quality(self._session.quality.quality)
        self.refresh()
        self._prepare_soon()

    # What it takes -------------------------------------------------------------------------------------------

    def _current(self) -> Load | None:
        """Return what the next run's steps depend on."""
        document = self._session.document
        if document.clip is None:
            return None
        known = frozenset[int]().union(*document.decisions().values())
        return Load(self._session.quality.quality, document.clip.size, max(1, len(known)))

    @Slot()
    def _refresh_idle(self) -> None:
        """Refresh, but not with every frame that a run masks."""
        if not self._propagation.is_running:
            self.refresh()
            self._prepare_soon()

    @Slot()
    def refresh(self) -> None:
        """Show what the next run takes."""
        document, load = self._session.document, self._current()
        if load is None:
            self._panel.show_budget(None)
            return
        wanted = pending(document)
        orders = orders_of(document, Goal(Way.ALL, "", wanted)) if any(document.decisions().values()) else ()
        n_steps = sum(order.n_steps for order in orders) or len(wanted)
        budget = budget_for(
            load,
            self._measurements,
            n_steps=n_steps,
            entries=document.track.values(),
            n_new=len(wanted.difference(document.track)),
        )
        self._panel.show_budget(budget)
        used = self._propagation.quality
        note = ""
        if used is not None and used != self._session.quality.quality:
            note = tr("The run that goes keeps its quality; yours counts from the next one on.")
        self._panel.set_note(note)

    # Getting ready -------------------------------------------------------------------------------------------

    @Slot()
    def _clip_changed(self) -> None:
        self.refresh()
        self._prepare()

    def _prepare_soon(self) -> None:
        if self._session.document.clip is not None and not self._is_closed:
            self._settle.start()

    @Slot()
    def _prepare(self) -> None:
        """Load the network, and see how fast it is here unless that is known."""
        self._settle.stop()
        load = self._current()
        if load is None or self._propagation.is_running:
            return
        load = whole(load)
        if load == self._load and self._preparation is not None:
            return
        if self._ready == self._session.quality.quality and self._measurements.exact(load):
            return
        self._cancel()
        quality, size, n_objects = self._session.quality.quality, load.size, load.n_objects
        masker = self._session.masker
        self._load, self._is_known = load, self._measurements.exact(load) is not None
        job = Job(lambda: masker.prepare(quality, size, n_objects=n_objects), name="get the network ready")
        job.stepped.connect(self._measured)
        job.finished.connect(self._finish)
        self._preparation = self._session.network.submit(job)

    def _cancel(self) -> None:
        if self._preparation is not None:
            self._preparation.cancel()
            self._preparation = None

    @Slot(object, object)
    def _measured(self, job: Job, step: Step[float]) -> None:
        """Believe the fastest step, unless a run has told better."""
        if job is not self._preparation or self._load is None or self._is_known or step.done < 2:
            return
        before = self._measurements.exact(self._load) if step.done > 2 else None
        if before is None or step.value < before.step_ms:
            self._measurements.add(self._load, Measured(step.value, self._memory_mb()))
            self.refresh()

    @Slot(object, object, object)
    def _finish(self, job: Job, outcome: Outcome, _failure: object) -> None:
        if job is not self._preparation:
            return
        self._preparation = None
        if outcome is Outcome.DONE and self._load is not None:
            self._ready = self._session.quality.quality
            self._panel.set_devices(self._session.masker.devices)
            self._remember()

    def _memory_mb(self) -> float:
        """Return how much memory the process takes, without the frames kept for scrubbing."""
        return float(self._process.memory_info().rss - self._session.cache.used_bytes) / 2**20

    def _remember(self) -> None:
        self._session.settings.keep_words(_MEASURED, self._measurements.words())

    # A run ---------------------------------------------------------------------------------------------------

    @Slot()
    def _run_changed(self) -> None:
        if self._propagation.is_running:
            self._settle.stop()
            self._cancel()
            self._ready, self._run_steps = self._propagation.quality, 0
        else:
            self._remember()
            self._prepare_soon()
        self.refresh()

    @Slot(float)
    def _run_timed(self, step_ms: float) -> None:
        """Believe a run more than any measurement, once it has got going."""
        self._run_steps += 1
        used, load = self._propagation.quality, self._current()
        if used is not None and load is not None and self._run_steps >= _RUN_STEPS:
            load = Load(used, load.size, load.n_objects)
            self._measurements.add(load, Measured(step_ms, self._memory_mb()))

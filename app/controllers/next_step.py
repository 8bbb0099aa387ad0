"""The next step: what can be done with the masks now, why the rest cannot, and what the card says comes next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.actions import NEEDS_CLIP, Actions
from app.controllers.propagation import PropagationController
from app.goals import pending, stale
from app.icons import icon
from app.session import Session
from app.translating import tr
from app.widgets.side_panels import NextStepCard


class NextStepController(QObject):
    """Enables the actions that mask, and keeps the card."""

    def __init__(
        self,
        session: Session,
        propagation: PropagationController,
        *,
        card: NextStepCard,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._propagation, self._card, self._actions = session, propagation, card, actions
        document = session.document
        document.clip_changed.connect(self.refresh)
        document.masks_changed.connect(self._refresh_idle)
        document.range_changed.connect(self.refresh)
        document.objects_changed.connect(self.refresh)
        session.playhead.moved.connect(self._refresh_idle)
        propagation.state_changed.connect(self.refresh)
        propagation.progressed.connect(card.set_progress)
        self.refresh()

    @Slot()
    def _refresh_idle(self) -> None:
        """Refresh, but not with every frame that a run masks: nothing can be done then that could not before."""
        if not self._propagation.is_running:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Enable what can be done, say why the rest cannot, and name the next step."""
        document, running = self._session.document, self._propagation.is_running
        known = bool(document.clip and any(document.decisions().values()))
        for name, reason in self._reasons(known=known).items():
            self._actions.enable(name, reason)
        paused = self._propagation.is_paused
        self._actions["pause"].setText(tr("Go on") if paused else tr("Pause"))
        self._actions["pause"].setIcon(icon("play" if paused else "pause"))
        self._actions.enable("pause stop", "" if running else tr("no run is going."))
        if not running:
            self._card.set_idle()
        self._refresh_card(known=known)

    def _reasons(self, *, known: bool) -> dict[str, str]:
        """Return why actions cannot be done, by their names; an empty reason where they can."""
        document, index = self._session.document, self._session.playhead.index
        clip, running = document.clip, self._propagation.is_running
        needs_anchor = tr("paint an object in a frame first.")
        if clip is None:
            why = NEEDS_CLIP
        elif running:
            why = tr("a run is going; stop it first (Esc).")
        else:
            why = "" if known else needs_anchor
        is_pending, is_stale = bool(clip and pending(document)), bool(stale(document))
        here = "" if document.objects_at(index) else tr("this frame has no mask to go on from.")
        last = clip.n_frames - 1 if clip else 0
        reasons = {
            "propagate": "" if is_pending else tr("every frame from in to out has a mask that is up to date."),
            "update_stale": "" if is_stale else tr("no mask is stale."),
            "forward": here or ("" if index + 1 < document.in_out.stop else tr("there is no frame after this one.")),
            "backward": here or ("" if index > document.in_out.start else tr("there is no frame before this one.")),
            "one_forward": here or ("" if index < last else tr("this is the last frame.")),
            "one_backward": here or ("" if index > 0 else tr("this is the first frame.")),
        }  # fmt: skip
        found = {name: why or reason for name, reason in reasons.items()}
        found["export"] = why if clip is None or running else "" if document.track else needs_anchor
        return found

    def _refresh_card(self, *, known: bool) -> None:
        document = self._session.document
        n_pending = len(pending(document)) if document.clip else 0
        n_stale = len(stale(document))
        self._card.offer("update_stale", shown=n_stale > 0)
        if self._propagation.is_running:
            title = tr("Paused") if self._propagation.is_paused else tr("Propagating…")
            hint = tr("Paint at any time: the run takes your correction up and goes on.")
            self._card.set_step(title, hint, primary="")
        elif not known:
            hint = tr("Brush over it in this frame, edge to edge. One frame is enough to begin.")
            self._card.set_step(tr("Paint the object"), hint, primary="")
        elif n_pending == n_stale and n_stale:
            hint = tr("1 frame computed before your correction.")
            if n_stale > 1:
                hint = tr("%n frames computed before your correction.", count=n_stale)
            self._card.set_step(tr("Update what is stale"), hint, primary="update_stale")
        elif n_pending:
            hint = tr("1 frame still to be masked.")
            if n_pending > 1:
                hint = tr("%n frames still to be masked.", count=n_pending)
            self._card.set_step(tr("Propagate"), hint, primary="propagate")
        else:
            hint = tr(
                "Every frame from in to out has its mask. Press D to see where the network was "
                "unsure; paint there to correct it."
            )
            self._card.set_step(tr("Check and export"), hint, primary="export")

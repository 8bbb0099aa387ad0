"""The settings of the removal and its takes: the panel, wired to the document."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.actions import NEEDS_CLIP, Actions
from app.library_sentences import spoken
from app.session import Session
from app.translating import tr
from app.widgets.removal_panel import RemovalPanel
from mvos_core.inpaint.lama import lama_problem
from mvos_core.removal import RemovalSettings
from mvos_core.takes import USUAL_NAME


class RemovalController(QObject):
    """Lets the takes be edited. Which one is looked at is, like the playhead, not part of what can be undone."""

    take_changed = Signal()
    """Another take is looked at, or compared with."""

    def __init__(
        self,
        session: Session,
        *,
        panel: RemovalPanel,
        actions: Actions,
        lama_problem: Callable[[], str] = lama_problem,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._panel, self._actions = session, panel, actions
        self._lama_problem = lama_problem
        self._take = 0
        self._compared: int | None = None
        self._shown: tuple[object, ...] = ()
        document = session.document
        document.clip_changed.connect(self._open)
        document.objects_changed.connect(self._show_objects)
        document.removal_changed.connect(self.refresh)
        document.range_changed.connect(self.refresh)
        session.playhead.moved.connect(self._refresh_takes)
        panel.edited.connect(self._edit)
        panel.take_selected.connect(self.select_take)
        panel.compared.connect(self.compare)
        panel.unfolded.connect(self._unfold)
        actions.connect(
            {
                "add_take": self.add_take,
                "delete_take": self.delete_take,
                "use_take": self.use_take,
            }
        )
        self.refresh()

    @property
    def take(self) -> int:
        """The number of the take that is looked at."""
        return self._take

    @property
    def compared(self) -> int | None:
        """The number of the take that it is compared with, None for the clip itself."""
        return self._compared

    @property
    def settings(self) -> RemovalSettings:
        """The settings of the take that is looked at."""
        return self._session.document.removal.takes[self._take].settings

    @Slot()
    def _open(self) -> None:
        self._take, self._compared = 0, None
        self.refresh()

    @Slot(bool)
    def _unfold(self, is_open: bool) -> None:  # a slot
        if is_open:
            problem = spoken(self._lama_problem())
            for method in ("lama", "temporal-lama"):
                self._panel.set_method_problem(method, problem)

    # Settings ------------------------------------------------------------------------------------------------

    @Slot(str, object, int)
    def _edit(self, text: str, settings: RemovalSettings, gesture: int) -> None:
        document = self._session.document
        if document.clip is not None:
            document.set_removal(text, document.removal.set_settings(self._take, settings), gesture=gesture)

    @Slot()
    def _show_objects(self) -> None:
        self._panel.set_objects(self._session.document.objects)

    # Takes ---------------------------------------------------------------------------------------------------

    @Slot(int)
    def select_take(self, take: int) -> None:
        """Look at a take."""
        self._take = take
        self.refresh()
        self.take_changed.emit()

    @Slot(int)
    def compare(self, take: int) -> None:
        """Compare with a take, −1 for the clip itself."""
        self._compared = None if take < 0 else take
        self.take_changed.emit()

    @Slot()
    def add_take(self) -> None:
        """Add a take with the same settings, to be changed, and look at it."""
        document = self._session.document
        document.set_removal(tr("Add take"), document.removal.add(self.settings, naming=tr(USUAL_NAME)))
        self.select_take(len(document.removal.takes) - 1)

    @Slot()
    def delete_take(self) -> None:
        """Delete the take that is looked at."""
        document = self._session.document
        name = document.removal.takes[self._take].name
        document.set_removal(tr("Delete {name}").format(name=name), document.removal.delete(self._take))

    @Slot()
    def use_take(self) -> None:
        """Let the take that is looked at count from in to out."""
        document = self._session.document
        name = document.removal.takes[self._take].name
        document.set_removal(
            tr("Use {name}").format(name=name), document.removal.choose(self._take, document.in_out)
        )

    @Slot()
    def refresh(self) -> None:
        """Show the take that is looked at, or the nearest one that is left."""
        document = self._session.document
        last = len(document.removal.takes) - 1
        self._take = min(self._take, last)
        if self._compared is not None and self._compared > last:
            self._compared = None
        self._panel.set_settings(self.settings)
        self._refresh_takes()
        why = "" if document.clip else NEEDS_CLIP
        self._actions.enable("add_take", why)
        self._actions.enable("delete_take", why or ("" if last else tr("it is the only one.")))
        counts = {take for _, take in document.removal.segments(document.in_out)} == {self._take}
        self._actions.enable("use_take", why or (tr("it counts there already.") if counts else ""))

    @Slot()
    def _refresh_takes(self) -> None:
        takes = self._session.document.removal
        names, counting = [take.name for take in takes.takes], takes.at(self._session.playhead.index)
        compared = -1 if self._compared is None else self._compared
        if (names, self._take, counting, compared) != self._shown:
            self._shown = names, self._take, counting, compared
            self._panel.set_takes(names, current=self._take, counting=counting, compared=compared)

"""The main window: which controllers join its widgets, and how it opens and closes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

from app import window_state
from app.closing import agrees_to_lose, agrees_to_stop
from app.controllers.budget import BudgetController
from app.controllers.exporting import ExportController
from app.controllers.files import FilesController, facts_of
from app.controllers.guide import GuideController
from app.controllers.history import HistoryController
from app.controllers.importing import ImportController
from app.controllers.looks import LooksController
from app.controllers.matte import MatteController
from app.controllers.matte_import import MatteImportController
from app.controllers.navigation import NavigationController
from app.controllers.next_step import NextStepController
from app.controllers.objects import ObjectsController
from app.controllers.onion import OnionController
from app.controllers.painting import PaintingController
from app.controllers.playback import PlaybackController
from app.controllers.projects import ProjectsController
from app.controllers.propagation import PropagationController
from app.controllers.removal import RemovalController
from app.controllers.rendering import RenderingController
from app.controllers.scribbling import ScribbleController
from app.controllers.shortcuts import ShortcutsController
from app.controllers.shuttling import ShuttleController
from app.controllers.start import StartController
from app.controllers.thumbnails import ThumbnailController
from app.controllers.timeline import TimelineController
from app.controllers.viewing import ViewingController
from app.controllers.views import ViewsController
from app.dropping import Dropped, recognise
from app.layout import TITLE, WindowLayout
from app.notices import Notices
from app.session import Session
from app.translating import tr
from app.widgets.help_dialog import show_about

_SLIDER_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


class MainWindow(WindowLayout):
    """The program's window. Closing it ends the session's lanes."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.asks_before_closing = True
        self.notices = Notices(self)
        self._make_controllers()
        self._connect()
        window_state.restore(self, session.settings)

    def _make_controllers(self) -> None:
        session, actions, notices = self.session, self.actions_by_name, self.notices
        self.viewing = ViewingController(
            session, canvas=self.canvas, actions=actions, notices=notices, parent=self
        )
        self.playback = PlaybackController(
            session, bar=self.playback_bar, actions=actions, notices=notices, parent=self
        )
        self.canvas.space_tapped.connect(lambda: actions.press("Space"))
        self.shuttling = ShuttleController(session, self.playback, actions=actions, parent=self)
        self.views = ViewsController(
            session, canvas=self.canvas, panel=self.view_panel, actions=actions, parent=self
        )
        self.mattes = MatteController(
            session,
            panel=self.matte_panel,
            section=self.sections["matte"],
            canvas=self.canvas,
            viewing=self.viewing,
            actions=actions,
            notices=notices,
            parent=self,
        )
        self.onion = OnionController(
            session,
            layer=self.canvas.onion,
            panel=self.view_panel,
            viewing=self.viewing,
            actions=actions,
            notices=notices,
            parent=self,
        )
        self.painting = PaintingController(
            session,
            canvas=self.canvas,
            options=self.tool_options,
            viewing=self.viewing,
            actions=actions,
            notices=notices,
            parent=self,
        )
        self.scribbling = ScribbleController(
            session,
            canvas=self.canvas,
            painting=self.painting,
            viewing=self.viewing,
            actions=actions,
            notices=notices,
            parent=self,
        )
        self.objects = ObjectsController(
            session, panel=self.objects_panel, actions=actions, notices=notices, parent=self
        )
        self.navigation = NavigationController(session, actions=actions, notices=notices, parent=self)
        self.timeline_wiring = TimelineController(
            session, timeline=self.timeline, footer=self.timeline_footer, actions=actions, parent=self
        )
        self.thumbnails = ThumbnailController(session, timeline=self.timeline, parent=self)
        self.propagation = PropagationController(
            session, canvas=self.canvas, bar=self.jobs_bar, actions=actions, notices=notices, parent=self
        )
        self.next_step = NextStepController(
            session, self.propagation, card=self.card, actions=actions, parent=self
        )
        self.budget = BudgetController(session, self.propagation, panel=self.budget_panel, parent=self)
        self.removal = RemovalController(session, panel=self.removal_panel, actions=actions, parent=self)
        self.rendering = RenderingController(
            session,
            self.removal,
            layer=self.canvas.removal,
            panel=self.removal_panel,
            viewing=self.viewing,
            actions=actions,
            notices=notices,
            parent=self,
        )
        self.history = HistoryController(
            session,
            self.propagation,
            panel=self.history_panel,
            section=self.sections["history"],
            actions=actions,
            parent=self,
        )
        self.projects = ProjectsController(session, actions=actions, notices=notices, window=self)
        self.files = FilesController(session, self.projects, actions=actions, notices=notices, window=self)
        self.exporting = ExportController(
            session, bar=self.jobs_bar, actions=actions, notices=notices, window=self
        )
        self.importing = ImportController(
            session, bar=self.jobs_bar, actions=actions, notices=notices, window=self
        )
        self.matte_import = MatteImportController(
            session, bar=self.jobs_bar, actions=actions, notices=notices, window=self
        )
        self.shortcuts = ShortcutsController(session.settings, actions=actions, window=self)
        self.looks = LooksController(session.settings, actions=actions, notices=notices, parent=self)
        self.files.opening.connect(self.projects.finish)
        self.files.replacing.connect(self.propagation.stop)
        self.files.opened.connect(self.projects.began)
        self.start = StartController(
            session,
            self.files,
            self.projects,
            page=self.start_page,
            actions=actions,
            notices=notices,
            parent=self,
        )
        self.guide = GuideController(
            session,
            self.files,
            self.projects,
            self.propagation,
            canvas=self.canvas,
            card=self.card,
            actions=actions,
            notices=notices,
            window=self,
        )
        self.start_page.demo_clicked.connect(self.guide.start)
        self.importing.began.connect(self.propagation.stop)
        self.matte_import.began.connect(self.propagation.stop)
        # A gesture stops the run before it touches the masks; what it painted is part of the run that goes on.
        self.painting.began.connect(self.propagation.interrupt)
        self.painting.ended.connect(self.propagation.go_on_from)
        self.painting.abandoned.connect(self.propagation.go_on)
        self.painting.began.connect(self.rendering.show_source)
        self.painting.began.connect(self.views.show_masks)

    def _connect(self) -> None:
        session, actions = self.session, self.actions_by_name
        self.notices.posted.connect(self.show_banner)
        self.notices.hinted.connect(lambda text: self.statusBar().showMessage(text, 8000))
        self.notices.cleared.connect(self.banner.hide)
        self.banner.action_clicked.connect(self.notices.act)
        self.canvas.zoom_changed.connect(lambda scale: self._zoom.setText(f"{scale:.0%}"))
        self.projects.state_changed.connect(self._saved.setText)
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        actions["quit"].triggered.connect(self.close)
        actions["about"].triggered.connect(lambda: show_about(self))
        session.document.clip_changed.connect(self._clip_changed)
        session.document.objects_changed.connect(self.fit_lanes)
        self._clip_changed()

    # Following -----------------------------------------------------------------------------------------------

    @Slot()
    def _clip_changed(self) -> None:
        clip = self.session.document.clip
        self.show_editor(shown=clip is not None)
        self.setWindowTitle(f"{clip.path.name} – {TITLE}" if clip else TITLE)
        self.facts_panel.set_facts(facts_of(clip) if clip else [])
        if clip is not None:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self.session.settings.recent:
            action = self._recent_menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, p=path: self.files.open(p))
        self._recent_menu.setEnabled(not self._recent_menu.isEmpty())

    def event(self, event: QEvent) -> bool:
        """Leave a control in use the keys that move or press it, though commands have them too."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_plain = (
                event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
            )
            if is_plain and event.key() in _keys_of(self.focusWidget()):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Give the canvas the keys back once Enter has ended the typing in a field."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(self.focusWidget(), QAbstractSpinBox | QLineEdit):
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open what is dropped, or take it as masks."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return
        event.acceptProposedAction()
        kind = recognise(paths[0], self.session.document.clip)
        if kind is Dropped.MASK:
            self.importing.import_file(paths[0])
        elif kind is Dropped.MASKS:
            self.importing.import_folder(paths[0])
        else:
            self.files.open(paths[0])
        if len(paths) > 1:
            text = tr("Only {name} was taken: one at a time can be dropped.").format(name=paths[0].name)
            self.notices.hint(text)

    def _under_way(self) -> list[str]:
        """Return what closing would stop, in a sentence each."""
        going = {
            tr("Masks are being made; those that are done stay."): self.propagation.is_running,
            tr("A removal is being rendered; the frames that are done stay."): self.rendering.is_rendering,
            tr("An export is being written; nothing of it stays."): self.exporting.is_running,
            tr("Masks are being imported; none of them stays."): self.importing.is_running
            or self.matte_import.is_running,
        }
        return [text for text, is_going in going.items() if is_going]

    def _may_close(self) -> bool:
        """Ask where something would be lost."""
        going = self._under_way()
        if going and not agrees_to_stop(self, going):
            return False
        self.propagation.stop()
        return self.projects.settle() or agrees_to_lose(self)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Ask where something would be lost, and end the run and the lanes."""
        if self.asks_before_closing and not self._may_close():
            event.ignore()
            return
        window_state.remember(self, self.session.settings)
        self.guide.leave()
        self.propagation.stop()
        self.budget.close()
        self.session.settings.flush()
        self.rendering.close()
        self.exporting.close()
        self.thumbnails.close()
        self.playback.close()
        self.viewing.close()
        self.mattes.close()
        self.projects.finish()
        self.start.keep_picture()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        self.session.close()
        QApplication.restoreOverrideCursor()
        event.accept()
        self.closed.emit()


def _keys_of(control: QWidget | None) -> frozenset[int]:
    """Return the keys that a control in use needs for itself."""
    if isinstance(control, QAbstractSlider):
        return _SLIDER_KEYS
    if isinstance(control, QAbstractButton | QComboBox):
        return frozenset({Qt.Key.Key_Space})
    return frozenset()

"""The main window: where everything stands, and which controllers join it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QScrollArea,
    QStackedWidget,
    QStyle,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.actions import MENUS, TOOLS, Actions
from app.controllers.exporting import ExportController
from app.controllers.files import FilesController, facts_of
from app.controllers.history import HistoryController
from app.controllers.importing import ImportController
from app.controllers.navigation import NavigationController
from app.controllers.objects import ObjectsController
from app.controllers.painting import PaintingController
from app.controllers.projects import ProjectsController
from app.controllers.propagation import PropagationController
from app.controllers.removal import RemovalController
from app.controllers.rendering import RenderingController
from app.controllers.scribbling import ScribbleController
from app.controllers.viewing import ViewingController
from app.icons import icon
from app.notices import Notices
from app.session import Session
from app.widgets.banner import Banner
from app.widgets.canvas import Canvas
from app.widgets.help_dialog import show_about, show_shortcuts
from app.widgets.jobs_bar import JobsBar
from app.widgets.objects_panel import ObjectsPanel
from app.widgets.playback_bar import PlaybackBar
from app.widgets.removal_panel import RemovalPanel
from app.widgets.side_panels import FactsPanel, NextStepCard, ViewPanel
from app.widgets.start_page import StartPage
from app.widgets.timeline import Timeline
from app.widgets.tool_options import ToolOptions

TITLE = "MobileVOS Studio"
_SIDE_WIDTH = 300


class MainWindow(QMainWindow):
    """The program's window. Closing it ends the session's lanes."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.notices = Notices(self)
        self.actions_by_name = Actions(self)
        self.setAcceptDrops(True)
        self.setWindowTitle(TITLE)
        self.setWindowIcon(icon("app"))
        self._make_widgets()
        self._make_controllers()
        self._lay_out()
        self._make_menus()
        self._connect()
        self._restore()

    # Making --------------------------------------------------------------------------------------------------

    def _make_widgets(self) -> None:
        actions = self.actions_by_name
        self.canvas = Canvas()
        self.start_page = StartPage()
        self.timeline = Timeline()
        self.banner = Banner()
        self.jobs_bar = JobsBar()
        self.tool_options = ToolOptions()
        self.view_panel = ViewPanel(actions["show_outlines"])
        self.facts_panel = FactsPanel()
        self.playback_bar = PlaybackBar(
            [
                [actions[name] for name in group.split()]
                for group in (
                    "mark_in mark_out clear_range",
                    "first previous_anchor previous play next next_anchor last",
                    "next_doubtful confirm",
                )
            ]
        )
        add_button = QToolButton()
        add_button.setDefaultAction(actions["add_object"])
        add_button.setAutoRaise(True)
        self.objects_panel = ObjectsPanel(add_button)
        self.removal_panel = RemovalPanel(dict(actions.items()))
        self.card = NextStepCard(
            [actions[name] for name in ("propagate", "update_stale", "remove", "export")],
            [actions[name] for name in ("forward", "backward", "one_forward", "one_backward")],
            [actions[name] for name in ("pause", "stop")],
        )

    def _make_controllers(self) -> None:
        session, actions, notices = self.session, self.actions_by_name, self.notices
        self.viewing = ViewingController(
            session, canvas=self.canvas, bar=self.playback_bar, actions=actions, notices=notices, parent=self
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
        self.navigation = NavigationController(
            session, timeline=self.timeline, actions=actions, notices=notices, parent=self
        )
        self.propagation = PropagationController(
            session, card=self.card, bar=self.jobs_bar, actions=actions, notices=notices, parent=self
        )
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
        self.history = HistoryController(session, self.propagation, actions=actions, parent=self)
        self.files = FilesController(session, actions=actions, notices=notices, window=self)
        self.exporting = ExportController(
            session, bar=self.jobs_bar, actions=actions, notices=notices, window=self
        )
        self.importing = ImportController(
            session, bar=self.jobs_bar, actions=actions, notices=notices, window=self
        )
        self.projects = ProjectsController(session, actions=actions, notices=notices, window=self)
        self.files.opening.connect(self.projects.finish)
        self.files.opened.connect(self.projects.began)
        for stop in (self.propagation.stop, self.exporting.cancel, self.importing.cancel):
            self.jobs_bar.stop_clicked.connect(stop)
        self.importing.began.connect(self.propagation.stop)
        # A gesture stops the run before it touches the masks; what it painted is part of the run that goes on.
        self.painting.began.connect(self.propagation.interrupt)
        self.painting.ended.connect(self.propagation.go_on_from)
        self.painting.abandoned.connect(self.propagation.go_on)
        self.painting.began.connect(self.rendering.show_source)

    def _lay_out(self) -> None:
        self._make_bars()
        row = QWidget()
        self.setCentralWidget(row)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._make_centre(), 1)
        across.addWidget(self._make_side())

    def _make_bars(self) -> None:
        tools = QToolBar("Tools")
        tools.setObjectName("tools")
        tools.setIconSize(QSize(24, 24))
        tools.setMovable(False)
        for name in (*TOOLS, "", "undo", "redo", "", "fit", "actual_size", "show_masks"):
            tools.addAction(self.actions_by_name[name]) if name else tools.addSeparator()
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, tools)
        options = QToolBar("Tool options")
        options.setObjectName("options")
        options.setMovable(False)
        options.addWidget(self.tool_options)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, options)
        for bar in (tools, options):
            bar.toggleViewAction().setVisible(False)
            bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._options_bar, self._tools_bar = options, tools
        self._zoom = QLabel()
        self._zoom.setContentsMargins(8, 0, 12, 0)
        self._zoom.setToolTip("How large the picture is shown")
        self.statusBar().addPermanentWidget(self.jobs_bar)
        self._saved = QLabel()
        self._saved.setContentsMargins(8, 0, 4, 0)
        self.statusBar().addPermanentWidget(self._saved)
        self.statusBar().addPermanentWidget(self._zoom)
        self.statusBar().setSizeGripEnabled(False)

    def _make_centre(self) -> QWidget:
        self._stage = QStackedWidget()
        self._stage.addWidget(self.start_page)
        self._stage.addWidget(self.canvas)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stage, 1)
        self._bottom = QWidget()
        self._bottom.setObjectName("timeline_area")
        bottom = QVBoxLayout(self._bottom)
        bottom.setContentsMargins(0, 2, 0, 4)
        bottom.setSpacing(0)
        bottom.addWidget(self.playback_bar)
        self._lanes = QScrollArea()
        self._lanes.setWidgetResizable(True)
        self._lanes.setFrameShape(QFrame.Shape.NoFrame)
        self._lanes.setWidget(self.timeline)
        bottom.addWidget(self._lanes)
        column.addWidget(self._bottom)
        self.banner.setParent(centre)
        centre.installEventFilter(self)
        self._centre = centre
        return centre

    def _make_side(self) -> QWidget:
        self._side = QWidget()
        self._side.setObjectName("side")
        self._side.setFixedWidth(max(_SIDE_WIDTH, self.fontMetrics().averageCharWidth() * 44))
        side = QVBoxLayout(self._side)
        side.setContentsMargins(12, 12, 12, 12)
        side.setSpacing(16)
        side.addWidget(self.card)
        side.addWidget(self.objects_panel, 1)
        side.addWidget(self.removal_panel)
        side.addWidget(self.view_panel)
        side.addWidget(self.facts_panel)
        # On a low screen the panels scroll rather than squeeze each other.
        area = QScrollArea()
        area.setObjectName("side_area")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(
            self._side.width() + self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) // 2
        )
        area.setWidget(self._side)
        self._side_area = area
        return area

    def _make_menus(self) -> None:
        for title, content in MENUS.items():
            menu = self.menuBar().addMenu(title)
            menu.setToolTipsVisible(True)
            for name in content.split():
                if name == "|":
                    menu.addSeparator()
                elif name == "recent":
                    self._recent_menu = menu.addMenu("Open recent")
                else:
                    menu.addAction(self.actions_by_name[name])

    def _connect(self) -> None:
        session, actions = self.session, self.actions_by_name
        self.notices.posted.connect(self._show_banner)
        self.notices.hinted.connect(lambda text: self.statusBar().showMessage(text, 8000))
        self.notices.cleared.connect(self.banner.hide)
        self.banner.action_clicked.connect(self.notices.act)
        self.view_panel.set_opacity(self.viewing.opacity)
        self.view_panel.opacity_changed.connect(self.viewing.set_opacity)
        self.canvas.zoom_changed.connect(lambda scale: self._zoom.setText(f"{scale:.0%}"))
        self.projects.state_changed.connect(self._saved.setText)
        self.start_page.open_clicked.connect(actions["open"].trigger)
        self.start_page.recent_clicked.connect(self.files.open)
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        actions["quit"].triggered.connect(self.close)
        actions["shortcuts"].triggered.connect(lambda: show_shortcuts(self, actions.items()))
        actions["about"].triggered.connect(lambda: show_about(self))
        session.document.clip_changed.connect(self._clip_changed)
        session.document.objects_changed.connect(self._fit_lanes)
        self._clip_changed()

    def _restore(self) -> None:
        if not self.restoreGeometry(self.session.settings.layout("geometry")):
            self.resize(1360, 860)

    # Following -----------------------------------------------------------------------------------------------

    @Slot()
    def _clip_changed(self) -> None:
        clip = self.session.document.clip
        self._stage.setCurrentWidget(self.canvas if clip else self.start_page)
        for widget in (self._bottom, self._side_area, self._options_bar, self._tools_bar):
            widget.setVisible(clip is not None)
        self.setWindowTitle(f"{clip.path.name} – {TITLE}" if clip else TITLE)
        self.facts_panel.set_facts(facts_of(clip) if clip else [])
        self.start_page.set_recent(self.session.settings.recent)
        if clip is not None:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _fit_lanes(self) -> None:
        """Give the timeline the height of its lanes, as far as there is room."""
        self._lanes.setFixedHeight(min(self.timeline.sizeHint().height() + 2, 190))

    @Slot(str, str, str, str)
    def _show_banner(self, text: str, kind: str, details: str, action: str) -> None:
        self.banner.show_message(text, kind=kind, details=details, action=action)
        self._place_banner()
        self.banner.raise_()

    def _place_banner(self) -> None:
        width = min(self._centre.width() - 32, 760)
        self.banner.setFixedWidth(max(width, 200))
        self.banner.fit_height()
        self.banner.move((self._centre.width() - self.banner.width()) // 2, 14)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Keep the banner in its place."""
        if event.type() == QEvent.Type.Resize and watched is self._centre:
            self._place_banner()
        return super().eventFilter(watched, event)

    @Slot()
    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self.session.settings.recent:
            action = self._recent_menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, p=path: self.files.open(p))
        self._recent_menu.setEnabled(not self._recent_menu.isEmpty())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open the first file that is dropped."""
        path = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if path:
            event.acceptProposedAction()
            self.files.open(Path(path))

    def _loses_work(self) -> bool:
        """Ask whether to close although the work could not be saved."""
        text = "Your last changes could not be saved and are lost when you close. Close anyway?"
        return QMessageBox.question(self, TITLE, text) == QMessageBox.StandardButton.Yes

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """End the run and the lanes."""
        if self.projects.has_failed and not self._loses_work():
            event.ignore()
            return
        self.session.settings.set_layout("geometry", self.saveGeometry())
        self.session.settings.flush()
        self.propagation.stop()
        self.rendering.close()
        self.exporting.close()
        self.viewing.stop()
        self.projects.finish()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        self.session.close()
        QApplication.restoreOverrideCursor()
        event.accept()
        self.closed.emit()

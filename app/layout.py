"""Where everything stands in the main window: its widgets, bars and menus, before anything is wired."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMainWindow,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.actions import MENUS, SUBMENUS, TOOLS, VIEWS, Actions
from app.icons import icon
from app.translating import tr
from app.widgets.banner import Banner
from app.widgets.budget_panel import BudgetPanel
from app.widgets.canvas import Canvas
from app.widgets.controls import focus_by_tab, pass_wheel
from app.widgets.history_panel import HistoryPanel
from app.widgets.jobs_bar import JobsBar
from app.widgets.matte_panel import MattePanel
from app.widgets.objects_panel import ObjectsPanel
from app.widgets.overview import TimelineFooter
from app.widgets.playback_bar import PlaybackBar
from app.widgets.removal_panel import RemovalPanel
from app.widgets.section import Section
from app.widgets.side_panels import FactsPanel, NextStepCard
from app.widgets.split import Split
from app.widgets.start_page import StartPage
from app.widgets.timeline import Timeline
from app.widgets.tool_options import ToolOptions
from app.widgets.view_panel import ViewPanel

TITLE = "MobileVOS Studio"
_SIDE_WIDTH = 300
_LANE_LINES, _FEW_LANE_LINES = 16, 6


class WindowLayout(QMainWindow):
    """The main window's widgets, each in its place. They know nothing of the session."""

    def __init__(self) -> None:
        super().__init__()
        self.actions_by_name = Actions(self)
        self.setAcceptDrops(True)
        self.setWindowTitle(TITLE)
        self.setWindowIcon(icon("app"))
        self._make_widgets()
        self._make_bars()
        self._columns = Split(Qt.Orientation.Horizontal, self._make_centre(), self._make_side())
        self.splits = {"side_px": self._columns, "timeline_px": self._rows}
        self.setCentralWidget(self._columns)
        self._make_menus()

    def _make_widgets(self) -> None:
        actions = self.actions_by_name
        self.canvas = Canvas()
        self.start_page = StartPage()
        self.timeline = Timeline()
        self.timeline_footer = TimelineFooter(
            [actions[name] for name in ("timeline_out", "timeline_in", "timeline_fit", "fold_lanes")]
        )
        self.banner = Banner()
        self.jobs_bar = JobsBar()
        self.tool_options = ToolOptions()
        self.view_panel = ViewPanel([actions[name] for name in VIEWS], dict(actions.items()))
        self.matte_panel = MattePanel()
        self.facts_panel = FactsPanel()
        self.history_panel = HistoryPanel()
        self.playback_bar = PlaybackBar(
            [
                [actions[name] for name in group.split()]
                for group in (
                    "mark_in mark_out clear_range",
                    "first previous_anchor previous play next next_anchor last loop",
                    "next_doubtful confirm",
                )
            ],
            mute=actions["mute"],
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
        self.budget_panel = BudgetPanel()
        self.card.add_panel(self.budget_panel)

    def _make_bars(self) -> None:
        tools = QToolBar(tr("Tools"))
        tools.setObjectName("tools")
        tools.setIconSize(QSize(24, 24))
        tools.setMovable(False)
        for name in (*TOOLS, "", "undo", "redo", "", "fit", "actual_size", "show_masks"):
            tools.addAction(self.actions_by_name[name]) if name else tools.addSeparator()
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, tools)
        options = QToolBar(tr("Tool options"))
        options.setObjectName("options")
        options.setMovable(False)
        focus_by_tab(self.tool_options)
        options.addWidget(self.tool_options)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, options)
        for bar in (tools, options):
            bar.toggleViewAction().setVisible(False)
            bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._options_bar, self._tools_bar = options, tools
        self._zoom = QLabel()
        self._zoom.setContentsMargins(8, 0, 12, 0)
        self._zoom.setToolTip(tr("How large the picture is shown"))
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
        self._bottom = QWidget()
        self._bottom.setObjectName("timeline_area")
        bottom = QVBoxLayout(self._bottom)
        bottom.setContentsMargins(0, 2, 0, 4)
        bottom.setSpacing(0)
        bottom.addWidget(self.playback_bar)
        self._lanes = _LaneArea(self.timeline)
        self.timeline.folding_changed.connect(self.fit_lanes)
        bottom.addWidget(self._lanes, 1)
        # It takes its width from the timeline, which could else never become narrower.
        self.timeline_footer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bottom.addWidget(self.timeline_footer)
        self._rows = Split(Qt.Orientation.Vertical, self._stage, self._bottom)
        column.addWidget(self._rows)
        self.banner.setParent(centre)
        centre.installEventFilter(self)
        self._centre = centre
        return centre

    def _make_side(self) -> QWidget:
        self._side = QWidget()
        self._side.setObjectName("side")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(12, 12, 12, 12)
        side.setSpacing(10)
        side.addWidget(self.card)
        side.addWidget(self.objects_panel, 1)
        side.addWidget(self.removal_panel)
        self.sections = {
            "view": Section(tr("View"), self.view_panel),
            "matte": Section(tr("Matte"), self.matte_panel, unfolded=False),
            "history": Section(tr("History"), self.history_panel, unfolded=False),
            "facts": Section(tr("Clip"), self.facts_panel),
        }
        for section in self.sections.values():
            side.addWidget(section)
        focus_by_tab(self._side)
        pass_wheel(self._side)
        self._side_area = _SideArea(self._side)
        return self._side_area

    def _make_menus(self) -> None:
        for title, content in MENUS.items():
            self._fill_menu(self.menuBar().addMenu(tr(title)), content)

    def _fill_menu(self, menu: QMenu, content: str) -> None:
        menu.setToolTipsVisible(True)
        for name in content.split():
            if name == "|":
                menu.addSeparator()
            elif name == "recent":
                self._recent_menu = menu.addMenu(tr("Open recent"))
            elif name in SUBMENUS:
                title, names = SUBMENUS[name]
                self._fill_menu(menu.addMenu(tr(title)), names)
            else:
                menu.addAction(self.actions_by_name[name])

    # Keeping in place ----------------------------------------------------------------------------------------

    def show_editor(self, *, shown: bool) -> None:
        """Show the editor, or the start page."""
        self._stage.setCurrentWidget(self.canvas if shown else self.start_page)
        for widget in (self._bottom, self._side_area, self._options_bar, self._tools_bar):
            widget.setVisible(shown)
        self._columns.fit()
        self.fit_lanes()

    @Slot()
    def fit_lanes(self) -> None:
        """Give the timeline the height of its lanes, as far as there is room."""
        self._lanes.updateGeometry()
        self._rows.fit()

    @Slot(str, str, str, str)
    def show_banner(self, text: str, kind: str, details: str, action: str) -> None:
        """Show a message over the canvas."""
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


class _LaneArea(QScrollArea):
    """As high as the lanes, as long as they are few."""

    def __init__(self, lanes: QWidget) -> None:
        super().__init__()
        self._content = lanes
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(lanes)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        content, most = self._content.sizeHint(), _LANE_LINES * self.fontMetrics().height()
        return QSize(content.width(), min(content.height() + 2, most))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, min(self.sizeHint().height(), _FEW_LANE_LINES * self.fontMetrics().height()))


class _SideArea(QScrollArea):
    """As wide as its panels need to be; on a low screen they scroll rather than squeeze each other."""

    def __init__(self, panels: QWidget) -> None:
        super().__init__()
        self._content = panels
        self.setObjectName("side_area")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(panels)

    def sizeHint(self) -> QSize:  # noqa: N802
        wide = max(_SIDE_WIDTH, self.fontMetrics().averageCharWidth() * 44)
        return QSize(max(wide, self.minimumSizeHint().width()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return QSize(self._content.minimumSizeHint().width() + bar, 0)

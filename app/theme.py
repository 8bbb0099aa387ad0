"""The look: colours by their roles, dark and light, as a palette and a style sheet."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from mvos_core.config import resource


class Theme(Enum):
    """What the user chooses: the desktop's own look, or one of the two."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of a look by what they are for, each as #rrggbb.

    Text on every surface has the contrast that WCAG 2.1 asks for at level AA (a test computes it); only `faint`, for
    what is disabled, has less.
    """

    background: str
    """Behind everything, and in fields to write in."""
    surface: str
    """Panels and bars."""
    raised: str
    """Cards, buttons, menus."""
    hover: str
    line: str
    """Between things, and around them."""
    text: str
    muted: str
    """Text that explains."""
    faint: str
    """What is disabled."""
    accent: str
    """Links, focus, progress."""
    accent_strong: str
    """The next step's button and what is chosen in a menu."""
    accent_hover: str
    on_accent: str
    """Text on both."""
    selected: str
    """Behind what is chosen in a list or a tool bar."""
    on_selected: str
    good: str
    warning: str
    warning_surface: str
    bad: str
    bad_surface: str
    stage: str
    """Around the picture."""
    playhead: str
    shade: str
    """Over what lies outside of in and out; painted with an opacity of 0.45."""


DARK = Tokens(
    background="#15171b",
    surface="#1d2025",
    raised="#282c33",
    hover="#323740",
    line="#363c45",
    text="#e9ebee",
    muted="#a3abb6",
    faint="#6d7683",
    accent="#5aa9ff",
    accent_strong="#2670c8",
    accent_hover="#2b74cd",
    on_accent="#ffffff",
    selected="#21405f",
    on_selected="#ffffff",
    good="#54d678",
    warning="#ffb93c",
    warning_surface="#383020",
    bad="#ff7a7a",
    bad_surface="#3a2226",
    stage="#101215",
    playhead="#ffffff",
    shade="#000000",
)

LIGHT = Tokens(
    background="#ffffff",
    surface="#f3f4f6",
    raised="#fcfcfd",
    hover="#e4e8ed",
    line="#c9d0d9",
    text="#1a1e24",
    muted="#515b67",
    faint="#818a95",
    accent="#1565c0",
    accent_strong="#1b69c2",
    accent_hover="#1558a8",
    on_accent="#ffffff",
    selected="#cfe2f8",
    on_selected="#0e3560",
    good="#1b7434",
    warning="#8a5300",
    warning_surface="#fdf1d6",
    bad="#b92525",
    bad_surface="#fce6e6",
    stage="#d4d8de",
    playhead="#1a1e24",
    shade="#5a6470",
)

_SHEET = """
* { outline: none; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 6px; }
QMainWindow, QDialog { background: @background; }
QMenuBar { background: @surface; padding: 2px 4px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @raised; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: @accent_strong; color: @on_accent; }
QMenu::item:disabled { color: @faint; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QMenu::icon { padding-left: 8px; }
QStatusBar { background: @surface; color: @muted; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QToolBar { background: @surface; border: none; spacing: 3px; padding: 4px; }
QToolBar#tools { border-right: 1px solid @line; }
QToolBar#options { border-bottom: 1px solid @line; spacing: 8px; }
QToolBar::separator { background: @line; width: 1px; height: 1px; margin: 5px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; color: @text; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @line; }
QToolButton:checked { background: @selected; border-color: @accent; color: @on_selected; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @faint; }
QToolButton[role="heading"] { font-weight: 600; color: @muted; padding: 3px 0; text-align: left; }
QToolButton[role="heading"]:checked { background: transparent; border-color: transparent; }
QToolButton[role="heading"]:hover { background: @hover; }
QToolButton[role="heading"]:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; }
QPushButton { background: @raised; border: 1px solid @line; border-radius: 6px; padding: 6px 14px; color: @text; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @line; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @faint; background: @surface; }
QPushButton[primary="true"] { background: @accent_strong; border-color: @accent_strong; color: @on_accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accent_hover; }
QPushButton[primary="true"]:focus { border-color: @on_accent; }
QPushButton[primary="true"]:disabled { background: @raised; border-color: @line; color: @faint; }
QPushButton::menu-indicator { image: none; }
QCollapsible > QPushButton { padding: 4px 0; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="heading"] { font-weight: 600; color: @muted; }
QLabel[role="title"] { font-weight: 600; font-size: @size_title; }
QLabel[role="key"] { background: @raised; border: 1px solid @line; border-radius: 4px; padding: 1px 6px; }
QLabel[role="hero"] { font-weight: 600; font-size: @size_hero; }
QLineEdit {
    background: @background; border: 1px solid @line; border-radius: 5px; padding: 3px 6px;
    selection-background-color: @accent_strong;
}
QLineEdit:focus { border-color: @accent; }
QAbstractSpinBox {
    background: @background; border: 1px solid @line; border-radius: 5px; padding: 3px 20px 3px 6px; color: @text;
    selection-background-color: @accent_strong;
}
QAbstractSpinBox:focus { border-color: @accent; }
QAbstractSpinBox:disabled { color: @faint; background: @surface; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 18px; border: none; border-radius: 3px; margin: 1px;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @hover; }
QAbstractSpinBox::up-arrow { width: 10px; height: 10px; image: url("@picture_drop_up"); }
QAbstractSpinBox::down-arrow { width: 10px; height: 10px; image: url("@picture_drop_down"); }
QListView, QTreeView { background: @surface; border: 1px solid transparent; }
QListView:focus, QTreeView:focus, QTableView:focus { border-color: @accent; }
QListView::item { border-radius: 6px; margin: 1px 0; }
QListView::item:selected, QTreeView::item:selected { background: @selected; color: @on_selected; }
QListView::item:hover:!selected, QTreeView::item:hover:!selected { background: @raised; }
QTreeView { border: 1px solid @line; border-radius: 6px; }
QTreeView::item { padding: 3px 0; }
QTableWidget { background: @surface; border: 1px solid @line; border-radius: 6px; }
QTableWidget::item { padding: 4px 8px; }
QTableWidget::item:selected { background: @selected; color: @on_selected; }
QHeaderView::section { background: @raised; color: @muted; border: none; padding: 6px 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; min-height: 24px; min-width: 24px; margin: 1px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSlider::groove:horizontal { height: 4px; background: @line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent_strong; border-radius: 2px; }
QSlider::handle:horizontal { background: @text; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:hover { background: @accent; }
QSlider::sub-page:horizontal:disabled { background: @line; }
QSlider::handle:horizontal:disabled { background: @faint; }
QProgressBar { background: @line; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QSplitter::handle { background: @surface; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: @accent; }
QWidget#side, QWidget#timeline_area { background: @surface; }
QScrollArea#side_area { background: @surface; border: none; border-left: 1px solid @line; }
QFrame#drop_zone { background: @surface; border: 2px dashed @line; border-radius: 12px; }
QFrame#drop_zone[over="true"] { border-color: @accent; background: @hover; }
QScrollArea#start_page, QScrollArea#start_page > QWidget > QWidget { background: @background; }
QToolButton#remove_recent { background: @raised; border-radius: 8px; padding: 2px; }
QToolButton#remove_recent:hover { background: @hover; }
QFrame#card { background: @raised; border: 1px solid @line; border-radius: 8px; }
QFrame#banner { border-radius: 8px; border: 1px solid @line; background: @raised; }
QFrame#banner[kind="error"] { border-color: @bad; background: @bad_surface; }
QFrame#banner[kind="warning"] { border-color: @warning; background: @warning_surface; }
QCheckBox { spacing: 6px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus { border-color: @accent; }
QSlider { border: 1px solid transparent; border-radius: 4px; }
QSlider:focus { border-color: @accent; }
QComboBox { background: @raised; border: 1px solid @line; border-radius: 5px; padding: 3px 8px; color: @text; }
QComboBox:hover { background: @hover; }
QComboBox:focus { border-color: @accent; }
QComboBox:disabled { color: @faint; background: @surface; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { width: 12px; height: 12px; image: url("@picture_drop_down"); }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @line; selection-background-color: @accent_strong; }
QCheckBox::indicator, QListView::indicator { width: 15px; height: 15px; border: 1px solid @faint; border-radius: 4px; background: @background; }
QCheckBox::indicator:hover, QListView::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: @accent_strong; border-color: @accent; image: url("@picture_check"); }
"""

_NAME = "themed"
_chosen = Theme.SYSTEM
_tokens = DARK


def tokens() -> Tokens:
    """Return the colours that hold now; they may be others after the next change of the theme."""
    return _tokens


def chosen() -> Theme:
    """Return what the user chose."""
    return _chosen


def apply_theme(application: QApplication, theme: Theme = Theme.SYSTEM) -> None:
    """Give the application its colours, now and, where the desktop's are to be followed, whenever those change."""
    global _chosen  # noqa: PLW0603 (there is one application, with one look)
    _chosen = theme
    if application.objectName() != _NAME:
        application.setObjectName(_NAME)
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(lambda: _put_on(application))
    _put_on(application)


def _put_on(application: QApplication) -> None:
    global _tokens  # noqa: PLW0603
    follows_light = _chosen is Theme.SYSTEM and desktop_is_light(application)
    _tokens = LIGHT if _chosen is Theme.LIGHT or follows_light else DARK
    application.setPalette(palette(_tokens))
    # Qt's style sheets know no relative sizes, and those in pixels would not follow the user's own font.
    application.setStyleSheet(style_sheet(_tokens, points=application.font().pointSizeF()))


def desktop_is_light(application: QApplication) -> bool:
    """Tell whether the desktop asks for a light look; where it says nothing, it does not."""
    return application.styleHints().colorScheme() == Qt.ColorScheme.Light


def style_sheet(colours: Tokens, *, points: float) -> str:
    """Return the style sheet in some colours, for a font of a size."""
    words = asdict(colours) | {
        "size_title": f"{points * 1.15:.1f}pt",
        "size_hero": f"{points * 1.8:.1f}pt",
        "picture_check": resource("icons", "check.svg").as_posix(),
        "picture_drop_up": resource("icons", "drop-up.svg").as_posix(),
        "picture_drop_down": resource("icons", "drop-down.svg").as_posix(),
    }
    return re.sub(r"@(\w+)", lambda match: words[match[1]], _SHEET)


def palette(colours: Tokens) -> QPalette:
    """Return the palette in some colours."""
    role = QPalette.ColorRole
    result = QPalette()
    for which, colour in (
        (role.Window, colours.surface),
        (role.WindowText, colours.text),
        (role.Base, colours.background),
        (role.AlternateBase, colours.surface),
        (role.Text, colours.text),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.on_accent),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Highlight, colours.accent_strong),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.Light, colours.hover),
        (role.Mid, colours.line),
        (role.Dark, colours.line),
    ):
        result.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.faint))
    return result

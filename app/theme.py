"""The look: one set of colours, as a palette and a style sheet."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from mvos_core.config import resource

BACKGROUND = "#15171b"
SURFACE = "#1d2025"
RAISED = "#282c33"
HOVER = "#323740"
LINE = "#363c45"
TEXT = "#e9ebee"
MUTED = "#a3abb6"
FAINT = "#6d7683"
ACCENT = "#5aa9ff"
ACCENT_STRONG = "#2f7fdb"
GOOD = "#54d678"
WARNING = "#ffb93c"
BAD = "#ff6b6b"

_SHEET = f"""
* {{ outline: none; }}
QToolTip {{ background: {RAISED}; color: {TEXT}; border: 1px solid {LINE}; padding: 4px 6px; }}
QMainWindow, QDialog {{ background: {BACKGROUND}; }}
QMenuBar {{ background: {SURFACE}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {HOVER}; }}
QMenu {{ background: {RAISED}; border: 1px solid {LINE}; padding: 4px; }}
QMenu::item {{ padding: 5px 22px 5px 10px; border-radius: 4px; }}
QMenu::item:selected {{ background: {ACCENT_STRONG}; color: white; }}
QMenu::item:disabled {{ color: {FAINT}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {LINE}; margin: 4px 6px; }}
QMenu::icon {{ padding-left: 8px; }}
QStatusBar {{ background: {SURFACE}; color: {MUTED}; border-top: 1px solid {LINE}; }}
QStatusBar::item {{ border: none; }}
QToolBar {{ background: {SURFACE}; border: none; spacing: 3px; padding: 4px; }}
QToolBar#tools {{ border-right: 1px solid {LINE}; }}
QToolBar#options {{ border-bottom: 1px solid {LINE}; padding: 4px 10px; spacing: 8px; }}
QToolBar::separator {{ background: {LINE}; width: 1px; height: 1px; margin: 5px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; color: {TEXT}; }}
QToolButton:hover {{ background: {HOVER}; }}
QToolButton:pressed {{ background: {LINE}; }}
QToolButton:checked {{ background: #21405f; border-color: {ACCENT}; }}
QToolButton:focus {{ border-color: {ACCENT}; }}
QToolButton:disabled {{ color: {FAINT}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ background: {RAISED}; border: 1px solid {LINE}; border-radius: 6px; padding: 6px 14px; color: {TEXT}; }}
QPushButton:hover {{ background: {HOVER}; }}
QPushButton:pressed {{ background: {LINE}; }}
QPushButton:focus {{ border-color: {ACCENT}; }}
QPushButton:disabled {{ color: {FAINT}; background: {SURFACE}; }}
QPushButton[primary="true"] {{ background: {ACCENT_STRONG}; border-color: {ACCENT_STRONG}; color: white; font-weight: 600; }}
QPushButton[primary="true"]:hover {{ background: #3b8ceb; }}
QPushButton[primary="true"]:focus {{ border-color: white; }}
QPushButton[primary="true"]:disabled {{ background: {RAISED}; border-color: {LINE}; color: {FAINT}; }}
QPushButton::menu-indicator {{ image: none; }}
QLabel {{ background: transparent; }}
QLabel[role="muted"] {{ color: {MUTED}; }}
QLabel[role="heading"] {{ font-weight: 600; color: {MUTED}; }}
QLabel[role="title"] {{ font-weight: 600; font-size: @title; }}
QLabel[role="hero"] {{ font-weight: 600; font-size: @hero; }}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
    background: {BACKGROUND}; border: 1px solid {LINE}; border-radius: 5px; padding: 3px 6px;
    selection-background-color: {ACCENT_STRONG};
}}
QLineEdit:focus, QSpinBox:focus, QComboBox:focus {{ border-color: {ACCENT}; }}
QListWidget {{ background: {SURFACE}; border: none; }}
QListWidget::item {{ border-radius: 6px; margin: 1px 0; }}
QListWidget::item:selected {{ background: #21405f; }}
QListWidget::item:hover:!selected {{ background: {RAISED}; }}
QTableWidget {{ background: {SURFACE}; border: 1px solid {LINE}; border-radius: 6px; }}
QTableWidget::item {{ padding: 4px 8px; }}
QTableWidget::item:selected {{ background: #21405f; }}
QHeaderView::section {{ background: {RAISED}; color: {MUTED}; border: none; padding: 6px 8px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {LINE}; border-radius: 4px; min-height: 24px; min-width: 24px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {FAINT}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSlider::groove:horizontal {{ height: 4px; background: {LINE}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {ACCENT_STRONG}; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {TEXT}; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }}
QSlider::handle:horizontal:hover {{ background: white; }}
QSlider::sub-page:horizontal:disabled {{ background: {LINE}; }}
QSlider::handle:horizontal:disabled {{ background: {FAINT}; }}
QProgressBar {{ background: {LINE}; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 3px; }}
QSplitter::handle {{ background: {LINE}; }}
QWidget#side, QWidget#timeline_area {{ background: {SURFACE}; }}
QScrollArea#side_area {{ background: {SURFACE}; border: none; border-left: 1px solid {LINE}; }}
QFrame#card {{ background: {RAISED}; border: 1px solid {LINE}; border-radius: 8px; }}
QFrame#banner {{ border-radius: 8px; border: 1px solid {LINE}; background: {RAISED}; }}
QFrame#banner[kind="error"] {{ border-color: {BAD}; background: #3a2226; }}
QFrame#banner[kind="warning"] {{ border-color: {WARNING}; background: #383020; }}
QCheckBox {{ spacing: 6px; }}
QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {FAINT}; border-radius: 4px; background: {BACKGROUND}; }}
QCheckBox::indicator:hover {{ border-color: {ACCENT}; }}
QCheckBox::indicator:checked {{ background: {ACCENT_STRONG}; border-color: {ACCENT}; image: url("@check"); }}
"""


def apply_theme(application: QApplication) -> None:
    """Give the application its colours."""
    application.setStyle("Fusion")
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in (
        (role.Window, SURFACE),
        (role.WindowText, TEXT),
        (role.Base, BACKGROUND),
        (role.AlternateBase, SURFACE),
        (role.Text, TEXT),
        (role.Button, RAISED),
        (role.ButtonText, TEXT),
        (role.BrightText, "#ffffff"),
        (role.ToolTipBase, RAISED),
        (role.ToolTipText, TEXT),
        (role.PlaceholderText, MUTED),
        (role.Highlight, ACCENT_STRONG),
        (role.HighlightedText, "#ffffff"),
        (role.Link, ACCENT),
        (role.Mid, LINE),
        (role.Dark, BACKGROUND),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(FAINT))
    application.setPalette(palette)
    # Qt's style sheets know no relative sizes, and those in pixels would not follow the user's own font.
    points = application.font().pointSizeF()
    sheet = _SHEET.replace("@title", f"{points * 1.15:.1f}pt").replace("@hero", f"{points * 1.8:.1f}pt")
    application.setStyleSheet(sheet.replace("@check", resource("icons", "check.svg").as_posix()))

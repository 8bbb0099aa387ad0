"""The two looks: contrast, switching while the window stands, icons that follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app import theme
from app.icons import icon
from app.theme import DARK, LIGHT, Theme, Tokens, apply_theme

AA_TEXT, AA_PARTS = 4.5, 3.0

ON_PANELS = ("background", "surface", "raised", "hover")
TEXTS = [
    *((text, under) for text in ("text", "muted") for under in ON_PANELS),
    *((text, under) for text in ("accent", "good", "warning", "bad") for under in ("background", "surface", "raised")),
    ("text", "warning_surface"),
    ("text", "bad_surface"),
    ("text", "selected"),
    ("on_selected", "selected"),
    ("on_accent", "accent_strong"),
    ("on_accent", "accent_hover"),
]  # fmt: skip
PARTS = [
    ("accent", "background"),
    ("accent", "surface"),
    ("accent", "selected"),
    ("playhead", "background"),
    ("warning", "warning_surface"),
    ("bad", "bad_surface"),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def look(themed: QApplication) -> Iterator[QApplication]:
    yield themed
    apply_theme(themed, Theme.SYSTEM)


def test_contrast_of_known_colours() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("limit, pairs", [(AA_TEXT, TEXTS), (AA_PARTS, PARTS)], ids=["text", "parts"])
def test_contrast_is_what_wcag_aa_asks_for(
    tokens: Tokens, limit: float, pairs: list[tuple[str, str]]
) -> None:
    found = {pair: contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) for pair in pairs}
    assert not {pair: round(value, 2) for pair, value in found.items() if value < limit}


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_style_sheet_is_complete(tokens: Tokens) -> None:
    sheet = theme.style_sheet(tokens, points=10)
    assert "@" not in sheet
    assert "font-size: 18.0pt" in sheet
    for field in fields(Tokens):
        assert QColor(getattr(tokens, field.name)).name() == getattr(tokens, field.name)


def tint(picture: QIcon, *, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    """The colour of an icon's most solid pixel."""
    image = picture.pixmap(QSize(32, 32), 1.0, mode).toImage()
    solid = (image.pixelColor(x, y) for x in range(32) for y in range(32))
    return max(solid, key=lambda colour: colour.alpha()).name()


def test_icons_follow_the_theme_live(look: QApplication, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("stop"))
    apply_theme(look, Theme.DARK)
    assert tint(button.icon()) == DARK.text
    assert tint(button.icon(), mode=QIcon.Mode.Disabled) == DARK.faint
    apply_theme(look, Theme.LIGHT)
    assert tint(button.icon()) == LIGHT.text
    assert tint(icon("stop", colour="accent")) == LIGHT.accent
    assert tint(icon("stop", colour="#123456")) == "#123456"
    assert look.palette().window().color().name() == LIGHT.surface


def test_icons_are_sharp_at_every_scale(themed: QApplication) -> None:
    for scale in (1.0, 1.25, 2.0):
        pixmap = icon("brush").pixmap(QSize(20, 20), scale)
        assert pixmap.size() == QSize(round(20 * scale), round(20 * scale))
        assert pixmap.devicePixelRatio() == scale


def test_an_icon_without_room_is_nothing(themed: QApplication, qtlog: Any) -> None:
    """Widgets that are not laid out yet ask for it; painting into nothing fills the log."""
    assert icon("brush").pixmap(QSize(0, 0)).isNull()
    assert not qtlog.records


def test_system_look_follows_the_desktop(look: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = look.styleHints().colorSchemeChanged
    monkeypatch.setattr(theme, "desktop_is_light", lambda _: True)
    apply_theme(look, Theme.DARK)
    changed.emit(Qt.ColorScheme.Light)
    assert theme.tokens() is DARK
    apply_theme(look, Theme.SYSTEM)
    assert theme.tokens() is LIGHT
    monkeypatch.setattr(theme, "desktop_is_light", lambda _: False)
    changed.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() is DARK

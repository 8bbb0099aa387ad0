"""Narrow windows and long names: nothing is cut off, nothing makes the window wider than a small screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea

from app.widgets.elided_label import ElidedCheckBox, FittingLabel
from tests.app.conftest import PATIENCE_MS, Studio

SCREEN_PX = 1024
"""How wide a screen of 1280 pixels is at 125 %."""
LONG = "a person with a long name and a red umbrella in the rain"


def sheet_of(studio: Studio) -> QDialog:
    studio.trigger("shortcuts")
    sheet = studio.window.shortcuts.sheet
    assert sheet is not None
    return sheet


@pytest.mark.parametrize("width", [500, 800, 1300])
def test_the_cheat_sheet_never_scrolls_sideways(studio: Studio, width: int) -> None:
    sheet = sheet_of(studio)
    sheet.resize(width, 600)
    (area,) = sheet.findChildren(QScrollArea)

    def fits() -> bool:
        content = area.widget()
        return content is not None and content.width() <= area.viewport().width()

    studio.qtbot.waitUntil(fits, timeout=PATIENCE_MS)
    content = area.widget()
    assert content is not None
    assert content.minimumSizeHint().width() <= area.viewport().width()
    assert area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    sheet.close()


def test_a_wider_cheat_sheet_is_lower(studio: Studio) -> None:
    sheet = sheet_of(studio)
    (area,) = sheet.findChildren(QScrollArea)
    content = area.widget()
    assert content is not None
    heights = []
    for width in (500, 900, 1400):
        sheet.resize(width, 600)
        studio.qtbot.waitUntil(lambda width=width: sheet.width() == width, timeout=PATIENCE_MS)  # type: ignore[misc]
        heights.append(content.sizeHint().height())
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
    sheet.close()


def test_long_names_make_nothing_wider(studio: Studio) -> None:
    studio.dab(1, 0)
    studio.trigger("remove")
    window, document = studio.window, studio.session.document
    before = window.minimumSizeHint().width()
    for thing in document.objects:
        document.replace_object("Rename", replace(thing, name=LONG))
    assert window.minimumSizeHint().width() == before
    (box,) = window.removal_panel.boxes.values()
    assert isinstance(box, ElidedCheckBox)
    assert box.text() == LONG
    studio.qtbot.waitUntil(lambda: box.shown.endswith("…"), timeout=PATIENCE_MS)


def test_the_window_fits_a_small_screen(studio: Studio) -> None:
    studio.window.resize(SCREEN_PX, 640)
    studio.window.budget_panel.collapsible.expand(animate=False)
    studio.qtbot.waitUntil(lambda: studio.window.width() <= SCREEN_PX, timeout=PATIENCE_MS)
    assert studio.window.minimumSizeHint().width() <= SCREEN_PX


def test_a_fitting_label_says_what_there_is_room_for(studio: Studio) -> None:
    label = FittingLabel()
    studio.qtbot.addWidget(label)
    label.set_texts("Frame 40 of 96", "40 / 96", "40")
    for text in ("Frame 40 of 96", "40 / 96", "40"):
        label.resize(label.fontMetrics().horizontalAdvance(text), 20)
        label.show()
        assert label.text() == text
        assert label.toolTip() == ("" if text == "Frame 40 of 96" else "Frame 40 of 96")
    assert label.minimumSizeHint().width() == label.fontMetrics().horizontalAdvance("40")

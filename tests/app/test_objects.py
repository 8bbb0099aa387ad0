"""The list of objects in the window: what its rows change and what they leave alone, and what a lock forbids."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.widgets.objects_panel import ObjectRow
from mvos_core.masks.refinement import Refinement
from tests.app.conftest import Studio


def _rename(row: ObjectRow) -> None:
    row.rename()
    QTest.keyClicks(row._edit, "Dog")
    QTest.keyClick(row._edit, Qt.Key.Key_Return)


@pytest.mark.parametrize("change", ["eye", "lock", "colour", "name"])
def test_a_row_leaves_the_matte_as_it_has_become(studio: Studio, change: str) -> None:
    document, feathered = studio.session.document, Refinement(feather_px=6)
    row = studio.window.objects_panel.row(1)
    studio.window.mattes._edit("Feather", feathered, 1)
    before = document.objects[0]
    if change == "colour":
        row.set_colour((1, 2, 3))
    elif change == "name":
        _rename(row)
    else:
        (row.eye if change == "eye" else row.lock).click()
    assert document.objects[0] != before
    assert document.objects[0].matte == feathered

"""The list of objects in the window: what its rows change and what they leave alone, and what a lock forbids."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.widgets.objects_panel import ObjectRow
from mvos_core.masks.refinement import Refinement
from mvos_core.masks.track import Origin
from tests.app.conftest import Studio, truth


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


def _lock(studio: Studio, label: int) -> None:
    studio.session.selection.select(label)
    studio.trigger("toggle_locked")


def test_a_locked_object_is_deleted_only_once_it_is_unlocked(studio: Studio) -> None:
    studio.dab(1, 0)
    row = studio.window.objects_panel.row
    _lock(studio, 1)
    action = studio.window.actions_by_name["delete_object"]
    assert not action.isEnabled()
    assert "the object is locked" in action.toolTip()
    assert not row(1).delete.isEnabled()
    studio.trigger("toggle_locked")
    assert row(1).delete.isEnabled()
    studio.trigger("delete_object")
    assert not studio.session.document.objects


def test_removing_a_mask_leaves_locked_objects_in_it(masked: Studio) -> None:
    document, before = masked.session.document, masked.session.document.track[0]
    _lock(masked, 2)
    masked.trigger("clear_frame")
    np.testing.assert_array_equal(masked.labels(0), truth(0, labels=(2,)))
    assert document.track[0].origin is Origin.PROPAGATED
    assert dict(document.track[0].confidence) == {2: 0.9}
    action = masked.window.actions_by_name["clear_frame"]
    assert not action.isEnabled()
    assert "its objects are locked" in action.toolTip()
    masked.trigger("undo")
    assert document.track[0] == before
    assert action.isEnabled()
    _lock(masked, 1)
    assert not action.isEnabled()

"""A stylus on the real canvas: its pressure sets the brush's width, its other end erases."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtWidgets import QApplication

from app.raster import BrushTrail
from tests.app.conftest import Studio

Point = tuple[float, float]


def device(pointer: QPointingDevice.PointerType) -> QPointingDevice:
    """A stylus, or the eraser at its other end."""
    able = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    return QPointingDevice(
        "stylus", 7, QInputDevice.DeviceType.Stylus, pointer, able, 1, 3, "seat", QPointingDeviceUniqueId()
    )


@pytest.fixture
def pen() -> QPointingDevice:
    return device(QPointingDevice.PointerType.Pen)


def touch(
    studio: Studio,
    kind: QEvent.Type,
    at: Point,
    pressure: float,
    with_: QPointingDevice,
    *,
    hovers: bool = False,
) -> None:
    """Send a tablet event at a point of the picture."""
    canvas = studio.window.canvas
    place = QPointF(canvas.view.to_widget(*at))
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    changed = none if kind == QEvent.Type.TabletMove else left
    held = none if hovers or kind == QEvent.Type.TabletRelease else left
    event = QTabletEvent(
        kind, with_, place, canvas.mapToGlobal(place), pressure, 0.0, 0.0, 0.0, 0.0, 0.0,
        Qt.KeyboardModifier.NoModifier, changed, held,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    assert event.isAccepted()  # or Qt would make a mouse event of it too


def draw(studio: Studio, *points: tuple[Point, float], with_: QPointingDevice) -> None:
    touch(studio, QEvent.Type.TabletPress, *points[0], with_)
    for at, pressure in points[1:]:
        touch(studio, QEvent.Type.TabletMove, at, pressure, with_)
    touch(studio, QEvent.Type.TabletRelease, points[-1][0], 0.0, with_)


def height_at(studio: Studio, column: int) -> int:
    return int(np.count_nonzero(studio.labels(0)[:, column] == 1))


def test_pressure_sets_the_width(studio: Studio, pen: QPointingDevice) -> None:
    studio.window.painting.set_diameter(20)
    draw(studio, ((15, 32), 0.2), ((45, 32), 0.6), ((80, 32), 1.0), with_=pen)
    assert (height_at(studio, 15), height_at(studio, 45), height_at(studio, 80)) == (4, 12, 20)
    heights = [height_at(studio, column) for column in range(15, 81)]
    assert heights == sorted(heights)  # it widens without a step back
    assert max(np.diff(heights)) <= 2
    assert studio.session.document.undo_stack.undoText() == "Brush stroke"


def test_without_pressure_it_is_a_mouse(studio: Studio, pen: QPointingDevice) -> None:
    options = studio.window.tool_options
    assert not options.pressure.isVisible()
    studio.window.painting.set_diameter(20)
    touch(studio, QEvent.Type.TabletMove, (10, 10), 0.0, pen, hovers=True)
    assert options.pressure.isVisible()  # there is a stylus
    assert not studio.window.canvas.is_painting
    options.pressure.setChecked(False)
    draw(studio, ((20, 32), 0.1), ((60, 32), 0.3), with_=pen)
    assert height_at(studio, 40) == 20
    assert studio.session.settings.number("pressure", 1) == 0
    studio.trigger("lasso")
    assert not options.pressure.isVisible()


def test_a_mouse_presses_fully(studio: Studio) -> None:
    studio.window.painting.set_diameter(20)
    studio.drag((20, 32), (60, 32))
    assert height_at(studio, 40) == 20


def test_the_other_end_erases_with_any_tool(studio: Studio, pen: QPointingDevice) -> None:
    studio.window.painting.set_diameter(20)
    draw(studio, ((20, 32), 1.0), ((70, 32), 1.0), with_=pen)
    eraser = device(QPointingDevice.PointerType.Eraser)
    draw(studio, ((40, 32), 0.5), with_=eraser)
    assert studio.labels(0)[32, 40] == 0
    assert studio.labels(0)[32, 46] == 1
    assert studio.session.document.undo_stack.undoText() == "Erase"
    studio.trigger("eraser")
    draw(studio, ((60, 32), 0.5), with_=eraser)
    assert studio.labels(0)[32, 60] == 0


@pytest.mark.parametrize("hardness", [1.0, 0.4])
def test_a_line_of_one_width_is_the_plain_line(hardness: float) -> None:
    plain = BrushTrail((60, 80), diameter=20, hardness=hardness)
    half = BrushTrail((60, 80), diameter=40, hardness=hardness)
    expected = plain.line((20, 30), (60, 25))
    found = half.line((20, 30), (60, 25), widths=(0.5, 0.5))
    np.testing.assert_array_equal(found.mask, expected.mask)


def test_a_widening_line_covers_the_discs_along_it() -> None:
    """Against discs at many places, whose radius grows along the line."""
    trail = BrushTrail((60, 100), diameter=30, hardness=1)
    patch = trail.line((20, 30), (80, 30), widths=(0.2, 1.0))
    y, x = np.mgrid[:60, :100] + 0.5
    discs = np.zeros((60, 100), np.bool_)
    for share in np.linspace(0, 1, 400):
        discs |= np.hypot(x - (20 + 60 * share), y - 30) <= 3 + 12 * share
    found = np.zeros((60, 100), np.bool_)
    height, width = patch.mask.shape
    found[patch.top : patch.top + height, patch.left : patch.left + width] = patch.mask
    assert np.count_nonzero(found ^ discs) < 0.03 * np.count_nonzero(discs)

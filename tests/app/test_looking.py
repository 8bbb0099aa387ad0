"""The views of the real window: what is on the canvas in each, mattes live, the wipe, and the onion skin."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from app.outlines import outlines_of
from app.views import View
from app.widgets.onion_layer import AFTER, BEFORE
from mvos_core.masks.refinement import AS_IT_IS, Refinement
from mvos_core.masks.track import MaskEntry, Origin
from tests.app.conftest import HEIGHT, PATIENCE_MS, WIDTH, Studio, centre, picture, truth

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
CORNER = (90, 4)


@pytest.fixture
def masked(masked: Studio) -> Studio:
    """Both objects masked in all frames, the first one selected."""
    masked.session.selection.select(1)
    return masked


def source(at: tuple[float, float], index: int = 0) -> tuple[int, ...]:
    return tuple(int(level) for level in picture(index)[int(at[1]), int(at[0])])


def is_grey(colour: tuple[int, ...]) -> bool:
    return colour[0] == colour[1] == colour[2]


def test_each_view_shows_what_it_says(masked: Studio) -> None:
    one = centre(1, 0)
    masked.trigger("view_matte")
    assert (masked.pixel(*one), masked.pixel(*CORNER)) == (WHITE, BLACK)
    masked.trigger("view_cutout")
    assert masked.pixel(*one) == source(one)
    greys = {masked.pixel(x, y) for x in range(80, 96) for y in range(2, 12)}
    assert all(is_grey(grey) for grey in greys)
    assert len(greys) >= 2  # a checkerboard
    masked.trigger("view_outline")
    assert masked.pixel(*one) == source(one)
    assert masked.pixel(one[0] - 8.5, one[1]) != source((one[0] - 8.5, one[1]))
    masked.trigger("view_original")
    assert masked.pixel(one[0] - 8.5, one[1]) == source((one[0] - 8.5, one[1]))
    masked.trigger("view_overlay")
    assert masked.pixel(*one) not in (source(one), WHITE)
    assert masked.pixel(*CORNER) == source(CORNER)


def test_views_are_chosen_by_keys_and_in_the_panel(masked: Studio) -> None:
    window = masked.window
    window.canvas.setFocus()
    for key, view in zip(
        (Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9), list(View)[1:], strict=True
    ):
        QTest.keyClick(window.canvas, key)
        assert window.views.view is view
        assert window.view_panel.view.currentIndex() == list(View).index(view)
    window.view_panel.view.activated.emit(2)
    assert window.views.view is View.MATTE
    assert not window.view_panel.opacity.isEnabled()  # it is the overlay's


def test_the_matte_panel_comes_into_sight(masked: Studio) -> None:
    window = masked.window
    window.resize(1200, 640)
    masked.trigger("prepare_matte")
    section = window.sections["matte"]

    def is_in_sight() -> bool:
        region = section.visibleRegion().boundingRect()
        return region.height() == section.height() > section.heading.height()

    masked.qtbot.waitUntil(is_in_sight)
    slider = window.matte_panel.sliders["grow_px"]
    assert slider.hasFocus()


def test_showing_masks_goes_back_to_the_last_view(masked: Studio) -> None:
    masked.trigger("view_matte")
    masked.trigger("show_masks")
    assert masked.window.views.view.value == "original"
    masked.trigger("show_masks")
    assert masked.window.views.view.value == "matte"
    masked.trigger("view_original")
    assert not masked.window.actions_by_name["show_masks"].isChecked()


def test_only_the_selected_object(masked: Studio) -> None:
    masked.trigger("view_matte")
    masked.trigger("solo")
    assert (masked.pixel(*centre(1, 0)), masked.pixel(*centre(2, 0))) == (WHITE, BLACK)
    masked.session.selection.select(2)
    assert (masked.pixel(*centre(1, 0)), masked.pixel(*centre(2, 0))) == (BLACK, WHITE)


@pytest.mark.parametrize("view", ["view_matte", "view_cutout", "view_outline"])
def test_strokes_show_in_every_view(masked: Studio, view: str) -> None:
    masked.trigger(view)
    masked.window.painting.set_diameter(16)
    before = masked.pixel(60, 8)
    masked.mouse(QEvent.Type.MouseButtonPress, 60, 8)
    during = masked.pixel(60, 8) if view != "view_outline" else masked.pixel(60 - 7.5, 8)
    assert during != before
    masked.mouse(QEvent.Type.MouseButtonRelease, 60, 8)
    assert masked.labels(0)[8, 60] == 1


def test_painting_leaves_the_original(masked: Studio) -> None:
    masked.trigger("view_cutout")
    masked.trigger("view_original")
    masked.drag((60, 8))
    assert masked.window.views.view is View.CUTOUT


def test_the_wipe_shows_the_frame_before_any_view(masked: Studio) -> None:
    masked.trigger("view_matte")
    masked.trigger("wipe")
    one, two = centre(1, 0), centre(2, 0)
    assert masked.pixel(*one) == source(one)  # the line begins in the middle
    assert masked.pixel(*two) == WHITE
    masked.drag((48, 32), (30, 32), (5, 32))
    assert masked.pixel(*one) == WHITE
    assert masked.session.document.anchors() == []
    masked.trigger("wipe_right")
    assert masked.window.canvas.wipe.position == pytest.approx(5 / WIDTH + 0.02, abs=0.011)
    masked.trigger("wipe")
    assert masked.pixel(2, 2) == BLACK


def test_the_view_and_its_opacity_are_remembered(masked: Studio) -> None:
    masked.trigger("view_outline")
    masked.window.view_panel.opacity.setValue(70)
    settings = masked.session.settings
    assert settings.words("view") == {"view": "outline"}
    assert settings.number("opacity", 0) == pytest.approx(0.7)


# Mattes ------------------------------------------------------------------------------------------------------


def slide(studio: Studio, field: str, value: float) -> None:
    """Drag one of the matte panel's sliders."""
    section = studio.window.sections["matte"]
    section.set_unfolded(unfolded=True)
    studio.qtbot.waitUntil(lambda: field in studio.window.matte_panel.sliders, timeout=PATIENCE_MS)
    studio.window.matte_panel.sliders[field].setValue(value)


def test_a_matte_is_prepared_live_and_the_masks_stay(masked: Studio) -> None:
    document = masked.session.document
    entries = dict(document.track)
    x, y = centre(1, 0)
    masked.trigger("view_matte")
    assert masked.pixel(x + 12, y) == BLACK
    slide(masked, "grow_px", 5)
    assert masked.pixel(x + 12, y) == WHITE
    assert masked.pixel(centre(2, 0)[0] - 12, centre(2, 0)[1]) == BLACK  # the other object is as it was
    assert document.objects[0].matte == Refinement(grow_px=5)
    assert {index: document.track[index] for index in document.track} == entries
    masked.trigger("view_outline")
    assert masked.pixel(x + 13.5, y) != source((x + 13.5, y))
    assert masked.pixel(x + 9, y) == source((x + 9, y))
    masked.trigger("view_overlay")
    assert masked.pixel(x + 12, y) != source((x + 12, y))
    masked.window.actions_by_name["prepared_edges"].setChecked(False)
    assert masked.pixel(x + 12, y) == source((x + 12, y))


def test_a_drag_is_one_step_of_undo(masked: Studio) -> None:
    document = masked.session.document
    before = document.undo_stack.count()
    for value in (1, 2, 3):
        slide(masked, "feather_px", value)
    assert document.undo_stack.count() == before + 1
    assert document.undo_stack.undoText() == "Matte of Object 1: Feather"
    masked.trigger("undo")
    assert document.objects[0].matte == AS_IT_IS
    assert masked.window.matte_panel.sliders["feather_px"].value() == 0
    masked.trigger("redo")
    masked.window.matte_panel.end_gesture()
    slide(masked, "feather_px", 5)
    assert document.undo_stack.count() == before + 2


def test_a_command_leads_to_the_matte(masked: Studio) -> None:
    masked.trigger("prepare_matte")
    assert masked.window.sections["matte"].is_unfolded
    masked.qtbot.waitUntil(masked.window.matte_panel.sliders["grow_px"].hasFocus, timeout=PATIENCE_MS)


def test_reset_and_the_same_for_all(masked: Studio) -> None:
    document, panel = masked.session.document, masked.window.matte_panel
    slide(masked, "grow_px", -2)
    panel.same.click()
    assert [thing.matte for thing in document.objects] == [Refinement(grow_px=-2)] * 2
    panel.reset.click()
    assert [thing.matte for thing in document.objects] == [AS_IT_IS, Refinement(grow_px=-2)]
    masked.session.selection.select(2)
    assert panel.sliders["grow_px"].value() == -2
    assert "Object 2" in panel.about.text()


def test_specks_go_and_holes_close_on_the_canvas(masked: Studio) -> None:
    labels = truth(0)
    labels[4, 88] = 1
    x, y = (int(place) for place in centre(1, 0))
    labels[y, x] = 0
    masked.session.document.edit("Spoil", {0: MaskEntry.of(labels, origin=Origin.PROPAGATED)})
    masked.trigger("view_matte")
    speck, hole = (88.5, 4.5), (x + 0.5, y + 0.5)
    assert masked.pixel(*speck) != BLACK
    assert masked.pixel(*hole) != WHITE
    slide(masked, "despeckle_px", 3)
    slide(masked, "fill_holes_px", 3)
    assert (masked.pixel(*speck), masked.pixel(*hole)) == (BLACK, WHITE)


def test_a_steady_edge_follows_from_the_neighbours(masked: Studio) -> None:
    """A mask that has lost half of its object in one frame gets it back from the frames before and after."""
    index = 6
    halved = truth(index)
    x, y = centre(1, index)
    halved[:, int(x) :][halved[:, int(x) :] == 1] = 0
    masked.session.document.edit("Spoil", {index: MaskEntry.of(halved, origin=Origin.PROPAGATED)})
    masked.go_to(index)
    masked.trigger("view_matte")
    assert masked.pixel(x + 4, y) == BLACK
    slide(masked, "steady_frames", 2)
    assert masked.pixel(x + 4, y) == BLACK  # shown at once as it is
    masked.qtbot.waitUntil(lambda: masked.pixel(x + 4, y) == WHITE, timeout=PATIENCE_MS)
    np.testing.assert_array_equal(masked.labels(index), halved)
    masked.window.painting.set_diameter(4)
    masked.drag((60, 4))  # painting shows the masks as they are, and the steady edge comes back
    masked.qtbot.waitUntil(lambda: masked.pixel(x + 4, y) == WHITE, timeout=PATIENCE_MS)


def test_mattes_are_saved_with_the_project(masked: Studio) -> None:
    slide(masked, "feather_px", 2.5)
    assert masked.session.document.objects[0].matte.feather_px == 2.5
    masked.window.projects.autosave()
    bundle = masked.session.settings.recovery_bundle(masked.session.document.clip.path)  # type: ignore[union-attr]
    masked.qtbot.waitUntil((bundle / "project.json").exists, timeout=PATIENCE_MS)
    assert '"feather_px": 2.5' in (bundle / "project.json").read_text()


# The onion skin ----------------------------------------------------------------------------------------------


def near(colour: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(colour, other, strict=True)) < 90


def has_line(studio: Studio, colour: tuple[int, int, int], *, at: float, y: float) -> bool:
    """Whether a line of about a colour crosses a row of the picture near a column."""
    return any(near(studio.pixel(at + dx / 8, y), colour) for dx in range(-8, 9))


def test_the_neighbours_outlines_are_shown_in_two_colours(masked: Studio) -> None:
    index = 8
    masked.go_to(index)
    masked.trigger("view_original")
    masked.trigger("onion")
    (left, y), (right, _) = centre(1, index - 1), centre(1, index + 1)
    masked.qtbot.waitUntil(lambda: has_line(masked, BEFORE, at=left - 9, y=y), timeout=PATIENCE_MS)
    masked.qtbot.waitUntil(lambda: has_line(masked, AFTER, at=right + 9, y=y), timeout=PATIENCE_MS)
    farther = centre(1, index - 3)[0] - 9
    assert not has_line(masked, BEFORE, at=farther, y=y)
    masked.window.view_panel.onion.setValue(3)
    masked.qtbot.waitUntil(
        lambda: masked.pixel(farther + 0.3, y) != source((farther + 0.3, y), index), timeout=PATIENCE_MS
    )
    masked.trigger("onion")
    assert masked.pixel(left - 9, y) == source((left - 9, y), index)


def test_outlines_run_along_the_mask() -> None:
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    labels[10:30, 20:50] = 3
    ((label, line),) = outlines_of(labels).lines
    assert label == 3
    corners = {(float(x), float(y)) for x, y in line}
    assert corners == {(20.5, 10.5), (20.5, 29.5), (49.5, 10.5), (49.5, 29.5)}
    assert outlines_of(np.zeros((4, 4), np.uint8)).lines == ()

"""Removal in the window: settings, what is shown at once, renderings, the wipe, takes; undo, cancelling, failing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image  # type: ignore[import-untyped, unused-ignore]
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from app.removing import Previewer, PreviewRequest
from app.widgets.removal_layer import INVENTED, SEEN
from mvos_core.masks.refine import Refinement, soft_edge
from mvos_core.rendering import chosen_frames
from mvos_core.video import open_video
from tests.app.conftest import HEIGHT, N_FRAMES, PATIENCE_MS, WIDTH, Studio, centre, picture, truth
from tests.app.removal import (
    GREY,
    RED,
    WIPED_X,
    choose_method,
    grow,
    prepare,
    rendering,
    wait_for_colour,
    wait_for_render,
)
from tests.core.inpaint.scene import texture


@pytest.fixture
def masked(studio: Studio) -> Studio:
    return prepare(studio)


@pytest.fixture
def textured(make_studio: Callable[[], Studio], tmp_path: Path) -> Studio:
    """The same where the background has detail, without which no frame tells which part of it another one shows."""
    folder, background = tmp_path / "textured", texture(HEIGHT, WIDTH)
    folder.mkdir()
    for index in range(N_FRAMES):
        frame = np.where((truth(index) > 0)[..., None], picture(index), background)
        Image.fromarray(frame).save(folder / f"{index:05d}.png", compress_level=1)
    studio = make_studio()
    studio.open(folder)
    return prepare(studio)


def test_there_is_nothing_to_remove_without_a_mask(studio: Studio) -> None:
    for name in ("remove", "render", "show_result"):
        assert "mask an object first" in studio.window.actions_by_name[name].toolTip()
    studio.dab(1, 0)
    studio.trigger("remove")
    assert studio.window.removal_panel.is_unfolded


def test_one_frame_is_shown_without_its_objects_at_once(masked: Studio) -> None:
    wait_for_colour(masked, centre(1, 0), GREY)
    wait_for_colour(masked, centre(2, 0), GREY)
    masked.go_to(7)
    wait_for_colour(masked, centre(1, 7), GREY)
    masked.trigger("show_result")
    wait_for_colour(masked, (60, 5), GREY)
    assert masked.pixel(*centre(1, 7)) != GREY


def test_the_chosen_methods_own_frame_follows_the_quick_one(textured: Studio) -> None:
    choose_method(textured, "temporal")
    shown = rendering(textured)
    textured.qtbot.waitUntil(lambda: shown._exact is not None, timeout=PATIENCE_MS)
    assert shown._exact is not None
    request, filled = shown._exact
    assert request.key.settings.method == "temporal"
    assert filled.seen_share > 0.9  # the quick one invents all


def test_only_the_chosen_objects_go(masked: Studio) -> None:
    masked.trigger("show_masks")
    masked.window.removal_panel.boxes[2].click()
    wait_for_colour(masked, centre(1, 0), GREY)
    wait_for_colour(masked, centre(2, 0), (30, 200, 30))
    masked.window.removal_panel.boxes[1].click()  # the last one stays
    assert masked.window.removal.settings.objects == (1,)
    assert masked.window.removal_panel.boxes[1].isChecked()
    masked.window.removal_panel.boxes[2].click()
    assert not masked.window.removal.settings.objects


def test_a_renamed_objects_old_box_is_gone_at_once(masked: Studio) -> None:
    document, panel = masked.session.document, masked.window.removal_panel
    first = document.objects[0]
    document.replace_object("Rename", replace(first, name="Toy car"))
    shown = [box.text() for box in panel.findChildren(QCheckBox) if box.isVisibleTo(panel)]
    assert first.name not in shown
    assert next(iter(panel.boxes.values())).text() == "Toy car"


def test_the_prepared_mask_is_striped_beyond_the_painted_one(masked: Studio) -> None:
    masked.trigger("show_result")
    masked.window.removal_panel.sliders["grow_px"].setValue(8)
    x, y = centre(1, 0)
    beyond = [(x + 9 + d, y) for d in (2, 3, 4, 5)]
    masked.qtbot.waitUntil(lambda: all(masked.pixel(*p)[2] > 60 for p in beyond), timeout=PATIENCE_MS)
    assert all(b > r for r, _, b in (masked.pixel(*p) for p in beyond))
    assert masked.pixel(x + 25, y) == GREY
    masked.trigger("show_prepared")
    assert masked.pixel(*beyond[0]) == GREY


def test_a_mask_is_shown_before_its_shadow_is_found(textured: Studio) -> None:
    """Finding a shadow looks at other frames, which takes a while; the rest must not wait for it."""
    clip = textured.session.document.clip
    footage = rendering(textured)._current_footage()
    assert clip is not None and footage is not None
    shaded = replace(textured.window.removal.settings, refinement=Refinement(grow_px=2, shadow=0.5))
    request = PreviewRequest(footage.key(shaded, range(N_FRAMES)), 12, picture(12))
    previewer = Previewer()
    first, second = (step.value for step in previewer.show(request))
    np.testing.assert_array_equal(first.alpha, soft_edge(truth(12) > 0, grow_px=2, outward=True))
    assert (second.alpha >= first.alpha).all()
    (again,) = (step.value for step in previewer.show(request))
    np.testing.assert_array_equal(again.alpha, second.alpha)
    previewer.close()


def test_a_drag_of_a_slider_is_undone_in_one_step(masked: Studio) -> None:
    slider = masked.window.removal_panel.sliders["grow_px"]
    stack = masked.session.document.undo_stack
    before, count = grow(masked), stack.count()
    for target in (6.0, 9.0):
        slider.sliderPressed.emit()
        for value in np.linspace(grow(masked), target, 7):
            slider.setValue(float(value))
        slider.sliderReleased.emit()
        assert grow(masked) == target
    assert stack.count() == count + 2
    masked.trigger("undo")
    assert grow(masked) == 6
    assert slider.value() == 6
    masked.trigger("undo")
    assert grow(masked) == before
    masked.trigger("redo")
    assert grow(masked) == 6


def test_a_drag_that_ends_where_it_began_is_no_step(masked: Studio) -> None:
    slider = masked.window.removal_panel.sliders["feather_px"]
    stack = masked.session.document.undo_stack
    index = stack.index()
    slider.sliderPressed.emit()
    for value in (5, 9, 3):
        slider.setValue(value)
    slider.sliderReleased.emit()
    assert stack.index() == index


def test_the_wheel_scrolls_the_panel_rather_than_sliders(masked: Studio) -> None:
    slider = masked.window.removal_panel.sliders["grow_px"]
    masked.window.canvas.setFocus()
    before = grow(masked)
    nothing = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, nothing,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(slider, event)
    assert grow(masked) == before


def test_seen_and_invented_are_told_apart(textured: Studio) -> None:
    at = centre(1, 0)
    for method, tint in (("temporal", SEEN), ("telea", INVENTED)):
        choose_method(textured, method)
        textured.trigger("render")
        wait_for_render(textured)
        plain = np.array(textured.pixel(*at))
        textured.trigger("show_invented")
        np.testing.assert_allclose(textured.pixel(*at), 0.55 * plain + 0.45 * np.array(tint), atol=3)
        textured.trigger("show_invented")


def test_the_wipe_is_dragged_and_moved_by_keys(masked: Studio) -> None:
    masked.trigger("show_masks")
    wait_for_colour(masked, centre(1, 0), GREY)
    masked.trigger("wipe")
    x, y = centre(1, 0)
    assert masked.pixel(x, y) == RED  # left of the line, which begins in the middle
    assert masked.pixel(*centre(2, 0)) == pytest.approx(GREY, abs=3)
    masked.drag((48, 32), (30, 32), (WIPED_X, 30))
    assert masked.pixel(x, y) == pytest.approx(GREY, abs=3)
    assert not masked.window.canvas.is_painting
    assert masked.session.document.anchors() == []  # nothing was painted
    canvas = masked.window.canvas
    canvas.setFocus()
    before = canvas.wipe.position
    for _ in range(15):
        QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert canvas.wipe.position == pytest.approx(before + 0.3, abs=0.011)
    assert masked.pixel(x, y) == RED
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert canvas.wipe.position < before + 0.3
    masked.trigger("wipe")
    assert masked.pixel(x, y) == pytest.approx(GREY, abs=3)


def test_the_cursor_tells_where_the_line_can_be_taken(masked: Studio) -> None:
    wait_for_colour(masked, centre(1, 0), GREY)
    masked.trigger("wipe")
    masked.mouse(QEvent.Type.MouseMove, 48, 50, button=Qt.MouseButton.NoButton)
    assert masked.window.canvas.cursor().shape() == Qt.CursorShape.SplitHCursor
    masked.mouse(QEvent.Type.MouseMove, 70, 50, button=Qt.MouseButton.NoButton)
    assert masked.window.canvas.cursor().shape() == Qt.CursorShape.CrossCursor


def test_painting_shows_the_clip_itself(masked: Studio) -> None:
    masked.dab(1, 0)
    assert not masked.window.actions_by_name["show_result"].isChecked()


def test_takes_stand_side_by_side_and_one_counts_in_each_frame(masked: Studio) -> None:
    document, panel = masked.session.document, masked.window.removal_panel
    masked.trigger("render")
    wait_for_render(masked)
    masked.trigger("add_take")
    choose_method(masked, "ns")
    document.set_range(range(5, 10))
    masked.trigger("render")
    wait_for_render(masked)
    masked.trigger("use_take")
    assert "counts there already" in masked.window.actions_by_name["use_take"].toolTip()
    assert document.removal.segments(range(N_FRAMES)) == [
        (range(5), 0),
        (range(5, 10), 1),
        (range(10, 24), 0),
    ]
    masked.go_to(2)
    assert panel.takes.itemText(0) == "Take 1 (counts here)"
    masked.go_to(6)
    assert panel.takes.itemText(1) == "Take 2 (counts here)"
    footage = rendering(masked)._current_footage()
    assert footage is not None
    with open_video(footage.clip) as reader:
        frames = range(3, 12)
        steps = chosen_frames(footage, document.removal, frames, reader=reader, cache=masked.session.renders)
        for index, step in zip(frames, steps, strict=True):
            kept = masked.session.renders.find(
                footage, document.removal.takes[1 if 5 <= index < 10 else 0].settings, range(index, index + 1)
            )
            assert kept is not None
            np.testing.assert_array_equal(step.value.frame, kept.get(index, picture(index)).frame)
    panel.compare.setCurrentIndex(1)
    panel.compare.activated.emit(1)
    masked.trigger("wipe")
    assert masked.pixel(*centre(1, 6)) == pytest.approx(GREY, abs=3)  # before is the first take now
    for _ in range(3):
        masked.trigger("undo")
    names = [take.name for take in document.removal.takes]  # range, method and the choice are undone
    masked.trigger("undo")
    assert [*names, *(take.name for take in document.removal.takes)] == ["Take 1", "Take 2", "Take 1"]
    for _ in range(4):
        masked.trigger("redo")
    assert document.removal.at(7) == 1
    masked.window.removal.select_take(1)
    masked.trigger("delete_take")
    assert document.removal.at(7) == 0


def test_settings_and_takes_come_back_with_the_project(
    make_studio: Callable[[], Studio], masked: Studio, tmp_path: Path
) -> None:
    masked.window.removal_panel.sliders["shadow"].setValue(0.35)
    masked.trigger("add_take")
    masked.session.document.set_range(range(4, 8))
    masked.trigger("use_take")
    bundle = tmp_path / "work.mvos"
    masked.window.projects.save_as(bundle)
    masked.qtbot.waitUntil(lambda: not masked.session.disk.is_busy, timeout=PATIENCE_MS)
    other = make_studio()
    other.open(bundle)
    assert other.session.document.removal == masked.session.document.removal
    other.window.removal_panel.unfold()
    assert other.window.removal_panel.sliders["shadow"].value() == pytest.approx(0.35)


def test_settings_that_are_not_understood_are_told_and_replaced(
    make_studio: Callable[[], Studio], masked: Studio, tmp_path: Path
) -> None:
    bundle = tmp_path / "work.mvos"
    masked.window.projects.save_as(bundle)
    masked.qtbot.waitUntil(lambda: not masked.session.disk.is_busy, timeout=PATIENCE_MS)
    manifest = bundle / "project.json"
    manifest.write_text(manifest.read_text().replace('"telea"', '"magic"'))
    other = make_studio()
    other.open(bundle)
    assert "could not be loaded" in other.window.banner.text
    assert other.window.removal.settings.method == "temporal"
    assert len(other.session.document.track) == N_FRAMES


def test_lama_says_why_it_cannot_be_chosen(
    make_studio: Callable[[], Studio], clip: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LAMA_MODEL", str(tmp_path / "gone.pt"))
    studio = make_studio()
    studio.open(clip)
    studio.dab(1, 0)
    studio.trigger("remove")
    box = studio.window.removal_panel.method
    item = box.model().index(box.findData("lama"), 0)  # type: ignore[call-overload, unused-ignore]
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "gone.pt" in item.data(Qt.ItemDataRole.ToolTipRole)

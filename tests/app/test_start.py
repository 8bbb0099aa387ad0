"""The start page: dropping, what was opened last and what became of it, its pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.recent import thumbnail_of
from app.settings import Settings
from mvos_core.masks.track import MaskEntry, Origin
from tests.app.conftest import PATIENCE_MS, Studio, drop, picture, truth


def test_dropping_on_the_page_opens_the_clip(make_studio: Callable[[], Studio], clip: Path) -> None:
    studio = make_studio()
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        drop(studio.window.start_page.zone, clip)
    assert studio.window.canvas.isVisible()


def test_what_was_opened_is_offered_with_its_picture(
    make_studio: Callable[[], Studio], clip: Path, settings: Settings
) -> None:
    first = make_studio()
    first.open(clip)
    first.dab(1, 0)
    first.window.close()
    studio = make_studio()
    (tile,) = studio.window.start_page.tiles
    assert (tile.recent.path, tile.recent.exists) == (clip, True)
    assert tile.lines[0] == clip.name
    assert "Today" in tile.lines[1]
    kept = QImage(str(tile.recent.thumbnail)).pixelColor(20, 20)
    assert kept.red() > 200  # the disc, under its mask
    studio.qtbot.waitUntil(lambda: tile.has_picture, timeout=PATIENCE_MS)
    with studio.qtbot.waitSignal(studio.window.files.opened, timeout=PATIENCE_MS):
        QTest.keyClick(tile, Qt.Key.Key_Return)


def test_a_project_shows_its_own_picture_once_saved(
    make_studio: Callable[[], Studio], clip: Path, tmp_path: Path
) -> None:
    studio = make_studio()
    studio.open(clip)
    studio.dab(1, 0)
    bundle = tmp_path / "work.mvos"
    with studio.qtbot.waitSignal(studio.window.projects.saved, timeout=PATIENCE_MS):
        studio.window.projects.save_as(bundle)
    recents = {recent.path: recent for recent in studio.session.settings.recent_with_missing()}
    assert list(recents) == [bundle, clip]
    studio.qtbot.waitUntil(recents[bundle].thumbnail.exists, timeout=PATIENCE_MS)


def test_what_is_gone_is_told_apart_and_can_leave_the_list(
    make_studio: Callable[[], Studio], clip: Path, tmp_path: Path, settings: Settings
) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(clip, moved)
    for path in (moved, clip):
        settings.remember(path)
    shutil.rmtree(moved)
    studio = make_studio()
    page, banner = studio.window.start_page, studio.window.banner
    assert [tile.recent.exists for tile in page.tiles] == [True, False]
    assert page.tiles[1].lines[1] == "Not found"
    page.tiles[1].click()
    assert "no longer at" in banner.text
    assert studio.session.document.clip is None
    banner.action.click()
    assert [tile.recent.path for tile in page.tiles] == [clip]
    assert settings.recent == [clip]


def test_delete_takes_a_clip_out_of_the_list_and_leaves_the_file(
    make_studio: Callable[[], Studio], clip: Path, settings: Settings
) -> None:
    settings.remember(clip)
    studio = make_studio()
    QTest.keyClick(studio.window.start_page.tiles[0], Qt.Key.Key_Delete)
    assert not studio.window.start_page.tiles
    assert not settings.recent_with_missing()
    assert clip.exists()


def test_missing_ones_do_not_push_each_other_out(settings: Settings, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.mp4" for number in range(14)]
    for path in paths:
        settings.remember(path)
    assert [recent.path for recent in settings.recent_with_missing()] == paths[:1:-1]
    assert all(recent.opened is not None and not recent.exists for recent in settings.recent_with_missing())
    assert settings.recent == []


def test_a_long_name_is_elided_and_said_in_full(
    make_studio: Callable[[], Studio], settings: Settings, tmp_path: Path
) -> None:
    long = tmp_path / ("a_very_long_name_" * 8 + "end.mp4")
    long.touch()
    settings.remember(long)
    studio = make_studio()
    (tile,) = studio.window.start_page.tiles
    assert "…" in tile.lines[0]
    assert tile.fontMetrics().horizontalAdvance(tile.lines[0]) < tile.width()
    assert tile.width() < 260
    assert str(long) in tile.toolTip()
    assert long.name in tile.accessibleName()


def test_thumbnails_fit_and_show_visible_objects() -> None:
    frame = cv2.resize(picture(0), (1920, 1280), interpolation=cv2.INTER_NEAREST)
    labels = cv2.resize(truth(0), (1920, 1280), interpolation=cv2.INTER_NEAREST)
    entry = MaskEntry.of(np.asarray(labels, np.uint8), origin=Origin.PAINTED)
    small = thumbnail_of(np.asarray(frame, np.uint8), entry, {1: (0, 0, 255)})
    assert small.shape == (180, 270, 3)
    x, y = 20 * 270 // 96, 20 * 180 // 64
    np.testing.assert_allclose(small[y, x], [220 * 0.55, 30 * 0.55, 30 * 0.55 + 255 * 0.45], atol=1)
    x, y = 76 * 270 // 96, 46 * 180 // 64
    np.testing.assert_array_equal(small[y, x], [30, 200, 30])  # object 2 is hidden


def test_buttons_are_reached_with_the_keyboard(
    make_studio: Callable[[], Studio], clip: Path, settings: Settings
) -> None:
    settings.remember(clip)
    studio = make_studio()
    page = studio.window.start_page
    order: list[QWidget] = []
    widget: QWidget | None = page.open_button
    while widget is not None and len(order) < 3:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    assert order == [page.open_button, page.demo_button, page.tiles[0]]

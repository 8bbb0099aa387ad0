"""What each view shows of a frame, pixel by pixel, and that drawing less of it changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from app.images import shrunk
from app.views import ShownMasks, Style, View, alpha_of, layer
from app.widgets.picture import Picture
from app.widgets.viewport import Viewport, fitted, sampled
from mvos_core.masks.refine import Refinement, refine
from mvos_core.types import Frame, LabelMap

RED, BLUE = (200, 0, 0), (0, 0, 100)


def blobs(size: tuple[int, int], *, seed: int = 3, n_labels: int = 4) -> LabelMap:
    """Large and small pieces of a few objects."""
    rng = np.random.default_rng(seed)
    height, width = size
    labels = rng.integers(0, n_labels, (height // 8 + 1, width // 8 + 1), dtype=np.uint8)
    result = labels.repeat(8, 0).repeat(8, 1)[:height, :width]
    result[rng.random(size) < 0.02] = 1
    return np.ascontiguousarray(result)


def gradient(size: tuple[int, int]) -> Frame:
    y, x = np.mgrid[: size[0], : size[1]]
    return np.dstack([x % 256, y % 256, (x + y) % 256]).astype(np.uint8)


def painted(picture: Picture, view: Viewport, widget: QSize, *, layer_from: float | None = None) -> QImage:
    """What a widget of a size shows of a picture."""
    image = QImage(widget, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    picture.look(view, widget, pixel_ratio=1)
    picture.paint(painter, view, layer_from=layer_from)
    painter.end()
    return image


def sampled_masks(labels: LabelMap, style: Style) -> np.ndarray:  # type: ignore[type-arg]
    rows, columns = (np.arange(n, dtype=np.intp) for n in labels.shape)
    return layer(ShownMasks(labels, style.shown_mattes).sample(rows, columns), style)


def test_views_of_one_square_by_hand() -> None:
    labels = np.zeros((9, 9), np.uint8)
    labels[2:7, 2:7] = 1
    labels[8, 8] = 2
    colours = {1: RED}

    overlay = sampled_masks(labels, Style(colours, View.OVERLAY, 0.5, outline=True))
    assert overlay[4, 4] == 0x80640000  # half of red, premultiplied
    assert overlay[2, 4] == 0xFFC80000  # the outline lies inside
    assert overlay[8, 8] == 0  # not shown
    assert overlay[0, 0] == 0

    outline = sampled_masks(labels, Style(colours, View.OUTLINE, 0.5))
    assert (outline[4, 4], outline[2, 4], outline[0, 0]) == (0, 0xFFC80000, 0)

    matte = sampled_masks(labels, Style(colours, View.MATTE))
    assert (matte[4, 4], matte[0, 0], matte[8, 8]) == (0xFFFFFFFF, 0xFF000000, 0xFF000000)

    cut_out = sampled_masks(labels, Style(colours, View.CUTOUT))
    assert cut_out[4, 4] == 0
    assert cut_out[0, 0] != cut_out[8, 0] or cut_out[0, 0] != cut_out[0, 8]  # squares of two greys
    assert {int(pixel) >> 24 for pixel in (cut_out[0, 0], cut_out[8, 0], cut_out[8, 8])} == {255}

    assert not sampled_masks(labels, Style(colours, View.ORIGINAL)).any()


def test_the_matte_is_what_is_exported() -> None:
    labels = blobs((70, 90), n_labels=2)
    frame = np.zeros((70, 90, 3), np.uint8)
    for matte in (
        Refinement(),
        Refinement(grow_px=2.5, feather_px=4),
        Refinement(grow_px=-1, fill_holes_px=9, despeckle_px=3),
    ):
        style = Style({1: RED}, View.MATTE, mattes={1: matte})
        expected = refine([labels == 1], [frame], matte, outward=False)
        np.testing.assert_array_equal(sampled_masks(labels, style) & 0xFF, expected)


def test_objects_side_by_side_have_no_seam() -> None:
    labels = np.ones((20, 20), np.uint8)
    labels[:, 10:] = 2
    everywhere = np.arange(20, dtype=np.intp)
    for mattes in ({}, {2: Refinement(despeckle_px=1)}):
        style = Style({1: RED, 2: BLUE}, View.MATTE, mattes=mattes)
        masks = ShownMasks(labels, style.shown_mattes).sample(everywhere, everywhere)
        assert alpha_of(masks, style).min() >= 254


def test_prepared_masks_show_in_the_overlay_and_its_outline() -> None:
    labels = np.zeros((40, 40), np.uint8)
    labels[15:25, 15:25] = 1
    style = Style({1: RED}, View.OVERLAY, 0.5, mattes={1: Refinement(grow_px=5)})
    shown = sampled_masks(labels, style)
    assert shown[20, 12] == 0x80640000
    assert shown[20, 8] == 0
    assert labels[20, 12] == 0  # nothing but what is shown has changed


def test_steadied_masks_take_the_place_of_their_own() -> None:
    labels = np.zeros((30, 30), np.uint8)
    labels[10:20, 10:20] = 1
    calmed = np.zeros((30, 30), np.bool_)
    calmed[10:20, 10:14] = True
    matte = Refinement(steady_frames=1)
    masks = ShownMasks(labels, {1: matte}, steadied={1: calmed})
    everywhere = np.arange(30, dtype=np.intp)
    alpha = alpha_of(masks.sample(everywhere, everywhere), Style({1: RED}, View.MATTE, mattes={1: matte}))
    assert (alpha[15, 11], alpha[15, 17]) == (255, 0)


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("scale", [0.37, 1.0, 2.5])
@pytest.mark.parametrize("matte", [Refinement(), Refinement(grow_px=3, feather_px=2)])
def test_painting_part_by_part_gives_the_whole(view: View, scale: float, matte: Refinement) -> None:
    size, widget = (120, 160), QSize(120, 90)
    before, after = blobs(size), blobs(size)
    rect = QRect(40, 30, 30, 20)
    after[30:50, 40:70] = blobs((20, 30), seed=9)
    style = Style({1: RED, 2: BLUE}, view, 0.5, mattes={1: matte})
    at = Viewport(scale, -8.0, -5.0)
    parts, whole = Picture(), Picture()
    for picture in (parts, whole):
        picture.set_frame(gradient(size))
        picture.set_style(style)
    parts.set_labels(before)
    shown_before = painted(parts, at, widget)
    changed = at.rect_to_widget(parts.set_labels(after, within=rect))
    whole.set_labels(after)
    shown = painted(whole, at, widget)
    assert painted(parts, at, widget) == shown
    # What is told to have changed is all that differs.
    inside = changed.intersected(QRect(0, 0, 120, 90))
    painter = QPainter(shown_before)
    painter.drawImage(inside.topLeft(), shown, inside)
    painter.end()
    assert shown_before == shown


def test_a_stroke_shows_over_masks_that_were_cleaned() -> None:
    """The whole mask is cleaned again once the stroke is over; until then what is under the brush is as it is."""
    before = np.zeros((120, 160), np.uint8)
    before[40:80, 40:80] = 1
    before[60, 60] = 0
    before[10, 10] = 1
    after = before.copy()
    after[100:103, 100:103] = 1
    picture = Picture()
    picture.set_frame(gradient((120, 160)))
    picture.set_style(Style({1: RED}, View.MATTE, mattes={1: Refinement(fill_holes_px=4, despeckle_px=4)}))

    def levels() -> list[int]:
        image = painted(picture, Viewport(), QSize(160, 120))
        return [image.pixelColor(x, y).red() for x, y in ((60, 60), (10, 10), (101, 101))]

    picture.set_labels(before)
    assert levels() == [255, 0, 0]
    picture.set_labels(after, within=QRect(100, 100, 3, 3))
    assert levels() == [255, 0, 255]
    picture.set_labels(after)
    assert levels() == [255, 0, 0]


def test_the_layer_begins_at_the_line() -> None:
    picture = Picture()
    picture.set_frame(np.full((40, 80, 3), 60, np.uint8))
    picture.set_labels(np.ones((40, 80), np.uint8))
    picture.set_style(Style({1: RED}, View.MATTE))
    image = painted(picture, Viewport(), QSize(80, 40), layer_from=50)
    assert [image.pixelColor(x, 20).red() for x in (10, 49, 50, 79)] == [60, 60, 255, 255]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_a_large_picture_is_drawn_with_the_screens_pixels(ratio: float) -> None:
    widget = QSize(400, 300)
    view = fitted(QSize(1920, 1080), widget)
    sampling = sampled(view, QSize(1920, 1080), widget, pixel_ratio=ratio)
    assert sampling.part == QRect(0, 0, sampling.grid.width(), sampling.grid.height())
    assert sampling.grid.width() == round(376 * ratio)
    place = sampling.place(view)
    assert place.left() == pytest.approx(view.left)
    assert place.width() == pytest.approx(1920 * view.scale)
    assert sampling.columns[0] < 1920 / sampling.grid.width()
    assert (np.diff(sampling.rows) > 0).all()


def test_close_up_only_the_visible_pixels_are_drawn() -> None:
    view = Viewport(8.0, -800.0, -400.0)
    sampling = sampled(view, QSize(1920, 1080), QSize(400, 300))
    assert sampling.grid == QSize(1920, 1080)
    assert sampling.part == QRect(100, 50, 50, 38)
    assert sampling.place(view) == QRectF(0, 0, 400, 304)
    assert view.to_widget(100, 50) == QPointF(0, 0)


def test_shrinking_averages() -> None:
    frame = np.zeros((60, 80, 3), np.uint8)
    frame[:, ::2] = 200
    np.testing.assert_array_equal(shrunk(frame, (15, 20)), np.full((15, 20, 3), 100))
    assert shrunk(frame, (23, 33)).shape == (23, 33, 3)

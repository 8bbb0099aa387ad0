import numpy as np
import pytest

from mvos_core.view import Box, View, bounds

SIZE = (100, 200)


def test_bounds_hold_all_objects_but_not_what_is_void() -> None:
    labels = np.zeros((8, 10), np.uint8)
    assert bounds(labels) is None
    labels[2:4, 3:5], labels[5, 7], labels[0, 0] = 1, 9, 255
    box = bounds(labels)
    assert box == Box(2, 3, 6, 8)
    assert (box.size, box.centre, box.extent((8, 10))) == ((4, 5), (5.5, 4.0), 0.5)
    assert box.cut(labels).tolist()[0] == [1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("rows", "zoom"),
    [(20, 3.0), (30, 20 / 9), (50, 4 / 3), (57, 200 / 171), (58, 1.0), (100, 1.0)],
)
def test_a_new_view_is_half_as_large_again_as_the_objects(rows: int, zoom: float) -> None:
    view = View().follow(Box(0, 60, rows, 80), SIZE)
    assert view.zoom == pytest.approx(zoom)
    assert view.centre == (70, rows / 2)


@pytest.mark.parametrize(
    ("rows", "zoom"), [(30, 2.0), (23, 2.0), (40, 2.0), (41, 200 / 123), (22, 3.0), (61, 1.0)]
)
def test_the_zoom_stays_while_the_objects_take_a_reasonable_part(rows: int, zoom: float) -> None:
    assert View(2.0, (70, 50)).follow(Box(0, 60, rows, 80), SIZE).zoom == pytest.approx(zoom)


def test_the_centre_moves_half_way_but_never_leaves_objects_at_the_border() -> None:
    view = View(2.0, (100, 50))  # shows 50 × 100
    assert view.follow(Box(35, 90, 65, 130), SIZE) == View(2.0, (105, 50))
    # At 160 they would reach beyond what is left of half a view, 50, less the margin, 10, and their own half, 20.
    assert view.follow(Box(35, 140, 65, 180), SIZE) == View(2.0, (140, 50))
    assert view.follow(Box(35, 20, 65, 60), SIZE) == View(2.0, (60, 50))


def test_a_view_lies_inside_the_frame() -> None:
    assert View(2.0, (100, 50)).box(SIZE) == Box(25, 50, 75, 150)
    assert View(2.0, (0, 0)).box(SIZE) == Box(0, 0, 50, 100)
    assert View(2.0, (199, 99)).box(SIZE) == Box(50, 100, 100, 200)
    assert View(1.0, (3, 7)).box(SIZE) == Box(0, 0, 100, 200)
    for zoom in np.linspace(1, 3, 23):
        box = View(float(zoom), (170, 20)).box((97, 211))
        assert box.size == (round(97 / zoom), round(211 / zoom))
        assert box.top >= 0 and box.right <= 211


def test_another_frame_is_seen_at_the_same_zoom_unless_its_objects_do_not_fit() -> None:
    view = View(2.0, (100, 50))
    assert view.around(Box(10, 10, 30, 30), SIZE) == View(2.0, (20, 20))
    assert view.around(Box(0, 10, 50, 30), SIZE) == View(1.6, (20, 25))
    assert view.around(Box(0, 0, 100, 30), SIZE).zoom == 1.0
    assert view.around(None, SIZE) == View()


def test_objects_are_cut_off_at_the_views_border_but_not_at_the_frames() -> None:
    view = View(2.0, (100, 50))
    assert not view.cuts(Box(26, 51, 74, 149), SIZE)
    for touching in (Box(25, 60, 50, 70), Box(30, 50, 50, 70), Box(30, 60, 75, 70), Box(30, 60, 50, 150)):
        assert view.cuts(touching, SIZE)
    assert not View(2.0, (0, 0)).cuts(Box(0, 0, 20, 20), SIZE)
    assert not View().cuts(Box(0, 0, 100, 200), SIZE)

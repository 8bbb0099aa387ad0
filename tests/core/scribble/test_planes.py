import numpy as np
import pytest

from mvos_core.scribble.planes import PLANES, stroke_planes

NOTHING = np.zeros((48, 64), np.bool_)


def test_nothing_stroked_is_nothing() -> None:
    assert not stroke_planes(NOTHING, NOTHING, None, (12, 16)).any()


def test_planes_by_hand() -> None:
    foreground, background, previous = NOTHING.copy(), NOTHING.copy(), NOTHING.copy()
    foreground[8:12, 20:24] = True  # the cell (2, 5)
    background[40, 60] = True  # a sixteenth of the cell (10, 15)
    previous[:4, :2] = True  # half of the cell (0, 0)
    planes = stroke_planes(foreground, background, previous, (12, 16))
    assert planes.shape == (PLANES, 12, 16)
    assert planes.dtype == np.float32
    assert np.argwhere(planes[0]).tolist() == [[2, 5]]
    assert np.argwhere(planes[2]).tolist() == [[10, 15]]
    assert planes[4, 0, 0] == pytest.approx(0.5, abs=0.01)
    assert planes[4].sum() == pytest.approx(0.5, abs=0.01)
    # Nearness falls by e every twelve cells.
    assert planes[1, 2, 5] == planes[3, 10, 15] == 1
    assert planes[1, 2, 11] == pytest.approx(np.exp(-6 / 12), abs=0.01)
    assert (np.diff(planes[1, 2, 5:]) < 0).all()


def test_a_thin_stroke_stays_connected_when_it_is_reduced() -> None:
    foreground = np.zeros((1080, 1920), np.bool_)
    foreground[500, 100:1500] = True
    row = stroke_planes(foreground, foreground, None, (120, 212))[0].any(axis=0)
    assert np.flatnonzero(row).tolist() == list(range(np.flatnonzero(row)[0], np.flatnonzero(row)[-1] + 1))
    assert row.sum() >= 154


def test_small_frames_are_enlarged() -> None:
    foreground = np.zeros((30, 40), np.bool_)
    foreground[10:20, 10:20] = True
    planes = stroke_planes(foreground, foreground, foreground, (120, 160))
    assert planes[0, 50:70, 50:70].all()
    assert planes[4].mean() == pytest.approx(foreground.mean(), rel=0.05)

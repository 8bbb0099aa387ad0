"""Laying one frame's background over another's, beside things that move by themselves."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mvos_core.inpaint.align import _prevailing, align, window_of
from mvos_core.inpaint.still import Still, still_of
from mvos_core.types import Frame
from tests.core.inpaint.scene import texture

SIZE = (200, 280)
PAN_PX = 3
HOLE = (slice(70, 130), slice(90, 150))
FAR = (slice(0, 20), slice(0, 20))
GUESS = np.array([[1, 0, PAN_PX], [0, 1, 0], [0, 0, 1]], np.float64)


def still(frame: Frame, hole: tuple[slice, slice]) -> Still:
    mask = np.zeros(SIZE, np.bool_)
    mask[hole] = True
    return still_of(frame, mask)


def scene(*, passer_px: int) -> tuple[Frame, Frame, Frame]:
    """Return the truth of a frame, what is filmed of it and what of another one.

    The camera pans by `PAN_PX`, and beside the hole somebody in a dress full of corners walks by `passer_px`.
    """
    wide = (texture(SIZE[0], SIZE[1] + PAN_PX, seed=1) * 0.4 + 60).astype(np.uint8)
    dress = np.kron(texture(22, 14, seed=2), np.ones((5, 5, 1), np.uint8))
    truth, source = wide[:, :-PAN_PX].copy(), np.roll(wide, PAN_PX, axis=1)[:, :-PAN_PX].copy()
    target = truth.copy()
    for picture, left in ((target, 155), (source, 155 + passer_px)):
        picture[45:155, left : left + 70] = dress
    return truth, target, source


@pytest.mark.parametrize("passer_px", [-6, 10, 30])
def test_who_passes_by_the_hole_does_not_drag_the_background_along(passer_px: int) -> None:
    truth, target, source = scene(passer_px=passer_px)
    here = still(target, HOLE)
    window = window_of(here)
    aligned = align(here, still(source, FAR), GUESS, window)
    assert aligned is not None
    y, x = np.mgrid[window.full_rows, window.full_columns]
    assert np.abs(aligned.x - (x + PAN_PX))[window.hole].mean() < 0.5
    assert np.abs(aligned.y - y)[window.hole].mean() < 0.5
    shown = truth[window.full_rows, window.full_columns]
    error = np.abs(aligned.colour[window.hole].astype(float) - shown[window.hole])
    assert error.mean() < 3


def test_parallax_beside_the_hole_is_carried_into_it() -> None:
    """What stands nearer to the camera bulges by five pixels, as no homography allows."""
    truth = (texture(*SIZE, seed=3) * 0.4 + 60).astype(np.uint8)
    y, x = np.mgrid[: SIZE[0], : SIZE[1]].astype(np.float32)
    bend = 5 * np.exp(-(np.square(x - 120) + np.square(y - 100)) / (2 * 70**2))
    source = np.asarray(
        cv2.remap(truth, x - bend, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
    here = still(truth, HOLE)
    window = window_of(here)
    aligned = align(here, still(source, FAR), np.eye(3), window)
    assert aligned is not None
    shown = truth[window.full_rows, window.full_columns]
    error = np.abs(aligned.colour[window.hole].astype(float) - shown[window.hole])
    still_there = np.abs(source[HOLE].astype(float) - truth[HOLE])
    assert error.mean() < 0.4 * still_there.mean()


def test_the_prevailing_flow_bends_as_a_plane_does_and_not_towards_who_passes_by() -> None:
    y, x = np.mgrid[:120, :160].astype(np.float32)
    bent = np.dstack([2 + 0.03 * x + 20 * np.square(y / 120 - 0.5), 3 * (x / 160 - 0.5) * (y / 120 - 0.5)])
    seen = bent.copy()
    seen[30:110, 115:] += (9, 2)
    found = _prevailing(seen, np.ones(seen.shape[:2], np.bool_))
    assert np.abs(found - bent).max() < 0.5

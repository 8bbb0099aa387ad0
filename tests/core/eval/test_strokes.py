import cv2
import numpy as np
import pytest

from mvos_core.eval.strokes import corrective_stroke, largest_part, stroke_within
from mvos_core.types import Mask

SIZE = (90, 120)


def ellipse(centre: tuple[int, int], axes: tuple[int, int], angle_deg: float = 0) -> Mask:
    canvas = np.zeros(SIZE, np.uint8)
    cv2.ellipse(canvas, centre, axes, angle_deg, 0, 360, [1.0], -1)
    return canvas > 0


def horseshoe() -> Mask:
    ring = ellipse((60, 45), (40, 40)) & ~ellipse((60, 45), (26, 26))
    ring[45:] = False
    return ring


def pieces(mask: Mask) -> int:
    return int(cv2.connectedComponents(mask.astype(np.uint8))[0]) - 1


REGIONS = {
    "ellipse": ellipse((60, 45), (40, 15), 30),
    "horseshoe": horseshoe(),
    "pixel": ellipse((60, 45), (0, 0)),
    "line": ellipse((60, 45), (40, 0)),
    "everything": np.ones(SIZE, np.bool_),
    "corner": ellipse((0, 0), (20, 20)),
}


@pytest.mark.parametrize("name", REGIONS)
@pytest.mark.parametrize("reach", [0.0, 0.4, 1.0])
def test_a_stroke_is_one_piece_inside_its_region(name: str, reach: float) -> None:
    region = REGIONS[name]
    for rng in (None, *(np.random.default_rng(seed) for seed in range(5))):
        stroke = stroke_within(region, width_px=4, reach=reach, rng=rng)
        assert stroke.any()
        assert not (stroke & ~region).any()
        assert pieces(stroke) == 1


def test_a_stroke_runs_along_the_middle() -> None:
    region = ellipse((60, 45), (40, 15), 30)
    stroke = stroke_within(region, width_px=1)
    depth = cv2.distanceTransform(region.astype(np.uint8), cv2.DIST_L2, 5)
    assert depth[stroke].min() > 0.3 * depth.max()
    ys, xs = np.nonzero(stroke)
    slope = np.polyfit(xs, ys, 1)[0]
    assert np.degrees(np.arctan(slope)) == pytest.approx(30, abs=6)
    assert np.hypot(np.ptp(xs), np.ptp(ys)) > 0.6 * 80
    assert stroke_within(region, width_px=1, reach=0.0).sum() < 8
    np.testing.assert_array_equal(stroke, stroke_within(region, width_px=1))


def test_corrections_go_to_the_largest_error() -> None:
    truth = ellipse((40, 45), (25, 25))
    nothing = np.zeros(SIZE, np.bool_)
    first = corrective_stroke(nothing, truth, width_px=3)
    assert first is not None and first.is_object and not (first.pixels & ~truth).any()

    too_much = truth | ellipse((100, 45), (15, 15)) | ellipse((100, 80), (4, 4))
    stroke = corrective_stroke(too_much, truth, width_px=3)
    assert stroke is not None and not stroke.is_object
    assert not (stroke.pixels & ~ellipse((100, 45), (15, 15))).any()

    half = truth.copy()
    half[:, :45] = False
    stroke = corrective_stroke(half | ellipse((100, 80), (4, 4)), truth, width_px=3)
    assert stroke is not None and stroke.is_object
    assert not (stroke.pixels & half).any()

    assert corrective_stroke(truth, truth, width_px=3) is None


def test_largest_part() -> None:
    small, large = ellipse((10, 10), (4, 4)), ellipse((60, 45), (20, 20))
    np.testing.assert_array_equal(largest_part(small | large), large)
    assert not largest_part(np.zeros(SIZE, np.bool_)).any()

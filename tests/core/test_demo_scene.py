"""The demo scene's frames, masks and plates agree with one another."""

from __future__ import annotations

import numpy as np
import pytest

from mvos_core.demo import N_FRAMES, DemoScene
from mvos_core.demo.motion import car_pose, travelled
from mvos_core.types import Mask

SIZE = (90, 160)
HIDDEN_FRAME = 46


@pytest.fixture(scope="module")
def scene() -> DemoScene:
    return DemoScene(samples=2)


def _grown(mask: Mask, by: int) -> Mask:
    """Grow a bool mask by a square of `by` pixels each way, the slow and plain way."""
    grown = np.zeros_like(mask)
    for y, x in np.argwhere(mask):
        grown[max(y - by, 0) : y + by + 1, max(x - by, 0) : x + by + 1] = True
    return grown


def test_two_scenes_of_the_same_seed_are_the_same_and_another_seed_differs(scene: DemoScene) -> None:
    size = (36, 64)
    first = scene.frame(30, size)
    assert first.dtype == np.uint8
    assert first.shape == (36, 64, 3)
    np.testing.assert_array_equal(first, DemoScene(samples=2).frame(30, size))
    assert not np.array_equal(first, DemoScene(samples=2, seed=1).frame(30, size))


@pytest.mark.parametrize("index", [0, 60, N_FRAMES - 1])
def test_frame_and_plate_differ_on_the_object_and_agree_away_from_it(scene: DemoScene, index: int) -> None:
    mask = scene.true_mask(index, SIZE) == 1
    frame, plate = scene.frame(index, SIZE), scene.clean_plate(index, SIZE)
    difference = np.abs(frame.astype(int) - plate.astype(int)).max(axis=2)

    assert (difference[mask] > 8).mean() > 0.93
    reach = int(np.ptp(np.nonzero(mask)[1])) * 2 // 3  # The shadow ends well within the car's own width.
    far = ~_grown(mask, by=reach)
    assert far.mean() > 0.1
    assert difference[far].max() == 0


def test_the_shadow_darkens_the_floor_beside_the_car(scene: DemoScene) -> None:
    index = N_FRAMES - 1
    mask = scene.true_mask(index, SIZE) == 1
    frame, plate = scene.frame(index, SIZE).astype(int), scene.clean_plate(index, SIZE).astype(int)
    outside = ~_grown(mask, by=2)
    change = (frame - plate).sum(axis=2)
    assert (change[outside] < -60).sum() > 40
    assert change[outside].max() <= 3


def test_the_object_grows_and_moves_over_the_clip(scene: DemoScene) -> None:
    first, last = scene.true_mask(0, SIZE) == 1, scene.true_mask(N_FRAMES - 1, SIZE) == 1
    assert last.sum() >= 1.5 * first.sum()
    heights = [np.ptp(np.nonzero(mask)[0]) + 1 for mask in (first, last)]
    assert 1.5 <= heights[1] / heights[0] <= 2.3
    assert car_pose(N_FRAMES - 1).heading != pytest.approx(car_pose(0).heading, abs=1.5)


def test_the_object_is_whole_within_the_picture_all_the_time(scene: DemoScene) -> None:
    for index in range(0, N_FRAMES, 5):
        mask = scene.true_mask(index, SIZE, occluded=False) == 1
        assert mask.any()
        assert not np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]]).any()


def test_the_post_hides_a_part_for_a_few_frames_only(scene: DemoScene) -> None:
    visible = {}
    for index in [*range(0, 40, 6), *range(40, 54), *range(54, N_FRAMES, 6)]:
        whole = scene.true_mask(index, SIZE, occluded=False) == 1
        seen = scene.true_mask(index, SIZE) == 1
        assert not (seen & ~whole).any()
        visible[index] = seen.sum() / whole.sum()

    hidden = [index for index, share in visible.items() if share < 0.95]
    assert 5 <= len(hidden) <= 10
    assert hidden == list(range(hidden[0], hidden[-1] + 1))
    assert HIDDEN_FRAME in hidden
    assert 0.3 < min(visible.values()) < 0.6


def test_a_small_mask_is_the_large_one_made_small(scene: DemoScene) -> None:
    small = scene.true_mask(60, SIZE) == 1
    large = scene.true_mask(60, (180, 320)) == 1
    halved = large.reshape(90, 2, 160, 2).mean(axis=(1, 3)) >= 0.5
    assert (small & halved).sum() / (small | halved).sum() > 0.9


def test_the_car_always_drives_forwards_and_without_leaps() -> None:
    steps = np.diff([travelled(float(time)) for time in range(N_FRAMES)])
    assert (steps > 0).all()
    assert steps.max() < 0.2
    assert np.abs(np.diff(steps)).max() < 0.02


@pytest.mark.parametrize("index", [-1, N_FRAMES])
def test_a_frame_outside_the_clip_is_refused(scene: DemoScene, index: int) -> None:
    with pytest.raises(IndexError, match="outside"):
        scene.frame(index, (18, 32))

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mvos_core.masks.refine import REMOVAL, Refinement, clean, refine, soft_edge, steady
from mvos_core.masks.shadow import shadow_mask
from mvos_core.types import Frame, Mask

SIZE = (80, 100)


def disc(radius: float, *, centre: tuple[int, int] = (50, 40), size: tuple[int, int] = SIZE) -> Mask:
    y, x = np.mgrid[: size[0], : size[1]]
    return np.asarray(np.hypot(x - centre[0], y - centre[1]) <= radius)


def plain(level: int = 120, *, size: tuple[int, int] = SIZE) -> Frame:
    return np.full((*size, 3), level, np.uint8)


def test_without_refinement_the_mask_stays_and_only_its_edge_is_antialiased() -> None:
    mask = disc(20)
    alpha = refine([mask], [plain()], Refinement(), outward=False)
    np.testing.assert_array_equal(alpha > 127, mask)
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    far = np.abs(np.hypot(x - 50, y - 40) - 20.5) > 2
    np.testing.assert_array_equal(alpha[far], np.where(mask, 255, 0)[far])


@pytest.mark.parametrize("grow_px", [-6, -2.5, 3, 8])
def test_growing_moves_the_edge_by_so_many_pixels(grow_px: float) -> None:
    area = soft_edge(disc(20), grow_px=grow_px).astype(float).sum() / 255
    radius = np.sqrt(area / np.pi)
    assert radius == pytest.approx(20 + grow_px, abs=0.6)


def test_shrinking_a_small_mask_leaves_nothing() -> None:
    assert not soft_edge(disc(3), grow_px=-8).any()


def test_an_outward_feather_keeps_all_of_the_object_and_ends_where_it_should() -> None:
    mask = disc(20)
    alpha = soft_edge(mask, grow_px=4, feather_px=6, outward=True)
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    distance = np.hypot(x - 50, y - 40) - 20
    assert (alpha[distance < 3] == 255).all()
    assert (alpha[distance > 12] == 0).all()
    band = (distance > 5) & (distance < 9)
    assert alpha[band].min() > 0 and alpha[band].max() < 255


def test_a_feather_for_cutouts_is_half_inside() -> None:
    alpha = soft_edge(disc(20), feather_px=10)
    row = alpha[40, 50:]
    assert row[14] == 255 and 110 < row[20] < 160 and row[27] == 0
    assert (np.diff(row.astype(int)) <= 0).all()


def test_masks_at_the_pictures_edge_reach_it() -> None:
    mask = np.zeros(SIZE, np.bool_)
    mask[:, :10] = True
    alpha = soft_edge(mask, grow_px=3, feather_px=2, outward=True)
    assert (alpha[:, :12] == 255).all() and (alpha[:, 17:] == 0).all()


def test_full_and_empty_masks() -> None:
    assert (soft_edge(np.ones(SIZE, np.bool_), grow_px=4) == 255).all()
    assert not soft_edge(np.zeros(SIZE, np.bool_), grow_px=4).any()


def test_small_holes_are_filled_and_large_ones_kept() -> None:
    mask = disc(30) & ~disc(3, centre=(40, 40)) & ~disc(8, centre=(60, 40))
    filled = clean(mask, Refinement(fill_holes_px=8))
    np.testing.assert_array_equal(filled, disc(30) & ~disc(8, centre=(60, 40)))


def test_specks_are_dropped_and_large_parts_kept() -> None:
    mask = disc(15, centre=(30, 40)) | disc(2, centre=(80, 20)) | disc(7, centre=(80, 60))
    cleaned = clean(mask, Refinement(despeckle_px=6))
    np.testing.assert_array_equal(cleaned, disc(15, centre=(30, 40)) | disc(7, centre=(80, 60)))


def moving_scene(n_frames: int) -> tuple[list[Frame], list[Mask]]:
    noise = np.random.default_rng(3)
    cloth = cv2.GaussianBlur(noise.integers(0, 255, (60, 60, 3), np.uint8), (0, 0), 1.5)
    frames, masks = [], []
    for index in range(n_frames):
        frame = plain(60)
        mask = np.zeros(SIZE, np.bool_)
        mask[15:55, 20 + 2 * index : 60 + 2 * index] = True
        frame[mask] = cloth[:40, :40].reshape(-1, 3)
        frames.append(frame)
        masks.append(mask)
    return frames, masks


def test_a_chattering_edge_is_steadied_while_it_moves() -> None:
    frames, truths = moving_scene(5)
    masks = [mask.copy() for mask in truths]
    masks[2][15:20, :] = False  # one frame lost a strip
    masks[1][55:58, 30:40] = True  # another one has too much
    calmed = [steady(masks, frames, at=at) for at in range(5)]
    for at in (1, 2, 3):
        assert np.count_nonzero(calmed[at] ^ truths[at]) < 60
    assert np.count_nonzero(masks[2] ^ truths[2]) == 200


def test_steadying_a_steady_mask_changes_next_to_nothing() -> None:
    frames, masks = moving_scene(3)
    assert np.count_nonzero(steady(masks, frames, at=1) ^ masks[1]) < 20


def shadow_scene() -> tuple[Frame, Mask, Mask]:
    size = (160, 200)
    ground = np.full((*size, 3), (150, 160, 120), np.float32)
    ground += np.random.default_rng(1).normal(0, 3, ground.shape)
    thing = disc(20, centre=(100, 60), size=size)
    cast = np.zeros(size, np.uint8)
    cv2.ellipse(cast, (118, 88), (34, 11), 0, 0, 360, (1,), -1)
    shadow = (cast > 0) & ~thing
    ground[shadow] *= 0.6
    ground[thing] = (30, 60, 200)
    return np.clip(ground, 0, 255).astype(np.uint8), thing, shadow


def test_a_shadow_beside_the_object_is_found() -> None:
    frame, thing, shadow = shadow_scene()
    found = shadow_mask(frame, thing, strength=0.6)
    assert np.count_nonzero(found & shadow) / np.count_nonzero(found | shadow) > 0.75
    assert not (found & thing).any()


def test_a_shadow_grows_with_its_slider_and_is_off_at_zero() -> None:
    frame, thing, _ = shadow_scene()
    areas = [np.count_nonzero(shadow_mask(frame, thing, strength=s)) for s in (0, 0.2, 0.6, 1)]
    assert areas[0] == 0
    assert areas == sorted(areas)


def test_a_darker_thing_of_another_colour_is_no_shadow() -> None:
    frame, thing, shadow = shadow_scene()
    frame[shadow] = (120, 20, 20)
    assert np.count_nonzero(shadow_mask(frame, thing, strength=0.6) & shadow) < 0.1 * np.count_nonzero(shadow)


def test_no_object_has_no_shadow() -> None:
    assert not shadow_mask(plain(), np.zeros(SIZE, np.bool_), strength=1).any()


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="shadow"):
        Refinement(shadow=1.5)
    with pytest.raises(ValueError, match="grow_px"):
        Refinement(feather_px=-1)
    assert REMOVAL.grow_px > 0


@pytest.mark.parametrize("seed", range(6))
def test_cleaning_around_the_mask_is_cleaning_the_whole_picture(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = np.asarray(rng.random((40, 50)) < rng.choice([0.02, 0.4, 0.6, 0.95]))
    mask[:, : rng.integers(0, 20)] = False
    for diameter_px in (1.0, 3.0, 9.0, 30.0):
        dropped = mask & ~slowly_small(mask, diameter_px)
        np.testing.assert_array_equal(clean(mask, Refinement(despeckle_px=diameter_px)), dropped)
        filled = mask | slowly_small(~mask, diameter_px)
        np.testing.assert_array_equal(clean(mask, Refinement(fill_holes_px=diameter_px)), filled)


def slowly_small(mask: Mask, diameter_px: float) -> Mask:
    """The connected parts of a mask that are no larger than a disc, one after the other."""
    result = np.zeros_like(mask)
    for number in range(1, cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)[0]):
        part = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)[1] == number
        if part.sum() <= np.pi / 4 * diameter_px**2:
            result |= part
    return result


def test_nothing_has_no_holes() -> None:
    nothing = np.zeros((12, 9), np.bool_)
    assert not clean(nothing, Refinement(fill_holes_px=60, despeckle_px=3)).any()

import cv2
import numpy as np
import pytest

from mvos_core.train.augment import (
    NODES,
    Colours,
    Motion,
    draw_bend,
    node_grid,
    sampling_map,
    spline_basis,
    view_matrix,
    wander,
)
from mvos_core.train.sampling import paste, recolour, sample_labels, sample_picture


def test_view_of_the_middle_at_scale_one_is_a_crop() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (80, 100, 3), dtype=np.uint8)
    where = sampling_map(view_matrix((49.5, 39.5), 1.0, 64), 64)
    np.testing.assert_array_equal(sample_picture(picture, where), picture[8:72, 18:82])
    flipped = sampling_map(view_matrix((49.5, 39.5), 1.0, 64, flip=True), 64)
    np.testing.assert_array_equal(sample_picture(picture, flipped), picture[8:72, 18:82][:, ::-1])


def test_wandering_moves_the_middle_no_farther_than_its_shift() -> None:
    motion = Motion(shift=0.1)
    middle = np.array([31.5, 31.5, 1.0])
    for seed in range(50):
        moved = wander(np.random.default_rng(seed), 64, motion) @ middle
        assert np.abs(moved - 31.5).max() <= 6.4 + 1e-4


def test_bending_is_smooth_and_of_the_size_asked_for() -> None:
    matrix = view_matrix((0, 0), 1.0, 64)
    straight = sampling_map(matrix, 64)
    bent = sampling_map(matrix, 64, bend=draw_bend(np.random.default_rng(0), 0.03))
    moved = np.linalg.norm(bent - straight, axis=0)
    assert 0.5 < moved.mean() < 8.0
    assert np.abs(np.diff(moved, axis=0)).max() < 1.0
    with_none = sampling_map(matrix, 64, bend=draw_bend(np.random.default_rng(0), 0.0))
    np.testing.assert_array_equal(with_none, straight)


def test_the_spline_passes_through_its_control_points() -> None:
    """At 17 × 17 nodes the four corners of the 4 × 4 grid are nodes too; affine moves stay affine."""
    bend = draw_bend(np.random.default_rng(1), 0.1)
    moved = (spline_basis() @ bend).reshape(NODES, NODES, 2)
    corners = bend.reshape(4, 4, 2)[::3, ::3]
    np.testing.assert_allclose(moved[:: NODES - 1, :: NODES - 1], corners, atol=1e-5)
    axis = np.linspace(0, 1, 4)
    controls = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    linear = np.array([[0.1, -0.2], [0.05, 0.3]])
    expected = node_grid(65) / 64 @ linear + 0.5
    np.testing.assert_allclose(spline_basis() @ (controls @ linear + 0.5), expected, atol=1e-5)


def test_labels_are_not_mixed_and_end_at_the_border_unless_mirrored() -> None:
    labels = np.full((20, 20), 7, np.uint8)
    where = sampling_map(view_matrix((10, 10), 0.5, 64), 64)
    assert set(np.unique(sample_labels(labels, where, mirror=False))) == {0, 7}
    assert set(np.unique(sample_labels(labels, where))) == {7}


def test_no_change_of_colours_is_no_change() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (4, 5, 3), dtype=np.uint8)
    np.testing.assert_array_equal(recolour(picture, Colours((1, 1, 1), 0, 1, 1)), picture)
    grey = recolour(picture, Colours((1, 1, 1), 0, 1, 0))
    assert (grey[..., 0] == grey[..., 1]).all()
    assert recolour(picture, Colours((2, 2, 2), 0, 1, 1)).astype(int).sum() > picture.astype(int).sum()


def test_colours_by_hand() -> None:
    """Gain and offset, then saturation about the mean, then gamma."""
    picture = np.array([[[100, 50, 200]]], np.uint8)
    linear = np.array([100 * 1.1, 50 * 0.9, 200]) + 5
    mixed = linear.mean() + 0.5 * (linear - linear.mean())
    expected = 255 * (mixed / 255) ** 1.2
    seen = recolour(picture, Colours((1.1, 0.9, 1.0), 5, 1.2, 0.5))[0, 0]
    np.testing.assert_allclose(seen, expected, atol=1.5)


def test_pasting_replaces_inside_and_keeps_outside() -> None:
    below, above = np.zeros((32, 32, 3), np.uint8), np.full((32, 32, 3), 200, np.uint8)
    mask = np.zeros((32, 32), bool)
    mask[8:24, 8:24] = True
    result = paste(below, above, mask)
    assert (result[12:20, 12:20] == 200).all()
    assert (result[:4] == 0).all()
    assert 0 < result[8, 16, 0] < 200
    np.testing.assert_array_equal(paste(below, above, np.zeros_like(mask)), below)


def test_pasting_at_the_border_blurs_as_if_the_whole_picture_were_blurred() -> None:
    rng = np.random.default_rng(0)
    below, above = (rng.integers(0, 256, (40, 40, 3), dtype=np.uint8) for _ in range(2))
    mask = np.zeros((40, 40), bool)
    mask[:9, 28:] = True
    alpha = cv2.GaussianBlur(mask.astype(np.float32), (7, 7), 0.8)[..., None]
    expected = below + alpha * (above.astype(np.float32) - below)
    assert np.abs(paste(below, above, mask) - expected).max() <= 0.51


@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_drawn_colours_follow_the_seed(strength: float) -> None:
    drawn = [Colours.draw(np.random.default_rng(3), strength) for _ in range(2)]
    assert drawn[0] == drawn[1]
    if strength == 0:
        assert drawn[0] == Colours((1.0, 1.0, 1.0), 0.0, 1.0, 1.0)

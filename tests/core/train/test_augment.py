import numpy as np
import pytest

from mvos_core.train.augment import (
    Colours,
    Motion,
    paste,
    sample_labels,
    sample_picture,
    sampling_map,
    view_matrix,
    wander,
)


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
    straight = sampling_map(view_matrix((0, 0), 1.0, 64), 64)
    bent = sampling_map(view_matrix((0, 0), 1.0, 64), 64, bend=0.03, rng=np.random.default_rng(0))
    moved = np.linalg.norm(bent - straight, axis=-1)
    assert 0.5 < moved.mean() < 8.0
    assert np.abs(np.diff(moved, axis=0)).max() < 1.0
    with_none = sampling_map(view_matrix((0, 0), 1.0, 64), 64, bend=0.0, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(with_none, straight)


def test_labels_are_not_mixed_and_end_at_the_border_unless_mirrored() -> None:
    labels = np.full((20, 20), 7, np.uint8)
    where = sampling_map(view_matrix((10, 10), 0.5, 64), 64)
    assert set(np.unique(sample_labels(labels, where, mirror=False))) == {0, 7}
    assert set(np.unique(sample_labels(labels, where))) == {7}


def test_no_change_of_colours_is_no_change() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (4, 5, 3), dtype=np.uint8)
    np.testing.assert_array_equal(Colours((1, 1, 1), 0, 1, 1)(picture), picture)
    grey = Colours((1, 1, 1), 0, 1, 0)(picture)
    assert (grey[..., 0] == grey[..., 1]).all()
    assert Colours((2, 2, 2), 0, 1, 1)(picture).astype(int).sum() > picture.astype(int).sum()


def test_pasting_replaces_inside_and_keeps_outside() -> None:
    below, above = np.zeros((32, 32, 3), np.uint8), np.full((32, 32, 3), 200, np.uint8)
    mask = np.zeros((32, 32), bool)
    mask[8:24, 8:24] = True
    result = paste(below, above, mask)
    assert (result[12:20, 12:20] == 200).all()
    assert (result[:4] == 0).all()


@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_drawn_colours_follow_the_seed(strength: float) -> None:
    drawn = [Colours.draw(np.random.default_rng(3), strength) for _ in range(2)]
    assert drawn[0] == drawn[1]
    if strength == 0:
        assert drawn[0] == Colours((1.0, 1.0, 1.0), 0.0, 1.0, 1.0)

from __future__ import annotations

import numpy as np
import pytest

from mvos_core.inpaint.grain import noise_level, with_grain
from mvos_core.types import Frame, Mask
from tests.core.inpaint.scene import texture


def noisy(sigma: float, *, seed: int = 0) -> Frame:
    noise = np.random.default_rng(seed).normal(0, sigma, (120, 160, 1))
    return np.asarray(np.clip(np.full((120, 160, 3), 120.0) + noise + 0.5, 0, 255), np.uint8)


def middle() -> Mask:
    mask = np.zeros((120, 160), np.bool_)
    mask[40:80, 50:110] = True
    return mask


@pytest.mark.parametrize("sigma", [1.5, 3, 6])
def test_noise_is_measured(sigma: float) -> None:
    assert noise_level(noisy(sigma), np.ones((120, 160), np.bool_)) == pytest.approx(sigma, rel=0.3)


def test_a_smooth_fill_gets_the_grain_around_it_and_nothing_else_changes() -> None:
    source, smooth, hole = noisy(3), noisy(0), middle()
    result = with_grain(smooth, source, hole, seed=1)
    assert result[hole].std() == pytest.approx(3, rel=0.35)
    np.testing.assert_array_equal(result[~hole], smooth[~hole])


def test_a_fill_with_grain_enough_and_a_clean_picture_stay() -> None:
    hole = middle()
    np.testing.assert_array_equal(with_grain(noisy(3, seed=2), noisy(3), hole, seed=1), noisy(3, seed=2))
    clean = texture(120, 160)
    np.testing.assert_array_equal(with_grain(clean, clean, hole, seed=1), clean)


def test_grain_moves_from_frame_to_frame_and_repeats_from_run_to_run() -> None:
    source, smooth, hole = noisy(3), noisy(0), middle()
    first, second = (with_grain(smooth, source, hole, seed=s) for s in (1, 2))
    assert (first[hole] != second[hole]).mean() > 0.5
    np.testing.assert_array_equal(first, with_grain(smooth, source, hole, seed=1))

from __future__ import annotations

import numpy as np

from mvos_core.inpaint.classical import telea
from mvos_core.inpaint.interpolation import push_pull
from mvos_core.inpaint.patches import patch_fill
from mvos_core.types import Frame, Mask
from tests.core.inpaint.scene import texture


def stripes(height: int, width: int) -> Frame:
    """Return vertical stripes, 8 pixels to a period."""
    wave = 128 + 100 * np.sin(np.arange(width) * 2 * np.pi / 8)
    return np.broadcast_to(wave[None, :, None], (height, width, 3)).astype(np.uint8)


def box(height: int, width: int, *, side: int) -> Mask:
    mask = np.zeros((height, width), np.bool_)
    top, left = (height - side) // 2, (width - side) // 2
    mask[top : top + side, left : left + side] = True
    return mask


def test_a_pattern_goes_on_through_the_hole() -> None:
    frame, mask = stripes(96, 120), box(96, 120, side=24)
    holed = np.where(mask[..., None], np.uint8(255), frame)
    by_patches = np.abs(patch_fill(holed, mask)[mask].astype(int) - frame[mask]).mean()
    by_diffusion = np.abs(telea(holed, mask)[mask].astype(int) - frame[mask]).mean()
    assert by_patches < 12
    assert by_patches < by_diffusion / 3


def test_texture_keeps_its_detail_and_only_the_hole_changes() -> None:
    frame, mask = texture(110, 130), box(110, 130, side=40)
    result = patch_fill(frame, mask)
    np.testing.assert_array_equal(result[~mask], frame[~mask])
    inner = box(110, 130, side=30)
    rough = [
        np.abs(np.diff(p.astype(int), axis=1))[inner[:, 1:]].mean()
        for p in (frame, result, telea(frame, mask))
    ]
    assert rough[1] > 0.6 * rough[0]
    assert rough[2] < 0.5 * rough[0]


def test_what_the_hole_held_does_not_matter_and_the_result_is_always_the_same() -> None:
    frame, mask = texture(80, 80), box(80, 80, side=20)
    other = np.where(mask[..., None], np.uint8(0), frame)
    np.testing.assert_array_equal(patch_fill(frame, mask), patch_fill(other, mask))


def test_a_hole_with_nothing_around_it_is_filled_all_the_same() -> None:
    frame, mask = texture(60, 60), box(60, 60, side=54)
    assert patch_fill(frame, mask).shape == frame.shape
    everything = np.ones((60, 60), np.bool_)
    assert patch_fill(frame, everything).shape == frame.shape


def test_holes_at_the_edge_and_large_pictures() -> None:
    frame, mask = texture(400, 600), np.zeros((400, 600), np.bool_)
    mask[300:, 400:520] = True
    result = patch_fill(frame, mask)
    np.testing.assert_array_equal(result[~mask], frame[~mask])
    assert result[mask].std() > 0.5 * frame[mask].std()


def test_push_pull_keeps_what_is_known_and_is_smooth_between() -> None:
    weight = np.ones((40, 60), np.float32)
    weight[:, 20:40] = 0
    ramp = np.broadcast_to(np.arange(60, dtype=np.float32)[None, :, None], (40, 60, 1)).copy()
    result = push_pull(np.where(weight[..., None] > 0, ramp, 1e6).astype(np.float32), weight)
    np.testing.assert_allclose(result[:, :20], ramp[:, :20])
    assert (np.abs(result - ramp)[:, 20:40] < 8).all()
    assert not push_pull(ramp, np.zeros((40, 60), np.float32)).any()

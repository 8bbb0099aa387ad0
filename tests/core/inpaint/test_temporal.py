from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from mvos_core.inpaint import Filled, MaskedFrame, make_inpainter
from mvos_core.inpaint.classical import PerFrame, telea
from mvos_core.inpaint.temporal import Temporal
from mvos_core.types import Frame, Mask
from tests.core.inpaint.scene import SIZE, Pan, psnr_db, texture


def fill(clip: Sequence[MaskedFrame]) -> list[Filled]:
    return list(Temporal()(clip))


@pytest.fixture(scope="module")
def pan() -> Pan:
    return Pan()


@pytest.fixture(scope="module")
def filled(pan: Pan) -> list[Filled]:
    return fill(pan.clip)


def test_the_background_behind_a_passing_object_comes_back(pan: Pan, filled: list[Filled]) -> None:
    holes = [masked.hole for masked in pan.clip]
    by_time = psnr_db([f.frame for f in filled], pan.truths, holes)
    by_space = psnr_db([f.frame for f in PerFrame(telea)(pan.clip)], pan.truths, holes)
    assert by_time > 32
    assert by_time > by_space + 8


def test_pixels_outside_the_mask_are_the_sources_own(pan: Pan, filled: list[Filled]) -> None:
    assert len(filled) == len(pan.clip)
    for result, masked in zip(filled, pan.clip, strict=True):
        outside = masked.alpha == 0
        np.testing.assert_array_equal(result.frame[outside], masked.frame[outside])


def test_what_was_seen_is_told_from_what_was_invented(filled: list[Filled]) -> None:
    assert all(result.invented_share < 0.1 for result in filled)
    assert all(not (result.invented & ~result.hole).any() for result in filled)


def test_changing_light_is_matched() -> None:
    pan = Pan(gain=0.01)
    result = fill(pan.clip)
    assert psnr_db([f.frame for f in result], pan.truths, [m.hole for m in pan.clip]) > 29


def test_what_no_frame_sees_is_invented_once_and_stays() -> None:
    pan = Pan(
        pan_px=1.0, disc_px=-1.0, n_frames=13
    )  # the disc hides the same part of the scene in every frame
    result = fill(pan.clip)
    assert all(r.invented_share > 0.9 for r in result)
    left, right = result[0].frame, result[12].frame
    inner = np.hypot(*(np.mgrid[: SIZE[0], : SIZE[1]] - np.array([60, 40])[:, None, None])) < 9
    carried = np.roll(right, 12, axis=1)  # the scene has moved 12 pixels to the left
    assert np.abs(left[inner].astype(int) - carried[inner]).mean() < 6


def test_a_cut_is_not_filled_across() -> None:
    height, width = SIZE
    shots = [texture(height, width, seed=1), texture(height, width, seed=2)]
    alpha = np.zeros(SIZE, np.uint8)
    alpha[40:60, 40:60] = 255
    clip = [
        MaskedFrame(shots[index // 8].copy(), alpha if index < 8 else np.zeros_like(alpha))
        for index in range(16)
    ]
    result = fill(clip)
    assert all(r.invented_share == 1 for r in result[:8])


def test_frames_without_a_hole_pass_untouched() -> None:
    frame = texture(64, 80)
    clip = [MaskedFrame(frame, np.zeros((64, 80), np.uint8))] * 6
    result = fill(clip)
    assert all((r.frame == frame).all() and r.seen_share == 1 for r in result)


@pytest.mark.parametrize("size", [(24, 30), (97, 131)])
def test_small_and_odd_sizes(size: tuple[int, int]) -> None:
    pan = Pan(n_frames=6, size=size, radius=5)
    assert [r.frame.shape for r in fill(pan.clip)] == [(*size, 3)] * 6


def test_a_hole_as_large_as_the_picture() -> None:
    clip = [MaskedFrame(texture(40, 50, seed=i), np.full((40, 50), 255, np.uint8)) for i in range(5)]
    assert all(r.invented_share == 1 for r in fill(clip))


def test_large_pictures_are_aligned_at_working_size_and_filled_at_their_own() -> None:
    pan = Pan(n_frames=9, size=(721, 963), pan_px=6, disc_px=40, radius=50)
    result = fill(pan.clip)
    assert psnr_db([f.frame for f in result], pan.truths, [m.hole for m in pan.clip]) > 28


class Counting(Sequence[MaskedFrame]):
    """A clip that makes its frames when asked and counts how many are alive at a time."""

    def __init__(self, pan: Pan) -> None:
        self._pan = pan
        self.reads = 0

    def __len__(self) -> int:
        return len(self._pan.clip)

    def __getitem__(self, index: int) -> MaskedFrame:  # type: ignore[override]
        self.reads += 1
        return self._pan.clip[index]


def test_a_clip_is_read_lazily() -> None:
    clip = Counting(Pan(n_frames=17))
    frames = Temporal()(clip)
    assert clip.reads == 0
    list(frames)
    assert clip.reads <= 2 * len(clip)


@pytest.mark.parametrize("method", ["temporal", "telea", "ns"])
def test_every_method_keeps_count_size_and_soft_edges(method: str, pan: Pan) -> None:
    soft = [MaskedFrame(m.frame, (m.alpha // 2).astype(np.uint8)) for m in pan.clip[:5]]
    result = list(make_inpainter(method)(soft))
    assert len(result) == 5
    for filled_frame, masked in zip(result, soft, strict=True):
        inside: Mask = masked.hole
        frame: Frame = filled_frame.frame
        # Half of the disc's red shows through.
        assert frame[inside][:, 0].mean() > masked.frame[~inside][:, 0].mean()
        np.testing.assert_array_equal(frame[~inside], masked.frame[~inside])


def test_a_preview_shows_what_the_run_will() -> None:
    pan = Pan()
    preview = Temporal().preview(pan.clip, 6)
    hole = pan.clip[6].hole
    assert np.abs(preview.frame[hole].astype(int) - pan.truths[6][hole]).mean() < 3
    np.testing.assert_array_equal(preview.frame[~hole], pan.clip[6].frame[~hole])

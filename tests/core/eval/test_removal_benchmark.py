from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from mvos_core.eval.davis import davis_sequences
from mvos_core.eval.removal import Composite, Pair, removal_benchmark, score
from mvos_core.inpaint import Filled, MaskedFrame, make_inpainter
from mvos_core.types import Frame
from tests.core.eval.davis_tree import plain_frame, plain_labels, write_lists, write_sequence

PAIR = Pair("ground", "thing", shift=(0.25, 0.0))


@pytest.fixture
def davis(tmp_path: Path) -> Path:
    root = tmp_path / "DAVIS"
    for name in ("ground", "thing"):
        frames = [plain_frame(i + (0 if name == "ground" else 15)) for i in range(3)]
        write_sequence(root, name, label_maps=[plain_labels(1, index=i) for i in range(3)], frames=frames)
    write_lists(root, year="2016", lists={"train": ["ground", "thing"]})
    return root


def composite(davis: Path) -> Composite:
    ground, thing = davis_sequences(davis, year="2016", split="train")
    return Composite(PAIR, ground, thing)


class Offset:
    """Knows the truth and is wrong by so many levels in each frame."""

    def __init__(self, clip: Composite, levels: Sequence[int]) -> None:
        self._clip, self._levels = clip, levels

    def __call__(self, clip: Sequence[MaskedFrame], /) -> Iterator[Filled]:
        return (self.preview(clip, index) for index in range(len(clip)))

    def preview(self, clip: Sequence[MaskedFrame], index: int, /) -> Filled:
        frame: Frame = self._clip.truth(index)
        wrong = np.where(frame > 127, frame - self._levels[index], frame + self._levels[index]).astype(
            np.uint8
        )
        hole = clip[index].hole
        return Filled(wrong, hole, np.zeros_like(hole))


def test_the_object_is_laid_over_the_background_and_moved(davis: Path) -> None:
    clip = composite(davis)
    mask = clip.mask(0)
    assert (
        mask.sum() == 24 and mask[4:10, 10:14].all()
    )  # 2 … 5 in the object's picture, a quarter of 32 to the right
    masked = clip[0]
    np.testing.assert_array_equal(masked.frame[~mask], clip.truth(0)[~mask])
    assert np.abs(masked.frame[mask].astype(int) - plain_frame(15)[0, 0]).max() <= 4
    assert (masked.alpha[mask] == 255).all()


def test_scores_are_those_worked_by_hand(davis: Path) -> None:
    clip = composite(davis)
    result = score(clip, list(clip), method="offset", inpainter=Offset(clip, [10, 10, 10]))
    assert result.psnr_db == pytest.approx(10 * np.log10(255**2 / 100), abs=1e-3)
    assert result.flicker == pytest.approx(0, abs=1e-4)
    assert result.frames == 3 and result.seen == 1
    restless = score(clip, list(clip), method="offset", inpainter=Offset(clip, [0, 6, 0]))
    assert restless.flicker == pytest.approx(6, abs=1e-3)
    perfect = score(clip, list(clip), method="offset", inpainter=Offset(clip, [0, 0, 0]))
    assert perfect.ssim == pytest.approx(1) and perfect.psnr_db > 100


def test_every_method_is_measured_on_every_pair(davis: Path) -> None:
    methods = {name: make_inpainter(name) for name in ("telea", "ns")}
    steps = list(removal_benchmark(davis, methods, pairs=[PAIR], max_frames=2))
    assert [(s.done, s.total, s.value.method, s.value.frames) for s in steps] == [
        (1, 2, "telea", 2),
        (2, 2, "ns", 2),
    ]

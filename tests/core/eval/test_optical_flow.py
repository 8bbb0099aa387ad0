"""The floor: masks carried along by optical flow."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from mvos_core.eval.davis import Sequence, davis_sequences
from mvos_core.eval.metrics import jaccard
from mvos_core.eval.optical_flow import flow_segmenter
from mvos_core.types import Frame, LabelMap
from tests.core.eval.davis_tree import write_lists, write_sequence

_SIZE = (96, 128)


def _texture(seed: int, *, size: tuple[int, int]) -> Frame:
    noise = np.random.default_rng(seed).integers(0, 256, (*size, 3)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 2)
    return np.asarray(cv2.normalize(smooth, None, 0, 255, cv2.NORM_MINMAX), np.uint8)  # type: ignore[call-overload]


def _sliding_squares(root: Path, *, step: int, n_frames: int = 5) -> tuple[Sequence, list[LabelMap]]:
    """Write a sequence in which a square slides to the right and one to the left over a still background."""
    background = _texture(0, size=_SIZE)
    patches = {1: _texture(1, size=(32, 32)), 2: _texture(2, size=(32, 32))}
    frames, label_maps = [], []
    for index in range(n_frames):
        frame, labels = background.copy(), np.zeros(_SIZE, np.uint8)
        for label, y, x in [(1, 10, 20 + step * index), (2, 52, 70 - step * index)]:
            frame[y : y + 32, x : x + 32] = patches[label]
            labels[y : y + 32, x : x + 32] = label
        frames.append(frame)
        label_maps.append(labels)
    write_sequence(root, "squares", label_maps=label_maps, frames=frames)
    write_lists(root, year="2017", lists={"val": ["squares"]})
    (sequence,) = davis_sequences(root, year="2017", split="val")
    return sequence, label_maps


def test_masks_follow_what_moves(tmp_path: Path) -> None:
    sequence, truths = _sliding_squares(tmp_path, step=3)
    results = list(flow_segmenter(sequence))
    assert len(results) == len(truths)
    np.testing.assert_array_equal(results[0], truths[0])
    for label in (1, 2):
        assert jaccard(truths[0] == label, truths[-1] == label) < 0.5
        # Flow smears where it uncovers the background, so it is not much better than this.
        assert jaccard(results[-1] == label, truths[-1] == label) > 0.65


def test_masks_of_a_still_scene_stay(tmp_path: Path) -> None:
    sequence, truths = _sliding_squares(tmp_path, step=0, n_frames=3)
    for result, truth in zip(flow_segmenter(sequence), truths, strict=True):
        assert jaccard(result > 0, truth > 0) > 0.97


def test_it_looks_at_the_first_annotation_only(tmp_path: Path) -> None:
    sequence, _ = _sliding_squares(tmp_path, step=3)
    for path in sequence.annotations[1:]:
        path.unlink()
    assert len(list(flow_segmenter(sequence))) == len(sequence)

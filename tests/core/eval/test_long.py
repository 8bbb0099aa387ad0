from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mvos_core.eval.davis import Sequence, davis_sequences, read_annotation
from mvos_core.eval.long import mean_drift, measure_drift, there_and_back
from mvos_core.types import LabelMap
from tests.core.eval.davis_tree import plain_labels, write_lists, write_sequence


@pytest.fixture
def sequence(tmp_path: Path) -> Sequence:
    write_sequence(tmp_path, "short", label_maps=[plain_labels(1, index=t) for t in range(4)])
    write_lists(tmp_path, year="2016", lists={"val": ["short"]})
    return davis_sequences(tmp_path, year="2016", split="val")[0]


def test_a_clip_goes_there_and_back_in_whole_passes(sequence: Sequence) -> None:
    def order(n_frames: int) -> str:
        return "".join(frame.stem[-1] for frame in there_and_back(sequence, n_frames).frames)

    assert order(4) == "0123"
    assert order(5) == order(7) == "0123210"
    assert order(8) == "0123210123"
    clip = there_and_back(sequence, 8)
    assert [file.stem for file in clip.annotations] == [file.stem for file in clip.frames]


def test_drift_compares_the_first_pass_with_the_last(sequence: Sequence) -> None:
    """A segmenter that is right for five frames and then loses the lower half."""

    def fading(clip: Sequence) -> Iterator[LabelMap]:
        for index, path in enumerate(clip.annotations):
            labels = read_annotation(path, year="2016")
            if index > 4:
                rows = np.flatnonzero(labels.any(axis=1))
                labels[rows[len(rows) // 2] :] = 0
            yield labels

    (step,) = measure_drift(fading, [sequence], n_frames=10, year="2016")
    drift = step.value
    assert (drift.name, drift.n_frames, step.done, step.total) == ("short", 10, 1, 1)
    assert drift.first == 1.0
    assert 0.3 < drift.last < 0.85
    assert drift.lost == pytest.approx(1.0 - drift.last)
    assert mean_drift([drift, drift]) == (drift.first, drift.last)


def test_what_does_not_change_does_not_drift(sequence: Sequence) -> None:
    def still(clip: Sequence) -> Iterator[LabelMap]:
        for path in clip.annotations:
            yield read_annotation(path, year="2016")

    (step,) = measure_drift(still, [sequence], n_frames=30, year="2016")
    assert step.value.n_frames == 31
    assert step.value.lost == 0.0

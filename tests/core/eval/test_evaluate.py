"""Measuring a segmenter."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from mvos_core.eval.davis import Sequence, read_annotation
from mvos_core.eval.evaluate import (
    ObjectScores,
    Segmenter,
    SequenceScores,
    Summary,
    evaluate,
    summarise,
)
from mvos_core.eval.metrics import Statistics
from mvos_core.types import LabelMap, MvosError
from tests.core.eval.davis_tree import SIZE, plain_labels, write_sequence


def _sequence(root: Path, name: str, label_maps: list[LabelMap]) -> Sequence:
    write_sequence(root, name, label_maps=label_maps)
    names = [f"{index:05d}" for index in range(len(label_maps))]
    return Sequence(
        name,
        frames=tuple(root / "JPEGImages" / "480p" / name / f"{stem}.jpg" for stem in names),
        annotations=tuple(root / "Annotations" / "480p" / name / f"{stem}.png" for stem in names),
    )


def _knowing(change: Callable[[LabelMap, int], LabelMap]) -> Segmenter:
    """Return a segmenter that looks the answers up and changes them."""

    def segmenter(sequence: Sequence) -> Iterator[LabelMap]:
        for index, path in enumerate(sequence.annotations):
            yield change(read_annotation(path, year="2017"), index)

    return segmenter


_PERFECT = _knowing(lambda labels, _: labels)


def _moving(*objects: int, n_frames: int = 5) -> list[LabelMap]:
    return [plain_labels(*objects, index=index) for index in range(n_frames)]


@pytest.mark.parametrize("year", ["2016", "2017"])
def test_perfect_segmenter_scores_1(tmp_path: Path, year: str) -> None:
    sequences = [
        _sequence(tmp_path, "one", _moving(1)),
        _sequence(tmp_path, "three", _moving(2, 3, 7)),
    ]
    steps = list(evaluate(_PERFECT, sequences, year=year))
    assert [(step.done, step.total, step.value.name) for step in steps] == [(1, 2, "one"), (2, 2, "three")]
    assert [score.label for score in steps[1].value.objects] == ([1] if year == "2016" else [2, 3, 7])
    summary = summarise(step.value for step in steps)
    assert summary.j == summary.f == Statistics(mean=1.0, recall=1.0, decay=0.0)
    assert summary.j_and_f == 1.0
    assert (summary.n_sequences, summary.n_objects) == (2, 2 if year == "2016" else 4)


def test_first_and_last_frame_are_left_out(tmp_path: Path) -> None:
    sequence = _sequence(tmp_path, "one", _moving(1))
    segmenter = _knowing(lambda labels, index: np.zeros_like(labels) if index in (0, 4) else labels)
    (step,) = evaluate(segmenter, [sequence], year="2017")
    (scores,) = step.value.objects
    assert scores.j_values == scores.f_values == (1.0, 1.0, 1.0)
    assert step.value.j_and_f == 1.0


def test_scores_are_per_object_and_frame(tmp_path: Path) -> None:
    sequence = _sequence(tmp_path, "two", _moving(1, 2))

    def halve_2_in_frame_3(labels: LabelMap, index: int) -> LabelMap:
        if index == 3:
            labels[index + 4 : index + 7][labels[index + 4 : index + 7] == 2] = 0
        return labels

    (step,) = evaluate(_knowing(halve_2_in_frame_3), [sequence], year="2017")
    one, two = step.value.objects
    assert one.j_values == (1.0, 1.0, 1.0)
    assert two.j_values == (1.0, 1.0, 0.5)
    assert two.f_values[:2] == (1.0, 1.0)
    assert 0 < two.f_values[2] < 1


def test_objects_that_come_later_do_not_count(tmp_path: Path) -> None:
    later = [plain_labels(1), *(plain_labels(1, 2) for _ in range(3))]
    (step,) = evaluate(_PERFECT, [_sequence(tmp_path, "later", later)], year="2017")
    assert [scores.label for scores in step.value.objects] == [1]


def test_void_pixels_do_not_count(tmp_path: Path) -> None:
    void = _moving(1)
    for labels in void[1:]:
        labels[20:, :] = 255

    def spill(labels: LabelMap, _: int) -> LabelMap:
        return np.where(labels == 255, np.uint8(1), labels)

    (step,) = evaluate(_knowing(spill), [_sequence(tmp_path, "void", void)], year="2017")
    assert step.value.j_and_f == 1.0


def test_2016_takes_all_objects_for_one(tmp_path: Path) -> None:
    sequence = _sequence(tmp_path, "two", _moving(1, 2))

    def swap(labels: LabelMap, _: int) -> LabelMap:
        return np.array([0, 2, 1], np.uint8)[labels]

    (merged,) = evaluate(_knowing(swap), [sequence], year="2016")
    (apart,) = evaluate(_knowing(swap), [sequence], year="2017")
    assert merged.value.j_and_f == 1.0
    assert apart.value.j_and_f == 0.0


def test_speed_is_the_segmenters_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = count(0.0, 0.5)
    monkeypatch.setattr("mvos_core.eval.evaluate.perf_counter", lambda: next(clock))
    (step,) = evaluate(_PERFECT, [_sequence(tmp_path, "one", _moving(1))], year="2017")
    assert step.value.elapsed_s == 5 * 0.5
    assert summarise([step.value]).frames_per_s == pytest.approx(4 / 2.5)


def test_segmenter_that_stops_early_is_told(tmp_path: Path) -> None:
    sequence = _sequence(tmp_path, "one", _moving(1))
    with pytest.raises(ValueError, match="2 of the 5 frames of one"):
        list(evaluate(lambda _: iter([plain_labels(1)] * 2), [sequence], year="2017"))


def test_label_maps_of_another_size_are_told(tmp_path: Path) -> None:
    sequence = _sequence(tmp_path, "one", _moving(1))
    with pytest.raises(ValueError, match="different sizes"):
        list(evaluate(_knowing(lambda labels, _: labels[:-1]), [sequence], year="2017"))


def test_short_sequence_is_told(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="short has 2 frames"):
        list(evaluate(_PERFECT, [_sequence(tmp_path, "short", _moving(1, n_frames=2))], year="2017"))


def test_sequence_without_an_object_is_told(tmp_path: Path) -> None:
    empty = [np.zeros(SIZE, np.uint8)] * 3
    with pytest.raises(MvosError, match="empty has no object"):
        list(evaluate(_PERFECT, [_sequence(tmp_path, "empty", empty)], year="2017"))


def _scores(name: str, *j_and_f: tuple[float, float]) -> SequenceScores:
    objects = tuple(ObjectScores(label, (j,) * 4, (f,) * 4) for label, (j, f) in enumerate(j_and_f, start=1))
    return SequenceScores(name, objects, n_frames=5, elapsed_s=2.0)


def test_summary_counts_each_object_once() -> None:
    summary = summarise([_scores("a", (1.0, 0.8)), _scores("b", (0.4, 0.6), (0.4, 0.6), (0.2, 0.0))])
    assert summary.j.mean == pytest.approx(0.5)
    assert summary.f.mean == pytest.approx(0.5)
    assert summary.j.recall == pytest.approx(1 / 4)
    assert summary.f.recall == pytest.approx(3 / 4)
    assert summary.frames_per_s == pytest.approx(10 / 4)


def test_summary_reads_as_json() -> None:
    summary = Summary(
        j=Statistics(mean=0.6, recall=0.7, decay=0.1),
        f=Statistics(mean=0.8, recall=0.9, decay=0.2),
        n_sequences=2,
        n_objects=3,
        frames_per_s=12.5,
    )
    assert json.loads(json.dumps(summary.to_dict())) == {
        "j_and_f": pytest.approx(0.7),
        "j_mean": 0.6,
        "j_recall": 0.7,
        "j_decay": 0.1,
        "f_mean": 0.8,
        "f_recall": 0.9,
        "f_decay": 0.2,
        "sequences": 2,
        "objects": 3,
        "frames_per_s": 12.5,
    }


def test_summary_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no scores"):
        summarise([])

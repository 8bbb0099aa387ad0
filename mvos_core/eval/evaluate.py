"""Measuring a way to segment on annotated sequences, as the DAVIS benchmark's semi-supervised task does.

A segmenter is given each object's mask in the first frame. The first and the last frame are not measured;
scores are averaged over a sequence's frames and then over all objects of all sequences. DAVIS 2016 is
measured the same way, with all objects as one.
"""

from __future__ import annotations

from collections import abc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import TypeAlias

import numpy as np

from mvos_core.eval.davis import Sequence, read_annotation, read_picture
from mvos_core.eval.metrics import Statistics, boundary_f, jaccard, sequence_statistics
from mvos_core.masks.labels import object_labels
from mvos_core.types import VOID, LabelMap, MvosError, Step, size_of

Segmenter: TypeAlias = Callable[[Sequence], Iterator[LabelMap]]
"""Yields the label map, uint8 (H, W), of every frame of a sequence; that of frame 0 is its annotation.

It may look at no other annotation. Where the year is 2016, all its objects are taken for one.
"""

_MIN_FRAMES = 3


@dataclass(frozen=True, slots=True)
class ObjectScores:
    """J and F of one object, for every frame but the first and the last."""

    label: int
    j_values: tuple[float, ...]
    f_values: tuple[float, ...]

    @property
    def j(self) -> Statistics:
        """The statistics of the region similarity."""
        return sequence_statistics(self.j_values)

    @property
    def f(self) -> Statistics:
        """The statistics of the boundary accuracy."""
        return sequence_statistics(self.f_values)


@dataclass(frozen=True, slots=True)
class SequenceScores:
    """How a segmenter did on a sequence: each object's scores, and the time that its own part took.

    `n_frames` counts the frames that it had to segment, which is all but the first.
    """

    name: str
    objects: tuple[ObjectScores, ...]
    n_frames: int
    elapsed_s: float

    @property
    def j_and_f(self) -> float:
        """The mean of J and F over the sequence's objects."""
        return summarise([self]).j_and_f


@dataclass(frozen=True, slots=True)
class Summary:
    """How a segmenter did on several sequences, averaged over their objects.

    `frames_per_s` is the segmenter's own speed, with reading the pictures and without measuring.
    """

    j: Statistics
    f: Statistics
    n_sequences: int
    n_objects: int
    frames_per_s: float

    @property
    def j_and_f(self) -> float:
        """The benchmark's main measure: the mean of the means of J and F."""
        return (self.j.mean + self.f.mean) / 2

    def to_dict(self) -> dict[str, float]:
        """Return the numbers by their names, for JSON."""
        return {
            "j_and_f": self.j_and_f,
            "j_mean": self.j.mean,
            "j_recall": self.j.recall,
            "j_decay": self.j.decay,
            "f_mean": self.f.mean,
            "f_recall": self.f.recall,
            "f_decay": self.f.decay,
            "sequences": self.n_sequences,
            "objects": self.n_objects,
            "frames_per_s": self.frames_per_s,
        }


def evaluate(
    segmenter: Segmenter, sequences: abc.Sequence[Sequence], *, year: str
) -> Iterator[Step[SequenceScores]]:
    """Measure a segmenter on sequences of DAVIS "2016" or "2017", a step for each sequence.

    Raises:
        MvosError: a sequence is too short, or its first annotation is empty.
        ValueError: the segmenter yields too few label maps or such of another size.
    """
    for done, sequence in enumerate(sequences, start=1):
        yield Step(done, len(sequences), _measure(segmenter, sequence, year=year))


def _measure(segmenter: Segmenter, sequence: Sequence, *, year: str) -> SequenceScores:
    n_frames = len(sequence.frames)
    if n_frames < _MIN_FRAMES:
        raise MvosError(
            f"The sequence {sequence.name} has {n_frames} frames; measuring takes at least {_MIN_FRAMES}."
        )
    first = read_annotation(sequence.annotations[0], year=year)
    size = size_of(read_picture(sequence.frames[0]))
    if first.shape != size:
        raise MvosError(
            f"The annotations of {sequence.name} are {first.shape[1]}x{first.shape[0]} pixels and its frames "
            f"{size[1]}x{size[0]}; use both at the same resolution."
        )
    objects = object_labels(first)
    if not objects:
        raise MvosError(f"The sequence {sequence.name} has no object in its first annotation; leave it out.")
    j_values: dict[int, list[float]] = {label: [] for label in objects}
    f_values: dict[int, list[float]] = {label: [] for label in objects}
    elapsed_s = 0.0
    results = segmenter(sequence)
    for index, path in enumerate(sequence.annotations):
        started_s = perf_counter()
        labels = next(results, None)
        elapsed_s += perf_counter() - started_s
        if labels is None:
            raise ValueError(f"the segmenter yields {index} of the {n_frames} frames of {sequence.name}")
        if index in (0, n_frames - 1):
            continue
        truth = read_annotation(path, year=year)
        if year == "2016":
            labels = np.asarray(labels > 0, np.uint8)
        void = truth == VOID
        for label in objects:
            mask, true_mask = labels == label, truth == label
            j_values[label].append(jaccard(mask, true_mask, void=void))
            f_values[label].append(boundary_f(mask, true_mask, void=void))
    scores = tuple(ObjectScores(label, tuple(j_values[label]), tuple(f_values[label])) for label in objects)
    return SequenceScores(sequence.name, scores, n_frames - 1, elapsed_s)


def summarise(scores: abc.Iterable[SequenceScores]) -> Summary:
    """Average the scores of sequences: each object counts once, however many its sequence has.

    Raises:
        ValueError: there are no scores.
    """
    scores = list(scores)
    objects = [each for sequence in scores for each in sequence.objects]
    if not objects:
        raise ValueError("a summary of no scores")
    elapsed_s = sum(sequence.elapsed_s for sequence in scores)
    n_frames = sum(sequence.n_frames for sequence in scores)
    return Summary(
        j=_mean([each.j for each in objects]),
        f=_mean([each.f for each in objects]),
        n_sequences=len(scores),
        n_objects=len(objects),
        frames_per_s=n_frames / elapsed_s if elapsed_s else 0.0,
    )


def _mean(statistics: list[Statistics]) -> Statistics:
    return Statistics(
        mean=float(np.mean([each.mean for each in statistics])),
        recall=float(np.mean([each.recall for each in statistics])),
        decay=float(np.mean([each.decay for each in statistics])),
    )

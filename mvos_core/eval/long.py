"""Do masks drift in long clips? A short annotated sequence, played forwards and backwards again and again."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mvos_core.eval.davis import Sequence
from mvos_core.eval.evaluate import Segmenter, SequenceScores, evaluate
from mvos_core.types import Step


@dataclass(frozen=True, slots=True)
class Drift:
    """J&F of the first and of the last pass through a sequence, averaged over its objects."""

    name: str
    n_frames: int
    first: float
    last: float

    @property
    def lost(self) -> float:
        """How much the last pass lacks to the first; negative where it is better."""
        return self.first - self.last


def there_and_back(sequence: Sequence, n_frames: int) -> Sequence:
    """Return whole passes through the sequence, alternately forwards and backwards, of at least `n_frames` together.

    A turning point is shown once, so a pass after the first has one frame less than the sequence.
    """
    length = len(sequence)
    passes = max(1, -(-(n_frames - 1) // (length - 1)))
    order = [0]
    for turn in range(passes):
        order += range(1, length) if turn % 2 == 0 else range(length - 2, -1, -1)
    return Sequence(
        sequence.name,
        tuple(sequence.frames[i] for i in order),
        tuple(sequence.annotations[i] for i in order),
    )


def measure_drift(
    segmenter: Segmenter, sequences: abc.Sequence[Sequence], *, n_frames: int, year: str
) -> Iterator[Step[Drift]]:
    """Measure a segmenter on clips of at least `n_frames` made of each sequence, a step for each.

    Raises:
        MvosError: as `evaluate`.
    """
    for done, sequence in enumerate(sequences, start=1):
        for step in evaluate(segmenter, [there_and_back(sequence, n_frames)], year=year):
            yield Step(done, len(sequences), _drift(step.value, pass_length=len(sequence) - 1))


def _drift(scores: SequenceScores, *, pass_length: int) -> Drift:
    def mean(part: slice) -> float:
        parts = [values[part] for each in scores.objects for values in (each.j_values, each.f_values)]
        return float(np.mean([np.mean(values) for values in parts]))

    # Frame 0 and the last one are not measured, so a clip's values are one less than its frames after the first.
    return Drift(
        scores.name, scores.n_frames + 1, mean(slice(0, pass_length)), mean(slice(-(pass_length - 1), None))
    )


def mean_drift(drifts: abc.Sequence[Drift]) -> tuple[float, float]:
    """Return the means of the first and of the last passes."""
    return float(np.mean([d.first for d in drifts])), float(np.mean([d.last for d in drifts]))

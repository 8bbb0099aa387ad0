"""How good a mask is after so many strokes of a simulated user, and how long each stroke takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Protocol

import numpy as np

from mvos_core.eval.davis import davis_sequences, read_annotation, read_picture
from mvos_core.eval.metrics import jaccard
from mvos_core.eval.strokes import corrective_stroke
from mvos_core.types import Frame, Mask, Step, size_of

_WIDTH_SHARE = 0.01
"""A stroke's width, as a share of the picture's short side."""


class Scribble(Protocol):
    """Turns strokes into a mask (`mvos_core.scribble.mask_from_scribbles`)."""

    def __call__(self, frame: Frame, foreground: Mask, background: Mask, *, previous: Mask | None) -> Mask:
        """Return the object, bool (H, W), that all strokes so far mean; `previous` is what the last ones gave."""


@dataclass(frozen=True, slots=True)
class ScribbleScore:
    """One method on the frames of one sequence, or of all.

    Attributes:
        sequence: its name, "all" for the mean over all frames.
        method: the method's name.
        frames: how many frames were stroked.
        iou: the mean intersection over union after 1, 2, … strokes.
        first_ms: the median time of a frame's first stroke.
        next_ms: the median time of a further one.
    """

    sequence: str
    method: str
    frames: int
    iou: tuple[float, ...]
    first_ms: float
    next_ms: float


@dataclass(frozen=True, slots=True)
class _Stroked:
    """One frame: its IoU and the time, after and of each stroke."""

    iou: tuple[float, ...]
    stroke_ms: tuple[float, ...]


def scribble_benchmark(
    root: Path,
    methods: Mapping[str, Scribble],
    *,
    split: str = "held-out",
    every: int = 10,
    strokes: int = 5,
) -> Iterator[Step[ScribbleScore]]:
    """Stroke every `every`th frame of a split of DAVIS 2016 with each method, one step for each sequence and method.

    The user begins with a stroke along the middle of the object and then strokes the largest connected error; the
    strokes add up. At the end comes each method's mean over all frames. Frames without an object are left out.

    Args:
        root: the `DAVIS` folder or the one that holds it.
        methods: what is measured, by name.
        split: the sequences (`davis_sequences`).
        every: how many frames lie between two that are stroked.
        strokes: how many strokes each frame gets.

    Raises:
        MvosError: DAVIS or the split is not there.
    """
    sequences = davis_sequences(root, year="2016", split=split)
    total = (len(sequences) + 1) * len(methods)
    stroked: dict[str, list[_Stroked]] = {name: [] for name in methods}
    done = 0
    for sequence in sequences:
        chosen = range(0, len(sequence), every)
        pictures = [read_picture(sequence.frames[i]) for i in chosen]
        truths = [read_annotation(sequence.annotations[i], year="2016") > 0 for i in chosen]
        pairs = [(p, t) for p, t in zip(pictures, truths, strict=True) if t.any()]
        for name, method in methods.items():
            rows = [_stroke(method, picture, truth, strokes) for picture, truth in pairs]
            stroked[name] += rows
            done += 1
            yield Step(done, total, _score(sequence.name, name, rows))
    for name, rows in stroked.items():
        done += 1
        yield Step(done, total, _score("all", name, rows))


def _stroke(method: Scribble, frame: Frame, truth: Mask, strokes: int) -> _Stroked:
    mask = np.zeros(truth.shape, np.bool_)
    marks = {True: mask.copy(), False: mask.copy()}
    width_px = max(1, round(_WIDTH_SHARE * min(size_of(frame))))
    iou, stroke_ms = [], []
    for number in range(strokes):
        stroke = corrective_stroke(mask, truth, width_px=width_px)
        if stroke is not None:
            marks[stroke.is_object] = marks[stroke.is_object] | stroke.pixels
            start_s = perf_counter()
            mask = method(frame, marks[True], marks[False], previous=mask if number else None)
            stroke_ms.append(1000 * (perf_counter() - start_s))
        iou.append(jaccard(mask, truth))
    return _Stroked(tuple(iou), tuple(stroke_ms))


def _score(sequence: str, method: str, rows: list[_Stroked]) -> ScribbleScore:
    def middle(times: Callable[[_Stroked], tuple[float, ...]]) -> float:
        found = [time for row in rows for time in times(row)]
        return median(found) if found else 0.0

    return ScribbleScore(
        sequence=sequence,
        method=method,
        frames=len(rows),
        iou=tuple(fmean(values) for values in zip(*(row.iou for row in rows), strict=True)),
        first_ms=middle(lambda row: row.stroke_ms[:1]),
        next_ms=middle(lambda row: row.stroke_ms[1:]),
    )

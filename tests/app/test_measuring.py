"""The figures of `python -m app.bench`, and the clips that they are measured on."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import numpy as np

from app.bench_long import write_long_clip
from app.measuring import Figure
from mvos_core.video import open_video


def test_a_figure_holds_by_its_worst_or_its_middle() -> None:
    assert not Figure("late", [1, 2, 30], 30).holds
    assert Figure("late", [1, 2, 29], 30).holds
    assert Figure("late", [1, 2, 90], 30, by_median=True).holds
    assert Figure("nothing is asked", [1e9], math.inf).holds


def test_a_long_clip_repeats_what_was_coded(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    write_long_clip(path, (32, 48), length_s=60, gap=60)
    with open_video(path) as reader:
        assert len(reader) == 1800
        assert (reader.info.rate, reader.info.variable_rate) == (Fraction(30), False)
        assert reader._index.key_frames[:3] == (0, 60, 120)  # type: ignore[attr-defined]
        assert len(reader._index.keys) == 30  # type: ignore[attr-defined]
        first, again, other = (reader.read(index) for index in (77, 1277, 91))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert list(tmp_path.iterdir()) == [path]

import numpy as np
import pytest

from mvos_core.eval.speed import _row, measure, moving_frames, striped_labels
from mvos_core.masks.labels import object_labels
from mvos_core.propagation import Propagator


def test_medians_are_over_the_frames_that_they_name() -> None:
    times_ms = np.arange(500, dtype=np.float64)
    rss_mb = np.full(500, 100.0)
    rss_mb[59], rss_mb[300], rss_mb[499] = 101.0, 150.0, 102.0
    row = _row(times_ms, rss_mb, engine="e", model="m", size=(32, 48), objects=1)
    assert row.early_median_ms == np.median(np.arange(10, 60))
    assert row.late_median_ms == np.median(np.arange(450, 500))
    assert row.median_ms == np.median(np.arange(1, 500))
    assert (row.early_rss_mb, row.late_rss_mb, row.peak_rss_mb) == (101.0, 102.0, 150.0)
    assert row.fps == pytest.approx(1000 / 250)


def test_a_measurement_ends_with_its_row(propagator: Propagator) -> None:
    steps = list(measure(propagator, engine="e", size=(48, 64), objects=3, frames=4))
    assert [step.value is None for step in steps] == [True, True, True, False]
    row = steps[-1].value
    assert row is not None
    assert (row.height, row.width, row.objects, row.frames) == (48, 64, 3, 4)


def test_the_clip_moves_and_shows_as_many_objects_as_asked() -> None:
    first, second = moving_frames((48, 80), 2)
    assert first.shape == (48, 80, 3)
    assert (first != second).any()
    for objects in (1, 3, 8):
        assert object_labels(striped_labels((48, 80), objects)) == list(range(1, objects + 1))

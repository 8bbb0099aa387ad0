from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from mvos_core.eval.speed import (
    SpeedRow,
    _row,
    measure,
    moving_frames,
    step_gflops,
    striped_labels,
    with_ratios,
)
from mvos_core.masks.labels import object_labels
from mvos_core.model.config import model_config
from mvos_core.model.memory import Remembered
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import Propagator
from mvos_core.runtime.torch_engine import step


def test_medians_are_over_the_frames_that_they_name(propagator: Propagator) -> None:
    times_ms = np.arange(500, dtype=np.float64)
    rss_mb = np.full(500, 100.0)
    rss_mb[59], rss_mb[300], rss_mb[499] = 101.0, 150.0, 102.0
    row = _row(times_ms, rss_mb, engine="e", network=propagator.network, size=(32, 48), objects=1)
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
    assert row.parameters == sum(p.numel() for p in propagator.network.parameters())


def test_ratios_are_to_the_baselines_of_the_same_size_and_number_of_objects(propagator: Propagator) -> None:
    template = _row(np.ones(4), np.ones(4), engine="e", network=propagator.network, size=(32, 48), objects=1)

    def row(model: str, engine: str, objects: int, ms: float) -> SpeedRow:
        return replace(template, model=model, engine=engine, objects=objects, median_ms=ms)

    rows = [
        row("mobilenetv2", "torch-fp32", 1, 100.0),
        row("mobilenetv2", "torch-fp32", 3, 300.0),
        row("mobilenetv2", "openvino-bf16", 3, 60.0),
        row("mobilevos-lite", "torch-fp32", 1, 50.0),
        row("mobilevos-lite", "openvino-bf16", 1, 10.0),
    ]
    compared = with_ratios(rows)
    assert [each.ratio for each in compared] == [1, 1, 5, 1, 5]
    assert [each.ratio_mobilenetv2 for each in compared] == [1, 1, 5, 2, 10]


def test_operations_are_those_of_the_layers() -> None:
    network = MobileVOS(model_config("mobilevos-lite"))
    counted = 0

    def count(layer: nn.Module, inputs: object, output: torch.Tensor) -> None:
        nonlocal counted
        assert isinstance(layer, nn.Conv2d)
        counted += 2 * output.numel() * layer.weight[0].numel()

    for layer in network.modules():
        if isinstance(layer, nn.Conv2d):
            layer.register_forward_hook(count)
    with torch.no_grad():
        step(network, torch.zeros(1, 3, 64, 96), Remembered.empty(network.config, (4, 6), objects=2))
    remembered = (
        2 * 24 + 3 * 6
    )  # the anchor and the previous frame, and three kept ones of a quarter of the pixels
    reading = 2 * 24 * remembered * (64 + 2 * 96)  # the affinity, then a readout for each object
    assert step_gflops(network, (64, 96), 2) == pytest.approx((counted + reading) / 1e9)


def test_the_clip_moves_and_shows_as_many_objects_as_asked() -> None:
    first, second = moving_frames((48, 80), 2)
    assert first.shape == (48, 80, 3)
    assert (first != second).any()
    for objects in (1, 3, 8):
        assert object_labels(striped_labels((48, 80), objects)) == list(range(1, objects + 1))

from collections.abc import Collection, Sequence

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from mvos_core.confidence import LOST, Extents, object_confidence
from mvos_core.model.config import model_config
from mvos_core.model.memory import MemoryBank, Remembered, halved
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import (
    Anchor,
    Propagated,
    Propagator,
    labels_from_logits,
    propagate,
)
from mvos_core.runtime.engine import Segmented
from mvos_core.runtime.pixels import working_size
from mvos_core.types import Frame, MvosError
from tests.core.drifting import SIZE, Clip, box


def run(propagator: Propagator, anchors: dict[int, Anchor], order: range) -> dict[int, Propagated]:
    return {step.value.index: step.value for step in propagate(propagator, Clip(), anchors, order)}


def test_working_size_keeps_the_shape_in_multiples_of_16() -> None:
    assert working_size((1080, 1920), 480) == (480, 848)
    assert working_size((480, 854), 480) == (480, 848)
    assert working_size((720, 406), 240) == (432, 240)
    assert working_size((10, 400), 32) == (32, 1280)


def test_a_run_yields_every_frame_in_order_with_its_progress(propagator: Propagator) -> None:
    steps = list(propagate(propagator, Clip(), {2: Anchor.of(box(1, 8))}, range(2, 8)))
    assert [step.value.index for step in steps] == [2, 3, 4, 5, 6, 7]
    assert [step.done for step in steps] == [1, 2, 3, 4, 5, 6]
    assert {step.total for step in steps} == {6}
    assert all(step.value.labels.shape == SIZE and step.value.labels.dtype == np.uint8 for step in steps)
    assert all(0 <= step.value.confidence[1] <= 1 for step in steps)


def test_an_anchor_is_returned_as_it_was_painted(propagator: Propagator) -> None:
    anchors = {0: Anchor.of(box(3, 8)), 4: Anchor.of(box(3, 30))}
    found = run(propagator, anchors, range(0, 6))
    for index, anchor in anchors.items():
        np.testing.assert_array_equal(found[index].labels, anchor.labels)
        assert found[index].confidence == {3: 1.0}


def test_runs_are_pure(propagator: Propagator) -> None:
    anchors = {3: Anchor.of(box(1, 8))}
    first = run(propagator, anchors, range(3, 9))
    run(propagator, {0: Anchor.of(box(1, 40))}, range(0, 5))
    again = run(propagator, anchors, range(3, 9))
    for index, result in first.items():
        np.testing.assert_array_equal(result.soft, again[index].soft)


def test_a_backward_run_is_the_forward_run_of_the_reversed_clip(propagator: Propagator) -> None:
    class Reversed(Clip):
        def read(self, index: int, /) -> Frame:
            return super().read(11 - index)

    backward = run(propagator, {11: Anchor.of(box(1, 8))}, range(11, 5, -1))
    forward = list(propagate(propagator, Reversed(), {0: Anchor.of(box(1, 8))}, range(0, 6)))
    for step in forward:
        np.testing.assert_array_equal(step.value.soft, backward[11 - step.value.index].soft)


def test_an_object_that_is_lost_is_sought_as_it_was_last_seen(
    propagator: Propagator, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = {4: Anchor.of(box(1, 8))}
    monkeypatch.setattr("mvos_core.confidence._TRACE", 0.0)  # an untrained network finds little
    monkeypatch.setattr("mvos_core.propagation.LOST", -1.0)  # everything is sure enough
    usual = run(propagator, start, range(4, 8))
    monkeypatch.setattr("mvos_core.propagation.LOST", 2.0)  # nothing is
    lost = run(propagator, start, range(4, 8))
    beside = propagator.run()
    beside.step(4, Clip().read(4), start[4])
    np.testing.assert_array_equal(
        lost[7].soft, beside.step(7, Clip().read(7)).soft
    )  # frames between left no trace
    assert (lost[7].soft != usual[7].soft).any()


def test_anchors_ahead_are_not_used_and_those_behind_are(propagator: Propagator) -> None:
    start = Anchor.of(box(1, 8))
    alone = run(propagator, {4: start}, range(4, 7))
    ahead = run(propagator, {4: start, 9: Anchor.of(box(1, 30))}, range(4, 7))
    behind = run(propagator, {4: start, 1: Anchor.of(np.ones(SIZE, np.uint8))}, range(4, 7))
    np.testing.assert_array_equal(alone[6].soft, ahead[6].soft)
    assert (alone[6].soft != behind[6].soft).any()


def test_an_object_begins_at_its_first_anchor_and_leaves_the_others_alone(propagator: Propagator) -> None:
    anchors = {0: Anchor.of(box(1, 8)), 4: Anchor.of(box(2, 44))}
    found = run(propagator, anchors, range(0, 8))
    assert found[3].objects == (1,)
    assert found[4].objects == found[7].objects == (1, 2)
    np.testing.assert_array_equal(found[4].labels == 2, anchors[4].labels == 2)
    assert 2 not in found[3].labels
    assert found[4].confidence[2] == 1.0
    assert found[4].confidence[1] < 1.0


def test_an_object_keeps_its_only_anchor_however_many_others_are_nearer(propagator: Propagator) -> None:
    others = {index: Anchor.of(box(2, 4 * index)) for index in (2, 3, 4, 5)}
    found = run(propagator, {0: Anchor.of(box(1, 8)), **others}, range(5, 8))
    assert found[7].objects == (1, 2)


def test_an_anchor_may_say_that_an_object_is_gone(propagator: Propagator) -> None:
    anchors = {0: Anchor.of(box(1, 8)), 3: Anchor(np.zeros(SIZE, np.uint8), (1,))}
    assert not run(propagator, anchors, range(0, 4))[3].labels.any()


def test_a_run_needs_an_anchor(propagator: Propagator) -> None:
    with pytest.raises(ValueError, match="must begin with an anchor"):
        run(propagator, {9: Anchor.of(box(1, 8))}, range(2, 5))


def test_closing_a_run_stops_reading(propagator: Propagator) -> None:
    clip = Clip()
    steps = propagate(propagator, clip, {0: Anchor.of(box(1, 8))}, range(0, 12))
    next(steps)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert clip.asked == [0, 1]


def test_what_was_painted_is_remembered_at_full_resolution(propagator: Propagator) -> None:
    """Stepping onto an anchor and taking it into memory beforehand are the same."""
    anchor, clip = Anchor.of(box(1, 9)), Clip()
    stepped, remembered = propagator.run(), propagator.run()
    stepped.step(0, clip.read(0), anchor)
    remembered.remember(0, clip.read(0), anchor)
    np.testing.assert_array_equal(stepped.step(1, clip.read(1)).soft, remembered.step(1, clip.read(1)).soft)


def test_the_working_size_has_a_lower_bound() -> None:
    with pytest.raises(MvosError, match="at least 32"):
        Propagator(MobileVOS(model_config("mobilenetv2")), size=8)


def test_labels_go_to_the_likeliest_object() -> None:
    logits = np.full((2, 2, 2), -5.0, np.float32)
    logits[0, 0, 0], logits[1, 0, 0] = 2.0, 3.0
    logits[0, 1, 1] = 4.0
    assert labels_from_logits(logits, (7, 9), (2, 2)).tolist() == [[9, 0], [0, 7]]


def test_confidence_by_hand() -> None:
    disc = np.zeros((20, 20), np.float32)
    disc[4:16, 4:16] = 1.0
    assert object_confidence(disc) == 1.0
    soft_edge = disc.copy()
    soft_edge[4:16, 4] = 0.6
    assert object_confidence(soft_edge) == 1.0
    ghost = disc.copy()
    ghost[0, :] = 0.3  # 20 pixels, far from the outline; the object has 144
    assert object_confidence(ghost) == pytest.approx(1 / (1 + 2 * 20 * 0.3 / 144))
    hole = disc.copy()
    hole[9:11, 9:11] = 0.8
    assert object_confidence(hole) == pytest.approx(1 / (1 + 2 * 4 * 0.2 / 144), rel=1e-5)
    assert object_confidence(np.zeros((4, 4), np.float32)) == 0.0


@pytest.mark.parametrize("confidence", [0.5, 0.7])
def test_frames_in_which_an_object_is_lost_are_not_kept(
    confidence: float, propagator: Propagator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mvos_core.propagation.object_confidence", lambda probability: confidence)
    banks: list[MemoryBank] = []

    class Watched(MemoryBank):
        def __init__(self, **settings: int) -> None:
            super().__init__(**settings)
            banks.append(self)

    monkeypatch.setattr("mvos_core.propagation.MemoryBank", Watched)
    run(propagator, {0: Anchor.of(box(1, 8))}, range(0, 12))
    anchor, *kept, _ = banks[0].remembered().keys
    stand_in = halved(anchor, torch.zeros(1, 1, 1, *anchor.shape[2:]))[0]
    learnt = [not torch.equal(key, stand_in) for key in kept]
    assert sum(learnt) == (2 if confidence > LOST else 0)  # frames 4 and 8


def test_an_object_that_is_known_to_be_gone_keeps_nothing_from_being_learnt(
    propagator: Propagator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sure(probability: NDArray[np.float32]) -> float:
        return next(confidences)

    learnt: list[tuple[tuple[int, ...], list[int]]] = []
    recent = MemoryBank.recent

    def watched(
        self: MemoryBank,
        key: torch.Tensor,
        value: torch.Tensor,
        objects: Sequence[int],
        *,
        lost: Collection[int] = (),
    ) -> None:
        learnt.append((tuple(objects), list(lost)))
        recent(self, key, value, objects, lost=lost)

    monkeypatch.setattr("mvos_core.propagation.object_confidence", sure)
    monkeypatch.setattr(MemoryBank, "recent", watched)
    both = Anchor.of(box(2, 40, labels=box(1, 8)))
    gone = Anchor(box(1, 8), (1, 2))
    # Objects 1 and 2 in each frame without an anchor: 2 is not found, then found, then lost.
    confidences = iter([0.9, 0.2, 0.9, 0.9, 0.9, 0.2])
    run(propagator, {0: both, 1: gone}, range(5))
    assert learnt == [((1, 2), []), ((1, 2), []), ((1, 2), [2])]


def test_a_trace_is_little_of_an_object_and_hardly_found() -> None:
    whole, spot, nothing = (np.zeros((20, 20), np.float32) for _ in range(3))
    whole[:] = 1.0
    spot[0, :3] = 1.0
    extents = Extents()
    extents.see((1, 2), (whole, spot))
    extents.see((1,), (nothing,))
    assert extents.is_trace(1, spot, LOST - 0.01)  # three pixels of four hundred
    assert not extents.is_trace(1, spot, LOST)  # far away, but sure
    assert not extents.is_trace(1, whole, 0.1)
    assert not extents.is_trace(2, spot, 0.1)  # it never was larger


def test_traces_of_a_lost_object_are_not_shown(
    propagator: Propagator, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OnePixel:
        """Finds one pixel of stride 4, and doubts all others."""

        name = "one pixel"

        def segment(self, pixels: Frame, remembered: Remembered) -> Segmented:
            logits = torch.full((1, 1, SIZE[0] // 4, SIZE[1] // 4), -1.0)
            logits[..., 0, 0] = 4.0
            return Segmented(logits, remembered.keys[0], remembered.values[0])

    monkeypatch.setattr(propagator, "engine", lambda size: OnePixel())
    everywhere = {0: Anchor.of(np.ones(SIZE, np.uint8))}
    gone = run(propagator, everywhere, range(2))[1]
    assert not gone.labels.any() and not gone.soft.any()
    assert gone.confidence == {1: 0.0}
    seen = run(propagator, {0: Anchor.of(box(1, 8))}, range(2))[1]
    assert seen.labels.any()
    assert 0 < seen.confidence[1] < LOST

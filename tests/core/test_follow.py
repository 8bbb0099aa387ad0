from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from mvos_core import follow
from mvos_core.both_ways import propagate_clip
from mvos_core.eval.metrics import jaccard
from mvos_core.follow import FollowingPropagator, FollowingRun, pasted
from mvos_core.model.checkpoint import load_model
from mvos_core.propagation import Anchor, Propagated, Propagator, propagate
from mvos_core.types import Frame, LabelMap, size_of
from mvos_core.view import Box
from tests.core.drifting import Clip, box

SIZE = (100, 200)
FRAME = np.zeros((*SIZE, 3), np.uint8)
ROWS, COLUMNS = np.mgrid[: SIZE[0], : SIZE[1]]
PLACES = np.stack([ROWS, COLUMNS, ROWS], axis=-1).astype(np.uint8)
"""A frame whose pixels say where they are."""


def square(top: int, left: int, side: int = 20, *, label: int = 1) -> LabelMap:
    labels = np.zeros(SIZE, np.uint8)
    labels[top : top + side, left : left + side] = label
    return labels


class ScriptedRun:
    """Finds what a script says, and records which parts of frames it was shown."""

    truth: Mapping[int, LabelMap]
    confidence: Mapping[int, float]
    log: list[tuple[str, int, tuple[int, int]]]

    def __init__(self, propagator: Propagator, *, size: tuple[int, int]) -> None:
        assert size == (48, 96)

    def remember(self, index: int, frame: Frame, anchor: Anchor) -> None:
        assert size_of(frame) == size_of(anchor.labels)
        self.log.append(("remember", index, size_of(frame)))

    def resume(self, frame: Frame, found: Anchor) -> None:
        assert size_of(frame) == size_of(found.labels)
        self.log.append(("resume", -1, size_of(frame)))

    def step(self, index: int, frame: Frame, anchor: Anchor | None = None) -> Propagated:
        self.log.append(("step", index, size_of(frame)))
        zoomed = size_of(frame) != SIZE
        # A frame's own pixels say which part of it is seen.
        top, left = int(frame[0, 0, 0]), int(frame[0, 0, 1])
        height, width = size_of(frame)
        labels = anchor.labels if anchor else self.truth[index][top : top + height, left : left + width]
        confidence = self.confidence.get(index, 1.0) if zoomed else 1.0
        return Propagated(index, labels, (1,), {1: confidence}, np.zeros((1, 12, 24), np.uint8))


Script = Callable[..., list[tuple[str, int, tuple[int, int]]]]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, propagator: Propagator) -> Script:
    """Follow a script of label maps; return what the inner runs were shown, after checking that it was pasted back."""
    monkeypatch.setattr(follow, "Run", ScriptedRun)

    def play(
        truth: Sequence[LabelMap], *, confidence: Mapping[int, float] | None = None
    ) -> list[tuple[str, int, tuple[int, int]]]:
        ScriptedRun.truth = dict(enumerate(truth))
        ScriptedRun.confidence = confidence or {}
        ScriptedRun.log = []
        run = FollowingRun(propagator)
        for index, labels in enumerate(truth):
            result = run.step(index, PLACES, None if index else Anchor.of(truth[0]))
            np.testing.assert_array_equal(result.labels, labels)
        return ScriptedRun.log

    return play


def looks(log: list[tuple[str, int, tuple[int, int]]]) -> list[tuple[int, tuple[int, int]]]:
    return [(index, size) for what, index, size in log if what == "step"]


def test_a_small_object_is_followed(seen: Script) -> None:
    log = seen([square(40, 90 + 4 * t) for t in range(5)])
    assert looks(log) == [(t, (33, 67)) for t in range(5)]
    assert [what for what, _, _ in log] == ["step"] * 5


def test_a_large_object_is_not(seen: Script) -> None:
    assert looks(seen([square(10, 20 + t, 70) for t in range(3)])) == [(t, SIZE) for t in range(3)]


def test_memory_is_made_anew_where_the_zoom_changes(seen: Script) -> None:
    log = seen([square(30, 60, 20), square(30, 60, 20), square(26, 56, 28), square(26, 56, 28)])
    # The third frame is looked at with the old view; the fourth's is chosen from what it shows.
    assert log[:3] == [("step", t, (33, 67)) for t in range(3)]
    assert log[3:] == [("remember", 0, (42, 84)), ("resume", -1, (42, 84)), ("step", 3, (42, 84))]


def test_doubt_makes_it_look_at_the_whole_frame_for_a_while(seen: Script) -> None:
    log = seen([square(40, 90)] * 10, confidence={2: 0.5})
    assert looks(log) == [
        *[(t, (33, 67)) for t in (0, 1, 2)],
        *[(t, SIZE) for t in (2, 3, 4, 5, 6, 7)],
        *[(t, (33, 67)) for t in (8, 9)],
    ]
    again = log[log.index(("step", 2, (33, 67))) + 1 :]
    assert again[:3] == [("remember", 0, SIZE), ("resume", -1, SIZE), ("step", 2, SIZE)]


def test_an_object_that_is_known_to_be_gone_raises_no_doubt(
    seen: Script, propagator: Propagator, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = seen([square(40, 90)])
    step = ScriptedRun.step

    def without_another(
        self: ScriptedRun, index: int, frame: Frame, anchor: Anchor | None = None
    ) -> Propagated:
        result = step(self, index, frame, anchor)
        return replace(result, objects=(1, 2), confidence={1: 1.0, 2: 1.0 if anchor else 0.0})

    monkeypatch.setattr(ScriptedRun, "step", without_another)
    log.clear()
    ScriptedRun.truth = dict.fromkeys(range(4), square(40, 90))
    run = FollowingRun(propagator)
    for index in range(4):
        run.step(index, PLACES, Anchor(square(40, 90), (1, 2)) if index == 0 else None)
    assert looks(log) == [(t, (33, 67)) for t in range(4)]


def test_no_frame_is_seen_whole_twice(seen: Script) -> None:
    """Where the view is the whole frame already, doubt changes nothing."""
    log = seen([square(10, 20, 70)] * 3)
    assert looks(log) == [(t, SIZE) for t in range(3)]
    log = seen([square(10, 20, 70), np.zeros(SIZE, np.uint8)])
    assert looks(log) == [(t, SIZE) for t in range(2)]


@pytest.mark.parametrize(
    "beyond", [square(40, 115), square(40, 20), np.zeros(SIZE, np.uint8)], ids=["cut off", "beyond", "gone"]
)
def test_what_leaves_the_view_is_looked_for_in_the_whole_frame(seen: Script, beyond: LabelMap) -> None:
    found = looks(seen([square(40, 90), square(40, 90), beyond]))
    assert found == [(0, (33, 67)), (1, (33, 67)), (2, (33, 67)), (2, SIZE)]


def test_the_frames_own_border_cuts_nothing_off(seen: Script) -> None:
    assert looks(seen([square(0, 0)] * 3)) == [(t, (33, 67)) for t in range(3)]


def test_several_objects_share_a_view_if_that_is_small(seen: Script) -> None:
    together = square(40, 90, 12) + square(40, 105, 12, label=2)
    apart = square(40, 5, 12) + square(40, 180, 12, label=2)
    # 27 of 200 columns and 12 of 100 rows; then 187 columns.
    assert looks(seen([together])) == [(0, (33, 67))]
    assert looks(seen([apart])) == [(0, SIZE)]


def test_pasting_back_is_exact() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, (40, 80), dtype=np.uint8)
    soft = np.full((2, 12, 24), 200, np.uint8)
    result = Propagated(7, labels, (1, 2), {1: 0.9, 2: 0.8}, soft)
    view = Box(20, 60, 60, 140)
    whole = pasted(result, view, size=SIZE, working=(48, 96))
    np.testing.assert_array_equal(view.cut(whole.labels), labels)
    assert not np.delete(whole.labels, np.s_[20:60], axis=0).any()
    assert not np.delete(whole.labels, np.s_[60:140], axis=1).any()
    # Half of the working size: 24 × 48, in which the view is rows 5 … 13 and columns 14 … 33.
    wanted = np.zeros((2, 24, 48), np.uint8)
    wanted[:, 5:14, 14:34] = 200
    np.testing.assert_array_equal(whole.soft, wanted)
    assert (whole.index, whole.objects, whole.confidence) == (7, (1, 2), result.confidence)


def test_the_whole_frame_pastes_to_itself() -> None:
    labels = square(3, 4)
    result = Propagated(0, labels, (1,), {1: 1.0}, np.full((1, 12, 24), 9, np.uint8))
    whole = pasted(result, Box(0, 0, *SIZE), size=SIZE, working=(48, 96))
    np.testing.assert_array_equal(whole.labels, labels)
    assert (whole.soft == 9).all()


def test_anchors_beyond_the_limit_are_kept_only_for_objects_without_another(propagator: Propagator) -> None:
    run = FollowingRun(propagator)  # remembers three anchors
    run.remember(0, FRAME, Anchor(square(0, 0, label=2), (2,)))
    for index in (1, 2, 3, 4):
        run.remember(index, FRAME, Anchor(square(0, 0), (1,)))
    assert list(run._anchors) == [0, 2, 3, 4]


class Crossing:
    """A small disc that crosses a large textured frame."""

    size = (288, 512)

    def __init__(self) -> None:
        rng = np.random.default_rng(2)
        ground = rng.integers(40, 140, (36, 64, 3), dtype=np.uint8)
        self._ground = np.asarray(cv2.resize(ground, (512, 288), interpolation=cv2.INTER_CUBIC), np.uint8)

    def mask(self, index: int) -> LabelMap:
        y, x = np.mgrid[:288, :512]
        return np.asarray((x - 80 - 9 * index) ** 2 + (y - 120 - 4 * index) ** 2 < 13**2, np.uint8)

    def read(self, index: int, /) -> Frame:
        frame = self._ground.copy()
        frame[self.mask(index) > 0] = (235, 190, 60)
        return frame

    def frames(self, order: range, /) -> Iterator[Frame]:
        return (self.read(index) for index in order)


def test_a_small_object_is_masked_better_at_the_same_working_size() -> None:
    network, clip = load_model("mobilenetv2"), Crossing()
    mean = {}
    for kind in (Propagator, FollowingPropagator):
        steps = propagate(
            kind(network, size=144, precision="fp32"), clip, {0: Anchor.of(clip.mask(0))}, range(10)
        )
        scores = [jaccard(step.value.labels == 1, clip.mask(step.value.index) == 1) for step in steps]
        mean[kind] = np.mean(scores[1:])
    assert mean[FollowingPropagator] > 0.95
    assert mean[Propagator] < 0.8


@pytest.fixture(scope="module")
def following(propagator: Propagator) -> FollowingPropagator:
    return FollowingPropagator(propagator.network, size=48, precision="fp32")


def test_anchors_come_out_as_painted_and_runs_are_pure(following: FollowingPropagator) -> None:
    anchors = {2: Anchor.of(box(3, 8)), 5: Anchor.of(box(5, 40))}
    first, again = (
        [step.value for step in propagate(following, Clip(), anchors, range(2, 9))] for _ in range(2)
    )
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.labels, other.labels)
        np.testing.assert_array_equal(one.soft, other.soft)
        assert one.confidence == other.confidence
    np.testing.assert_array_equal(first[0].labels, anchors[2].labels)
    np.testing.assert_array_equal(first[3].labels == 5, anchors[5].labels == 5)
    assert first[-1].objects == (3, 5)


def test_directions_are_blended_as_ever(following: FollowingPropagator) -> None:
    anchors = {0: Anchor.of(box(1, 8)), 6: Anchor.of(box(1, 30))}
    results = [step.value for step in propagate_clip(following, Clip(), anchors, range(8))]
    final = {result.index: result for result in results if result is not None and result.final}
    assert sorted(final) == list(range(8))
    assert {result.soft.shape for result in final.values()} == {(1, 24, 32)}
    np.testing.assert_array_equal(final[6].labels, anchors[6].labels)

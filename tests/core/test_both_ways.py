import numpy as np
import pytest

from mvos_core.both_ways import _Pending, propagate_clip
from mvos_core.propagation import Anchor, Propagated, Propagator, propagate
from mvos_core.types import MvosError
from tests.core.drifting import SIZE, Clip, box


def run(propagator: Propagator, anchors: dict[int, Anchor], order: range) -> dict[int, Propagated]:
    return {step.value.index: step.value for step in propagate(propagator, Clip(), anchors, order)}


def clip_steps(
    propagator: Propagator, anchors: dict[int, Anchor], frames: range, *, backward: bool = False
) -> list[Propagated]:
    """Run a clip, see that every frame run through is a step, and return what the steps tell."""
    steps = list(propagate_clip(propagator, Clip(), anchors, frames, backward=backward))
    assert [step.done for step in steps] == list(range(1, len(steps) + 1))
    assert {step.total for step in steps} == {len(steps)}
    results = [step.value for step in steps if step.value]
    finals = [result.index for result in results if result.final]
    assert len(finals) == len(set(finals))
    assert all(result.index in frames for result in results)
    return results


def final(results: list[Propagated]) -> dict[int, Propagated]:
    return {result.index: result for result in results if result.final}


def result(value: int, objects: tuple[int, ...] = (1,)) -> Propagated:
    soft = np.full((len(objects), 4, 4), value, np.uint8)
    return Propagated(5, np.zeros((16, 16), np.uint8), objects, dict.fromkeys(objects, value / 255), soft)


@pytest.mark.parametrize(("weight", "shown"), [(0.75, 1), (0.25, 0)])
def test_blending_weighs_the_two_directions(weight: float, shown: int) -> None:
    frame = _Pending()
    frame.add(result(255))
    frame.add(result(0), old_weight=weight)
    mixed = frame.result(5, None, (16, 16))
    assert (mixed.soft == round(255 * weight)).all()
    assert (mixed.labels == shown).all()
    assert mixed.confidence[1] == pytest.approx(weight)


def test_objects_of_one_direction_are_taken_as_they_are() -> None:
    frame = _Pending()
    frame.add(result(255, (1, 2)))
    frame.add(result(0, (1,)), old_weight=0.5)
    frame.add(result(200, (3,)), old_weight=0.5)
    mixed = frame.result(5, None, (16, 16))
    assert mixed.objects == (1, 2, 3)
    assert [int(plane[0, 0]) for plane in mixed.soft] == [128, 255, 200]


def test_a_clip_between_anchors_is_run_from_both_sides(propagator: Propagator) -> None:
    anchors = {0: Anchor.of(box(1, 8)), 6: Anchor.of(box(1, 30))}
    results = clip_steps(propagator, anchors, range(0, 9))
    found = final(results)
    assert sorted(found) == list(range(9))
    forward = run(propagator, {0: anchors[0]}, range(0, 6))
    backward = run(propagator, {6: anchors[6]}, range(6, 0, -1))
    for index in range(1, 6):
        expected = (6 - index) / 6 * forward[index].soft.astype(float) + index / 6 * backward[index].soft
        np.testing.assert_allclose(found[index].soft, expected, atol=1)
    provisional = [result.index for result in results if not result.final]
    assert provisional == [1, 2, 3, 4, 5]


def test_another_objects_anchor_in_between_changes_nothing_about_that(propagator: Propagator) -> None:
    anchors = {0: Anchor.of(box(1, 8)), 3: Anchor.of(box(2, 44)), 6: Anchor.of(box(1, 30))}
    results = clip_steps(propagator, anchors, range(0, 8))
    found = final(results)
    assert sorted({result.index for result in results if not result.final}) == [1, 2, 3, 4, 5]
    assert found[2].objects == (1,)
    assert found[4].objects == (1, 2)
    np.testing.assert_array_equal(found[3].labels == 2, anchors[3].labels == 2)
    backward = run(propagator, {6: anchors[6]}, range(6, 0, -1))
    forward = run(propagator, {k: anchors[k] for k in (0, 3)}, range(0, 6))
    row = 4 / 6
    np.testing.assert_allclose(
        found[4].soft[0], (1 - row) * forward[4].soft[0].astype(float) + row * backward[4].soft[0], atol=1
    )
    np.testing.assert_array_equal(found[4].soft[1], forward[4].soft[1])


def test_frames_before_the_first_anchor_only_when_asked(propagator: Propagator) -> None:
    anchors = {3: Anchor.of(box(1, 8))}
    assert sorted(final(clip_steps(propagator, anchors, range(1, 6)))) == [3, 4, 5]
    assert sorted(final(clip_steps(propagator, anchors, range(1, 6), backward=True))) == [1, 2, 3, 4, 5]


def test_backwards_every_object_reaches_the_beginning_without_a_hole(propagator: Propagator) -> None:
    anchors = {2: Anchor.of(box(1, 8)), 5: Anchor.of(box(2, 40))}
    found = final(clip_steps(propagator, anchors, range(0, 8), backward=True))
    assert sorted(found) == list(range(8))
    assert all(result.objects == (1, 2) for result in found.values())
    alone = run(propagator, {5: anchors[5]}, range(5, -1, -1))
    for index in (0, 3, 4):
        np.testing.assert_array_equal(found[index].soft[1], alone[index].soft[0])
    np.testing.assert_array_equal(found[2].labels == 1, anchors[2].labels == 1)


def test_a_range_before_its_only_anchor_is_reached_backwards(propagator: Propagator) -> None:
    anchors = {7: Anchor.of(box(1, 8))}
    found = final(clip_steps(propagator, anchors, range(2, 5), backward=True))
    alone = run(propagator, anchors, range(7, 1, -1))
    assert sorted(found) == [2, 3, 4]
    for index, value in found.items():
        np.testing.assert_array_equal(value.soft, alone[index].soft)


def test_a_range_behind_its_anchor_is_reached_by_running_there(propagator: Propagator) -> None:
    anchors = {0: Anchor.of(box(1, 8))}
    whole = run(propagator, anchors, range(0, 8))
    found = final(clip_steps(propagator, anchors, range(5, 8)))
    assert sorted(found) == [5, 6, 7]
    for index, value in found.items():
        np.testing.assert_array_equal(value.soft, whole[index].soft)


def test_a_range_that_begins_with_an_anchor_is_not_run_up_to(propagator: Propagator) -> None:
    clip = Clip()
    anchors = {0: Anchor.of(box(1, 8)), 4: Anchor.of(box(1, 20))}
    list(propagate_clip(propagator, clip, anchors, range(4, 7)))
    assert clip.asked == [0, 4, 5, 6]  # the earlier anchor is remembered, the frames between are not needed
    clip = Clip()
    anchors[0] = Anchor.of(box(2, 40, labels=box(1, 8)))
    list(propagate_clip(propagator, clip, anchors, range(4, 7)))
    assert clip.asked[-7:] == list(range(0, 7))  # object 2 must be followed to where the range begins


def test_a_backward_run_goes_no_farther_than_the_range(propagator: Propagator) -> None:
    clip = Clip()
    anchors = {0: Anchor.of(box(1, 8)), 9: Anchor.of(box(1, 30))}
    list(propagate_clip(propagator, clip, anchors, range(6, 11)))
    assert clip.asked == [*range(0, 10), 9, 8, 7, 6, 10]


@pytest.mark.parametrize("frames", [range(0, 5), range(2, 5)])
def test_an_anchor_beyond_the_end_is_blended_in_like_one_inside(
    propagator: Propagator, frames: range
) -> None:
    anchors = {0: Anchor.of(box(1, 8)), 7: Anchor.of(box(2, 44, labels=box(1, 30)))}
    whole = final(clip_steps(propagator, anchors, range(0, 8)))
    found = final(clip_steps(propagator, anchors, frames))
    assert sorted(found) == list(frames)
    for index, value in found.items():
        assert value.objects == (1,)  # object 2 begins beyond the range
        np.testing.assert_array_equal(value.soft, whole[index].soft)


def test_a_range_that_no_mask_tells_about_is_refused(propagator: Propagator) -> None:
    with pytest.raises(MvosError, match="give one for a frame of it"):
        list(propagate_clip(propagator, Clip(), {9: Anchor.of(box(1, 8))}, range(0, 5)))


def test_frames_that_wait_hold_no_picture_sized_arrays() -> None:
    frame = _Pending()
    frame.add(result(255, (1, 2)))
    assert frame.shape == (4, 4)
    assert all(len(packed) < 4 * 4 + 16 for packed in frame.soft.values())  # the packing's own bytes included
    assert frame.result(0, None, SIZE).labels.shape == SIZE

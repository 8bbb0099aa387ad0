from pathlib import Path

import numpy as np
import pytest

from mvos_core.eval.scribbles import ScribbleScore, scribble_benchmark
from mvos_core.types import Frame, Mask
from tests.core.eval.davis_tree import SIZE, plain_labels, write_lists, write_sequence


@pytest.fixture
def davis(tmp_path: Path) -> Path:
    """Six frames of each of two clips; the second one's object is there in its first two frames only."""
    root = tmp_path / "DAVIS"
    write_sequence(root, "box", label_maps=[plain_labels(1, index=i) for i in range(6)])
    maps = [plain_labels(1) if i < 2 else plain_labels() for i in range(6)]
    write_sequence(root, "gone", label_maps=maps)
    write_lists(root, year="2016", lists={"val": ["box", "gone"]})
    return root


def scores(davis: Path, method: object, **settings: int) -> dict[str, ScribbleScore]:
    steps = list(scribble_benchmark(davis, {"m": method}, split="val", **settings))  # type: ignore[dict-item]
    assert [step.done for step in steps] == [1, 2, 3]
    assert {step.total for step in steps} == {3}
    return {step.value.sequence: step.value for step in steps}


def test_a_method_that_masks_its_strokes_gets_better_with_each(davis: Path) -> None:
    def strokes_only(frame: Frame, foreground: Mask, background: Mask, *, previous: Mask | None) -> Mask:
        assert frame.shape == (*SIZE, 3)
        return foreground & ~background

    found = scores(davis, strokes_only, every=2, strokes=4)
    assert (found["box"].frames, found["gone"].frames, found["all"].frames) == (3, 1, 4)
    for score in found.values():
        assert len(score.iou) == 4
        assert list(score.iou) == sorted(score.iou)
        assert 0 < score.iou[0] < score.iou[-1]
    expected = (3 * np.array(found["box"].iou) + np.array(found["gone"].iou)) / 4
    np.testing.assert_allclose(found["all"].iou, expected)


def test_strokes_add_up_and_the_last_mask_is_handed_on(davis: Path) -> None:
    calls: list[tuple[int, int, bool]] = []

    def everything(frame: Frame, foreground: Mask, background: Mask, *, previous: Mask | None) -> Mask:
        calls.append((int(foreground.sum()), int(background.sum()), previous is not None))
        assert previous is None or previous.sum() == previous.size - calls[-2][1]
        return ~background

    found = scores(davis, everything, every=6, strokes=3)
    first, second, third = calls[:3]
    assert first[0] > 0 and first[1] == 0 and not first[2]
    # All is masked, so the user strokes what is too much.
    assert second[0] == third[0] == first[0] and 0 < second[1] < third[1] and second[2] and third[2]
    # The 24 pixels of the box out of 24 × 32.
    assert found["box"].iou[0] == pytest.approx(24 / (24 * 32))


def test_a_right_mask_is_left_alone(davis: Path) -> None:
    truth = plain_labels(1) > 0
    calls = []

    def right(frame: Frame, foreground: Mask, background: Mask, *, previous: Mask | None) -> Mask:
        calls.append(1)
        return truth

    found = scores(davis, right, every=6, strokes=5)
    assert found["all"].iou == (1.0,) * 5
    assert len(calls) == 2
    assert found["all"].next_ms == 0.0

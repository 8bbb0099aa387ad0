import cv2
import numpy as np
import pytest

from mvos_core.eval.metrics import jaccard
from mvos_core.scribble import mask_from_scribbles
from mvos_core.types import Frame, Mask

SIZE = (180, 240)


def picture() -> tuple[Frame, Mask, Mask]:
    """A yellow and a green disc that touch, on a mottled blue ground."""
    rng = np.random.default_rng(0)
    frame = cv2.resize(rng.integers(40, 110, (12, 16, 3), dtype=np.uint8), SIZE[::-1])
    frame[..., 2] = 160
    masks = []
    for centre, colour in (((90, 90), (230, 200, 40)), ((150, 90), (40, 190, 60))):
        disc = np.zeros(SIZE, np.uint8)
        cv2.circle(disc, centre, 34, [1.0], -1)
        frame[disc > 0] = colour
        masks.append(disc > 0)
    noise = rng.integers(-8, 9, frame.shape)
    return np.clip(frame.astype(int) + noise, 0, 255).astype(np.uint8), masks[0] & ~masks[1], masks[1]


def stroke(start: tuple[int, int], end: tuple[int, int], width: int = 5) -> Mask:
    canvas = np.zeros(SIZE, np.uint8)
    cv2.line(canvas, start, end, [1.0], width)
    return canvas > 0


NOTHING = np.zeros(SIZE, np.bool_)


def test_one_stroke_finds_the_object() -> None:
    frame, yellow, _ = picture()
    found = mask_from_scribbles(frame, stroke((75, 80), (95, 105)), NOTHING)
    assert jaccard(found, yellow) > 0.9


def test_further_strokes_add_and_take_away() -> None:
    frame, yellow, green = picture()
    both = mask_from_scribbles(
        frame,
        stroke((140, 80), (155, 100)),
        NOTHING,
        previous=mask_from_scribbles(frame, stroke((75, 80), (95, 105)), NOTHING),
    )
    assert jaccard(both, yellow | green) > 0.9
    less = mask_from_scribbles(
        frame, stroke((75, 80), (95, 105)), stroke((140, 75), (160, 110), 9), previous=both
    )
    assert jaccard(less, yellow) > 0.9


def test_strokes_are_obeyed_to_the_pixel() -> None:
    frame, _, _ = picture()
    inside, outside = stroke((20, 20), (30, 30)), stroke((85, 85), (95, 95))
    found = mask_from_scribbles(frame, inside, outside)
    assert found[inside].all()
    assert not found[outside].any()


def test_no_stroke_is_no_mask_and_the_same_strokes_give_the_same_mask() -> None:
    frame, _, _ = picture()
    assert not mask_from_scribbles(frame, NOTHING, NOTHING).any()
    first, second = (mask_from_scribbles(frame, stroke((75, 80), (95, 105)), NOTHING) for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("place", [((0, 0), (4, 4)), ((236, 176), (239, 179))])
def test_strokes_in_the_corners(place: tuple[tuple[int, int], tuple[int, int]]) -> None:
    frame, _, _ = picture()
    found = mask_from_scribbles(frame, stroke(*place), NOTHING)
    assert found.shape == SIZE
    assert found[stroke(*place)].all()

import numpy as np
import pytest

from mvos_core.scribble.obey import obeyed
from mvos_core.types import Mask

SIZE = (60, 80)


def row(text: str) -> Mask:
    return np.array([[letter == "x" for letter in text]])


def box(rows: slice, columns: slice) -> Mask:
    mask = np.zeros(SIZE, np.bool_)
    mask[rows, columns] = True
    return mask


NOTHING = np.zeros(SIZE, np.bool_)
CAR = box(slice(10, 40), slice(10, 50))
WHEEL = box(slice(36, 48), slice(14, 26))


@pytest.mark.parametrize("previous", [None, row("..............")])
def test_of_a_first_mask_the_parts_stay_that_are_stroked(previous: Mask | None) -> None:
    mask = row("xxx.xx..xxx.xx")
    foreground = row(".x.....x......")
    background = row("............x.")
    assert obeyed(mask, foreground, background, previous=previous).tolist() == row("xxx....xxxx...").tolist()


def test_of_a_refined_mask_only_what_is_stroked_changes() -> None:
    previous = CAR
    wanted = CAR | WHEEL
    elsewhere = box(slice(50, 58), slice(60, 78))  # another thing that looks alike
    outline = box(slice(8, 42), slice(50, 52))  # the same edge, drawn two pixels further out
    stroke = box(slice(42, 44), slice(18, 22))
    found = obeyed(wanted | elsewhere | outline, stroke, NOTHING, previous=previous)
    np.testing.assert_array_equal(found, wanted)


def test_what_is_stroked_away_goes_and_the_rest_stays() -> None:
    previous = CAR | WHEEL
    stroke = box(slice(43, 45), slice(18, 22))
    missing = box(slice(12, 20), slice(30, 45))  # a part of the car that the network lost on the way
    found = obeyed(CAR & ~missing, NOTHING, stroke, previous=previous)
    np.testing.assert_array_equal(found, CAR)


def test_strokes_are_obeyed_to_the_pixel_where_nothing_else_changes() -> None:
    inside, outside = box(slice(55, 56), slice(2, 9)), box(slice(20, 21), slice(20, 40))
    found = obeyed(CAR, inside, outside, previous=CAR)
    np.testing.assert_array_equal(found, (CAR | inside) & ~outside)


def test_no_stroke_changes_nothing() -> None:
    np.testing.assert_array_equal(obeyed(WHEEL, NOTHING, NOTHING, previous=CAR), CAR)
    assert not obeyed(CAR, NOTHING, NOTHING, previous=None).any()

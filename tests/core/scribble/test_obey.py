import numpy as np

from mvos_core.scribble.obey import obeyed
from mvos_core.types import Mask


def row(text: str) -> Mask:
    return np.array([[letter == "x" for letter in text]])


def test_strokes_win_and_parts_that_nothing_points_at_are_dropped() -> None:
    mask = row("xxx.xx..xxx.xx")
    foreground = row(".x.....x......")
    background = row("............x.")
    assert obeyed(mask, foreground, background, previous=None).tolist() == row("xxx....xxxx...").tolist()


def test_parts_of_the_previous_mask_stay() -> None:
    mask = row("xxx.xx..xxx.xx")
    foreground, background = row(".x............"), row("........x.....")
    found = obeyed(mask, foreground, background, previous=row("....x....x...."))
    assert found.tolist() == row("xxx.xx...xx...").tolist()


def test_nothing_is_nothing() -> None:
    nothing = row("....")
    assert not obeyed(nothing, nothing, nothing, previous=nothing).any()
    assert not obeyed(~nothing, nothing, nothing, previous=None).any()

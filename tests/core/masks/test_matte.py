"""Mattes of several objects, each prepared in its own way."""

from __future__ import annotations

import numpy as np
import pytest

from mvos_core.masks.matte import matte_of
from mvos_core.masks.refine import refine
from mvos_core.masks.refinement import AS_IT_IS, REMOVAL, Refinement, alike, joined
from mvos_core.types import LabelMap

FRAME = np.zeros((60, 80, 3), np.uint8)


def two_squares() -> LabelMap:
    labels = np.zeros((60, 80), np.uint8)
    labels[20:40, 10:30] = 1
    labels[20:40, 50:70] = 2
    return labels


def test_every_object_is_prepared_in_its_own_way() -> None:
    labels = two_squares()
    mattes = {1: Refinement(grow_px=4), 2: Refinement(grow_px=-4, feather_px=3)}
    alpha = matte_of([labels], [FRAME], alike([1, 2], mattes))
    left = refine([labels == 1], [FRAME], mattes[1], outward=False)
    right = refine([labels == 2], [FRAME], mattes[2], outward=False)
    np.testing.assert_array_equal(alpha, np.maximum(left, right))
    assert (alpha[30, 7], alpha[30, 52]) == (255, 0)


def test_objects_that_are_alike_are_prepared_together() -> None:
    assert alike([1, 2, 3], {2: Refinement(grow_px=1)}) == {AS_IT_IS: [1, 3], Refinement(grow_px=1): [2]}
    labels = two_squares()
    together = refine([labels > 0], [FRAME], AS_IT_IS, outward=False)
    np.testing.assert_array_equal(matte_of([labels], [FRAME], alike([1, 2], {})), together)


def test_touching_objects_leave_no_seam() -> None:
    labels = np.ones((20, 30), np.uint8)
    labels[:, 15:] = 2
    # Preparations that differ, so that the two are prepared apart, and change nothing here.
    groups = alike([1, 2], {2: Refinement(despeckle_px=1)})
    assert len(groups) == 2
    assert matte_of([labels], [FRAME[:20, :30]], groups).min() >= 254


def test_what_an_export_asks_for_comes_on_top() -> None:
    own = Refinement(grow_px=2, feather_px=1, steady_frames=1)
    more = Refinement(grow_px=3, feather_px=4, fill_holes_px=5)
    expected = Refinement(grow_px=5, feather_px=4, fill_holes_px=5, steady_frames=1)
    assert joined(own, more) == expected
    assert joined(own, AS_IT_IS) == own
    assert alike([1], {1: own}, more=more) == {expected: [1]}


def test_preparations_survive_as_plain_values() -> None:
    own = Refinement(grow_px=-2.5, feather_px=1, fill_holes_px=8, despeckle_px=3, steady_frames=2)
    assert Refinement.of_plain(own.plain()) == own
    assert Refinement.of_plain({}) == AS_IT_IS
    assert Refinement.of_plain({"from_the_future": 1, "shadow": 0.5}, REMOVAL) == Refinement(4, 3, shadow=0.5)
    for broken in ({"grow_px": "wide"}, {"grow_px": True}, {"grow_px": float("nan")}, {"feather_px": -1}):
        with pytest.raises(ValueError, match="px"):
            Refinement.of_plain(broken)

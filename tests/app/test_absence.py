"""Objects that have left the picture: which frames count as such, and how the window shows them."""

from __future__ import annotations

import numpy as np
import pytest

from app.absence import LOSS_FRAMES, absent_objects, touched
from app.controllers.navigation import next_doubtful
from app.widgets.lanes import NO_CONFIDENCE, State
from mvos_core.masks.track import MaskEntry, MaskTrack, Origin
from tests.app.conftest import HEIGHT, N_FRAMES, WIDTH, Studio, truth

LEFT = 8
"""The first frame without object 1."""


def propagated(index: int, *labels: int) -> MaskEntry:
    """A mask of objects 1 and 2 in which only some were found."""
    confidence = {label: 0.9 if label in labels else 0.0 for label in (1, 2)}
    return MaskEntry.of(truth(index, labels=labels), origin=Origin.PROPAGATED, confidence=confidence)


def leaving(back: int = N_FRAMES) -> dict[int, MaskEntry]:
    """Masks in which object 1 is missing from frame `LEFT` until it is `back`."""
    return {
        index: propagated(index, *((2,) if LEFT <= index < back else (1, 2))) for index in range(N_FRAMES)
    }


def absent(entries: dict[int, MaskEntry]) -> list[int]:
    track = MaskTrack(entries)
    return [index for index in range(N_FRAMES) if absent_objects(track, index) == {1}]


def test_the_first_frames_of_a_loss_are_none_of_absence() -> None:
    assert absent(leaving()) == list(range(LEFT + LOSS_FRAMES, N_FRAMES))


def test_both_ends_of_a_gap_stay_doubtful() -> None:
    assert absent(leaving(back=20)) == [13, 14]
    assert absent(leaving(back=LEFT + 2 * LOSS_FRAMES)) == []


def test_an_object_that_was_never_found_is_absent() -> None:
    assert absent({index: propagated(index, 2) for index in range(N_FRAMES)}) == list(range(N_FRAMES))


def test_without_masks_nobody_is_absent() -> None:
    assert absent({}) == []
    assert absent({3: MaskEntry.of(truth(3), origin=Origin.IMPORTED)}) == []


def test_the_users_own_word_counts_as_what_its_pixels_say() -> None:
    nothing = np.zeros((HEIGHT, WIDTH), np.uint8)
    gone = {index: propagated(index, 2) for index in range(N_FRAMES)}
    erased = MaskEntry.of(nothing, origin=Origin.PAINTED, confidence={1: 1.0})
    painted = MaskEntry.of(truth(9, labels=(1,)), origin=Origin.PAINTED, confidence={1: 1.0})
    assert absent({**gone, 9: erased}) == [index for index in range(N_FRAMES) if index != 9]
    assert absent({**gone, 9: painted}) == [*range(4), *range(15, N_FRAMES)]
    elsewhere = MaskEntry.of(truth(9, labels=(1,)), origin=Origin.IMPORTED)
    assert absent({**gone, 9: elsewhere}) == [*range(4), *range(15, N_FRAMES)]


def test_a_frame_touches_those_around_it_that_miss_an_object() -> None:
    track = MaskTrack(leaving())
    assert touched(track, [LEFT - 1]) == [LEFT - 1, *range(LEFT, LEFT + 5)]
    assert touched(track, [2]) == [2]


@pytest.mark.parametrize("order", [range(N_FRAMES), range(N_FRAMES - 1, -1, -1)])
def test_the_timeline_shows_who_has_left_in_whatever_order_masks_come(studio: Studio, order: range) -> None:
    studio.window.objects.add()
    entries, timeline = leaving(), studio.window.timeline
    transaction = studio.session.document.begin("Propagate")
    for index in order:
        transaction.land({index: entries[index]})
    transaction.commit()
    states = [timeline.state(1, index) for index in range(N_FRAMES)]
    first = LEFT + LOSS_FRAMES
    assert states == [State.PROPAGATED] * first + [State.ABSENT] * (N_FRAMES - first)
    assert {timeline.state(2, index) for index in range(N_FRAMES)} == {State.PROPAGATED}
    sure = [timeline.confidence(index) for index in range(N_FRAMES)]
    assert sure == pytest.approx([0.9] * LEFT + [0.0] * LOSS_FRAMES + [0.9] * (N_FRAMES - first))


def test_an_object_that_has_left_is_doubtful_once(studio: Studio) -> None:
    document = studio.session.document
    document.edit("Mask", leaving())
    assert next_doubtful(document, after=0) == LEFT
    assert next_doubtful(document, after=LEFT) == LEFT
    document.edit("Mask", {index: propagated(index) for index in range(N_FRAMES)})
    assert next_doubtful(document, after=0) is None
    assert {studio.window.timeline.confidence(index) for index in range(N_FRAMES)} == {NO_CONFIDENCE}

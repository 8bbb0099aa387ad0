"""What a changed anchor outdates."""

from __future__ import annotations

import numpy as np
import pytest

from app.staleness import stale_after
from mvos_core.masks.track import MaskEntry, Origin


def entry(pixels: list[int], *decided: int, origin: Origin = Origin.PAINTED) -> MaskEntry:
    sure = 1.0 if origin is Origin.PAINTED else 0.9
    return MaskEntry.of(np.array([pixels], np.uint8), origin=origin, confidence=dict.fromkeys(decided, sure))


def computed(pixels: list[int], *objects: int) -> MaskEntry:
    return entry(pixels, *objects, origin=Origin.PROPAGATED)


@pytest.fixture
def track() -> dict[int, MaskEntry]:
    """Ten frames; object 1 is decided in 2 and 8, object 2 in 5."""
    track = {index: computed([1, 2], 1, 2) for index in range(10)}
    return {**track, 2: entry([1, 0], 1), 5: entry([0, 2], 2), 8: entry([1, 0], 1)}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        # Between the anchors of the same object, whatever others decide in between.
        ({4: entry([1, 0], 1)}, {3, 6, 7}),
        ({2: entry([0, 0], 1)}, {0, 1, 3, 4, 6, 7}),
        # Object 2 is decided nowhere else.
        ({5: entry([0, 0], 2)}, {0, 1, 3, 4, 6, 7, 9}),
        ({9: entry([0, 2], 2)}, {6, 7}),
        # An object that an anchor shows as before is not outdated by what changes for another one.
        ({5: entry([1, 2], 1, 2)}, {3, 4, 6, 7}),
        # Removing an anchor changes as much as setting it.
        ({8: None}, {3, 4, 6, 7, 9}),
        # What is computed anew is fresh, and the same anchor again changes nothing.
        ({4: computed([1, 2], 1, 2)}, set()),
        ({8: entry([1, 0], 1)}, set()),
    ],
)
def test_stale_frames(
    track: dict[int, MaskEntry], entries: dict[int, MaskEntry | None], expected: set[int]
) -> None:
    assert stale_after(track, entries, ()) == expected


def test_stale_frames_stay_stale_until_computed(track: dict[int, MaskEntry]) -> None:
    assert stale_after(track, {4: computed([1, 2], 1, 2)}, {3, 4}) == {3}
    assert stale_after(track, {3: entry([1, 0], 1)}, {3}) == {4, 6, 7}
    assert stale_after(track, {3: None}, {3}) == set()

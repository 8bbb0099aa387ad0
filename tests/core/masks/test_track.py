"""The masks of a clip."""

from __future__ import annotations

import dataclasses
import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvos_core.masks.track import MaskEntry, MaskTrack, Origin
from mvos_core.types import MvosError

_LABELS = np.array([[0, 1, 1], [2, 0, 255]], np.uint8)
_ENTRIES = [MaskEntry(bytes([number]), (2, 3), origin) for number, origin in enumerate(Origin)]

_tracks = st.dictionaries(st.integers(0, 9), st.sampled_from(_ENTRIES))
_changes = st.dictionaries(st.integers(0, 9), st.none() | st.sampled_from(_ENTRIES))


@given(_tracks, _changes)
def test_the_inverse_restores(entries: dict[int, MaskEntry], changes: dict[int, MaskEntry | None]) -> None:
    track = MaskTrack(entries)
    inverse = track.apply(changes)
    assert {index: track.get(index) for index in changes} == changes
    assert track.apply(inverse) == changes
    assert dict(track) == entries


@given(_tracks, _changes)
def test_other_frames_are_left_alone(
    entries: dict[int, MaskEntry], changes: dict[int, MaskEntry | None]
) -> None:
    track = MaskTrack(entries)
    track.apply(changes)
    rest = entries.keys() - changes.keys()
    assert {index: track[index] for index in rest} == {index: entries[index] for index in rest}
    assert track.keys() - changes.keys() == rest


@given(_tracks)
def test_frames_come_in_order(entries: dict[int, MaskEntry]) -> None:
    track = MaskTrack(entries)
    assert list(track) == sorted(entries)
    assert len(track) == len(entries)


def test_track_is_no_view_of_what_it_was_made_of() -> None:
    entries = {3: _ENTRIES[0]}
    track = MaskTrack(entries)
    entries.clear()
    assert list(track) == [3]


def test_anchors_are_what_people_made() -> None:
    painted, propagated, imported, blended = _ENTRIES
    track = MaskTrack({5: imported, 1: painted, 2: propagated, 4: blended})
    assert track.anchors() == [1, 5]


def test_entry_gives_its_labels_back() -> None:
    entry = MaskEntry.of(_LABELS, origin=Origin.PROPAGATED, confidence={1: 0.5, 2: 0.25})
    assert entry.size == (2, 3)
    assert entry.origin == "propagated"
    assert entry.confidence == {1: 0.5, 2: 0.25}
    np.testing.assert_array_equal(entry.labels(), _LABELS)


def test_entry_is_immutable() -> None:
    confidence = {1: 0.5}
    entry = MaskEntry.of(_LABELS, origin=Origin.PAINTED, confidence=confidence)
    confidence[1] = 0.0
    entry.labels()[:] = 7
    assert entry.confidence == {1: 0.5}
    np.testing.assert_array_equal(entry.labels(), _LABELS)
    with pytest.raises(TypeError):
        entry.confidence[1] = 0.1  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        entry.origin = Origin.IMPORTED  # type: ignore[misc]


def test_equal_entries_are_equal_and_hash_alike() -> None:
    one, two = (MaskEntry.of(_LABELS, origin=Origin.PAINTED) for _ in range(2))
    assert one == two
    assert hash(one) == hash(two)
    assert one != dataclasses.replace(one, origin=Origin.IMPORTED)
    assert one != dataclasses.replace(one, confidence={1: 0.5})


def test_digest_is_the_start_of_the_files_sha256() -> None:
    entry = MaskEntry.of(_LABELS, origin=Origin.PAINTED)
    assert entry.digest() == hashlib.sha256(entry.png).hexdigest()[:8]
    assert entry.digest() != MaskEntry.of(_LABELS[::-1], origin=Origin.PAINTED).digest()


def test_broken_bytes_are_told() -> None:
    with pytest.raises(MvosError, match="not a readable picture"):
        MaskEntry(b"no picture", (2, 3), Origin.IMPORTED).labels()

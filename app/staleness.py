"""Which masks were computed before an anchor changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

import numpy as np

from app.objects import decided_objects
from mvos_core.masks.track import ANCHORING, MaskEntry


def stale_after(
    track: Mapping[int, MaskEntry], entries: Mapping[int, MaskEntry | None], stale: Iterable[int]
) -> frozenset[int]:
    """Return the stale frames of a `track` once `entries` are in place, None for one that is removed.

    A changed anchor outdates what was computed up to the anchors on either side of it that decide about the same
    objects; what is computed anew is fresh, and an anchor is never stale.
    """
    later = {**track, **entries}
    masks = sorted(index for index, entry in later.items() if entry is not None)
    deciding: dict[int, list[int]] = {}
    for index in masks:
        for label in _decided(later[index]):
            deciding.setdefault(label, []).append(index)
    spans = {
        _span(index, deciding.get(label, []))
        for index, entry in entries.items()
        for label in _changed(track.get(index), entry)
    }
    outdated = set(stale)
    for before, after in spans:
        low = 0 if before is None else bisect_right(masks, before)
        outdated.update(masks[low : len(masks) if after is None else bisect_left(masks, after)])
    computed = {index for index, entry in entries.items() if not is_anchor(entry)}
    return frozenset(
        index for index in outdated.intersection(masks) - computed if not is_anchor(later[index])
    )


def is_anchor(entry: MaskEntry | None) -> bool:
    """Whether a frame's mask is the user's own."""
    return entry is not None and entry.origin in ANCHORING


def _decided(entry: MaskEntry | None) -> frozenset[int]:
    return decided_objects(entry) if entry is not None and is_anchor(entry) else frozenset()


def _changed(before: MaskEntry | None, after: MaskEntry | None) -> frozenset[int]:
    """Return the objects about which an anchor decides otherwise than before."""
    old, new = _decided(before), _decided(after)
    both = old & new
    if not both or before is None or after is None or before.png == after.png:
        return old ^ new
    differs = before.labels(), after.labels()
    unlike = differs[0] != differs[1]
    touched = np.union1d(differs[0][unlike], differs[1][unlike]).tolist()
    return (old ^ new) | both.intersection(touched)


def _span(index: int, anchors: list[int]) -> tuple[int | None, int | None]:
    """Return the anchors on either side of a frame, None where there is none."""
    low, high = bisect_left(anchors, index), bisect_right(anchors, index)
    return anchors[low - 1] if low else None, anchors[high] if high < len(anchors) else None

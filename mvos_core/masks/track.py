"""A clip's masks: which frames have one, where each came from, and how sure the network was of it.

Entries are immutable and compressed, so that a state of a long clip can be kept for undo at the cost of its
changes, and what is saved is exactly what is held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from mvos_core.masks.labels import decode_label_map, encode_label_map
from mvos_core.types import LabelMap

_DIGEST_DIGITS = 8


class Origin(str, Enum):
    """Where a mask came from."""

    PAINTED = "painted"
    PROPAGATED = "propagated"
    IMPORTED = "imported"
    BLENDED = "blended"


ANCHORING = frozenset({Origin.PAINTED, Origin.IMPORTED})
"""The origins that make a frame an anchor: its mask is the user's own, which the network never overwrites."""


UNDECIDED = 0.999
"""The highest confidence of an object that no person has decided about; 1 is the user's own word."""


@dataclass(frozen=True, slots=True)
class MaskEntry:
    """One frame's label map, as the bytes of its PNG file.

    `size` is (height, width); `confidence` holds, for each object that the mask speaks for, how sure it is, from 0
    to 1: the network's, or 1 where a person painted or erased the object.
    """

    png: bytes = field(repr=False)
    size: tuple[int, int]
    origin: Origin
    confidence: Mapping[int, float] = field(default_factory=dict, hash=False)
    _digest: str = field(default="", init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "confidence", MappingProxyType(dict(self.confidence)))

    @classmethod
    def of(
        cls, labels: LabelMap, *, origin: Origin, confidence: Mapping[int, float] | None = None
    ) -> MaskEntry:
        """Return the entry of a label map, uint8 (H, W)."""
        height, width = labels.shape
        return cls(encode_label_map(labels), (height, width), origin, confidence or {})

    def labels(self) -> LabelMap:
        """Return the label map, uint8 (H, W), a new array each time.

        Raises:
            MvosError: the bytes are no label map.
        """
        return decode_label_map(self.png)

    def digest(self) -> str:
        """Return eight hexadecimal digits that tell this file from others: the first of its SHA-256."""
        if not self._digest:  # kept, as a clip of thousands of masks is saved every two seconds
            object.__setattr__(self, "_digest", hashlib.sha256(self.png).hexdigest()[:_DIGEST_DIGITS])
        return self._digest


class MaskTrack(Mapping[int, MaskEntry]):
    """A clip's masks by frame index, in ascending order. It changes only through `apply`."""

    def __init__(self, entries: Mapping[int, MaskEntry] | None = None) -> None:
        known = entries._entries if isinstance(entries, MaskTrack) else entries
        self._entries: dict[int, MaskEntry] = dict(known or {})

    def __getitem__(self, index: int) -> MaskEntry:
        return self._entries[index]

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def apply(self, changes: Mapping[int, MaskEntry | None]) -> dict[int, MaskEntry | None]:
        """Set the entries of some frames, None to remove one, and return the changes that undo this."""
        inverse = {index: self._entries.get(index) for index in changes}
        for index, entry in changes.items():
            if entry is None:
                self._entries.pop(index, None)
            else:
                self._entries[index] = entry
        return inverse

    def anchors(self) -> list[int]:
        """Return the frames, ascending, whose mask the user made or confirmed."""
        return sorted(index for index, entry in self._entries.items() if entry.origin in ANCHORING)

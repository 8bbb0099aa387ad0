"""A project: everything about a clip that is kept from one day to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from mvos_core.masks.refinement import AS_IT_IS, Refinement
from mvos_core.masks.track import MaskTrack
from mvos_core.project.clip import ClipFingerprint
from mvos_core.types import VOID


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object that is masked: `label` from 1 to 254 is its value in label maps, `colour` is RGB.

    `matte` says how its masks are prepared for what shows them as mattes; the masks themselves stay as they are.
    """

    label: int
    name: str
    colour: tuple[int, int, int]
    visible: bool = True
    locked: bool = False
    matte: Refinement = AS_IT_IS

    def __post_init__(self) -> None:
        if not 0 < self.label < VOID:
            raise ValueError(f"an object's label is from 1 to {VOID - 1}, not {self.label}")
        if len(self.colour) != 3 or not all(0 <= level <= 255 for level in self.colour):
            raise ValueError(f"a colour is three levels from 0 to 255, not {self.colour}")


@dataclass(frozen=True, slots=True)
class Project:
    """One state of a project. It holds copies, so that it stays as it is while the user works on.

    `objects` are in the order of their list on screen. `in_point` and `out_point` are the first and the last
    frame of the chosen range, None for the clip's own ends. `removal` holds the settings of the removal as
    plain JSON values, which nothing here looks into, and `masking` what masks are computed with, likewise.
    `stale` are the frames whose masks were computed before an anchor changed. `playhead` is the frame last
    looked at.

    Raises:
        ValueError: two objects share a label, a frame lies outside the clip, or a mask has another size.
        TypeError: `removal` or `masking` holds what JSON cannot.
    """

    clip: Path
    fingerprint: ClipFingerprint
    objects: tuple[ObjectInfo, ...] = ()
    in_point: int | None = None
    out_point: int | None = None
    removal: Mapping[str, object] = field(default_factory=dict)
    masking: Mapping[str, object] = field(default_factory=dict)
    masks: MaskTrack = field(default_factory=MaskTrack)
    stale: frozenset[int] = frozenset()
    playhead: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "objects", tuple(self.objects))
        object.__setattr__(self, "removal", MappingProxyType(_json_copy(self.removal)))
        object.__setattr__(self, "masking", MappingProxyType(_json_copy(self.masking)))
        object.__setattr__(self, "masks", MaskTrack(self.masks))
        object.__setattr__(self, "stale", frozenset(self.stale))
        self._check()

    def _check(self) -> None:
        labels = [info.label for info in self.objects]
        if len(set(labels)) < len(labels):
            raise ValueError(f"two objects share a label: {labels}")
        points = [point for point in (self.in_point, self.out_point) if point is not None]
        if points != sorted(points):
            raise ValueError(f"the range ends at {self.out_point}, before it starts at {self.in_point}")
        looked_at = [] if self.playhead is None else [self.playhead]
        for frame in (*points, *looked_at, *self.stale, *self.masks):
            if not 0 <= frame < self.fingerprint.n_frames:
                raise ValueError(f"frame {frame} of a clip of {self.fingerprint.n_frames} frames")
        for frame, entry in self.masks.items():
            if entry.size != self.fingerprint.size:
                raise ValueError(f"frame {frame} is {self.fingerprint.size} and its mask {entry.size}")


def _json_copy(settings: Mapping[str, object]) -> dict[str, object]:
    copy: dict[str, object] = json.loads(json.dumps(dict(settings), allow_nan=False))
    return copy

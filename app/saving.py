"""Saving on the disk lane: a snapshot of the document becomes a project on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.objects import ObjectInfo, entry_objects
from mvos_core.masks.labels import keep_only
from mvos_core.masks.track import MaskEntry, MaskTrack
from mvos_core.project import ClipFingerprint, Project, fingerprint_clip, save_project
from mvos_core.takes import Takes
from mvos_core.types import Step
from mvos_core.video import VideoInfo


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The document as it was when a save was asked for."""

    clip: VideoInfo
    objects: tuple[ObjectInfo, ...]
    masks: Mapping[int, MaskEntry]
    stale: frozenset[int]
    in_out: range
    playhead: int
    removal: Takes
    masking: Mapping[str, object]


class ProjectSaver:
    """Saves snapshots of one clip. Only the disk lane calls `save`."""

    def __init__(self, fingerprint: ClipFingerprint | None = None) -> None:
        """Without its `fingerprint`, the clip is examined with the first save."""
        self._fingerprint = fingerprint
        self._cleaned: dict[int, tuple[MaskEntry, frozenset[int], MaskEntry]] = {}
        self._written: tuple[Path | None, frozenset[str]] = (None, frozenset())

    def save(self, snapshot: Snapshot, bundle: Path, *, obsolete: Path | None = None) -> Iterator[Step[Path]]:
        """Save a snapshot as `bundle`; then delete the bundle `obsolete`, which it replaces.

        Raises:
            MvosError: it cannot be written; what was saved before is as it was.
        """
        clip = snapshot.clip
        if self._fingerprint is None:
            self._fingerprint = fingerprint_clip(
                clip.path, n_frames=clip.n_frames, size=clip.size, rate=clip.rate
            )
        labels = frozenset(thing.label for thing in snapshot.objects)
        masks = {index: self._clean(index, entry, labels) for index, entry in snapshot.masks.items()}
        bundle.parent.mkdir(parents=True, exist_ok=True)
        project = Project(
            clip=clip.path,
            fingerprint=self._fingerprint,
            objects=snapshot.objects,
            in_point=snapshot.in_out.start,
            out_point=snapshot.in_out.stop - 1,
            masks=MaskTrack(masks),
            stale=snapshot.stale,
            playhead=snapshot.playhead,
            removal=snapshot.removal.plain(),
            masking=snapshot.masking,
        )
        written = self._written[1] if self._written[0] == bundle else frozenset[str]()
        self._written = bundle, save_project(project, bundle, known=written)
        if obsolete is not None and obsolete != bundle:
            shutil.rmtree(obsolete, ignore_errors=True)
        yield Step(1, 1, bundle)

    def _clean(self, index: int, entry: MaskEntry, labels: frozenset[int]) -> MaskEntry:
        """Return the entry without the pixels of deleted objects, which stay in memory for undo."""
        if entry_objects(entry) <= labels:
            return entry
        known = self._cleaned.get(index)
        if known is None or known[0] is not entry or known[1] != labels:
            confidence = {label: sure for label, sure in entry.confidence.items() if label in labels}
            cleaned = MaskEntry.of(
                keep_only(entry.labels(), labels), origin=entry.origin, confidence=confidence
            )
            known = self._cleaned[index] = (entry, labels, cleaned)
        return known[2]

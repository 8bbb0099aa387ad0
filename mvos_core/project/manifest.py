"""The manifest of a bundle, project.json: all of a project but the masks' pixels, as readable JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from mvos_core.masks.refinement import Refinement
from mvos_core.masks.track import Origin
from mvos_core.project.clip import ClipFingerprint
from mvos_core.project.state import ObjectInfo, Project
from mvos_core.types import MvosError

SCHEMA = 1
"""The number of this layout. A change that older versions of the program cannot ignore takes the next one."""

ValueT = TypeVar("ValueT")

_DIGEST = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class MaskRecord:
    """What the manifest tells of one frame's mask; `digest` is that of its file."""

    digest: str
    origin: Origin
    confidence: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What project.json tells: a project without its masks, and what there is to know about those.

    `relative_clip` is the way from the bundle to the clip, None where there was none.
    """

    project: Project
    relative_clip: str | None
    masks: Mapping[int, MaskRecord]


def encode_manifest(project: Project, digests: Mapping[int, str], *, relative_clip: str | None) -> bytes:
    """Return the text of project.json; `digests` are those of the project's masks by frame."""
    fingerprint = project.fingerprint
    content = {
        "schema": SCHEMA,
        "clip": {
            "path": str(project.clip.absolute()),
            "relative_path": relative_clip,
            "n_bytes": fingerprint.n_bytes,
            "ends_sha256": fingerprint.ends_sha256,
            "n_frames": fingerprint.n_frames,
            "size": fingerprint.size,
            "rate": fingerprint.rate.as_integer_ratio(),
        },
        "objects": [
            {
                "label": info.label,
                "name": info.name,
                "colour": info.colour,
                "visible": info.visible,
                "locked": info.locked,
                "matte": info.matte.plain(),
            }
            for info in project.objects
        ],
        "in_point": project.in_point,
        "out_point": project.out_point,
        "playhead": project.playhead,
        "removal": dict(project.removal),
        "masking": dict(project.masking),
        "stale": sorted(project.stale),
    }
    rows = (
        {
            "frame": frame,
            "digest": digests[frame],
            "origin": entry.origin.value,
            "confidence": {str(label): float(sure) for label, sure in entry.confidence.items()},
        }
        for frame, entry in project.masks.items()
    )
    # ASCII escapes carry every file name that an operating system allows, even one that is no valid Unicode.
    # Each mask on a line of its own: the file stays readable, and the fast encoder, which knows no indents, hands the
    # interpreter back to other threads after each.
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    head = json.dumps(content, indent=1).removesuffix("\n}")
    return f'{head},\n "masks": [\n{lines}\n ]\n}}'.encode("ascii")


def decode_manifest(text: bytes, *, source: Path) -> Manifest:
    """Read the text of project.json; `source` is the bundle, for messages. Unknown fields are ignored.

    Raises:
        MvosError: it is damaged, or was written by a newer version of the program.
    """
    damaged = MvosError(
        f"The project {source} is damaged (its project.json cannot be understood); "
        "restore the folder from a backup."
    )
    try:
        content = json.loads(text)
        schema = _take(content, "schema", int)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise damaged from error
    if schema > SCHEMA:
        raise MvosError(
            f"The project {source} was saved by a newer version of this program; update the program to open it."
        )
    try:
        return _manifest(content)
    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise damaged from error


def _manifest(content: Mapping[str, Any]) -> Manifest:
    clip = _take(content, "clip", dict)
    project = Project(
        clip=Path(_take(clip, "path", str)),
        fingerprint=_fingerprint(clip),
        objects=tuple(_object(row) for row in _take(content, "objects", list)),
        in_point=_take(content, "in_point", int, type(None)),
        out_point=_take(content, "out_point", int, type(None)),
        removal=_take(content, "removal", dict),
        masking=_take(content, "masking", dict) if "masking" in content else {},  # older ones have none
        stale=frozenset(_take_integers(content, "stale")),
        playhead=_take(content, "playhead", int, type(None)),
    )
    rows = _take(content, "masks", list)
    masks = {_take(row, "frame", int): _mask(row) for row in rows}
    if len(masks) < len(rows) or not all(0 <= frame < project.fingerprint.n_frames for frame in masks):
        raise ValueError("two masks for one frame, or one for a frame outside the clip")
    return Manifest(project, _take(clip, "relative_path", str, type(None)), masks)


def _fingerprint(row: Mapping[str, Any]) -> ClipFingerprint:
    height, width = _take_integers(row, "size")
    numerator, denominator = _take_integers(row, "rate")
    return ClipFingerprint(
        n_bytes=_take(row, "n_bytes", int),
        ends_sha256=_take(row, "ends_sha256", str),
        n_frames=_take(row, "n_frames", int),
        size=(height, width),
        rate=Fraction(numerator, denominator),
    )


def _object(row: Mapping[str, Any]) -> ObjectInfo:
    red, green, blue = _take_integers(row, "colour")
    return ObjectInfo(
        label=_take(row, "label", int),
        name=_take(row, "name", str),
        colour=(red, green, blue),
        visible=_take(row, "visible", bool),
        locked=_take(row, "locked", bool),
        matte=Refinement.of_plain(
            _take(row, "matte", dict) if "matte" in row else {}
        ),  # older ones have none
    )


def _mask(row: Mapping[str, Any]) -> MaskRecord:
    digest = _take(row, "digest", str)
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no digest")
    confidence = _take(row, "confidence", dict)
    return MaskRecord(
        digest=digest,
        origin=Origin(_take(row, "origin", str)),
        confidence={int(label): float(sure) for label, sure in confidence.items()},
    )


def _take(row: Mapping[str, Any], name: str, *kinds: type[ValueT]) -> ValueT:
    value = row[name]
    # Not isinstance, for which True is a number.
    if type(value) not in kinds:
        raise TypeError(f"{name} is {value!r}")
    taken: ValueT = value
    return taken


def _take_integers(row: Mapping[str, Any], name: str) -> list[int]:
    values = _take(row, name, list)
    if not all(type(value) is int for value in values):
        raise TypeError(f"{name} is {values!r}")
    return values

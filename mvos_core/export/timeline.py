"""A timeline for editors (OpenTimelineIO): the clip with its in and out points, and what was made of it above."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from mvos_core.atomic import write_whole
from mvos_core.export.plan import Plan
from mvos_core.types import MvosError

if TYPE_CHECKING:
    import opentimelineio as otio


def write_timeline(plan: Plan) -> None:
    """Write the timeline of an export whose films and folders are in their places, and read it back.

    The lowest track holds the whole clip, with a marker from in to out; above it each film or folder has a track of its
    own, where it lies at the in point. Films are found by their paths from the timeline, so that the folder can be moved.

    Raises:
        MvosError: it cannot be written, or does not come back as it was.
    """
    import opentimelineio as otio

    if plan.timeline is None:
        raise ValueError("the plan has no timeline")
    timeline = build(plan)
    text = otio.adapters.write_to_string(timeline, "otio_json")
    write_whole(plan.timeline, text.encode(), what="The timeline")
    if not otio.adapters.read_from_file(str(plan.timeline)).is_equivalent_to(timeline):
        raise MvosError(
            f"The timeline {plan.timeline.name} was not written whole; try again on another disk."
        )


def build(plan: Plan) -> otio.schema.Timeline:
    """Return the timeline of an export."""
    import opentimelineio as otio

    info = plan.info
    rate = float(info.rate)
    whole = _span(0, info.n_frames, rate)
    clip = otio.schema.Clip(info.path.name, otio.schema.ExternalReference(_url(info.path), whole), whole)
    inside = _span(plan.frames[0], len(plan.frames), rate)
    clip.markers.append(otio.schema.Marker("in to out", inside, otio.schema.MarkerColor.GREEN))
    timeline = otio.schema.Timeline(info.path.stem)
    below = otio.schema.Track(info.path.stem, kind=otio.schema.TrackKind.Video)
    below.append(clip)
    timeline.tracks.append(below)
    start_s = info.times_s[plan.frames[0]]
    for number, target in enumerate(plan.targets):
        above = otio.schema.Track(
            f"{plan.settings.kind.value} {target.name}", kind=otio.schema.TrackKind.Video
        )
        if plan.frames[0]:
            # With uneven frames the in point is at its time and not at its number.
            above.append(otio.schema.Gap(source_range=_span(0, _at(start_s, info.rate), rate)))
        above.append(_layer(plan, number))
        timeline.tracks.append(above)
    if info.has_audio:
        sound = otio.schema.Track("sound", kind=otio.schema.TrackKind.Audio)
        sound.append(
            otio.schema.Clip(info.path.name, otio.schema.ExternalReference(_url(info.path), whole), whole)
        )
        timeline.tracks.append(sound)
    return timeline


def _layer(plan: Plan, number: int) -> otio.schema.Clip:
    import opentimelineio as otio

    target = plan.targets[number]
    rate = plan.settings.rate or plan.info.rate
    span = _span(0, plan.n_written, float(rate))
    name = target.path.name
    if plan.coding is not None:
        return otio.schema.Clip(name, otio.schema.ExternalReference(name, span), span)
    first = plan.info.names[plan.frames[0]] if plan.settings.rate is None else "000000"
    stem = first.rstrip("0123456789")
    digits = first[len(stem) :]
    if not digits:
        raise MvosError(
            f"The pictures of {name} are not numbered, so no timeline can hold them; export a film."
        )
    pictures = otio.schema.ImageSequenceReference(
        f"{name}/",
        stem,
        ".png",
        start_frame=int(digits),
        frame_step=1,
        rate=float(rate),
        frame_zero_padding=len(digits),
        available_range=span,
    )
    return otio.schema.Clip(name, pictures, span)


def _at(time_s: Fraction, rate: Fraction) -> int:
    return round(time_s * rate)


def _span(start: int, n_frames: int, rate: float) -> otio.opentime.TimeRange:
    import opentimelineio as otio

    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(n_frames, rate)
    )


def _url(path: Path) -> str:
    return path.absolute().as_uri()

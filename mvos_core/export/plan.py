"""Planning an export: which files it makes, and what there is to say about them, before anything is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

from mvos_core.atomic import is_incidental
from mvos_core.export.names import USUAL, USUAL_SPLIT, fill_in
from mvos_core.export.settings import PNG, ExportSettings, Kind
from mvos_core.types import MvosError
from mvos_core.video import Sound, VideoInfo
from mvos_core.video.coding import MOVIE_FORMATS, Coding
from mvos_core.video.sound import sound_plan
from mvos_core.video.tonemap import HLG, PQ

TIMELINE_SUFFIX = ".otio"


@dataclass(frozen=True, slots=True)
class Target:
    """A film, or a folder of pictures, to be written; `objects` are the labels in it."""

    path: Path
    objects: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """An export, ready to be carried out.

    Attributes:
        info: the clip.
        frames: which of its frames, going forwards.
        settings: what is exported.
        coding: how films are stored, None for folders of PNG files.
        targets: the files or folders that are made.
        repeats: how often each frame is written: once, or at a constant rate as often as its time asks.
        timeline: where the timeline is written, if anywhere.
        notes: sentences about what is not obvious: sound, sizes, times, colours.
    """

    info: VideoInfo
    frames: range
    settings: ExportSettings
    coding: Coding | None
    targets: tuple[Target, ...]
    repeats: tuple[int, ...]
    timeline: Path | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def paths(self) -> tuple[Path, ...]:
        """All that is made."""
        return (*(target.path for target in self.targets), *([self.timeline] if self.timeline else []))

    @property
    def n_written(self) -> int:
        """How many pictures each target holds."""
        return sum(self.repeats)

    def check_free(self) -> None:
        """See that nothing is there already.

        Raises:
            MvosError: something is.
        """
        taken = [
            path
            for path in self.paths
            if path.is_file() or (path.is_dir() and not all(map(is_incidental, path.iterdir())))
        ]
        if taken:
            raise MvosError(
                f"{taken[0]} is there already; choose another name, or have it replaced.", exit_code=2
            )


def plan_export(
    info: VideoInfo,
    frames: range,
    settings: ExportSettings,
    *,
    objects: Mapping[int, str],
    folder: Path,
    template: str = "",
    sources: Sequence[Path] = (),
) -> Plan:
    """Plan an export.

    Args:
        info: the clip.
        frames: which of its frames, going forwards.
        settings: what is exported.
        objects: the names of the clip's objects by label.
        folder: where files go.
        template: their names, with the tokens of `mvos_core.export.names`; it may have a suffix.
        sources: folders beside the clip that are read, into which nothing is written.

    Raises:
        MvosError: settings that do not go together, names that clash, or a source that would be overwritten.
    """
    coding = settings.coding()
    if settings.with_timeline:
        _check_timeline(info, frames, settings, coding)
    suffix = _suffix(template, coding)
    stem = template.removesuffix(Path(template).suffix) if _has_suffix(template) else template
    stem = stem or (USUAL_SPLIT if settings.split else USUAL)
    chosen = {label: objects.get(label, str(label)) for label in settings.objects or sorted(objects)}
    if not chosen and settings.kind is not Kind.REMOVED:
        raise MvosError("There are no objects to export; mask one first.", exit_code=2)
    groups: list[tuple[str, str, tuple[int, ...]]] = [("all", "all", tuple(chosen))]
    if settings.split:
        groups = [(name, str(label), (label,)) for label, name in chosen.items()]
    elif len(chosen) == 1:
        ((label, name),) = chosen.items()
        groups = [(name, str(label), (label,))]
    common = {
        "clip": info.path.stem,
        "kind": settings.kind.value,
        "range": f"{frames[0]}-{frames[-1]}",
        "codec": coding.codec.name if coding else PNG,
        "quality": coding.quality.value if coding else "lossless",
    }
    targets = tuple(
        Target(folder / (fill_in(stem, {**common, "object": name, "label": label}) + suffix), labels, name)
        for name, label, labels in groups
    )
    _check_names(targets, info, coding=coding, sources=sources)
    return Plan(
        info,
        frames,
        settings,
        coding,
        targets,
        repeats_at(info, frames, settings.rate),
        targets[0].path.with_suffix(TIMELINE_SUFFIX) if settings.with_timeline else None,
        tuple(_notes(info, frames, settings, coding, suffix)),
    )


def _check_timeline(info: VideoInfo, frames: range, settings: ExportSettings, coding: Coding | None) -> None:
    if find_spec("opentimelineio") is None:
        raise MvosError(
            "Timelines need the package opentimelineio, which is not there for this Python; export without one.",
            exit_code=2,
        )
    names = [info.names[index] for index in frames] if settings.rate is None else ["000000"]
    if coding is None and not names[0][-1].isdecimal():
        raise MvosError(
            "The clip's pictures are not numbered, so no timeline can hold theirs; export a film.",
            exit_code=2,
        )


def _has_suffix(template: str) -> bool:
    return Path(template).suffix.lower() in MOVIE_FORMATS


def _suffix(template: str, coding: Coding | None) -> str:
    """Return the suffix of the files: the template's own or the codec's usual one."""
    if coding is None:
        if _has_suffix(template):
            raise MvosError(
                f"{template} is the name of a film, and PNG files go into a folder; leave its suffix out.",
                exit_code=2,
            )
        return ""
    if _has_suffix(template):
        coding.check_suffix(Path(template).suffix)
        return Path(template).suffix
    return coding.codec.suffixes[0]


def _check_names(
    targets: Sequence[Target], info: VideoInfo, *, coding: Coding | None, sources: Sequence[Path]
) -> None:
    paths = [target.path for target in targets]
    if len({str(path).casefold() for path in paths}) < len(paths):  # many disks ignore case
        raise MvosError("Two files would have the same name; put {object} or {label} into it.", exit_code=2)
    for path in paths:
        if path.exists() and info.path.exists() and path.samefile(info.path):
            raise MvosError(f"{path} is the clip itself; choose another name.", exit_code=2)
        if path.is_dir() and coding is not None:
            raise MvosError(f"{path} is a folder; choose another name for the film.", exit_code=2)
        around = [place for place in (path, *path.absolute().parents) if place.exists()]
        if any(place.samefile(source) for place in around for source in sources if source.exists()):
            raise MvosError(f"{path} is where the masks are read from; choose another place.", exit_code=2)


def repeats_at(info: VideoInfo, frames: range, rate: Fraction | None) -> tuple[int, ...]:
    """Return how often each frame is shown at a constant rate, once each without one.

    A picture of the result shows what the clip shows in the middle of its time.
    """
    if rate is None:
        return (1,) * len(frames)
    times_s = [*info.times_s, info.duration_s][frames.start : frames.stop + 1]
    length_s = times_s[-1] - times_s[0]
    counts = [0] * len(frames)
    for number in range(max(1, round(length_s * rate))):
        middle_s = times_s[0] + (number + Fraction(1, 2)) / rate
        counts[min(max(bisect_right(times_s, middle_s) - 1, 0), len(frames) - 1)] += 1
    return tuple(counts)


def _notes(
    info: VideoInfo, frames: range, settings: ExportSettings, coding: Coding | None, suffix: str
) -> list[str]:
    notes: list[str] = []
    if coding is not None:
        if not info.has_audio:
            notes.append("The clip has no sound.")
        elif settings.with_sound:
            how = sound_plan(Sound.of(info, frames), suffix=suffix)
            notes.append(f"Sound: {how}." if how else "The clip has no sound that can be read.")
        height, width = coding.stored_size(info.size)
        if (height, width) != info.size:
            notes.append(
                f"{coding.codec.title} has even sides: {info.width} × {info.height} pixels become {width} × {height} by "
                "repeating the last column or row; ProRes, VP9, FFV1 and PNG keep the size."
            )
    if info.sample_aspect_ratio != 1 and (coding is None or not coding.codec.tells_pixel_shape):
        shape = f"{info.sample_aspect_ratio.numerator}:{info.sample_aspect_ratio.denominator}"
        notes.append(
            f"The clip's pixels are {shape} and not square, which {coding.codec.title if coding else 'PNG'} files do not "
            "say; tell the program that opens them, or export as H.264, H.265 or ProRes."
        )
    if settings.rate is not None:
        notes.append(
            f"Constant {_rate_text(settings.rate)} frames/s: frames are repeated or left out to keep time."
        )
    elif info.variable_rate and coding is not None:
        notes.append(
            "The clip's frames are not equally long, and keep their own times; give a rate to make them so."
        )
    elif info.variable_rate:
        notes.append("The clip's frames are not equally long, which a folder of pictures cannot say.")
    if info.colour.transfer in {PQ, HLG}:
        notes.append("The clip's high dynamic range is brought down to BT.709.")
    return notes


def _rate_text(rate: Fraction) -> str:
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")

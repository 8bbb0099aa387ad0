"""`mvos export`: a clip and its masks in, cut-outs, other backgrounds, mattes, overlays or label maps out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mvos_core.cli.progress import watch
from mvos_core.cli.rates import parse_rate
from mvos_core.cli.sources import Labels, Outputs, Source, for_each, gather, is_folder, parse_objects
from mvos_core.types import MvosError, Step

if TYPE_CHECKING:
    from mvos_core.export import ExportReport, ExportSettings, ExportStep, Kind, Plan
    from mvos_core.video import VideoInfo, VideoReader
    from mvos_core.video.coding import Quality

OUT_HELP = (
    "A film's name, a folder for PNG files, or a folder with / at its end for usual names. "
    "{clip}, {kind}, {object}, {label}, {range}, {codec} and {quality} are filled in."
)
CODEC_HELP = (
    "h264, h265, prores422, prores4444, vp9, ffv1 or png; by default what the name's suffix stands for."
)
RATE_HELP = (
    "Make the rate constant, such as 25 or 30000/1001; the pictures of a folder are shown at it, once each."
)
QUALITY_HELP = "draft, good, best or lossless."


def export(
    inputs: Annotated[
        list[Path] | None, typer.Argument(metavar="INPUT", help="Clips, or projects (.mvos).")
    ] = None,
    *,
    kind: Annotated[
        str, typer.Option(help="cutout, background, overlay, matte, masks (black and white) or labels.")
    ],
    masks: Annotated[
        str,
        typer.Option(
            metavar="DIR", help="A label map per frame; {clip} is the clip's name. Projects have their own."
        ),
    ] = "",
    out: Annotated[str, typer.Option(metavar="FILE|DIR", help=OUT_HELP)] = "",
    codec: Annotated[str, typer.Option(help=CODEC_HELP)] = "",
    quality: Annotated[str, typer.Option(help=QUALITY_HELP)] = "",
    background: Annotated[
        str, typer.Option(help="green, blue, black, white, a colour such as #3366cc, blur or grey.")
    ] = "green",
    objects: Annotated[
        str, typer.Option(metavar="1,2,…", help="Which objects; all of them by default.")
    ] = "",
    split: Annotated[bool, typer.Option("--split", help="A file for each object.")] = False,
    grow: Annotated[float, typer.Option(metavar="PX", help="Move the masks' edge outwards.")] = 0,
    feather: Annotated[
        float, typer.Option(metavar="PX", min=0, help="Soften the edge over so many pixels.")
    ] = 0,
    steady: Annotated[
        int, typer.Option(metavar="K", min=0, help="Calm the edge over K frames before and after.")
    ] = 0,
    fill_holes: Annotated[
        float, typer.Option(metavar="PX", min=0, help="Close holes in masks up to this diameter.")
    ] = 0,
    despeckle: Annotated[
        float, typer.Option(metavar="PX", min=0, help="Drop specks up to this diameter.")
    ] = 0,
    frame_range: Annotated[
        str, typer.Option("--range", metavar="A:B", help="Only frames A … B−1, counted from 0.")
    ] = "",
    rate: Annotated[str, typer.Option(metavar="FPS", help=RATE_HELP)] = "",
    sound: Annotated[bool, typer.Option("--sound/--no-sound", help="Take the clip's sound along.")] = True,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="Also write a timeline for editors (OpenTimelineIO).")
    ] = False,
    listed: Annotated[
        Path | None, typer.Option("--list", metavar="FILE", help="More inputs, a path a line.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there already.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Export masked objects: cut out, before another background, as mattes, tinted, or as masks and label maps."""
    from mvos_core.export import Backdrop, ExportSettings
    from mvos_core.export import export as steps
    from mvos_core.masks.refine import Refinement

    shown = parse_kind(kind)
    wanted = parse_objects(objects)
    settings = ExportSettings(
        shown,
        chosen_codec(codec, out, shown),
        parse_quality(quality),
        wanted,
        split,
        Refinement(grow, feather, fill_holes, despeckle, steady),
        Backdrop.parse(background),
        parse_rate(rate),
        sound,
        timeline,
    )
    check_counts(settings)
    settings.coding()  # what cannot be is told before anything is read
    template = name_template(out, split=split)
    outputs = Outputs()

    def work(path: Path) -> Exported:
        source = Source.of(path, masks)
        clip, asked = opened(source.clip, settings)
        with clip as reader:
            labels, plan = planned(source, reader.info, asked, frame_range=frame_range, template=template)
            outputs.claim(plan.paths, path)
            colours = (
                {thing.label: thing.colour for thing in source.project.objects} if source.project else None
            )
            start_s = time.perf_counter()
            mattes = {thing.label: thing.matte for thing in source.project.objects} if source.project else {}
            writing = steps(plan, reader, labels, colours=colours, mattes=mattes, overwrite=overwrite)
            report = finish(writing, shown.value)
            elapsed_s = time.perf_counter() - start_s
            return Exported(path, source.n_unmasked(plan.frames), plan, report, elapsed_s)

    for_each(gather(inputs or [], listed, out=out, masks=masks), work, as_json=as_json)


def parse_kind(text: str) -> Kind:
    """Read what is to be shown.

    Raises:
        MvosError: there is no such kind, or another command does it.
    """
    from mvos_core.export import Kind

    names = [kind.value for kind in Kind if kind is not Kind.REMOVED]
    if text == Kind.REMOVED.value:
        raise MvosError("Objects are removed with mvos remove.", exit_code=2)
    if text not in names:
        raise MvosError(f"There is no kind “{text}”; choose {', '.join(names)}.", exit_code=2)
    return Kind(text)


def check_counts(settings: ExportSettings) -> None:
    """See that what was asked for changes what this kind shows.

    Raises:
        MvosError: something does not.
    """
    from mvos_core.export import Backdrop, Kind
    from mvos_core.export.settings import HARD
    from mvos_core.masks.refine import Refinement

    kind = settings.kind
    if kind in {Kind.OVERLAY, *HARD} and settings.refinement != Refinement():
        raise MvosError(
            f"The kind {kind.value} shows the masks as they are; leave out --grow, --feather, --steady, --fill-holes and "
            "--despeckle, or choose cutout, background or matte.",
            exit_code=2,
        )
    if kind is not Kind.BACKGROUND and settings.backdrop != Backdrop():
        raise MvosError(
            f"The kind {kind.value} has no background; leave --background out, or choose the kind background.",
            exit_code=2,
        )


def opened(clip: Path, settings: ExportSettings) -> tuple[VideoReader, ExportSettings]:
    """Open a clip, and return it with the settings that are left for it.

    A folder of pictures has no times of its own: a rate is theirs then, and there is nothing to repeat or leave out.

    Raises:
        MvosError: the clip cannot be read.
    """
    from mvos_core.video import open_video

    if settings.rate is None or not clip.is_dir():
        return open_video(clip), settings
    return open_video(clip, picture_rate=settings.rate), replace(settings, rate=None)


def planned(
    source: Source, info: VideoInfo, settings: ExportSettings, *, frame_range: str, template: str
) -> tuple[Labels, Plan]:
    """Return how to read a source's label maps, and the plan of its export.

    Raises:
        MvosError: as `Source.frames`, `labels` and `objects`, and `plan_export`.
    """
    from mvos_core.export import plan_export

    frames = source.frames(frame_range, info)
    labels = source.labels(info, frames)
    names = source.objects(labels, frames, settings.objects)
    sources = [source.masks]
    plan = plan_export(
        info, frames, settings, objects=names, folder=Path(), template=template, sources=sources
    )
    return labels, plan


def parse_quality(text: str) -> Quality | None:
    """Read a quality; nothing means the codec's usual one.

    Raises:
        MvosError: there is none of this name.
    """
    from mvos_core.video.coding import Quality

    words = [quality.value for quality in Quality]
    if text and text not in words:
        raise MvosError(f"There is no quality “{text}”; choose {', '.join(words)}.", exit_code=2)
    return Quality(text) if text else None


def chosen_codec(codec: str, out: str, kind: Kind) -> str:
    """Return the codec that was asked for, by name or by the output's suffix; a bare name is a folder of PNG files."""
    from mvos_core.export import PNG, Kind
    from mvos_core.video.coding import codec_for

    if codec or not out or is_folder(out):
        return codec
    suffix = Path(out).suffix
    if not suffix:
        return PNG
    found = codec_for(suffix, has_alpha=kind is Kind.CUTOUT)
    if found is None and codec_for(suffix) is None:
        raise MvosError(
            f"{out} is not the name of a film; choose one that ends in .mp4, .mov, .webm or .mkv.",
            exit_code=2,
        )
    return found or codec_for(suffix) or PNG


def name_template(out: str, *, split: bool = False) -> str:
    """Return the template for names, folders included, that --out stands for; a folder alone gets the usual names."""
    from mvos_core.export.names import USUAL, USUAL_SPLIT

    return out + (USUAL_SPLIT if split else USUAL) if is_folder(out) else out


def finish(steps: Iterator[Step[ExportStep]], what: str) -> ExportReport:
    """Pull an export to its end and return its report."""
    report: ExportReport | None = None
    for step in watch(steps, what):
        report = step.report or report
    if report is None:
        raise RuntimeError("an export ended without a report")
    return report


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an input."""

    source: Path
    n_unmasked: int
    plan: Plan
    report: ExportReport
    elapsed_s: float

    def document(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {
            "input": str(self.source),
            **facts(self.plan.info, self.plan.frames, self.plan.settings),
            "elapsed_s": round(self.elapsed_s, 3),
            "unmasked": self.n_unmasked,
            **self.report.document(),
        }

    def sentence(self) -> str:
        """Return the report as text."""
        lines = said(self.plan, self.report, self.elapsed_s)
        if self.n_unmasked:
            lines.append(unmasked(self.n_unmasked, "no object is shown there"))
        return "\n".join(lines)


def facts(info: VideoInfo, frames: range, settings: ExportSettings) -> dict[str, Any]:
    """Return what was asked for as JSON values."""
    coding = settings.coding()
    return {
        "kind": settings.kind.value,
        "codec": coding.codec.name if coding else "png",
        "quality": coding.quality.value if coding else "lossless",
        "quality_number": coding.level.number if coding else None,
        "range": [frames.start, frames.stop],
        "frames": len(frames),
        "clip_frames": info.n_frames,
    }


def said(plan: Plan, report: ExportReport, elapsed_s: float) -> list[str]:
    """Return what was written, in lines for a terminal."""
    files = ", ".join(str(target.path) for target in report.targets)
    n_checks = sum(len(target.checks) for target in report.targets)
    lines = [
        f"{len(plan.frames)} frames in {files} ({elapsed_s / len(plan.frames):.2f} s a frame); "
        f"{n_checks} checks of what was written passed.",
        *plan.notes,
    ]
    if report.timeline:
        lines.append(f"Timeline: {report.timeline}")
    return lines


def unmasked(n_frames: int, effect: str) -> str:
    """Return that frames have no mask, and what comes of it, as a sentence."""
    frames = "1 frame has" if n_frames == 1 else f"{n_frames} frames have"
    return f"{frames} no mask, so {effect}."

"""`mvos remove`: clips and their masks in, the clips without the masked objects out."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mvos_core.cli.export import (
    CODEC_HELP,
    OUT_HELP,
    QUALITY_HELP,
    RATE_HELP,
    chosen_codec,
    facts,
    finish,
    name_template,
    opened,
    parse_quality,
    planned,
    said,
    unmasked,
)
from mvos_core.cli.rates import parse_rate
from mvos_core.cli.sources import Outputs, Source, for_each, gather, parse_objects
from mvos_core.types import Frame, Step

if TYPE_CHECKING:
    from mvos_core.export import ExportReport, Plan
    from mvos_core.inpaint import Filled
    from mvos_core.removal import RemovalSettings
    from mvos_core.takes import Takes
    from mvos_core.video import VideoReader

_OR_OWN = ", or the project's own"


def remove(
    inputs: Annotated[
        list[Path] | None, typer.Argument(metavar="INPUT", help="Clips, or projects (.mvos).")
    ] = None,
    *,
    masks: Annotated[
        str,
        typer.Option(
            metavar="DIR", help="A label map per frame; {clip} is the clip's name. Projects have their own."
        ),
    ] = "",
    out: Annotated[str, typer.Option(metavar="FILE|DIR", help=OUT_HELP)],
    method: Annotated[
        str | None,
        typer.Option(help="temporal, temporal-lama, lama, telea or ns.", show_default=f"temporal{_OR_OWN}"),
    ] = None,
    objects: Annotated[
        str, typer.Option(metavar="1,2,…", help="Which objects.", show_default=f"all{_OR_OWN}")
    ] = "",
    grow: Annotated[
        float | None,
        typer.Option(metavar="PX", help="Move the masks' edge outwards.", show_default=f"4{_OR_OWN}"),
    ] = None,
    feather: Annotated[
        float | None,
        typer.Option(
            metavar="PX", min=0, help="Soften the edge over so many pixels.", show_default=f"3{_OR_OWN}"
        ),
    ] = None,
    shadow: Annotated[
        float | None,
        typer.Option(
            metavar="S",
            min=0,
            max=1,
            help="Take the shadow too: 0 not, 1 the faintest.",
            show_default=f"0{_OR_OWN}",
        ),
    ] = None,
    steady: Annotated[
        int | None,
        typer.Option(
            metavar="K",
            min=0,
            help="Calm the edge over K frames before and after.",
            show_default=f"0{_OR_OWN}",
        ),
    ] = None,
    fill_holes: Annotated[
        float | None,
        typer.Option(
            metavar="PX", min=0, help="Close holes in masks up to this diameter.", show_default=f"0{_OR_OWN}"
        ),
    ] = None,
    despeckle: Annotated[
        float | None,
        typer.Option(
            metavar="PX", min=0, help="Drop specks up to this diameter.", show_default=f"0{_OR_OWN}"
        ),
    ] = None,
    frame_range: Annotated[
        str, typer.Option("--range", metavar="A:B", help="Only frames A … B−1, counted from 0.")
    ] = "",
    codec: Annotated[str, typer.Option(help=CODEC_HELP)] = "",
    quality: Annotated[str, typer.Option(help=QUALITY_HELP)] = "",
    rate: Annotated[str, typer.Option(metavar="FPS", help=RATE_HELP)] = "",
    sound: Annotated[bool, typer.Option("--sound/--no-sound", help="Take the clip's sound along.")] = True,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="Also write a timeline for editors (OpenTimelineIO).")
    ] = False,
    listed: Annotated[
        Path | None, typer.Option("--list", metavar="FILE", help="More inputs, a path a line.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there already.")] = False,
    device: Annotated[str, typer.Option(help="What LaMa runs on: cpu, cuda or mps.")] = "cpu",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Remove masked objects and put back what is behind them; a project's as its own takes do it."""
    from mvos_core.export import ExportSettings, Kind, export
    from mvos_core.inpaint import make_inpainter

    wanted = parse_objects(objects)
    wish = Wish(
        method,
        wanted,
        given(
            grow_px=grow,
            feather_px=feather,
            fill_holes_px=fill_holes,
            despeckle_px=despeckle,
            steady_frames=steady,
            shadow=shadow,
        ),
    )
    if method is not None:
        make_inpainter(method, device=device)  # what cannot be is told before anything is read
    settings = ExportSettings(
        Kind.REMOVED,
        chosen_codec(codec, out, Kind.REMOVED),
        parse_quality(quality),
        wanted,
        rate=parse_rate(rate),
        with_sound=sound,
        with_timeline=timeline,
    )
    settings.coding()
    template = name_template(out)
    outputs = Outputs()

    def work(path: Path) -> Removed:
        source = Source.of(path, masks)
        takes = wish.takes(source)
        clip, asked = opened(source.clip, settings)
        with clip as reader:
            labels, plan = planned(source, reader.info, asked, frame_range=frame_range, template=template)
            outputs.claim(plan.paths, path)
            shares: list[Shares] = []
            start_s = time.perf_counter()
            steps = filled_steps(source, takes, plan.frames, reader=reader, device=device)
            with closing(filled_frames(steps, shares)) as filled:
                report = finish(export(plan, reader, labels, removed=filled, overwrite=overwrite), "frames")
            elapsed_s = time.perf_counter() - start_s
            return Removed(
                path, source.n_unmasked(plan.frames), wanted, takes, plan, report, shares, elapsed_s
            )

    for_each(gather(inputs or [], listed, out=out, masks=masks), work, as_json=as_json)


def given(**values: float | None) -> dict[str, float]:
    """Return the options that were given."""
    return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says of a removal; what it leaves open is a project's own, or the usual.

    Attributes:
        method: None leaves it open.
        objects: none of them leaves it open.
        refinement: the fields of `mvos_core.masks.refine.Refinement` that were given.
    """

    method: str | None
    objects: tuple[int, ...]
    refinement: Mapping[str, float]

    def takes(self, source: Source) -> Takes:
        """Return the takes that a source is removed with: a project's own, each as far as nothing else was asked for.

        Raises:
            MvosError: the project's are damaged.
        """
        from mvos_core.takes import Takes

        takes = Takes()
        if source.project is not None:
            from mvos_core.project.footage import takes_of

            takes = takes_of(source.project)
        changed = tuple(replace(take, settings=self._applied(take.settings)) for take in takes.takes)
        return replace(takes, takes=changed)

    def _applied(self, settings: RemovalSettings) -> RemovalSettings:
        return replace(
            settings,
            method=self.method or settings.method,
            objects=self.objects or settings.objects,
            refinement=replace(settings.refinement, **self.refinement),  # type: ignore[arg-type]
        )


def filled_steps(
    source: Source, takes: Takes, frames: range, *, reader: VideoReader, device: str
) -> Iterator[Step[Filled]]:
    """Yield the frames without the objects, in order.

    Raises:
        MvosError: a frame or mask cannot be read, a method is not there, or none of a take's objects exists.
    """
    if source.project is not None:
        from mvos_core.project.footage import footage_of
        from mvos_core.rendering import chosen_frames

        yield from chosen_frames(footage_of(source.project), takes, frames, reader=reader, device=device)
        return
    from mvos_core.inpaint import make_inpainter
    from mvos_core.removal import MaskedClip
    from mvos_core.removal import remove as steps

    (take,) = takes.takes
    settings = take.settings
    labels = source.labels(reader.info, frames)
    with MaskedClip(
        reader, labels, frames, objects=settings.objects, refinement=settings.refinement
    ) as masked:
        yield from steps(masked, make_inpainter(settings.method, device=device))


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of a frame's hole, from 0 to 1, that other frames show and that were made up; 1 and 0 without a hole."""

    has_hole: bool
    seen: float
    invented: float

    @classmethod
    def of(cls, filled: Filled) -> Shares:
        """Return those of a filled frame."""
        return cls(bool(filled.hole.any()), filled.seen_share, filled.invented_share)


def filled_frames(steps: Iterator[Step[Filled]], shares: list[Shares]) -> Generator[Frame, None, None]:
    """Yield filled frames, and note what each one's hole was filled with."""
    for step in steps:
        shares.append(Shares.of(step.value))
        yield step.value.frame


@dataclass(frozen=True, slots=True)
class Removed:
    """What became of an input; `shares` are those of each frame."""

    source: Path
    n_unmasked: int
    objects: tuple[int, ...]
    takes: Takes
    plan: Plan
    report: ExportReport
    shares: Sequence[Shares]
    elapsed_s: float

    @property
    def methods(self) -> str:
        """The methods of the takes that counted, in order."""
        used = [self.takes.takes[take].settings.method for _, take in self.takes.segments(self.plan.frames)]
        return ", ".join(dict.fromkeys(used))

    def document(self) -> dict[str, object]:
        """Return the report as JSON values."""
        n_frames = len(self.plan.frames)
        return {
            "input": str(self.source),
            "out": str(self.plan.targets[0].path),
            "method": self.methods,
            "objects": list(self.objects),
            "takes": [
                {
                    "range": [part.start, part.stop],
                    "name": self.takes.takes[take].name,
                    **self.takes.takes[take].settings.plain(),
                }
                for part, take in self.takes.segments(self.plan.frames)
            ],
            **facts(self.plan.info, self.plan.frames, self.plan.settings),
            "elapsed_s": round(self.elapsed_s, 3),
            "s_per_frame": round(self.elapsed_s / n_frames, 4),
            "unmasked": self.n_unmasked,
            "seen": [round(share.seen, 4) for share in self.shares],
            "invented": [round(share.invented, 4) for share in self.shares],
            **self.report.document(),
        }

    def sentence(self) -> str:
        """Return the report as text."""
        lines = said(self.plan, self.report, self.elapsed_s)
        if seen := [share.seen for share in self.shares if share.has_hole]:
            share = sum(seen) / len(seen)
            lines.append(f"{share:.0%} of what was hidden is taken from other frames, the rest is made up.")
        segments = self.takes.segments(self.plan.frames)
        if len(segments) > 1:
            parts = [
                f"{self.takes.takes[take].name} in frames {part[0]} to {part[-1]}" for part, take in segments
            ]
            lines.append(f"Takes: {', '.join(parts)}.")
        if self.n_unmasked:
            lines.append(unmasked(self.n_unmasked, "nothing is removed there"))
        return "\n".join(lines)

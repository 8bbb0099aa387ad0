"""`mvos remove`: clips and their masks in, the clips without the masked objects out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mvos_core.cli.export import (
    CODEC_HELP,
    OUT_HELP,
    QUALITY_HELP,
    chosen_codec,
    facts,
    finish,
    parse_quality,
    parse_rate,
    place,
    said,
)
from mvos_core.cli.sources import Source, for_each, gather, parse_objects
from mvos_core.types import Frame

if TYPE_CHECKING:
    from mvos_core.export import ExportReport, Plan
    from mvos_core.inpaint import Inpainter
    from mvos_core.removal import MaskedClip


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
    method: Annotated[str, typer.Option(help="temporal, temporal-lama, lama, telea or ns.")] = "temporal",
    objects: Annotated[
        str, typer.Option(metavar="1,2,…", help="Which objects; all of them by default.")
    ] = "",
    grow: Annotated[float, typer.Option(metavar="PX", help="Move the masks' edge outwards.")] = 4,
    feather: Annotated[
        float, typer.Option(metavar="PX", min=0, help="Soften the edge over so many pixels.")
    ] = 3,
    shadow: Annotated[
        float, typer.Option(metavar="S", min=0, max=1, help="Take the shadow too: 0 not, 1 the faintest.")
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
    codec: Annotated[str, typer.Option(help=CODEC_HELP)] = "",
    quality: Annotated[str, typer.Option(help=QUALITY_HELP)] = "",
    rate: Annotated[
        str, typer.Option(metavar="FPS", help="Make the rate constant, such as 25 or 30000/1001.")
    ] = "",
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
    """Remove masked objects and put back what is behind them."""
    from mvos_core.export import ExportSettings, Kind, export, plan_export
    from mvos_core.inpaint import make_inpainter
    from mvos_core.masks.refine import Refinement
    from mvos_core.removal import MaskedClip
    from mvos_core.video import open_video

    inpainter = make_inpainter(method, device=device)
    wanted = parse_objects(objects)
    refinement = Refinement(grow, feather, fill_holes, despeckle, steady, shadow)
    settings = ExportSettings(
        Kind.REMOVED,
        chosen_codec(codec, out, Kind.REMOVED),
        parse_quality(quality),
        wanted,
        rate=parse_rate(rate),
        with_sound=sound,
        with_timeline=timeline,
    )
    settings.coding()  # what cannot be is told before anything is read
    folder, template = place(out)

    def work(path: Path) -> Removed:
        source = Source.of(path, masks)
        with open_video(source.clip) as reader:
            frames = source.frames(frame_range, reader.info)
            labels = source.labels(reader.info, frames)
            names = source.objects(labels, frames, wanted)
            plan = plan_export(reader.info, frames, settings, objects=names, folder=folder, template=template)
            shares: list[tuple[float, float]] = []
            start_s = time.perf_counter()
            chosen = wanted or tuple(names)
            with MaskedClip(reader, labels, frames, objects=chosen, refinement=refinement) as masked:
                filled = filled_frames(masked, inpainter, shares)
                report = finish(export(plan, reader, labels, removed=filled, overwrite=overwrite), "frames")
            return Removed(path, method, wanted, plan, report, shares, time.perf_counter() - start_s)

    for_each(gather(inputs or [], listed, out=out), work, as_json=as_json)


def filled_frames(
    masked: MaskedClip, inpainter: Inpainter, shares: list[tuple[float, float]]
) -> Iterator[Frame]:
    """Yield the frames without the objects, and note the seen and invented shares of each one's hole."""
    from mvos_core.removal import remove as steps

    for step in steps(masked, inpainter):
        shares.append((step.value.seen_share, step.value.invented_share))
        yield step.value.frame


@dataclass(frozen=True, slots=True)
class Removed:
    """What became of an input: for each frame the shares of its hole, from 0 to 1, that were seen and invented."""

    source: Path
    method: str
    objects: tuple[int, ...]
    plan: Plan
    report: ExportReport
    shares: Sequence[tuple[float, float]]
    elapsed_s: float

    def document(self) -> dict[str, object]:
        """Return the report as JSON values."""
        n_frames = len(self.plan.frames)
        return {
            "input": str(self.source),
            "out": str(self.plan.targets[0].path),
            "method": self.method,
            "objects": list(self.objects),
            **facts(self.plan.info, self.plan.frames, self.plan.settings),
            "elapsed_s": round(self.elapsed_s, 3),
            "s_per_frame": round(self.elapsed_s / n_frames, 4),
            "seen": [round(seen, 4) for seen, _ in self.shares],
            "invented": [round(invented, 4) for _, invented in self.shares],
            **self.report.document(),
        }

    def sentence(self) -> str:
        """Return the report as text."""
        seen = sum(seen for seen, _ in self.shares) / len(self.shares)
        share = f"{seen:.0%} of what was hidden is taken from other frames, the rest is made up."
        return "\n".join([*said(self.plan, self.report, self.elapsed_s), share])

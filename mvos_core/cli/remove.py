"""`mvos remove`: a clip and its masks in, the clip without the masked objects out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mvos_core.atomic import claim_folder, write_whole
from mvos_core.cli.progress import errors, watch
from mvos_core.cli.propagate import parse_range
from mvos_core.types import Frame, LabelMap, MvosError

if TYPE_CHECKING:
    from mvos_core.inpaint import Filled, Inpainter
    from mvos_core.removal import MaskedClip
    from mvos_core.video import VideoInfo, VideoReader


def remove(
    clip: Annotated[Path, typer.Argument(metavar="INPUT", help="A video file or a folder of pictures.")],
    *,
    masks: Annotated[
        Path, typer.Option(metavar="DIR", help="A label map per frame, as mvos propagate writes them.")
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="FILE|DIR", help="An .mp4 file, or without a suffix a folder of PNG frames."),
    ],
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
    ] = ":",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there already.")] = False,
    device: Annotated[str, typer.Option(help="What LaMa runs on: cpu, cuda or mps.")] = "cpu",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Remove masked objects and put back what is behind them."""
    from mvos_core.inpaint import make_inpainter
    from mvos_core.masks.refine import Refinement
    from mvos_core.removal import MaskedClip
    from mvos_core.video import open_video

    inpainter = make_inpainter(method, device=device)
    wanted = parse_objects(objects)
    refinement = Refinement(grow, feather, fill_holes, despeckle, steady, shadow)
    with open_video(clip) as reader:
        frames = parse_range(frame_range, reader.info.n_frames)
        labels = mask_files(masks, reader.info, frames)
        check_objects(labels, frames, wanted, masks=masks)
        prepare_target(out, [reader.info.names[index] for index in frames], overwrite=overwrite)
        with MaskedClip(reader, labels, frames, objects=wanted, refinement=refinement) as masked:
            start_s = time.perf_counter()
            shares = list(write(out, reader, frames, _filled(masked, inpainter)))
            elapsed_s = time.perf_counter() - start_s
    report = Report(clip, out, method, wanted, frames, shares, elapsed_s)
    if as_json:
        print(json.dumps(report.document(), indent=2))
    else:
        errors.print(report.sentence(), markup=False)


def parse_objects(text: str) -> tuple[int, ...]:
    """Read labels separated by commas; nothing means all.

    Raises:
        MvosError: one of them is no label.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdecimal() and 1 <= int(part) <= 254 for part in parts):
        raise MvosError(f"“{text}” is no list of objects; write their numbers, such as 1,2.", exit_code=2)
    return tuple(sorted({int(part) for part in parts}))


def mask_files(folder: Path, info: VideoInfo, frames: range) -> Callable[[int], LabelMap]:
    """Return how to read the label map of a frame from a folder of PNG files that are named after the frames.

    Raises:
        MvosError: there is no such folder, or a frame of the range has no mask.
    """
    from mvos_core.masks.labels import read_label_map

    if not folder.is_dir():
        raise MvosError(f"There is no folder of masks {folder}; make one with mvos propagate.", exit_code=2)
    paths = {index: folder / f"{info.names[index]}.png" for index in frames}
    missing = [index for index, path in paths.items() if not path.is_file()]
    if missing:
        raise MvosError(
            f"{len(missing)} of the {len(frames)} frames have no mask in {folder}, the first of them {missing[0]} "
            f"({paths[missing[0]].name}); mask them, or choose others with --range.",
            exit_code=2,
        )
    return lambda index: read_label_map(paths[index])


def check_objects(
    labels: Callable[[int], LabelMap], frames: range, wanted: Sequence[int], *, masks: Path
) -> None:
    """Make sure that the wanted objects, or any, occur in the masks.

    Raises:
        MvosError: one does not.
    """
    from mvos_core.masks.labels import object_labels

    found: set[int] = set()
    for index in frames:
        found.update(object_labels(labels(index)))
        if found and found.issuperset(wanted):
            return
    if not found:
        raise MvosError(f"The masks in {masks} are all empty; there is nothing to remove.", exit_code=2)
    lacking = ", ".join(str(label) for label in sorted(set(wanted) - found))
    have = ", ".join(map(str, sorted(found)))
    raise MvosError(f"The masks in {masks} show no object {lacking}; they have {have}.", exit_code=2)


def prepare_target(out: Path, names: Sequence[str], *, overwrite: bool) -> None:
    """See that the result can go where it is wanted; a folder is made.

    Raises:
        MvosError: it is there already, or it cannot be made.
    """
    if out.suffix:
        if out.exists() and not overwrite:
            raise MvosError(f"{out} is there already; choose another name or add --overwrite.", exit_code=2)
        return
    present = claim_folder(out, [f"{name}.png" for name in names])
    if present and not overwrite:
        raise MvosError(
            f"The folder {out} holds frames already; choose another or add --overwrite.", exit_code=2
        )


def write(
    out: Path, reader: VideoReader, frames: range, filled: Iterator[Filled]
) -> Iterator[tuple[float, float]]:
    """Write the frames as PNG files or as a video with the source's sound; yield their seen and invented shares."""
    if not out.suffix:
        for index, result in zip(frames, filled, strict=True):
            write_png(out / f"{reader.info.names[index]}.png", result.frame)
            yield result.seen_share, result.invented_share
        return
    from mvos_core.export import clip_writer

    with clip_writer(reader.info, frames, out) as writer:
        for result in filled:
            writer.write(result.frame)
            yield result.seen_share, result.invented_share


def write_png(path: Path, frame: Frame) -> None:
    """Write a frame, uint8 (H, W, 3), as a PNG file, whole or not at all."""
    import cv2

    _, png = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 3])
    write_whole(path, png.tobytes(), what="The frame")


def _filled(masked: MaskedClip, inpainter: Inpainter) -> Iterator[Filled]:
    from mvos_core.removal import remove as steps

    return watch(steps(masked, inpainter), "frames")


@dataclass(frozen=True, slots=True)
class Report:
    """What a removal did: for each frame the shares of its hole, from 0 to 1, that were seen and invented."""

    clip: Path
    out: Path
    method: str
    objects: tuple[int, ...]
    frames: range
    shares: Sequence[tuple[float, float]]
    elapsed_s: float

    def document(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {
            "input": str(self.clip),
            "out": str(self.out),
            "method": self.method,
            "objects": list(self.objects),
            "range": [self.frames.start, self.frames.stop],
            "frames": len(self.frames),
            "elapsed_s": round(self.elapsed_s, 3),
            "s_per_frame": round(self.elapsed_s / len(self.frames), 4),
            "seen": [round(seen, 4) for seen, _ in self.shares],
            "invented": [round(invented, 4) for _, invented in self.shares],
        }

    def sentence(self) -> str:
        """Return the report as a sentence."""
        seen = sum(seen for seen, _ in self.shares) / len(self.shares)
        return (
            f"{len(self.frames)} frames in {self.out} ({self.elapsed_s / len(self.frames):.2f} s a frame); "
            f"{seen:.0%} of what was hidden is taken from other frames, the rest is made up."
        )

"""`mvos propagate`: a clip and one or more masks in, a label map per frame out."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mvos_core.atomic import write_whole
from mvos_core.cli.progress import errors, watch
from mvos_core.cli.rates import parse_rate
from mvos_core.model.config import DEFAULT_MODEL, DEFAULT_SIZE
from mvos_core.types import MvosError

if TYPE_CHECKING:
    from mvos_core.masks.folder import MaskFolder
    from mvos_core.propagation import Anchor, Propagator
    from mvos_core.video import VideoReader

Confidences = Mapping[int, Mapping[int, float]]
"""Confidence by frame and object."""


def propagate(
    clip: Annotated[Path, typer.Argument(metavar="INPUT", help="A video file or a folder of pictures.")],
    *,
    mask: Annotated[
        list[str],
        typer.Option(
            metavar="[FRAME:]PATH",
            help="A label map; without FRAME it is the range's first frame's. Repeatable.",
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for one palette PNG per frame.")],
    model: Annotated[str, typer.Option(help="A model's name or a .safetensors checkpoint.")] = DEFAULT_MODEL,
    size: Annotated[
        int, typer.Option(metavar="SHORT_SIDE", help="Working short side in pixels.")
    ] = DEFAULT_SIZE,
    frame_range: Annotated[
        str, typer.Option("--range", metavar="A:B", help="Only frames A … B−1, counted from 0.")
    ] = ":",
    backward: Annotated[
        bool, typer.Option("--backward", help="Run backwards too, to the frames before the first mask.")
    ] = False,
    follow: Annotated[
        bool, typer.Option("--follow", help="Zoom in on small objects and follow them.")
    ] = False,
    overlay: Annotated[
        Path | None, typer.Option(metavar="FILE.mp4", help="Also write a video with the objects tinted.")
    ] = None,
    rate: Annotated[
        str,
        typer.Option(
            metavar="FPS", help="The overlay's, such as 25 or 30000/1001, for a folder of pictures."
        ),
    ] = "",
    confidence: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Also write each object's confidence per frame.")
    ] = None,
    precision: Annotated[str, typer.Option(help="auto, fp32, bf16 or int8.")] = "auto",
    engine: Annotated[str, typer.Option(help="auto (the fastest here), torch or openvino.")] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "cpu",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Mask the objects of one frame through the whole clip."""
    sources = [clip, *(mask_place(text)[1] for text in mask)]
    check_target(overlay, suffix=".mp4", sources=sources, out=out)
    check_target(confidence, suffix=".csv", sources=sources, out=out)
    if any(same_place(out, source) or same_place(out, source.parent) for source in sources):
        raise MvosError(f"{out} holds what is to be read; choose another folder with --out.", exit_code=2)
    from mvos_core.masks.folder import MaskFolder

    with _opened(clip, rate, overlay) as reader:
        frames = parse_range(frame_range, reader.info.n_frames)
        anchors = read_anchors(mask, size=reader.info.size, n_frames=reader.info.n_frames, first=frames.start)
        from mvos_core.follow import FollowingPropagator
        from mvos_core.model.checkpoint import load_model
        from mvos_core.propagation import Propagator

        kind = FollowingPropagator if follow else Propagator
        propagator = kind(load_model(model), size=size, device=device, precision=precision, engine=engine)
        folder = MaskFolder(out, reader.info.names)
        result = write_masks(propagator, reader, anchors, frames, folder=folder, backward=backward)
        if confidence:
            write_confidence(confidence, result.confidences)
        if overlay:
            from mvos_core.export import overlay_video

            for _ in watch(overlay_video(reader, folder, frames, overlay), "overlay"):
                pass
    if as_json:
        paths = {"input": clip, "out": out, "overlay": overlay, "confidence": confidence}
        names = {name: str(path) if path else None for name, path in paths.items()}
        print(json.dumps({**names, "model": model, "size": size, **_document(result)}, indent=2))
    else:
        _say(result, out)


def _opened(clip: Path, rate: str, overlay: Path | None) -> VideoReader:
    from mvos_core.video import open_video

    fps = parse_rate(rate)
    if fps is None:
        return open_video(clip)
    if overlay is None or not clip.is_dir():
        raise MvosError(
            "--rate is for the --overlay of a folder of pictures; a video's own has its times.", exit_code=2
        )
    return open_video(clip, picture_rate=fps)


@dataclass(frozen=True, slots=True)
class Written:
    """What a run wrote: confidences by frame and object, the objects seen, and how long the network's part took."""

    confidences: Confidences
    objects: tuple[int, ...]
    frames: range
    elapsed_s: float


def write_masks(
    propagator: Propagator,
    reader: VideoReader,
    anchors: Mapping[int, Anchor],
    frames: range,
    *,
    folder: MaskFolder,
    backward: bool = False,
) -> Written:
    """Propagate and write a label map for each of `frames`, an empty one where nothing is known of a frame."""
    import numpy as np

    from mvos_core.both_ways import propagate_clip
    from mvos_core.pipeline import ReadAhead, WriteBehind

    confidences: dict[int, Mapping[int, float]] = {}
    objects: set[int] = set()
    start_s = time.perf_counter()
    with ReadAhead(reader) as clip, WriteBehind() as behind:
        for result in watch(propagate_clip(propagator, clip, anchors, frames, backward=backward), "masks"):
            if result is not None and result.final:
                behind.submit(folder.write, result.index, result.labels)
                confidences[result.index] = result.confidence
                objects.update(result.objects)
    elapsed_s = time.perf_counter() - start_s
    for index in frames:
        if index not in confidences:
            folder.write(index, np.zeros(reader.info.size, np.uint8))
    return Written(confidences, tuple(sorted(objects)), frames, elapsed_s)


def parse_range(text: str, n_frames: int) -> range:
    """Read A:B, 0-based and half-open, either end optional.

    Raises:
        MvosError: not of that form, empty, or beyond the clip.
    """
    match = re.fullmatch(r"(\d*):(\d*)", text)
    if not match:
        raise MvosError(f"“{text}” is no range; write A:B, such as 10:50 for frames 10 … 49.", exit_code=2)
    start = int(match[1] or 0)
    stop = int(match[2] or n_frames)
    if not 0 <= start < stop <= n_frames:
        raise MvosError(
            f"The range {text} does not lie in the clip's frames 0:{n_frames}; choose another.", exit_code=2
        )
    return range(start, stop)


def mask_place(text: str) -> tuple[int | None, Path]:
    """Split [FRAME:]PATH; a file that is called just so comes first."""
    match = re.fullmatch(r"(\d+):(.+)", text)
    if match and not Path(text).exists():
        return int(match[1]), Path(match[2])
    return None, Path(text)


def read_anchors(
    masks: Sequence[str], *, size: tuple[int, int], n_frames: int, first: int
) -> dict[int, Anchor]:
    """Read the masks given on the command line as [FRAME:]PATH.

    Raises:
        MvosError: a file cannot be read, has another size than the clip, shows no object, or lies beyond the clip.
    """
    from mvos_core.masks.labels import check_mask, read_label_map
    from mvos_core.propagation import Anchor

    anchors: dict[int, Anchor] = {}
    for text in masks:
        given, path = mask_place(text)
        index = first if given is None else given
        if index >= n_frames:
            raise MvosError(
                f"The mask {path} is for frame {index}, but the clip ends with {n_frames - 1}.", exit_code=2
            )
        if index in anchors:
            raise MvosError(f"There are two masks for frame {index}; give one.", exit_code=2)
        labels = read_label_map(path)
        check_mask(labels, size=size, source=str(path))
        anchors[index] = Anchor.of(labels)
    return anchors


def write_confidence(path: Path, confidences: Confidences) -> None:
    """Write frame, object and confidence as CSV, in frame order; replaces atomically."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("frame", "object", "confidence"))
    for index in sorted(confidences):
        writer.writerows(
            (index, label, f"{value:.4f}") for label, value in sorted(confidences[index].items())
        )
    write_whole(path, text.getvalue().encode(), what="The confidence table")


def doubtful_frames(confidences: Confidences) -> list[int]:
    """Return the frames whose least certain object is doubtful, most doubtful first."""
    from mvos_core.confidence import DOUBTFUL

    worst = {index: min(values.values()) for index, values in confidences.items() if values}
    return sorted((index for index in worst if worst[index] < DOUBTFUL), key=lambda index: worst[index])


def same_place(a: Path, b: Path) -> bool:
    """Whether two paths lead to the same existing file or folder."""
    return a.exists() and b.exists() and a.samefile(b)


def check_target(path: Path | None, *, suffix: str, sources: Sequence[Path], out: Path) -> None:
    """See before any work that a further result can be written where it is wanted.

    Raises:
        MvosError: it has another suffix, no folder or none that can be written to, or it would overwrite a source or
            lie among the label maps.
    """
    if path is None:
        return
    if path.suffix.lower() != suffix:
        raise MvosError(f"{path} must end in {suffix}; rename it.", exit_code=2)
    if path.parent.absolute() == out.absolute() or same_place(path.parent, out):
        raise MvosError(f"{out} is for the masks alone; choose another place for {path.name}.", exit_code=2)
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise MvosError(
            f"There is no folder {path.parent} that can be written to; make it or choose another place for {path.name}.",
            exit_code=2,
        )
    if any(same_place(path, source) for source in sources):
        raise MvosError(f"{path} is to be read and would be overwritten; choose another name.", exit_code=2)


def _document(result: Written) -> dict[str, Any]:
    return {
        "range": [result.frames.start, result.frames.stop],
        "frames": len(result.frames),
        "objects": list(result.objects),
        "elapsed_s": round(result.elapsed_s, 3),
        "fps": round(len(result.frames) / result.elapsed_s, 2),
        "doubtful_frames": doubtful_frames(result.confidences),
    }


def _say(result: Written, out: Path) -> None:
    errors.print(
        f"{len(result.frames)} masks in {out} ({len(result.frames) / result.elapsed_s:.1f} frames/s).",
        markup=False,
    )
    doubtful = doubtful_frames(result.confidences)
    if doubtful:
        shown = ", ".join(map(str, doubtful[:8]))
        more = " …" if len(doubtful) > 8 else ""
        errors.print(f"Look at frames {shown}{more}: the network was least sure there.", markup=False)

"""`mvos demo`: the whole job on the clip that ships with the program."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mvos_core.atomic import make_folder, write_whole
from mvos_core.cli.progress import errors, watch
from mvos_core.model.config import DEFAULT_MODEL, DEFAULT_SIZE

if TYPE_CHECKING:
    from mvos_core.cli.propagate import Written


_SHADOW = 0.5
"""How much of the car's shadow goes with it."""


def demo(
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where results go; a new temporary folder by default.")
    ] = None,
    model: Annotated[str, typer.Option(help="A model's name or a .safetensors checkpoint.")] = DEFAULT_MODEL,
    size: Annotated[
        int, typer.Option(metavar="SHORT_SIDE", help="Working short side in pixels.")
    ] = DEFAULT_SIZE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Mask the toy car of the demo clip through all its frames, remove it, and say where the results lie."""
    from mvos_core.cli.export import finish
    from mvos_core.cli.propagate import read_anchors, write_confidence, write_masks
    from mvos_core.cli.remove import Shares, filled_frames
    from mvos_core.config import resource
    from mvos_core.export import ExportSettings, Kind, export, overlay_video, plan_export
    from mvos_core.inpaint import DEFAULT_METHOD, make_inpainter
    from mvos_core.masks.folder import MaskFolder
    from mvos_core.masks.refine import REMOVAL
    from mvos_core.model.checkpoint import load_model
    from mvos_core.propagation import Propagator
    from mvos_core.removal import MaskedClip, remove
    from mvos_core.video import open_video

    folder = _folder(out)
    clip, mask = resource("demo", "demo.mp4"), resource("demo", "demo-mask.png")
    with open_video(clip) as reader:
        frames = range(reader.info.n_frames)
        anchors = read_anchors([str(mask)], size=reader.info.size, n_frames=len(frames), first=0)
        masks = MaskFolder(folder / "masks", reader.info.names)
        if not as_json:
            errors.print(f"Masking one object through {len(frames)} frames of {clip.name} …", markup=False)
        result = write_masks(
            Propagator(load_model(model), size=size, engine="auto"), reader, anchors, frames, folder=masks
        )
        for _ in watch(overlay_video(reader, masks, frames, folder / "overlay.mp4"), "overlay"):
            pass
        with MaskedClip(reader, masks.read, frames, refinement=replace(REMOVAL, shadow=_SHADOW)) as masked:
            shares: list[Shares] = []
            filled = filled_frames(remove(masked, make_inpainter(DEFAULT_METHOD)), shares)
            settings = ExportSettings(Kind.REMOVED, objects=(1,))
            plan = plan_export(
                reader.info, frames, settings, objects={}, folder=folder, template="removed.mp4"
            )
            finish(export(plan, reader, masks.read, removed=filled, overwrite=True), "removal")
    write_confidence(folder / "confidence.csv", result.confidences)
    figures = {**_figures(result, model), "seen_share": round(fmean(share.seen for share in shares), 3)}
    write_whole(folder / "figures.json", json.dumps(figures, indent=2).encode(), what="The figures")
    if as_json:
        print(json.dumps({"out": str(folder), **figures}, indent=2))
        return
    print(f"overlay video  {folder / 'overlay.mp4'}")
    print(f"car removed    {folder / 'removed.mp4'}")
    print(f"masks          {folder / 'masks'} ({figures['frames']} PNG files)")
    print(
        f"figures        {folder / 'figures.json'}: {figures['fps']} frames/s, lowest confidence {figures['lowest_confidence']}"
    )


def _folder(out: Path | None) -> Path:
    if out is None:
        return Path(tempfile.mkdtemp(prefix="mvos-demo-"))
    return make_folder(out, otherwise="with --out")


def _figures(result: Written, model: str) -> dict[str, Any]:
    lowest = min((value, index) for index, values in result.confidences.items() for value in values.values())
    return {
        "model": model,
        "frames": len(result.frames),
        "elapsed_s": round(result.elapsed_s, 2),
        "fps": round(len(result.frames) / result.elapsed_s, 2),
        "lowest_confidence": round(lowest[0], 3),
        "lowest_confidence_frame": lowest[1],
    }

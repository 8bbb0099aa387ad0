"""`mvos info`: what is known of a clip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from mvos_core.video import VideoInfo


def info(
    clip: Annotated[Path, typer.Argument(metavar="INPUT", help="A video file or a folder of pictures.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show a clip's size, rate, frames and sound."""
    from mvos_core.video import probe

    facts = _facts(probe(clip))
    if as_json:
        print(json.dumps(facts, indent=2))
        return
    rate = f"{facts['rate_fps']:.3f} fps" + (
        " on average, variable" if facts["variable_rate"] else f" ({facts['rate']})"
    )
    print(f"{facts['path']}: {facts['width']}x{facts['height']}, {facts['frames']} frames, {rate},")
    print(
        f"{facts['duration_s']:.3f} s, {'with sound' if facts['has_audio'] else 'silent'}, {facts['codec']} {facts['pixel_format']}"
    )


def _facts(info: VideoInfo) -> dict[str, Any]:
    return {
        "path": str(info.path),
        "width": info.width,
        "height": info.height,
        "frames": info.n_frames,
        "rate": str(info.rate),
        "rate_fps": float(info.rate),
        "variable_rate": info.variable_rate,
        "duration_s": float(info.duration_s),
        "has_audio": info.has_audio,
        "codec": info.codec,
        "pixel_format": info.pixel_format,
        "colour_matrix": info.colour.matrix,
        "colour_range": info.colour.range,
        "colour_transfer": info.colour.transfer,
    }

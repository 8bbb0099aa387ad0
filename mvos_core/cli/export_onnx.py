"""`mvos export-onnx`: a network as ONNX graphs for phones, checked against torch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mvos_core.atomic import write_whole
from mvos_core.cli.bench import parse_size
from mvos_core.types import MvosError

_SIZE = "480x864"


def export_onnx(
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="A model's name or a .safetensors checkpoint.")
    ],
    *,
    out: Annotated[
        Path, typer.Option(metavar="FILE.onnx", help="The step graph; beside it goes FILE-remember.onnx.")
    ],
    size: Annotated[
        str, typer.Option(metavar="HxW", help=f"Working size, multiples of 16; {_SIZE} by default.")
    ] = "",
    dynamic: Annotated[
        bool, typer.Option("--dynamic", help="Leave height, width and the number of objects open.")
    ] = False,
    objects: Annotated[int, typer.Option(help="How many objects; 1 by default.")] = 0,
    frames: Annotated[int, typer.Option(min=1, help="How many remembered frames a step reads.")] = 2,
    opset: Annotated[int, typer.Option(help="ONNX operator set, 13 … 20.")] = 17,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write a network as two ONNX graphs, one for each frame and one for frames whose masks are known."""
    if dynamic and (size or objects):
        raise MvosError(
            "--dynamic leaves size and objects open; leave out --size and --objects.", exit_code=2
        )
    remember = out.with_name(f"{out.stem}-remember.onnx")
    _check_out(out)
    height, width = parse_size(size or _SIZE)
    from mvos_core.model.checkpoint import licence_of, load_model
    from mvos_core.runtime.onnx_export import ExportShape, export_graphs

    shape = ExportShape((height, width), objects or 1, frames, dynamic)
    shape.check()
    licence = licence_of(model)
    graphs = export_graphs(load_model(model), shape, opset=opset, licence=licence)
    for path, content in ((remember, graphs.remember), (out, graphs.step)):
        write_whole(path, content, what="The graph")
    agreement = graphs.agreement
    if as_json:
        document = {
            "model": model,
            "licence": licence or None,
            "step": str(out),
            "remember": str(remember),
            "size": None if dynamic else [height, width],
            "objects": None if dynamic else shape.objects,
            "frames": frames,
            "opset": opset,
            "difference": agreement.difference,
            "equal_labels": agreement.equal_labels,
        }
        print(json.dumps(document, indent=2))
        return
    for path, content in ((out, graphs.step), (remember, graphs.remember)):
        print(f"{path}  {len(content) / 1e6:.1f} MB")
    print(
        f"ONNX Runtime and torch: largest difference {agreement.difference:.1e}, "
        f"{agreement.equal_labels:.2%} of the labels equal."
    )


def _check_out(out: Path) -> None:
    if out.suffix.lower() != ".onnx":
        raise MvosError(f"{out} must end in .onnx; rename it.", exit_code=2)
    if not out.parent.is_dir():
        raise MvosError(f"There is no folder {out.parent}; make it or choose another place.", exit_code=2)

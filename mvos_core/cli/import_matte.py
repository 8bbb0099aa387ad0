"""`mvos import-matte`: black and white films or folders in, a label map per frame out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mvos_core.cli.progress import errors, watch
from mvos_core.cli.propagate import same_place
from mvos_core.types import VOID, MvosError


def import_matte(
    clip: Annotated[
        Path, typer.Argument(metavar="INPUT", help="The clip: a video file or a folder of pictures.")
    ],
    mattes: Annotated[
        list[Path],
        typer.Argument(
            metavar="MATTE", help="A black and white film, or a folder of such pictures, an object each."
        ),
    ],
    *,
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help="Folder for one palette PNG per frame; those there already get the objects too.",
        ),
    ],
    first: Annotated[
        int, typer.Option("--object", metavar="N", min=1, max=254, help="The first matte's object.")
    ] = 1,
    threshold: Annotated[
        int, typer.Option(min=1, max=255, help="From this grey on, a pixel is the object's.")
    ] = 128,
    at: Annotated[
        int | None,
        typer.Option(metavar="A", min=0, help="The clip's frame that mattes begin at; takes what overlaps."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Take black and white mattes as masks, which all other commands take with --masks."""
    import numpy as np

    from mvos_core.masks.folder import MaskFolder
    from mvos_core.mattes import plan_matte, read_matte, with_object
    from mvos_core.video import probe

    if first + len(mattes) > VOID:
        raise MvosError("There are objects up to 254; choose a smaller --object.", exit_code=2)
    if any(same_place(out, source) for source in (clip, *mattes)):
        raise MvosError(f"{out} holds what is to be read; choose another folder with --out.", exit_code=2)
    info = probe(clip)
    plans = [plan_matte(probe(path), info, at=at) for path in mattes]
    for plan in plans:
        if not plan.is_whole and at is None:
            raise MvosError(
                f"{plan.sentence.rstrip('.')}, if you say so with --at 0, or with the frame that the matte begins at.",
                exit_code=2,
            )
    folder = MaskFolder(out, info.names)
    written: set[int] = set()
    for label, plan in enumerate(plans, start=first):
        for step in watch(read_matte(plan, threshold=threshold), plan.matte.path.name):
            index, mask = step
            before = folder.read(index) if folder.file(index).exists() else np.zeros(info.size, np.uint8)
            folder.write(index, with_object(before, mask, label))
            written.add(index)
    if as_json:
        facts = {"input": str(clip), "out": str(out), "frames": len(written), "clip_frames": info.n_frames}
        print(json.dumps({**facts, "objects": list(range(first, first + len(plans)))}, indent=2))
    else:
        errors.print(
            f"{len(written)} masks in {out}.", *(plan.sentence for plan in plans), sep="\n", markup=False
        )

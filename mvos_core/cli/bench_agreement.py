"""`mvos bench --agreement`: does every engine mask a clip as the reference does?"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from mvos_core.cli.progress import watch
from mvos_core.types import MvosError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvos_core.model.network import MobileVOS
    from mvos_core.propagation import Anchor
    from mvos_core.types import LabelMap
    from mvos_core.video import VideoReader


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How an engine's label maps compare with torch fp32's, each engine on its own run through the clip.

    `same_pixels` is the share of pixels with the same label; `mean_iou` is over objects and frames, `worst_iou` the
    smallest of them. The first frame, whose mask is given, does not count.
    """

    engine: str
    model: str
    frames: int
    same_pixels: float
    mean_iou: float
    worst_iou: float


def bench_agreement(
    clip: Path,
    mask: Path | None,
    *,
    models: Sequence[str],
    frames: int,
    size: int,
    device: str,
    as_json: bool,
) -> None:
    """Propagate the mask through the clip's first frames with every engine of a device, and compare with the CPU's first."""
    if mask is None:
        raise MvosError("To compare engines, give the first frame's mask too: --mask FIRST.png.", exit_code=2)
    from mvos_core.cli.propagate import read_anchors
    from mvos_core.model.checkpoint import load_model
    from mvos_core.video import open_video

    rows: list[AgreementRow] = []
    with open_video(clip) as reader:
        count = min(frames, reader.info.n_frames)
        (anchor,) = read_anchors([str(mask)], size=reader.info.size, n_frames=count, first=0).values()
        for model in models:
            rows += _compared(reader, anchor, load_model(model), count=count, size=size, device=device)
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
        return
    table = Table("model", "engine", "frames", "same pixels", "mean IoU", "worst IoU", box=SIMPLE)
    for row in rows:
        shares = (f"{100 * row.same_pixels:.2f} %", f"{row.mean_iou:.3f}", f"{row.worst_iou:.3f}")
        table.add_row(row.model, row.engine, str(row.frames), *shares)
    Console().print(table)


def _compared(
    reader: VideoReader, anchor: Anchor, network: MobileVOS, *, count: int, size: int, device: str
) -> list[AgreementRow]:
    from mvos_core.cli.bench import ENGINES
    from mvos_core.eval.speed import REFERENCE
    from mvos_core.propagation import Propagator, propagate
    from mvos_core.runtime.pixels import working_size

    reference: list[LabelMap] = []
    rows = []
    compared = [("cpu", name) for name in ENGINES] if device == "cpu" else [("cpu", REFERENCE)]
    if device != "cpu":
        compared += [(device, name) for name in ENGINES if name.startswith("torch")]
    for place, name in compared:
        engine, precision = ENGINES[name]
        propagator = Propagator(network, size=size, device=place, precision=precision, engine=engine)
        try:
            propagator.engine(working_size(reader.info.size, size))
        except MvosError:
            continue  # not for this model
        steps = propagate(propagator, reader, {0: anchor}, range(count))
        found = [result.labels for result in watch(steps, f"{network.config.name} {name}")]
        if not reference:
            reference = found
        else:
            rows.append(_row(name, network.config.name, reference[1:], found[1:], anchor.objects))
    return rows


def _row(
    engine: str, model: str, reference: Sequence[LabelMap], found: Sequence[LabelMap], objects: Sequence[int]
) -> AgreementRow:
    import numpy as np

    from mvos_core.eval.metrics import jaccard

    same = [float((a == b).mean()) for a, b in zip(reference, found, strict=True)]
    ious = [
        jaccard(a == label, b == label) for a, b in zip(reference, found, strict=True) for label in objects
    ]
    return AgreementRow(
        engine, model, len(found) + 1, float(np.mean(same)), float(np.mean(ious)), float(np.min(ious))
    )

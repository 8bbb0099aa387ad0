"""`mvos quantize`: an int8 graph of a network, calibrated on a data set."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mvos_core.cli.progress import errors, watch
from mvos_core.model.config import DEFAULT_MODEL, DEFAULT_SIZE
from mvos_core.types import MvosError, Step

if TYPE_CHECKING:
    from mvos_core.eval.davis import Sequence
    from mvos_core.model.network import MobileVOS
    from mvos_core.runtime.quantize import Sample

_FRAMES = 41
_EVERY = 10


def quantize(
    root: Annotated[
        Path, typer.Argument(help="The DAVIS folder, or the one that holds it.", show_default=False)
    ],
    *,
    out: Annotated[
        Path, typer.Option(help="Where the graph goes; NAME.bin lands beside NAME.xml.", metavar="NAME.xml")
    ],
    model: Annotated[str, typer.Option(help="A model's name or a checkpoint.")] = DEFAULT_MODEL,
    split: Annotated[str, typer.Option(help="Which sequences calibrate.")] = "train-minus-held-out",
    size: Annotated[int, typer.Option(help="Working short side in pixels.")] = DEFAULT_SIZE,
) -> None:
    """Quantise a network to int8 for CPUs that compute in it, calibrated on the first frames of annotated clips.

    A graph NAME-int8.xml beside NAME.safetensors is found by --precision int8.
    """
    if out.suffix != ".xml":
        raise MvosError(f"{out} must end in .xml; rename it.", exit_code=2)
    if not out.absolute().parent.is_dir():
        raise MvosError(f"There is no folder {out.absolute().parent}; make it first.", exit_code=2)
    from mvos_core.eval.davis import davis_sequences
    from mvos_core.model.checkpoint import load_model
    from mvos_core.runtime.quantize import check_nncf, save_quantized
    from mvos_core.runtime.quantize import quantize as quantized

    check_nncf()
    network = load_model(model)
    if not network.config.is_finite:
        raise MvosError(f"“{network.config.name}” has a memory that grows and no int8 graph.", exit_code=2)
    sequences = davis_sequences(root, year="2016", split=split)
    samples = [sample for part in watch(_samples(network, sequences, size), "calibration") for sample in part]
    save_quantized(quantized(network, samples), out)
    errors.print(f"The graph is in {out}, calibrated on {len(samples)} frames.", markup=False)


def _samples(network: MobileVOS, sequences: list[Sequence], size: int) -> Iterator[Step[list[Sample]]]:
    from mvos_core.eval.davis import read_annotation, read_picture
    from mvos_core.runtime.openvino_engine import OpenVinoEngine
    from mvos_core.runtime.pixels import working_size
    from mvos_core.runtime.quantize import calibration_samples
    from mvos_core.types import size_of

    engine = OpenVinoEngine(network, precision="fp32")
    for done, sequence in enumerate(sequences, start=1):
        frames = [read_picture(path) for path in islice(sequence.frames, _FRAMES)]
        first = read_annotation(sequence.annotations[0], year="2016")
        working = working_size(size_of(frames[0]), size)
        found = list(calibration_samples(network, engine, frames, first, size=working, every=_EVERY))
        yield Step(done, len(sequences), found)

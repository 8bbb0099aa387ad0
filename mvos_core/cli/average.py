"""`mvos average`: one checkpoint from several."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mvos_core.cli.progress import errors
from mvos_core.types import MvosError


def average(
    checkpoints: Annotated[
        list[str],
        typer.Argument(help="Checkpoints of one model, or shipped names; the last one's settings count."),
    ],
    *,
    out: Annotated[
        Path, typer.Option(help="Where the averaged checkpoint goes.", metavar="NAME.safetensors")
    ],
) -> None:
    """Average the weights of checkpoints that went on from one another, which is often better than each of them."""
    if out.suffix != ".safetensors":
        raise MvosError(f"{out} must end in .safetensors; rename it.", exit_code=2)
    from mvos_core.model.averaging import averaged
    from mvos_core.model.checkpoint import digest, licence_of, load_model, save_checkpoint

    networks = [load_model(name) for name in checkpoints]
    licence = next(filter(None, map(licence_of, checkpoints)), "")
    notes = {"averaged_from": " ".join(digest(network)[:16] for network in networks)}
    save_checkpoint(out, averaged(networks), notes=notes | ({"licence": licence} if licence else {}))
    errors.print(f"The mean of {len(networks)} checkpoints is in {out}.", markup=False)

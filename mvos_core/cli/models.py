"""`mvos models`: which networks there are, and which of them have weights here."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table


def models(*, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False) -> None:
    """List the models with their sizes and weights."""
    rows = _rows()
    if as_json:
        print(json.dumps(rows, indent=2))
        return
    table = Table("model", "parameters", "weights", "sha256")
    for row in rows:
        table.add_row(
            row["name"],
            f"{row['parameters'] / 1e6:.2f} M",
            row["weights"] or "none shipped",
            (row["sha256"] or "")[:12],
        )
    Console().print(table)


def _rows() -> list[dict[str, Any]]:
    import torch

    from mvos_core.model.checkpoint import count_parameters, sha256
    from mvos_core.model.config import CONFIGS
    from mvos_core.model.network import MobileVOS
    from mvos_core.model.weights import weights_file

    rows: list[dict[str, Any]] = []
    for name, config in CONFIGS.items():
        with torch.device("meta"):
            parameters = count_parameters(MobileVOS(config))
        file = weights_file(name)
        rows.append(
            {
                "name": name,
                "parameters": parameters,
                "weights": str(file) if file else None,
                "sha256": sha256(file) if file else None,
            }
        )
    return rows

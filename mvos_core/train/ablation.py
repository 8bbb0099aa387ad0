"""What each part of the method is worth: the same run with parts of the loss left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mvos_core.train.config import LossSection, TrainConfig
from mvos_core.types import MvosError

_LABELS_ONLY = ((0.0, 0.0),)


@dataclass(frozen=True, slots=True)
class Cell:
    """One run of the table: whether it has the contrastive or representation term, boundary sampling, a teacher."""

    name: str
    representation: bool
    boundary: bool
    teacher: bool

    def loss(self, full: LossSection) -> LossSection:
        """Return the losses of the full method without the parts that this cell leaves out."""
        loss = full
        if not self.representation:
            loss = replace(loss, representation=0.0)
        if not self.boundary:
            loss = replace(loss, boundary_width=0)
        if not self.teacher:
            loss = replace(loss, omega=_LABELS_ONLY, logits=0.0, imitation=_LABELS_ONLY)
        return loss


CELLS = (
    Cell("segmentation", representation=False, boundary=True, teacher=False),
    Cell("contrastive", representation=True, boundary=True, teacher=False),
    Cell("contrastive-everywhere", representation=True, boundary=False, teacher=False),
    Cell("logits", representation=False, boundary=True, teacher=True),
    Cell("distillation", representation=True, boundary=True, teacher=True),
    Cell("distillation-everywhere", representation=True, boundary=False, teacher=True),
)
"""From the labels alone to the full method; “everywhere” samples all pixels, not only those near boundaries."""


def cells_of(full: TrainConfig, folder: Path) -> list[tuple[Cell, TrainConfig]]:
    """Return the runs that a configuration allows, each in its own part of `folder`; without a teacher the first three."""
    return [
        (
            cell,
            replace(full, loss=cell.loss(full.loss), run=replace(full.run, out=str(folder / cell.name))),
        )
        for cell in CELLS
        if full.loss.needs_teacher() or not cell.teacher
    ]


def chosen_cells(
    cells: Sequence[tuple[Cell, TrainConfig]], names: Sequence[str]
) -> list[tuple[Cell, TrainConfig]]:
    """Return the runs of these names, in the table's order; all where none is named.

    Raises:
        MvosError: there is no run of such a name.
    """
    known = [cell.name for cell, _ in cells]
    for name in names:
        if name not in known:
            raise MvosError(f"There is no run “{name}” here; choose from {', '.join(known)}.", exit_code=2)
    return [(cell, config) for cell, config in cells if not names or cell.name in names]

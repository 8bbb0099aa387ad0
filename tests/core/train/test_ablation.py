from dataclasses import replace
from pathlib import Path

import pytest

from mvos_core.train.ablation import cells_of, chosen_cells
from mvos_core.train.config import LossSection, TrainConfig
from mvos_core.types import MvosError

FULL = TrainConfig(loss=LossSection(representation=20.0, omega=((0.0, 0.95),), logits=0.1, boundary_width=2))


def test_cells_differ_from_the_full_method_in_what_their_names_say() -> None:
    cells = {cell.name: config for cell, config in cells_of(FULL, Path("out"))}
    assert cells["distillation"].loss == FULL.loss
    assert cells["distillation-everywhere"].loss == replace(FULL.loss, boundary_width=0)
    assert cells["logits"].loss == replace(FULL.loss, representation=0.0)
    labels = ((0.0, 0.0),)
    contrastive = replace(FULL.loss, omega=labels, logits=0.0)
    assert cells["contrastive"].loss == contrastive
    assert cells["contrastive-everywhere"].loss == replace(contrastive, boundary_width=0)
    assert cells["segmentation"].loss == replace(contrastive, representation=0.0)
    for name, config in cells.items():
        assert replace(config, loss=FULL.loss, run=FULL.run) == FULL
        assert config.run == replace(FULL.run, out=str(Path("out", name)))


def test_without_a_teacher_half_of_the_table_is_left() -> None:
    alone = replace(FULL, loss=replace(FULL.loss, omega=((0.0, 0.0),), logits=0.0))
    assert [cell.name for cell, _ in cells_of(alone, Path("out"))] == [
        "segmentation",
        "contrastive",
        "contrastive-everywhere",
    ]


def test_runs_are_chosen_by_name() -> None:
    cells = cells_of(FULL, Path("out"))
    assert chosen_cells(cells, []) == cells
    assert chosen_cells(cells, ["logits", "segmentation"]) == [cells[0], cells[3]]
    with pytest.raises(MvosError, match="no run “nothing” here; choose from segmentation, contrastive"):
        chosen_cells(cells, ["logits", "nothing"])

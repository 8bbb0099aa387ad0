"""What a project may hold, and that it stays as it was made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mvos_core.masks.track import MaskEntry, MaskTrack, Origin
from mvos_core.project import ObjectInfo
from tests.core.project.samples import entry, full_project


def test_it_does_not_follow_later_edits() -> None:
    masks, settings = MaskTrack({0: entry(0)}), {"grow": [1]}
    project = replace(full_project(), masks=masks, removal=settings)
    masks.apply({0: None, 1: entry(1)})
    settings["grow"].append(2)
    assert dict(project.masks) == {0: entry(0)}
    assert project.removal == {"grow": [1]}


@pytest.mark.parametrize(
    "change",
    [
        {"objects": (ObjectInfo(1, "a", (0, 0, 0)), ObjectInfo(1, "b", (0, 0, 0)))},
        {"in_point": 5, "out_point": 4},
        {"in_point": -1},
        {"out_point": 12},
        {"playhead": 12},
        {"stale": {12}},
        {"masks": {12: entry(0)}},
        {"masks": {0: MaskEntry.of(np.zeros((6, 4), np.uint8), origin=Origin.PAINTED)}},
        {"removal": {"grow": float("nan")}},
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        replace(full_project(), **change)


def test_settings_must_be_json() -> None:
    with pytest.raises(TypeError, match="JSON"):
        replace(full_project(), removal={"grow": object()})


@pytest.mark.parametrize(
    ("label", "colour"), [(0, (0, 0, 0)), (255, (0, 0, 0)), (1, (0, 0, 256)), (1, (0, 0))]
)
def test_an_object_has_a_label_and_a_colour(label: int, colour: Any) -> None:
    with pytest.raises(ValueError, match=r"label|colour"):
        ObjectInfo(label, "", colour)

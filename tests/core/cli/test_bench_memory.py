from __future__ import annotations

import json

import pytest

from mvos_core.cli.main import run


def test_memory_of_a_removal_is_told_as_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["bench", "--removal-memory", "--size", "64x96", "--frames", "16", "--json"]
    assert run(arguments) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["frames"] for row in rows] == [2, 4, 6, 8, 10, 12, 14, 16]
    assert all(row["resident_mb"] > 10 and row["frame_s"] > 0 for row in rows)

"""Saving a long clip's masks again and again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mvos_core.masks.track import MaskTrack
from mvos_core.project import bundle as bundle_module
from mvos_core.project import load_project, save_project
from tests.core.project.samples import entry, full_project, named_files


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return tmp_path / "clip.mvos"


def test_a_later_save_reads_only_what_is_new(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    holds = bundle_module._holds

    def noted(file: Path, content: bytes) -> bool:
        read.append(file.name)
        return holds(file, content)

    monkeypatch.setattr(bundle_module, "_holds", noted)
    project = full_project()
    known = save_project(project, bundle)
    assert known == set(named_files(project))
    read.clear()
    later = replace(project, masks=MaskTrack({**project.masks, 5: entry(7)}))
    again = save_project(later, bundle, known=known)
    assert set(read) == again - known
    assert len(read) == 1
    assert load_project(bundle).project == later


def test_a_file_that_is_gone_is_written_again_although_it_is_known(bundle: Path) -> None:
    project = full_project()
    known = save_project(project, bundle)
    (bundle / "masks" / sorted(known)[0]).unlink()
    save_project(project, bundle, known=known)
    assert load_project(bundle).project == project


def test_each_mask_has_a_line_of_its_own_in_the_manifest(bundle: Path) -> None:
    save_project(full_project(), bundle)
    lines = (bundle / "project.json").read_text(encoding="ascii").splitlines()
    assert [json.loads(line.rstrip(","))["frame"] for line in lines if '"digest"' in line] == [0, 3, 11]

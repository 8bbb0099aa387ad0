"""Nothing that is read is written over, not even with --overwrite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mvos_core.masks.track import MaskEntry, MaskTrack, Origin
from mvos_core.project import ObjectInfo, Project, fingerprint_clip, save_project
from mvos_core.video import probe
from tests.core.cli.conftest import SIZE, Ran, labels_of

Mvos = Callable[..., Ran]


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "command", [("export", "--kind", "cutout", "--codec", "png"), ("remove", "--method", "telea")]
)
@pytest.mark.parametrize("inside", ["", "/part"])
def test_a_folder_of_masks(
    mvos: Mvos, pictures: Path, masks: Path, command: tuple[str, ...], inside: str
) -> None:
    before = content(masks)
    result = mvos(*command, pictures, "--masks", masks, "--out", f"{masks}{inside}", "--overwrite")
    assert (result.code, "masks are read from" in " ".join(result.err.split())) == (2, True), result.err
    assert content(masks) == before


def test_a_project(mvos: Mvos, pictures: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "work.mvos"
    masks = MaskTrack({0: MaskEntry.of(labels_of(0), origin=Origin.PAINTED)})
    fingerprint = fingerprint_clip(pictures, n_frames=8, size=SIZE, rate=probe(pictures).rate)
    save_project(Project(pictures, fingerprint, (ObjectInfo(1, "Van", (1, 2, 3)),), masks=masks), bundle)
    before = content(bundle)
    out = bundle / "masks"
    result = mvos("export", bundle, "--kind", "masks", "--out", out, "--overwrite", "--range", ":1")
    assert (result.code, "masks are read from" in " ".join(result.err.split())) == (2, True), result.err
    assert content(bundle) == before

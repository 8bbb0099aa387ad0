"""`mvos remove` on projects: their own masks, objects, range and takes, unless the command line says otherwise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from mvos_core.inpaint import make_inpainter
from mvos_core.masks.refine import Refinement
from mvos_core.masks.track import MaskEntry, MaskTrack, Origin
from mvos_core.project import ObjectInfo, Project, fingerprint_clip, save_project
from mvos_core.project.footage import footage_of
from mvos_core.removal import RemovalSettings
from mvos_core.takes import Takes
from mvos_core.types import Frame, LabelMap
from mvos_core.video import open_video, probe
from tests.core.cli.conftest import SIZE, Ran, labels_of

Mvos = Callable[..., Ran]
TELEA = RemovalSettings((1,), "telea", Refinement(grow_px=2))
NS = RemovalSettings((1, 2), "ns", Refinement(grow_px=1, feather_px=2))
RANGE = range(1, 7)


def labels(index: int) -> LabelMap:
    result = labels_of(index)
    result[2:6, 50:60] = 3  # of an object that was deleted since
    return result


@pytest.fixture
def project(pictures: Path) -> Project:
    """Frames 1 to 6 of the clip; from frame 3 on the second take counts, from 5 on the first again. 5 has no mask."""
    takes = Takes().set_settings(0, TELEA).add(NS).choose(1, range(3, 5))
    return Project(
        pictures,
        fingerprint_clip(pictures, n_frames=8, size=SIZE, rate=probe(pictures).rate),
        (ObjectInfo(1, "Van", (10, 20, 200)), ObjectInfo(2, "Bike", (200, 20, 10))),
        in_point=RANGE[0],
        out_point=RANGE[-1],
        removal=takes.plain(),
        masks=MaskTrack({i: MaskEntry.of(labels(i), origin=Origin.PAINTED) for i in range(8) if i != 5}),
    )


@pytest.fixture
def bundle(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "work.mvos"
    save_project(project, path)
    return path


def expected(project: Project, settings: RemovalSettings, frames: range = RANGE) -> list[Frame]:
    with (
        open_video(project.clip) as reader,
        footage_of(project).key(settings, frames).masked(reader) as masked,
    ):
        return [filled.frame for filled in make_inpainter(settings.method)(masked)]


def written(folder: Path) -> list[Frame]:
    return [
        np.asarray(cv2.imread(str(path))[..., ::-1], np.uint8)
        for path in sorted(folder.iterdir())
        if path.suffix == ".png"
    ]


def test_each_frame_is_removed_by_the_take_that_counts(
    mvos: Mvos, project: Project, bundle: Path, tmp_path: Path
) -> None:
    result = mvos("remove", bundle, "--out", tmp_path / "out", "--json")
    assert result.code == 0, result.err
    telea, ns = expected(project, TELEA), expected(project, NS, range(3, 5))
    frames = written(tmp_path / "out")
    np.testing.assert_array_equal(frames, [*telea[:2], *ns, *telea[4:]])
    with open_video(project.clip) as reader:
        np.testing.assert_array_equal(frames[4], reader.read(5))  # it has no mask
        np.testing.assert_array_equal(
            frames[1][2:6, 50:60], reader.read(2)[2:6, 50:60]
        )  # the deleted object stays
    report = result.json()
    assert (report["method"], report["range"], report["unmasked"]) == ("telea, ns", [1, 7], 1)
    told = [(take["name"], take["range"], take["method"], take["objects"]) for take in report["takes"]]
    assert told == [
        ("Take 1", [1, 3], "telea", [1]),
        ("Take 2", [3, 5], "ns", [1, 2]),
        ("Take 1", [5, 7], "telea", [1]),
    ]
    assert [take["grow_px"] for take in report["takes"]] == [2, 1, 2]


def test_what_the_command_line_says_comes_first(
    mvos: Mvos, project: Project, bundle: Path, tmp_path: Path
) -> None:
    arguments = ("remove", bundle, "--out", tmp_path / "out", "--method", "telea", "--objects", 2)
    result = mvos(*arguments, "--grow", 0, "--range", "2:5")
    assert result.code == 0, result.err
    assert "Takes: Take 1 in frames 2 to 2, Take 2 in frames 3 to 4." in result.err
    first = replace(TELEA, objects=(2,), refinement=Refinement())
    second = replace(first, refinement=Refinement(feather_px=2))  # which nothing was said of
    np.testing.assert_array_equal(
        written(tmp_path / "out"),
        [*expected(project, first, range(2, 3)), *expected(project, second, range(3, 5))],
    )
    assert (tmp_path / "out").is_dir()


def test_a_frame_without_a_mask_is_told(mvos: Mvos, bundle: Path, tmp_path: Path) -> None:
    result = mvos("remove", bundle, "--out", tmp_path / "out")
    assert "1 frame has no mask, so nothing is removed there." in result.err
    # It counts for nothing: none of what the others hide is seen elsewhere by these methods.
    assert "0% of what was hidden is taken from other frames" in result.err
    told = mvos("export", bundle, "--kind", "labels", "--out", tmp_path / "labels")
    assert (told.code, "1 frame has no mask, so no object is shown there." in told.err) == (0, True)


@pytest.mark.parametrize("command", [("export", "--kind", "labels"), ("remove",)])
def test_a_project_has_its_own_masks(
    mvos: Mvos, bundle: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    result = mvos(*command, bundle, "--masks", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert (result.code, "have their own masks" in result.err) == (2, True)


def test_several_projects_each_by_its_own_takes(
    mvos: Mvos, project: Project, bundle: Path, tmp_path: Path
) -> None:
    """The second one's settings are damaged, which does not end the rest; the third has none of its own."""
    damaged, plain = tmp_path / "damaged.mvos", tmp_path / "plain.mvos"
    save_project(project, damaged)
    edit_manifest(damaged, lambda content: content["removal"]["takes"][0].update(method="hologram"))
    save_project(replace(project, removal={}, in_point=0, out_point=0), plain)
    out = f"{tmp_path}/out/{{clip}} {{range}}"
    result = mvos("remove", bundle, damaged, plain, "--out", out, "--json")
    assert result.code == 1
    report = result.json()
    assert report["failed"] == [str(damaged)]
    assert "settings of" in report["results"][1]["error"] and "damaged" in report["results"][1]["error"]
    assert [row.get("method") for row in report["results"]] == ["telea, ns", None, "temporal"]
    np.testing.assert_array_equal(
        written(tmp_path / "out" / f"{project.clip.name} 0-0"), expected(project, RemovalSettings(), range(1))
    )


def test_a_batch_never_replaces_what_it_has_made(mvos: Mvos, bundle: Path, tmp_path: Path) -> None:
    """Two projects of one clip: they would have the same name, and --overwrite is not meant for that."""
    other = tmp_path / "other.mvos"
    shutil.copytree(bundle, other)
    out = tmp_path / "out"
    result = mvos("remove", bundle, other, "--out", f"{out}/{{clip}}", "--overwrite", "--range", "3:4")
    assert (result.code, f"was just made from {bundle}" in result.err) == (1, True), result.err
    assert "1 of 2 done." in result.err
    assert len(list(out.iterdir())) == 1


def edit_manifest(bundle: Path, change: Callable[[Any], None]) -> None:
    file = bundle / "project.json"
    content = json.loads(file.read_text())
    change(content)
    file.write_text(json.dumps(content))


def test_a_take_of_objects_that_are_gone_is_a_sentence(mvos: Mvos, project: Project, tmp_path: Path) -> None:
    bundle = tmp_path / "work.mvos"
    save_project(replace(project, removal=Takes().set_settings(0, replace(NS, objects=(3,))).plain()), bundle)
    result = mvos("remove", bundle, "--out", tmp_path / "out")
    assert (result.code, "No object is chosen" in result.err) == (1, True)
    assert not (tmp_path / "out").exists()

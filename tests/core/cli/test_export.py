"""`mvos export` and the batches of `mvos remove`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.cli.rates import parse_rate
from mvos_core.masks.labels import read_label_map
from mvos_core.masks.refine import Refinement, refine
from mvos_core.masks.track import MaskEntry, MaskTrack, Origin
from mvos_core.project import ObjectInfo, Project, fingerprint_clip, load_project, save_project
from mvos_core.types import MvosError
from mvos_core.video import probe
from tests.core.cli.conftest import SIZE, Ran, labels_of

Mvos = Callable[..., Ran]


@pytest.fixture
def project(pictures: Path, tmp_path: Path) -> Path:
    """A project whose range is frames 2 to 5, with object 2 deleted since."""
    bundle = tmp_path / "work.mvos"
    entries = {
        index: MaskEntry.of(labels_of(index), origin=Origin.PAINTED) for index in range(8) if index != 4
    }
    fingerprint = fingerprint_clip(pictures, n_frames=8, size=SIZE, rate=probe(pictures).rate)
    things = (ObjectInfo(1, "Blue van", (10, 20, 200)),)
    save_project(
        Project(pictures, fingerprint, things, in_point=2, out_point=5, masks=MaskTrack(entries)), bundle
    )
    return bundle


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_objects_are_cut_out_into_files_of_their_own(
    mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "{clip}_{label}_{range}.webm"
    result = mvos(
        "export",
        pictures,
        "--kind",
        "cutout",
        "--masks",
        masks,
        "--out",
        out,
        "--split",
        "--range",
        "1:5",
        "--timeline",
        "--json",
    )
    assert result.code == 0, result.err
    assert left_in(tmp_path / "out") == [
        f"{pictures.name}_{end}" for end in ("1_1-4.otio", "1_1-4.webm", "2_1-4.webm")
    ]
    report = result.json()
    assert (report["kind"], report["codec"], report["quality"], report["quality_number"]) == (
        "cutout",
        "vp9",
        "good",
        "crf 24",
    )
    assert report["range"] == [1, 5]
    assert [file["objects"] for file in report["files"]] == [[1], [2]]
    assert "alpha" in report["files"][0]["checks"]["first frame"]


@pytest.mark.parametrize(
    ("kind", "out", "made"),
    [
        ("overlay", "a.mov", ["a.mov"]),
        ("matte", "a", ["a"]),
        ("labels", "", ["{}-labels"]),
        ("background", "there/", ["{}-background.mp4"]),
    ],
)
def test_where_files_go(
    mvos: Mvos,
    pictures: Path,
    masks: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    out: str,
    made: list[str],
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    monkeypatch.chdir(there if not out.endswith("/") else tmp_path)
    extra = ("--background", "#ff00ff", "--grow", 1, "--quality", "draft") if kind == "background" else ()
    result = mvos(
        "export", pictures, "--kind", kind, "--masks", masks, *(("--out", out) if out else ()), *extra
    )
    assert result.code == 0, result.err
    assert left_in(there) == [name.format(pictures.name) for name in made]
    assert "checks of what was written passed" in result.err


def test_a_project_brings_its_objects_mattes(mvos: Mvos, project: Path, tmp_path: Path) -> None:
    loaded = load_project(project).project
    (van,) = loaded.objects
    save_project(replace(loaded, objects=(replace(van, matte=Refinement(grow_px=2)),)), project)
    arguments = ("export", project, "--kind", "matte", "--grow", "1", "--out", f"{tmp_path}/matte")
    assert mvos(*arguments).code == 0
    found = np.asarray(Image.open(tmp_path / "matte" / "shot_05.png"))[..., 0]
    frame = np.zeros((*SIZE, 3), np.uint8)
    expected = refine([labels_of(2) == 1], [frame], Refinement(grow_px=3), outward=False)
    np.testing.assert_array_equal(found, expected)


def test_a_project_brings_its_masks_range_and_names(mvos: Mvos, project: Path, tmp_path: Path) -> None:
    result = mvos("export", project, "--kind", "labels", "--out", f"{tmp_path}/{{object}}")
    assert result.code == 0, result.err
    folder = tmp_path / "Blue van"
    assert left_in(folder) == [f"shot_{n:02}.png" for n in range(5, 9)]
    np.testing.assert_array_equal(read_label_map(folder / "shot_05.png"), labels_of(2) == 1)
    assert not read_label_map(folder / "shot_07.png").any()  # frame 4 was never masked
    assert mvos("export", project, "--kind", "matte", "--objects", "2", "--out", tmp_path / "m.mp4").code == 2


def test_one_failure_does_not_end_the_rest(
    mvos: Mvos, pictures: Path, masks: Path, project: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "all.txt"
    listed.write_text("# what to do tonight\n\nnowhere.mp4\nwork.mvos\n")
    out = tmp_path / "out"
    arguments = (
        "remove",
        pictures,
        "--masks",
        tmp_path / "masks" / "{clip}",
        "--method",
        "telea",
        "--list",
        listed,
    )
    result = mvos(*arguments, "--out", f"{out}/{{clip}}_{{range}}.mp4", "--json")
    assert result.code == 1
    assert left_in(out) == [f"{pictures.name}_0-7.mp4", f"{pictures.name}_2-5.mp4"]
    report = result.json()
    assert report["failed"] == [str(tmp_path / "nowhere.mp4")]
    assert [row.get("frames") for row in report["results"]] == [8, None, 4]
    assert "2 of 3 done." in result.err
    assert result.err.count("nowhere.mp4") >= 2
    again = mvos(*arguments, "--out", f"{out}/{{clip}}_{{range}}.mp4")
    assert (again.code, "0 of 3 done." in again.err) == (1, True)
    listed.write_text("work.mvos\n")
    assert mvos(*arguments, "--out", f"{out}/{{clip}}_{{range}}.mp4", "--overwrite").code == 0


def test_removal_takes_codecs_qualities_rates_and_timelines(
    mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path
) -> None:
    result = mvos(
        "remove", pictures, "--masks", masks, "--out", f"{tmp_path}/out/", "--method", "telea", "--codec", "h265", "--quality",
        "draft", "--rate", "48", "--timeline", "--json",
    )  # fmt: skip
    assert result.code == 0, result.err
    assert left_in(tmp_path / "out") == [f"{pictures.name}-removed.mp4", f"{pictures.name}-removed.otio"]
    info = probe(tmp_path / "out" / f"{pictures.name}-removed.mp4")
    assert (info.codec, info.n_frames, info.rate) == ("hevc", 8, Fraction(48))
    report = result.json()
    assert (report["frames"], report["files"][0]["pictures"], report["quality_number"]) == (8, 8, "crf 30")
    assert len(report["seen"]) == 8


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--kind", "removed"), "with mvos remove"),
        (("--kind", "hologram"), "no kind “hologram”"),
        (("--kind", "cutout", "--out", "a.mp4"), "stores no alpha"),
        (("--kind", "cutout", "--out", "a.avi"), "not the name of a film"),
        (("--kind", "matte", "--quality", "superb"), "no quality “superb”"),
        (("--kind", "matte", "--rate", "fast"), "no frame rate"),
        (("--kind", "matte", "--rate", "1/0"), "no frame rate"),
        (("--kind", "background", "--background", "plaid"), "no background"),
        (("--kind", "matte", "--objects", "7"), "no object 7; they have 1, 2"),
        (("--kind", "matte", "--split", "--out", "a.mp4"), "same name"),
        (("--kind", "labels", "--codec", "vp9"), "blur label maps"),
        (("--kind", "masks", "--grow", "6"), "shows the masks as they are"),
        (("--kind", "overlay", "--feather", "2"), "shows the masks as they are"),
        (("--kind", "matte", "--background", "blur"), "has no background"),
        (("--kind", "matte", "--list", "none.txt"), "cannot be read"),
        (("second.mp4", "--kind", "matte", "--out", "a.mp4"), "put {clip} into --out"),
    ],
)
def test_wrong_wishes_are_explained(
    mvos: Mvos,
    pictures: Path,
    masks: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    monkeypatch.chdir(there)
    result = mvos("export", pictures, "--masks", masks, *arguments)
    assert (result.code, words in result.err) == (2, True), result.err
    assert left_in(there) == []


def test_inputs_need_masks_or_their_clip(mvos: Mvos, pictures: Path, project: Path) -> None:
    assert "with --masks" in mvos("export", pictures, "--kind", "matte").err
    assert "nothing to work on" in mvos("export", "--kind", "matte").err
    pictures.rename(pictures.with_name("elsewhere"))
    result = mvos("export", project, "--kind", "matte")
    assert (result.code, "open the project in the editor" in result.err) == (1, True)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", Fraction(25)),
        ("30000/1001", Fraction(30000, 1001)),
        ("29.97002997", Fraction(30000, 1001)),  # as mvos info --json says it
        ("23.976023976023978", Fraction(24000, 1001)),
        ("23.976", Fraction(23976, 1000)),
        ("25.0005", Fraction(50001, 2000)),
        ("25.000500000001", Fraction(50001, 2000)),
    ],
)
def test_rates(text: str, rate: Fraction) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["0", "-25", "1001", "1e-9", "fast"])
def test_no_rates(text: str) -> None:
    with pytest.raises(MvosError, match="no frame rate"):
        parse_rate(text)

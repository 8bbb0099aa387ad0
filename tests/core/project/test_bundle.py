"""Saving and loading where nothing goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvos_core.masks.labels import read_label_map
from mvos_core.masks.refinement import Refinement
from mvos_core.masks.track import MaskTrack
from mvos_core.project import (
    ClipState,
    ObjectInfo,
    Project,
    fingerprint_clip,
    load_project,
    save_project,
)
from mvos_core.project.manifest import decode_manifest, encode_manifest
from tests.core.project.samples import (
    CLIP,
    FINGERPRINT,
    edited,
    entry,
    full_project,
    history,
    mask_files,
    named_files,
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return tmp_path / "clip.mvos"


def _project_on(clip: Path) -> Project:
    clip.parent.mkdir(parents=True, exist_ok=True)
    clip.write_bytes(b"a clip")
    return replace(
        full_project(clip),
        fingerprint=fingerprint_clip(clip, n_frames=12, size=(4, 6), rate=Fraction(30000, 1001)),
    )


@pytest.mark.parametrize("project", [full_project(), Project(CLIP, FINGERPRINT)], ids=["full", "empty"])
def test_what_is_saved_is_loaded(project: Project, bundle: Path) -> None:
    save_project(project, bundle)
    loaded = load_project(bundle)
    assert loaded.project == project
    assert loaded.problems == ()
    assert mask_files(bundle) == named_files(project)


def test_saving_again_and_again_leaves_only_the_last_state(bundle: Path) -> None:
    for project in history(3, 12):
        save_project(project, bundle)
        assert load_project(bundle).project == project
        assert mask_files(bundle) == named_files(project)


def test_the_layout_is_the_documented_one(bundle: Path) -> None:
    project = full_project()
    save_project(project, bundle)
    assert {path.name for path in bundle.iterdir()} == {"project.json", "masks"}
    content = json.loads((bundle / "project.json").read_bytes())
    assert content["schema"] == 1
    assert [(row["frame"], row["origin"]) for row in content["masks"]] == [
        (0, "painted"),
        (3, "propagated"),
        (11, "blended"),
    ]
    labels = read_label_map(bundle / "masks" / f"000003.{content['masks'][1]['digest']}.png")
    assert (labels == project.masks[3].labels()).all()


def _writes(save: Callable[[], object]) -> list[str]:
    """Return the names of the files that a save wrote."""
    written: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        original = Path.write_bytes

        def write(path: Path, content: bytes) -> int:
            written.append(path.name)
            return original(path, content)

        patch.setattr(Path, "write_bytes", write)
        save()
    return written


def test_one_changed_mask_of_many_is_one_new_file(bundle: Path) -> None:
    many = replace(FINGERPRINT, n_frames=300)
    project = replace(
        full_project(), fingerprint=many, masks=MaskTrack({frame: entry(frame) for frame in range(300)})
    )
    save_project(project, bundle)
    before = {file.name: file.stat().st_mtime_ns for file in (bundle / "masks").iterdir()}
    masks = MaskTrack(project.masks)
    masks.apply({123: entry(999)})
    changed = replace(project, masks=masks)
    new = f"000123.{entry(999).digest()}.png"
    assert _writes(lambda: save_project(changed, bundle)) == [f"{new}.part", "project.json.part"]
    after = {file.name: file.stat().st_mtime_ns for file in (bundle / "masks").iterdir()}
    old = f"000123.{entry(123).digest()}.png"
    assert {name: time for name, time in after.items() if name != new} == {
        name: time for name, time in before.items() if name != old
    }
    assert load_project(bundle).project == changed


def test_nothing_but_the_manifest_is_written_where_no_mask_changed(bundle: Path) -> None:
    save_project(full_project(), bundle)
    moved = replace(full_project(), playhead=1)
    assert _writes(lambda: save_project(moved, bundle)) == ["project.json.part"]


def test_saving_over_another_project_leaves_nothing_of_it(bundle: Path) -> None:
    save_project(replace(full_project(), masks=MaskTrack({1: entry(7)})), bundle)
    save_project(full_project(), bundle)
    assert load_project(bundle).project == full_project()
    assert mask_files(bundle) == named_files(full_project())


def test_the_users_own_files_in_a_bundle_stay(bundle: Path) -> None:
    save_project(full_project(), bundle)
    own = [bundle / "notes.txt", bundle / "masks" / "hand made.png", bundle / "masks" / "000001.png"]
    for path in own:
        path.write_bytes(b"mine")
    save_project(edited(full_project(), seed=1), bundle)
    assert [path.read_bytes() for path in own] == [b"mine"] * 3


def test_a_cut_off_file_is_mended(bundle: Path) -> None:
    save_project(full_project(), bundle)
    name = f"000003.{entry(1).digest()}.png"
    (bundle / "masks" / name).write_bytes(b"")
    save_project(full_project(), bundle)
    assert load_project(bundle).project == full_project()


def test_an_empty_folder_becomes_a_bundle(bundle: Path) -> None:
    bundle.mkdir()
    save_project(full_project(), bundle)
    assert load_project(bundle).project == full_project()


def test_unknown_fields_are_ignored(bundle: Path) -> None:
    save_project(full_project(), bundle)
    manifest = bundle / "project.json"
    content = json.loads(manifest.read_bytes())
    for row in (content, content["clip"], *content["objects"], *content["masks"]):
        row["of the future"] = {"nested": [1]}
    manifest.write_text(json.dumps(content), "utf-8")
    assert load_project(bundle).project == full_project()


def test_projects_from_before_mattes_open(bundle: Path) -> None:
    save_project(full_project(), bundle)
    manifest = bundle / "project.json"
    content = json.loads(manifest.read_bytes())
    for row in content["objects"]:
        del row["matte"]
    manifest.write_text(json.dumps(content), "utf-8")
    bare = tuple(replace(info, matte=Refinement()) for info in full_project().objects)
    assert load_project(bundle).project == replace(full_project(), objects=bare)


def test_the_clip_is_found_beside_a_bundle_that_moved_with_it(tmp_path: Path) -> None:
    project = _project_on(tmp_path / "here" / "film" / "clip.mp4")
    save_project(project, tmp_path / "here" / "clip.mvos")
    (tmp_path / "here").rename(tmp_path / "there")
    loaded = load_project(tmp_path / "there" / "clip.mvos")
    assert loaded.clip.state is ClipState.FOUND
    assert loaded.clip.path == loaded.project.clip == tmp_path / "there" / "film" / "clip.mp4"


def test_the_clip_is_found_where_it_was_if_only_the_bundle_moved(tmp_path: Path) -> None:
    project = _project_on(tmp_path / "film" / "clip.mp4")
    save_project(project, tmp_path / "clip.mvos")
    (tmp_path / "deep" / "down").mkdir(parents=True)
    bundle = (tmp_path / "clip.mvos").rename(tmp_path / "deep" / "down" / "clip.mvos")
    loaded = load_project(bundle)
    assert (loaded.clip.state, loaded.clip.path) == (ClipState.FOUND, project.clip)
    assert loaded.project == project


def test_a_bundle_opened_through_a_link_finds_its_clip(tmp_path: Path) -> None:
    project = _project_on(tmp_path / "real" / "clip.mp4")
    save_project(project, tmp_path / "real" / "clip.mvos")
    (tmp_path / "real").rename(tmp_path / "moved")
    link = tmp_path / "far" / "off" / "link.mvos"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "moved" / "clip.mvos", target_is_directory=True)
    assert load_project(link).project.clip == tmp_path / "moved" / "clip.mp4"


def test_a_clip_given_by_a_relative_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_project(_project_on(Path("clip.mp4")), Path("clip.mvos"))
    monkeypatch.chdir("/")
    loaded = load_project(tmp_path / "clip.mvos")
    assert (loaded.clip.state, loaded.clip.path) == (ClipState.FOUND, tmp_path / "clip.mp4")


def test_a_clip_that_is_gone_or_another_is_told(tmp_path: Path, bundle: Path) -> None:
    clip = tmp_path / "clip.mp4"
    save_project(_project_on(clip), bundle)
    clip.write_bytes(b"another clip")
    changed = load_project(bundle)
    assert (changed.clip.state, changed.clip.path) == (ClipState.CHANGED, clip)
    clip.unlink()
    missing = load_project(bundle)
    assert (missing.clip.state, missing.clip.path) == (ClipState.MISSING, clip)
    assert missing.project.masks == full_project().masks


@given(
    objects=st.lists(
        st.builds(
            ObjectInfo,
            label=st.integers(1, 254),
            name=st.text(st.characters()),  # lone surrogates included
            colour=st.tuples(*[st.integers(0, 255)] * 3),
            visible=st.booleans(),
            locked=st.booleans(),
            matte=st.builds(Refinement, grow_px=st.floats(-40, 40), steady_frames=st.integers(0, 6)),
        ),
        unique_by=lambda info: info.label,
    ),
    removal=st.dictionaries(
        st.text(),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=8,
        ),
    ),
    rate=st.fractions(min_value=Fraction(1, 1000), max_value=1000),
    clip=st.text(st.characters(exclude_characters="\0/\\"), min_size=1),
)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_the_manifest_holds_everything(
    objects: list[ObjectInfo], removal: dict[str, object], rate: Fraction, clip: str
) -> None:
    project = Project(
        clip=Path("/clips") / clip,
        fingerprint=replace(FINGERPRINT, rate=rate),
        objects=tuple(objects),
        removal=removal,
    )
    manifest = decode_manifest(encode_manifest(project, {}, relative_clip=clip), source=Path("clip.mvos"))
    assert (manifest.project, manifest.relative_clip, manifest.masks) == (project, clip, {})


def test_projects_need_no_heavy_library() -> None:
    code = "import sys, mvos_core.project; print({'torch', 'av', 'PySide6', 'cv2'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"

"""What is wrong on disk ends in a sentence, and nothing whole is lost over it."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mvos_core.masks.track import MaskTrack
from mvos_core.project import LoadedProject, load_project, save_project
from mvos_core.project import disk as disk_module
from mvos_core.types import MvosError
from tests.core.project.samples import entry, full_project


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mvos"
    save_project(full_project(), path)
    return path


def _mask_file(bundle: Path, frame: int) -> Path:
    (file,) = (bundle / "masks").glob(f"{frame:06d}.*.png")
    return file


def _rewrite(bundle: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = bundle / "project.json"
    content = json.loads(manifest.read_bytes())
    change(content)
    manifest.write_text(json.dumps(content), "utf-8")


def _left_out(loaded: LoadedProject) -> list[int]:
    return [problem.frame for problem in loaded.problems]


def test_a_mask_with_another_digest_is_left_out_and_told(bundle: Path) -> None:
    file = _mask_file(bundle, 3)
    file.write_bytes(entry(50).png)
    loaded = load_project(bundle)
    assert _left_out(loaded) == [3]
    assert "frame 3 is damaged" in loaded.problems[0].text
    assert file.name in loaded.problems[0].text
    rest = {frame: mask for frame, mask in full_project().masks.items() if frame != 3}
    assert loaded.project == replace(full_project(), masks=MaskTrack(rest))


def test_a_missing_mask_is_left_out_and_told(bundle: Path) -> None:
    _mask_file(bundle, 0).unlink()
    loaded = load_project(bundle)
    assert _left_out(loaded) == [0]
    assert "frame 0 is missing" in loaded.problems[0].text
    assert list(loaded.project.masks) == [3, 11]


def test_a_damaged_mask_outlives_the_next_save(bundle: Path) -> None:
    file = _mask_file(bundle, 3)
    file.write_bytes(b"perhaps of use to someone")
    save_project(load_project(bundle).project, bundle)
    assert file.read_bytes() == b"perhaps of use to someone"
    assert load_project(bundle).problems == ()


def test_computing_a_damaged_mask_again_mends_it(bundle: Path) -> None:
    file = _mask_file(bundle, 3)
    content = file.read_bytes()
    file.write_bytes(content[:-1] + b"!")
    assert _left_out(load_project(bundle)) == [3]
    save_project(full_project(), bundle)
    assert file.read_bytes() == content
    assert load_project(bundle).project == full_project()


def test_a_mask_that_cannot_be_read_today_refuses_the_project(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.suffix == ".png":
            raise OSError(errno.EIO, "Input/output error")
        return original(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    with pytest.raises(MvosError, match="cannot be read: Input/output error; check the drive"):
        load_project(bundle)


def test_leftovers_of_a_cut_off_save_are_ignored_and_then_deleted(bundle: Path) -> None:
    torn = bundle / "project.json.part"
    orphan = bundle / "masks" / f"000001.{entry(60).digest()}.png"
    part = bundle / "masks" / "000001.0123abcd.png.part"
    torn.write_bytes(b'{"schema')
    orphan.write_bytes(entry(60).png)
    part.write_bytes(b"half a")
    assert load_project(bundle) == LoadedProject(full_project(), load_project(bundle).clip, ())
    save_project(full_project(), bundle)
    assert [path for path in (torn, orphan, part) if path.exists()] == []


def test_a_first_save_that_was_cut_off_can_be_repeated(tmp_path: Path) -> None:
    bundle = tmp_path / "new.mvos"
    (bundle / "masks").mkdir(parents=True)
    (bundle / "project.json.part").write_bytes(b"{")
    with pytest.raises(MvosError, match="is not a project"):
        load_project(bundle)
    save_project(full_project(), bundle)
    assert load_project(bundle).project == full_project()


def test_a_newer_version_is_told(bundle: Path) -> None:
    _rewrite(bundle, lambda content: content.update(schema=2, clip="laid out in another way"))
    with pytest.raises(MvosError, match=r"clip\.mvos was saved by a newer version .* update the program"):
        load_project(bundle)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"{}",
        b'{"schema": "1"}',
        b'{"schema": true}',
        b"[" * 100_000,
    ],
    ids=range(9),
)
def test_damaged_json_is_told(bundle: Path, text: bytes) -> None:
    (bundle / "project.json").write_bytes(text)
    with pytest.raises(MvosError, match=r"clip\.mvos is damaged .* restore the folder from a backup"):
        load_project(bundle)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.pop("masks"),
        lambda content: content.pop("removal"),
        lambda content: content.update(objects={}),
        lambda content: content.update(objects=["car"]),
        lambda content: content.update(stale=["3"]),
        lambda content: content.update(stale=[12]),
        lambda content: content.update(in_point=1.5),
        lambda content: content.update(in_point=9, out_point=2),
        lambda content: content["clip"].update(rate=[30, 0]),
        lambda content: content["clip"].update(rate=[30]),
        lambda content: content["clip"].update(size=["4", "6"]),
        lambda content: content["clip"].update(path=None),
        lambda content: content["objects"][0].update(label=1),
        lambda content: content["objects"][0].update(colour=[1, 2]),
        lambda content: content["objects"][0].update(visible=1),
        lambda content: content["masks"][0].update(frame=12),
        lambda content: content["masks"][0].update(frame=3),
        lambda content: content["masks"][0].update(frame="0"),
        lambda content: content["masks"][0].update(origin="guessed"),
        lambda content: content["masks"][0].update(digest="../../x"),
        lambda content: content["masks"][0].update(confidence={"1": 10**400}),
        lambda content: content["masks"][0].update(confidence={"one": 0.5}),
    ],
    ids=range(22),
)
def test_a_damaged_field_is_told(bundle: Path, change: Callable[[dict[str, Any]], object]) -> None:
    _rewrite(bundle, change)
    with pytest.raises(MvosError, match="is damaged"):
        load_project(bundle)


def test_what_is_no_bundle_is_told(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match=r"There is no project .*none\.mvos; choose"):
        load_project(tmp_path / "none.mvos")
    with pytest.raises(MvosError, match=r"is not a project; choose a folder"):
        load_project(tmp_path)
    file = tmp_path / "file.mvos"
    file.write_bytes(b"")
    with pytest.raises(MvosError, match=r"is not a project; choose a folder"):
        load_project(file)


def test_a_name_that_something_else_has_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(b"Dear")
    with pytest.raises(MvosError, match="is a file, and a project is a folder"):
        save_project(full_project(), file)
    with pytest.raises(MvosError, match="holds other things than a project; choose another name"):
        save_project(full_project(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert file.read_bytes() == b"Dear"


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="its folder is gone; bring it back or save in another place"):
        save_project(full_project(), tmp_path / "gone" / "clip.mvos")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(MvosError, match="its folder is gone"):
        save_project(full_project(), tmp_path / "file" / "clip.mvos")
    assert not (tmp_path / "gone").exists()


def test_a_bundle_that_was_deleted_is_written_again_from_memory(tmp_path: Path) -> None:
    bundle = tmp_path / "clip.mvos"
    save_project(full_project(), bundle)
    bundle.rename(tmp_path / "trash")
    save_project(full_project(), bundle)
    assert load_project(bundle).project == full_project()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that may not be written to")
def test_a_folder_without_the_right_to_write_is_told(bundle: Path) -> None:
    masks = bundle / "masks"
    masks.chmod(0o500)
    with pytest.raises(MvosError, match="its folder cannot be written to; save in another place"):
        save_project(replace(full_project(), masks=MaskTrack({0: entry(70)})), bundle)
    masks.chmod(0o700)
    assert load_project(bundle).project == full_project()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "the disk is full; free some space and save again"),
        (errno.EDQUOT, "the disk is full; free some space and save again"),
        (errno.EROFS, "its folder cannot be written to; save in another place"),
        (errno.EACCES, "its folder cannot be written to; save in another place"),
        (errno.ENOENT, "its folder is gone; bring it back or save in another place"),
        (errno.EIO, "is not saved: Input/output error; save again or in another place"),
    ],
)
def test_each_error_of_a_disk_has_its_sentence(
    bundle: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def fail(path: Path, content: bytes) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(disk_module, "write_bytes", fail)
    with pytest.raises(MvosError, match=sentence):
        save_project(full_project(), bundle)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_drive_that_cannot_sync_is_still_saved_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    save_project(full_project(), tmp_path / "clip.mvos")
    assert load_project(tmp_path / "clip.mvos").project == full_project()


def test_files_that_cannot_be_deleted_do_not_spoil_a_save(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise PermissionError(errno.EACCES, "in use")

    after = replace(full_project(), masks=MaskTrack({0: entry(70)}))
    with monkeypatch.context() as patch:
        patch.setattr(disk_module, "remove", fail)
        save_project(after, bundle)
    assert load_project(bundle).project == after
    assert len(list((bundle / "masks").iterdir())) == 4
    save_project(after, bundle)
    assert len(list((bundle / "masks").iterdir())) == 1

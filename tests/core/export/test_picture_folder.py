"""A folder of pictures takes the place of an older one in one go, or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mvos_core.atomic import claim_folder
from mvos_core.export.pictures import PictureFolder
from mvos_core.types import MvosError


def left_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def write(path: Path, *names: str) -> None:
    with PictureFolder(path, names) as folder:
        for number, _ in enumerate(names):
            folder.write(np.full((4, 6, 3), number, np.uint8))


def test_an_older_folder_is_replaced(tmp_path: Path) -> None:
    write(tmp_path / "out", "a", "b", "c")
    write(tmp_path / "out", "d")
    assert left_in(tmp_path) == ["out", "out/d.png"]


@pytest.mark.parametrize(
    ("failure", "told"),
    [(PermissionError(13, "in use"), MvosError), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_the_older_folder_stays_where_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, told: type[BaseException]
) -> None:
    write(tmp_path / "out", "a", "b")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise failure
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(told):
        write(tmp_path / "out", "d")
    assert left_in(tmp_path) == ["out", "out/a.png", "out/b.png"]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", "._a.png"])
def test_what_file_managers_leave_does_not_count(tmp_path: Path, name: str) -> None:
    for folder in ("masks", "out"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(b"")
    assert claim_folder(tmp_path / "masks", ["a.png"]) == set()
    write(tmp_path / "out", "a")
    assert left_in(tmp_path / "out") == ["a.png"]


@pytest.mark.parametrize("name", ["notes.txt", ".git"])
def test_what_somebody_may_miss_does(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(MvosError, match="holds other files"):
        claim_folder(tmp_path, ["a.png"])
    with pytest.raises(MvosError, match="holds other things"):
        write(tmp_path, "a")

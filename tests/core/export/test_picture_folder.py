"""A folder of pictures takes the place of an older one in one go, or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

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

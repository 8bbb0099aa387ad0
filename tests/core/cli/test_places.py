"""Where results go and what they are made of: tokens in folders, rates of pictures, lists, folders that are closed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from mvos_core.video import probe
from tests.core.cli.conftest import Ran

Mvos = Callable[..., Ran]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("out", "made"),
    [("{clip}/{kind}/x", "{0}/labels/x"), ("in {clip}/", "in {0}/{0}-labels"), ("{clip}", "{0}")],
)
def test_tokens_are_filled_in_everywhere(
    mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path, out: str, made: str
) -> None:
    other = pictures.with_name("second")
    shutil.copytree(pictures, other)
    shutil.copytree(masks, masks.with_name("second"))
    arguments = ("--kind", "labels", "--masks", f"{masks.parent}/{{clip}}", "--range", ":1")
    result = mvos("export", pictures, other, *arguments, "--out", f"{tmp_path}/out/{out}")
    assert result.code == 0, result.err
    files = sorted((tmp_path / "out").rglob("*.png"))
    assert {path.parent.relative_to(tmp_path / "out").as_posix() for path in files} == {
        made.format(name) for name in (pictures.name, "second")
    }


@pytest.mark.parametrize("command", [("export", "--kind", "background"), ("remove", "--method", "telea")])
def test_a_rate_is_that_of_the_pictures(
    mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    out = tmp_path / "a.mp4"
    result = mvos(*command, pictures, "--masks", masks, "--rate", 30, "--out", out, "--quality", "draft")
    assert result.code == 0, result.err
    assert (probe(out).n_frames, probe(out).rate) == (8, Fraction(30))
    assert "repeated or left out" not in flat(result.err)


def test_a_list_from_windows(mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path) -> None:
    listed = tmp_path / "all.txt"
    listed.write_text(f"{pictures.name}\r\n", encoding="utf-8-sig")
    arguments = ("--kind", "labels", "--masks", masks, "--range", ":1")
    result = mvos("export", "--list", listed, *arguments, "--out", tmp_path / "out")
    assert result.code == 0, result.err


@pytest.mark.parametrize("closed", ["clip", "masks"])
def test_a_folder_that_may_not_be_looked_into(
    mvos: Mvos, pictures: Path, masks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    stat = Path.stat
    folder = tmp_path / "closed"

    def refuse(self: Path, **options: bool) -> object:
        if folder in self.parents:
            raise PermissionError(13, "Permission denied", str(self))
        return stat(self, **options)

    monkeypatch.setattr(Path, "stat", refuse)
    clip, place = (folder / "a.mp4", masks) if closed == "clip" else (pictures, folder / "masks")
    result = mvos("export", clip, "--kind", "matte", "--masks", place, "--out", tmp_path / "out.mp4")
    assert (result.code, "may not be read; change its permissions" in flat(result.err)) == (1, True)

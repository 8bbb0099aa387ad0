"""What is installed: a wheel is built, without a network, and looked into."""

from __future__ import annotations

import configparser
from email import message_from_string
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return ZipFile(path)


def files_in(wheel: ZipFile, folder: str) -> set[str]:
    return {name.removeprefix(folder) for name in wheel.namelist() if name.startswith(folder)}


def below(folder: Path, pattern: str = "*") -> set[str]:
    paths = (path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in paths}


def test_it_holds_the_programs_modules_and_files(wheel: ZipFile) -> None:
    resources = "mvos_core/resources/"
    assert files_in(wheel, resources) == below(ROOT / "resources")
    for package in ("app", "mvos_core"):
        modules = {name for name in files_in(wheel, f"{package}/") if name.endswith(".py")}
        assert modules == below(ROOT / package, "*.py")
    for needed in ("weights/mobilevos-mobilenetv2.safetensors", "demo/demo.mp4", "icons/app.svg"):
        assert f"{resources}{needed}" in wheel.namelist()


def test_it_holds_nothing_else(wheel: ZipFile) -> None:
    tops = {PurePosixPath(name).parts[0] for name in wheel.namelist()}
    assert {top.split("-")[0] for top in tops} == {"app", "mvos_core", "mobilevos_studio"}


def test_it_gives_both_programs(wheel: ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    points = configparser.ConfigParser(delimiters=("=",))
    points.read_string(wheel.read(name).decode())
    assert points["console_scripts"]["mvos"] == "mvos_core.cli.main:main"
    assert points["gui_scripts"]["mvos-studio"] == "app.application:main"


def test_its_metadata_tell_version_licences_and_needs(wheel: ZipFile) -> None:
    from mvos_core import __version__

    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = message_from_string(wheel.read(name).decode())
    assert metadata["Name"] == "mobilevos-studio"
    assert metadata["Version"] == __version__
    assert set(metadata.get_all("License-File", [])) == {"LICENSE", "MODEL_CARD.md"}
    needs = metadata.get_all("Requires-Dist", [])
    assert any(need.startswith("torch<2.14") or need.startswith("torch>=") for need in needs)
    assert not [need for need in needs if "pytest" in need and "extra ==" not in need]


def test_a_desktop_finds_it_where_it_is_installed_for_all(wheel: ZipFile) -> None:
    shared = {name.partition(".data/data/")[2] for name in wheel.namelist() if ".data/data/" in name}
    assert "share/applications/mvos-studio.desktop" in shared
    assert "share/metainfo/mvos-studio.metainfo.xml" in shared
    assert "share/icons/hicolor/scalable/apps/mvos-studio.svg" in shared
    assert "share/icons/hicolor/48x48/apps/mvos-studio.png" in shared

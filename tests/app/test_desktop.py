"""The menu entry: valid, with its icons, and starting the program that wrote it."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from app.application import parse
from app.desktop import ENTRY, install_desktop, quoted
from mvos_core.config import resource


def entry_of(path: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # keys are case sensitive
    parser.read(path, "utf-8")
    return parser["Desktop Entry"]


def test_the_entry_has_what_the_specification_asks_for() -> None:
    entry = entry_of(resource("desktop", ENTRY))
    assert entry["Type"] == "Application"
    assert entry["Name"] == "MobileVOS Studio"
    assert entry["Exec"].split() == ["mvos-studio", "%f"]
    assert entry["Terminal"] == "false"
    for name in ("Categories", "MimeType", "Keywords"):
        assert entry[name].endswith(";")
    assert {"AudioVideo", "Video"} <= set(entry["Categories"].split(";"))
    if tool := shutil.which("desktop-file-validate"):
        subprocess.run([tool, resource("desktop", ENTRY)], check=True)


def test_the_metadata_name_the_same_program() -> None:
    root = ElementTree.parse(resource("desktop", "mvos-studio.metainfo.xml")).getroot()
    assert root.tag == "component"
    assert root.get("type") == "desktop-application"
    assert root.findtext("launchable") == ENTRY
    assert {each.text for each in root.findall("provides/binary")} == {"mvos", "mvos-studio"}
    assert root.findtext("name") == entry_of(resource("desktop", ENTRY))["Name"]


def test_every_icon_has_the_size_of_its_folder() -> None:
    folders = [folder for folder in resource("desktop", "hicolor").iterdir() if folder.name != "scalable"]
    assert {"16x16", "32x32", "48x48", "128x128", "256x256"} <= {folder.name for folder in folders}
    for folder in folders:
        with Image.open(folder / "apps" / "mvos-studio.png") as picture:
            assert f"{picture.width}x{picture.height}" == folder.name
            assert picture.getchannel("A").getextrema() == (0, 255), "an icon on nothing"
    scalable = resource("desktop", "hicolor", "scalable", "apps", "mvos-studio.svg")
    assert scalable.read_bytes() == resource("icons", "app.svg").read_bytes()


def test_installing_writes_an_entry_that_starts_this_program(tmp_path: Path) -> None:
    program = tmp_path / "my programs" / "mvos-studio"
    files = install_desktop(tmp_path / "share", program=program)
    assert all(file.is_file() for file in files)
    entry = entry_of(tmp_path / "share" / "applications" / ENTRY)
    assert shlex.split(entry["Exec"]) == [str(program), "%f"]
    sizes = {file.relative_to(tmp_path / "share" / "icons" / "hicolor").parts[0] for file in files[1:]}
    assert {"scalable", "16x16", "512x512"} <= sizes
    assert install_desktop(tmp_path / "share", program=program) == files, "and once more"


@pytest.mark.parametrize(
    ("argument", "line"),
    [
        ("/usr/bin/mvos-studio", '"/usr/bin/mvos-studio"'),
        ("/my $x/100%/a", r'"/my \\$x/100%%/a"'),
        ('/a"b', r'"/a\\"b"'),
        ("/a\\b", r'"/a\\\\b"'),
    ],
)
def test_arguments_are_quoted(argument: str, line: str) -> None:
    assert quoted(argument) == line


@pytest.mark.skipif(sys.platform != "linux", reason="menu entries of this kind are Linux's")
def test_the_option_installs_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(SystemExit) as end:
        parse(["--install-desktop"])
    assert end.value.code == 0
    assert str(tmp_path / "applications" / ENTRY) in capsys.readouterr().err
    assert (tmp_path / "applications" / ENTRY).exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "locked"))
    with pytest.raises(SystemExit) as end:
        parse(["--install-desktop"])
    assert end.value.code == 1

"""The program in the desktop's menu: its entry and icons in the user's own folder, as freedesktop.org lays it out."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from mvos_core.atomic import write_whole
from mvos_core.config import resource
from mvos_core.types import MvosError

ENTRY = "mvos-studio.desktop"
_SPECIAL = re.compile(r'(["`$\\])')


class InstallDesktop(argparse.Action):
    """`--install-desktop`: puts the program into the menu, tells what was written, and ends."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        _values: str | Sequence[object] | None,
        _option: str | None = None,
    ) -> None:
        """Install and exit."""
        try:
            files = install_desktop(_data_home(), program=_program())
        except MvosError as error:
            parser.exit(1, f"{error}\n")
        names = "\n".join(str(file) for file in files)
        parser.exit(0, f"MobileVOS Studio is in the menu now. To take it out, delete\n{names}\n")


def install_desktop(data_home: Path, *, program: Path) -> list[Path]:
    """Write the menu entry that starts `program`, and its icons, under a data folder; return the files.

    Raises:
        MvosError: they cannot be written.
    """
    source = resource("desktop")
    icons = source / "hicolor"
    entry = (source / ENTRY).read_text("utf-8")
    entry = re.sub(r"^Exec=\S+", lambda _: f"Exec={quoted(str(program))}", entry, flags=re.MULTILINE)
    contents = {data_home / "applications" / ENTRY: entry.encode()}
    for file in sorted(icons.rglob("mvos-studio.*")):
        contents[data_home / "icons" / "hicolor" / file.relative_to(icons)] = file.read_bytes()
    for path, content in contents.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MvosError(
                f"The folder {path.parent} cannot be made ({error.strerror}); set XDG_DATA_HOME to one that can."
            ) from error
        write_whole(path, content, what="The menu entry")
    return list(contents)


def quoted(argument: str) -> str:
    """Return an argument as the Exec line of a desktop entry wants it.

    It is quoted for the command line, whose backslashes the entry's own string type doubles once more; a percent sign
    would begin a field code. (Desktop Entry Specification 1.5, "The Exec key")
    """
    escaped = _SPECIAL.sub(r"\\\1", argument).replace("\\", "\\\\")
    return f'"{escaped}"'.replace("%", "%%")


def _program() -> Path:
    """Return the program that runs, by which the menu starts it."""
    if sys.platform != "linux":
        raise MvosError(
            "Menu entries of this kind are Linux's; on this system, make a shortcut to mvos-studio."
        )
    return Path(sys.executable if getattr(sys, "frozen", False) else sys.argv[0]).absolute()


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")

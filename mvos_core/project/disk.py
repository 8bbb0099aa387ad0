"""What a save does to the disk, one step per function, so that tests can stop it at every single one."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

PART_SUFFIX = ".part"

_CANNOT_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def make_folder(path: Path) -> None:
    """Make a folder in one that exists; it may be there already."""
    path.mkdir(exist_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, which may be cut short by a crash."""
    path.write_bytes(content)


def sync_file(path: Path) -> None:
    """Wait until a file's content would outlast a power cut."""
    _sync(path, os.O_RDWR)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder would outlast a power cut."""
    if os.name == "nt":  # Windows cannot open a folder as a file
        return
    with suppress(PermissionError):  # a folder that may be passed through but not opened
        _sync(path, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network drives cannot be asked for this; refusing to save there would help nobody.
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Give a file another's place in one step."""
    source.replace(target)


def remove(path: Path) -> None:
    """Delete a file, which may be gone already."""
    path.unlink(missing_ok=True)


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that at every moment its name stands for the whole of the old content or of the new.

    Its content outlasts a power cut afterwards; its name does so after `sync_folder`.
    """
    part = path.with_name(path.name + PART_SUFFIX)
    try:
        write_bytes(part, content)
        sync_file(part)
        replace(part, path)
    finally:
        with suppress(OSError):
            remove(part)

"""Files that can be made again, in the user's cache folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_NAME = "mobilevos-studio"


def cache_folder(purpose: str) -> Path:
    """Return a folder for files that may be deleted at any time; `MVOS_CACHE` moves it.

    Where the user's cache cannot be written, it is one in the folder for temporary files.
    """
    import platformdirs  # training machines do without it

    chosen = os.environ.get("MVOS_CACHE")
    places = [Path(chosen)] if chosen else [Path(platformdirs.user_cache_dir(_NAME, appauthor=False))]
    for place in (*places, Path(tempfile.gettempdir()) / _NAME):
        folder = place / purpose
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix=_NAME))


def keep_newest(folder: Path, count: int) -> None:
    """Delete the oldest entries of a cache folder, files or folders, so that at most `count` stay."""
    for path in sorted(folder.iterdir(), key=_modified, reverse=True)[count:]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):  # open elsewhere, or deleted by another process
                path.unlink()


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process deleted it
        return 0.0

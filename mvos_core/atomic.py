"""Files that are whole or absent: written under another name in the same folder, then renamed; folders of them."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from mvos_core.types import MvosError

_PART = ".part"
_INCIDENTAL = frozenset({".ds_store", ".directory", "thumbs.db", "ehthumbs.db", "desktop.ini"})


def is_incidental(path: Path) -> bool:
    """Whether a file is one that file managers leave in folders, which nobody misses."""
    return path.name.lower() in _INCIDENTAL or path.name.startswith("._")


def make_folder(path: Path, *, otherwise: str) -> Path:
    """Make a folder and those above it, unless they are there, and return it.

    Raises:
        MvosError: it cannot be made; `otherwise` tells the user what to choose instead.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MvosError(
            f"The folder {path} cannot be made ({error.strerror}); choose another {otherwise}."
        ) from error
    return path


def claim_folder(path: Path, names: Collection[str]) -> set[str]:
    """Make a folder that will hold files called `names` and nothing else; return those that are there already.

    What file managers leave there does not count. What an interrupted machine left half-written of them is cleared away.

    Raises:
        MvosError: it cannot be made or read, or holds anything else.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name in names:
            path.joinpath(name + _PART).unlink(missing_ok=True)
        present = {entry.name for entry in path.iterdir() if not is_incidental(entry)}
    except OSError as error:
        raise MvosError(
            f"The folder {path} cannot be used ({error.strerror}); choose another with --out."
        ) from error
    foreign = sorted(present.difference(names))
    if foreign:
        raise MvosError(
            f"The folder {path} holds other files already ({', '.join(foreign[:3])}); choose an empty one with --out.",
            exit_code=2,
        )
    return present


def write_whole(path: Path, content: bytes, *, what: str) -> None:
    """Write `content` to `path`, replacing it in one step; an interruption leaves nothing half-written.

    Raises:
        MvosError: it cannot be written; `what` names it to the user, such as “the mask”.
    """
    part = path.with_name(path.name + _PART)
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise MvosError(
            f"{what} cannot be written to {path} ({error.strerror}); choose another place or free some space."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)

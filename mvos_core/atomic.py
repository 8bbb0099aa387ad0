"""Files that are whole or absent: written under another name in the same folder, then renamed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mvos_core.types import MvosError


def write_whole(path: Path, content: bytes, *, what: str) -> None:
    """Write `content` to `path`, replacing it in one step; an interruption leaves nothing half-written.

    Raises:
        MvosError: it cannot be written; `what` names it to the user, such as “the mask”.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise MvosError(f"{what} cannot be written to {path} ({error.strerror}); choose another place or free some space.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)

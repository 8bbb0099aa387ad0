"""Where the files that ship with the program lie."""

from __future__ import annotations

from pathlib import Path

from mvos_core.types import MvosError

_INSTALLED = Path(__file__).parent / "resources"
_CHECKOUT = Path(__file__).parent.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder, in a wheel as well as in a checkout.

    Raises:
        MvosError: it is not there, so the installation is incomplete.
    """
    for root in (_INSTALLED, _CHECKOUT):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    name = "/".join(parts)
    raise MvosError(f"The program's file resources/{name} is missing; install mobilevos-studio again.")

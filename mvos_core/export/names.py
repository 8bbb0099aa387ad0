"""Names of exported files, made of tokens in braces."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mvos_core.types import MvosError

TOKENS: Mapping[str, str] = {
    "clip": "the clip's name without suffix",
    "kind": "what it shows, such as cutout",
    "object": "the object's name, or “all”",
    "label": "the object's number, or “all”",
    "range": "first and last frame, such as 10-49",
    "codec": "such as prores4444",
    "quality": "such as good",
}
"""What may stand in braces, and what it becomes."""

USUAL = "{clip}-{kind}"
USUAL_SPLIT = "{clip}-{kind}-{object}"

_TOKEN = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def fill_in(template: str, values: Mapping[str, str]) -> str:
    """Return the template with every token replaced by its value, in which no path can hide.

    Raises:
        MvosError: there is no such token or no value for it here, or a brace stands alone.
    """
    unknown = [name for name in _TOKEN.findall(template) if name not in values]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in values)
        raise MvosError(f"There is no {{{unknown[0]}}} for names here; use {known}.", exit_code=2)
    if "{" in (rest := _TOKEN.sub("", template)) or "}" in rest:
        raise MvosError(
            f"A brace in “{template}” stands alone; tokens are written like {{clip}}.", exit_code=2
        )
    return _TOKEN.sub(lambda match: as_file_name(values[match[1]]), template)


def as_file_name(text: str) -> str:
    """Return text as a part of a file name that every system takes."""
    return _FORBIDDEN.sub("_", text).strip().strip(".") or "_"

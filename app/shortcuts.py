"""Keys of commands: how they are written, whose they are, which the user has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from app.settings import Settings

_NAME = "shortcuts"
_PORTABLE = QKeySequence.SequenceFormat.PortableText


@dataclass(frozen=True, slots=True)
class Command:
    """A command as a list of keys shows it; `keys` and `defaults` are separated by blanks."""

    name: str
    group: str
    """The menu in which it stands."""
    text: str
    keys: str
    defaults: str


def parse(keys: str) -> list[QKeySequence]:
    """Return the key sequences that are written, separated by blanks."""
    return [QKeySequence(key, _PORTABLE) for key in keys.split()]


def written(keys: Iterable[QKeySequence]) -> str:
    """Return key sequences as they are stored, separated by blanks.

    Only single strokes have such a form; the others are left out.
    """
    return " ".join(key.toString(_PORTABLE) for key in keys if key.count() == 1)


def readable(keys: str) -> list[str]:
    """Return keys as this desktop writes them."""
    return [key.toString(QKeySequence.SequenceFormat.NativeText) for key in parse(keys)]


def plain(text: str) -> str:
    """Return a command's words without the signs that only menus and buttons need."""
    return text.replace("…", "").replace("&", "")


def holders(commands: Sequence[Command], keys: str, *, but: str) -> list[Command]:
    """Return the commands other than `but` that have one of these keys."""
    wanted = parse(keys)
    return [
        command
        for command in commands
        if command.name != but and any(key in wanted for key in parse(command.keys))
    ]


def without(command: Command, keys: str) -> str:
    """Return the keys that a command keeps when others take `keys`."""
    taken = parse(keys)
    return written(key for key in parse(command.keys) if key not in taken)


def remembered(settings: Settings, commands: Iterable[Command]) -> Mapping[str, str]:
    """Return the keys that the user has given to commands that there still are."""
    words = settings.words(_NAME)
    return {command.name: words[command.name] for command in commands if command.name in words}


def remember(settings: Settings, commands: Iterable[Command]) -> None:
    """Keep the keys that differ from those of a fresh start."""
    changed = {command.name: command.keys for command in commands if command.keys != command.defaults}
    settings.set_words(_NAME, changed)

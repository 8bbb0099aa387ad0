"""What is remembered from one start to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from app.recent import Recent

_MAX_RECENT = 12
_OPENED = "opened"


class Settings:
    """The user's habits, in the platform's own place."""

    def __init__(self, store: QSettings | None = None, *, data: Path | None = None) -> None:
        """`data` is the folder for the user's data, the platform's own by default."""
        self._store = store or QSettings("MobileVOS Studio", "MobileVOS Studio")
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        self._numbers: dict[str, float] = {}
        self._words: dict[str, Mapping[str, str]] = {}
        self._data = data or Path(place) / "mobilevos-studio"

    def recovery_bundle(self, clip: Path) -> Path:
        """Return where work on a clip is kept that has no name yet."""
        return self._data / "recovery" / f"{clip.stem}-{_digest(clip)}.mvos"

    @property
    def recent(self) -> list[Path]:
        """The clips and projects opened last that still exist, newest first."""
        return [path for path in self._recent() if path.exists()]

    def recent_with_missing(self) -> list[Recent]:
        """Return the clips and projects opened last, newest first, also those that are no longer there."""
        opened = self.words(_OPENED)
        return [
            Recent(path, _time(opened.get(str(path), "")), path.exists(), self._thumbnail(path))
            for path in self._recent()
        ]

    def remember(self, path: Path) -> None:
        """Put a clip or project at the top of the recent ones."""
        others = [other for other in self._recent() if other != path]
        for forgotten in others[_MAX_RECENT - 1 :]:
            self.forget(forgotten)
        self._store.setValue("recent", [str(p) for p in (path, *others)[:_MAX_RECENT]])
        self.set_words(
            _OPENED, {**self.words(_OPENED), str(path): datetime.now().isoformat(timespec="seconds")}
        )

    def forget(self, path: Path) -> None:
        """Take a clip or project out of the recent ones, and delete its small picture."""
        self._store.setValue("recent", [str(other) for other in self._recent() if other != path])
        opened = self.words(_OPENED)
        opened.pop(str(path), None)
        self.set_words(_OPENED, opened)
        with suppress(OSError):
            self._thumbnail(path).unlink(missing_ok=True)

    def _recent(self) -> list[Path]:
        value = self._store.value("recent", [])
        names = value if isinstance(value, list) else [value] if value else []
        return [Path(str(name)) for name in names]

    def _thumbnail(self, path: Path) -> Path:
        return self._data / "thumbnails" / f"{_digest(path)}.jpg"

    @property
    def folder(self) -> Path:
        """Where files were chosen last."""
        return Path(str(self._store.value("folder", str(Path.home()))))

    @folder.setter
    def folder(self, path: Path) -> None:
        self._store.setValue("folder", str(path))

    def number(self, name: str, default: float) -> float:
        """Return a remembered number."""
        value = self._numbers.get(name, self._store.value(name, default))
        try:
            return float(str(value))
        except ValueError:
            return default

    def set_number(self, name: str, value: float) -> None:
        """Remember a number; it is not on disk before `flush`."""
        self._numbers[name] = value

    def flush(self) -> None:
        """Write the numbers to disk.

        They change with every turn of the wheel and every frame of a run, and the store waits for the disk, which may
        take a tenth of a second.
        """
        for name, value in self._numbers.items():
            self._store.setValue(name, value)
        for name, words in self._words.items():
            self.set_words(name, words)
        self._store.sync()

    def word(self, name: str, default: str) -> str:
        """Return a remembered word."""
        return str(self._store.value(name, default))

    def set_word(self, name: str, value: str) -> None:
        """Remember a word."""
        self._store.setValue(name, value)

    def words(self, name: str) -> dict[str, str]:
        """Return remembered words by their names, none at first."""
        try:
            found = json.loads(str(self._store.value(name, "{}")))
        except ValueError:
            return {}
        return {str(key): str(word) for key, word in found.items()} if isinstance(found, dict) else {}

    def set_words(self, name: str, words: Mapping[str, str]) -> None:
        """Remember words by their names."""
        self._store.setValue(name, json.dumps(dict(words)))

    def keep_words(self, name: str, words: Mapping[str, str]) -> None:
        """Remember words that change often; they are not on disk before `flush`, and not given back before either."""
        self._words[name] = words

    def values(self, name: str) -> dict[str, object]:
        """Return remembered plain values by their names, none at first."""
        try:
            found = json.loads(str(self._store.value(name, "{}")))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def set_values(self, name: str, values: Mapping[str, object]) -> None:
        """Remember plain values by their names."""
        self._store.setValue(name, json.dumps(dict(values)))

    def layout(self, name: str) -> QByteArray:
        """Return a remembered window layout, empty at first."""
        value = self._store.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_layout(self, name: str, value: QByteArray) -> None:
        """Remember a window layout."""
        self._store.setValue(name, value)


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path.absolute()).encode(errors="surrogateescape")).hexdigest()[:12]


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None

"""What is remembered from one start to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

_MAX_RECENT = 8


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
        digest = hashlib.sha256(str(clip.absolute()).encode(errors="surrogateescape")).hexdigest()[:12]
        return self._data / "recovery" / f"{clip.stem}-{digest}.mvos"

    @property
    def recent(self) -> list[Path]:
        """The clips and projects opened last that still exist, newest first."""
        value = self._store.value("recent", [])
        names = value if isinstance(value, list) else [value] if value else []
        return [path for name in names if (path := Path(str(name))).exists()]

    def remember(self, path: Path) -> None:
        """Put a clip or project at the top of the recent ones."""
        others = [other for other in self.recent if other != path]
        self._store.setValue("recent", [str(p) for p in (path, *others)[:_MAX_RECENT]])

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

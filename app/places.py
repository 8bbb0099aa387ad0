"""Where files go unless the user says otherwise."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from mvos_core.config import resource


def export_folder(clip: Path) -> Path:
    """Return where exports of a clip go: beside it, but those of the program's own demo clip to the user's videos."""
    if not clip.absolute().is_relative_to(resource("demo").absolute()):
        return clip.parent
    videos = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
    return Path(videos) if videos else Path.home()

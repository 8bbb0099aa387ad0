"""The theme and the language."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.actions import Actions
from app.notices import Notices
from app.settings import Settings
from app.theme import Theme, apply_theme
from app.translating import LANGUAGES, SYSTEM, tr


class LooksController(QObject):
    """Switches the theme at once and the language with the next start."""

    def __init__(self, settings: Settings, *, actions: Actions, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._notices = settings, notices
        for theme in Theme:
            actions[f"theme_{theme.value}"].triggered.connect(lambda _=False, t=theme: self.set_theme(t))
        for language in (SYSTEM, *LANGUAGES):
            action = actions[f"language_{language}"]
            action.triggered.connect(lambda _=False, chosen=language: self.set_language(chosen))
        actions[f"theme_{remembered_theme(settings).value}"].setChecked(True)
        actions[f"language_{remembered_language(settings)}"].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        """Look like this from now on."""
        self._settings.set_word("theme", theme.value)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)

    def set_language(self, language: str) -> None:
        """Speak a language from the next start on."""
        self._settings.set_word("language", language)
        self._notices.post(tr("The language changes when the program is started again."))


def remembered_theme(settings: Settings) -> Theme:
    """Return the theme that was chosen last."""
    word = settings.word("theme", Theme.SYSTEM.value)
    return Theme(word) if word in {theme.value for theme in Theme} else Theme.SYSTEM


def remembered_language(settings: Settings) -> str:
    """Return the language that was chosen last."""
    word = settings.word("language", SYSTEM)
    return word if word in (SYSTEM, *LANGUAGES) else SYSTEM

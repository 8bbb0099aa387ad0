"""Words for the user in the language of the desktop."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from mvos_core.config import resource
from mvos_core.types import MvosError

CONTEXT = "MobileVOS Studio"
SYSTEM = "system"
"""The choice that follows the desktop."""
LANGUAGES = ("en", "de")
"""Those that there are; English is what the program is written in."""


def tr(text: str, *, count: int = -1) -> str:
    """Return the translation of an English text, or the text itself where there is none.

    Args:
        text: a literal, so that it can be collected; what varies stands in it as {name} and is put in with `str.format`
            afterwards.
        count: where the text has %n, the number that stands for it and chooses the plural.
    """
    return QCoreApplication.translate(CONTEXT, text, None, count)


def marked(text: str) -> str:
    """Return the text as it is, but have it collected: for texts that `tr` is given later, as a variable."""
    return text


def wanted_language(choice: str = SYSTEM) -> str:
    """Return the language to speak: that of MVOS_LANGUAGE, the one chosen, or the first of the desktop's that there is."""
    asked = os.environ.get("MVOS_LANGUAGE", "") or choice
    names = QLocale.system().uiLanguages() if asked == SYSTEM else [asked]
    return best_language(names)


def best_language(names: Sequence[str]) -> str:
    """Return the first of some languages ("de-AT", "en_GB", …) that there is, English where there is none."""
    spoken = (name.replace("_", "-").split("-")[0].lower() for name in names)
    return next((name for name in spoken if name in LANGUAGES), LANGUAGES[0])


def speak(application: QCoreApplication, language: str) -> list[QTranslator]:
    """Let texts made from now on be in a language, Qt's own among them; return what was installed.

    Installed for English too, for its plurals.
    """
    found = []
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    try:
        own = resource("translations", f"mobilevos_{language}.qm").as_posix()
    except MvosError:
        own = ""  # English words are better than none
    for path in (f"{place}/qtbase_{language}.qm", own):
        translator = QTranslator(application)
        if path and translator.load(path):
            application.installTranslator(translator)
            found.append(translator)
    return found

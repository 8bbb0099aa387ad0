"""Words for the user in the language of the desktop."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

CONTEXT = "MobileVOS Studio"


def tr(text: str, *, count: int = -1) -> str:
    """Return the translation of an English text, or the text itself where there is none.

    Args:
        text: a literal, so that it can be collected; what varies stands in it as {name} and is put in with `str.format`
            afterwards.
        count: where the text has %n, the number that stands for it and chooses the plural.
    """
    return QCoreApplication.translate(CONTEXT, text, None, count)

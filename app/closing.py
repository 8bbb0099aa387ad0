"""Asking before the window closes, or work is lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from app.translating import tr


def agrees_to_stop(parent: QWidget, going: Sequence[str]) -> bool:
    """Ask, once for all that is under way, whether it is to be stopped; `going` says in a sentence each what that means."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Close MobileVOS Studio?"))
    box.setText(tr("Work is still under way."))
    box.setInformativeText("\n".join(going))
    stop = box.addButton(tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(tr("Keep working"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is stop


def agrees_to_replace(parent: QWidget) -> bool:
    """Ask whether to open another clip although the work on this one could not be saved."""
    text = tr(
        "Your last changes could not be saved and are lost when another clip or project is opened. Open it anyway?"
    )
    title = tr("Lose your last changes?")
    return QMessageBox.question(parent, title, text) == QMessageBox.StandardButton.Yes


def agrees_to_lose(parent: QWidget) -> bool:
    """Ask whether to close although the work could not be saved."""
    text = tr("Your last changes could not be saved and are lost when you close. Close anyway?")
    title = tr("Close MobileVOS Studio?")
    return QMessageBox.question(parent, title, text) == QMessageBox.StandardButton.Yes

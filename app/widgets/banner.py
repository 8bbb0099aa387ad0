"""The banner: one message at a time over the canvas, with what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.icons import icon
from app.translating import tr

_COLOURS = {"error": "bad", "warning": "warning", "info": "accent"}


class Banner(QFrame):
    """A message with an icon, optionally an action and details to copy. It stays until it is closed or replaced."""

    action_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._details = ""
        self._kind = "info"
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton()
        self.action.clicked.connect(self._act)
        self.copy = QPushButton(tr("Copy details"))
        self.copy.setIcon(icon("copy"))
        self.copy.clicked.connect(self._copy_details)
        self.dismiss = QToolButton()
        self.dismiss.setIcon(icon("close"))
        self.dismiss.setToolTip(tr("Close this message"))
        self.dismiss.setAccessibleName(tr("Close this message"))
        self.dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        for button in (self.action, self.copy, self.dismiss):
            layout.addWidget(button)
        self.hide()

    @property
    def text(self) -> str:
        """The message that is shown, empty while there is none."""
        return "" if self.isHidden() else self._text.text()

    def show_message(self, text: str, *, kind: str = "info", details: str = "", action: str = "") -> None:
        """Show a message of a kind ("info", "warning", "error"); `action` names a button that acts on it."""
        self._details = details
        self._text.setText(text)
        self._kind = kind
        self._draw_icon()
        self.copy.setVisible(bool(details))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        name = "info" if self._kind == "info" else "warning"
        self._icon.setPixmap(icon(name, colour=_COLOURS[self._kind]).pixmap(20, 20))

    def fit_height(self) -> None:
        """Become as high as the text needs at the present width."""
        layout = self.layout()
        height = layout.totalHeightForWidth(self.width()) if layout and layout.hasHeightForWidth() else -1
        self.setFixedHeight(height if height > 0 else self.sizeHint().height())

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text.text()}\n\n{self._details}")

    def _act(self) -> None:
        self.hide()
        self.action_clicked.emit()

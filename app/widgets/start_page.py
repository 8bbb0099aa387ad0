"""What is seen before a clip is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.icons import icon


class StartPage(QWidget):
    """An invitation to drop or choose a clip, and the clips opened last."""

    open_clicked = Signal()
    recent_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(icon("film", colour="#5aa9ff").pixmap(64, 64))
        title = QLabel("Drop a clip here")
        title.setProperty("role", "hero")
        hint = QLabel(
            "Paint over an object in one frame, and it is masked through the whole clip.\n"
            "Video files and folders of pictures can be opened, and projects (.mvos) too."
        )
        hint.setProperty("role", "muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open_button = QPushButton("Open a clip…")
        self.open_button.setProperty("primary", True)
        self.open_button.setIcon(icon("open", colour="#ffffff"))
        self.open_button.clicked.connect(self.open_clicked)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addStretch(3)
        for widget in (picture, title, hint, self.open_button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(18)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        layout.addLayout(self._recent)
        layout.addStretch(4)

    def set_recent(self, paths: Sequence[Path]) -> None:
        """List the clips opened last."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if paths:
            heading = QLabel("Recent")
            heading.setProperty("role", "heading")
            self._recent.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
        for path in paths[:5]:
            button = QPushButton(path.name)
            button.setFlat(True)
            button.setToolTip(str(path))
            button.clicked.connect(lambda _checked=False, p=path: self.recent_clicked.emit(p))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

"""A part of a panel that folds away under its heading."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.icons import icon


class SectionHeading(QToolButton):
    """A heading with an arrow, checked while what is under it is shown."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setProperty("role", "heading")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(12, 12))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.toggled.connect(self._turn)
        self._turn(False)

    def _turn(self, unfolded: bool) -> None:
        self.setIcon(icon("chevron-down" if unfolded else "chevron-right", colour="muted"))


class Section(QWidget):
    """A heading and what folds away under it."""

    toggled = Signal(bool)

    def __init__(
        self, title: str, content: QWidget, *, unfolded: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.heading = SectionHeading(title)
        self.content = content
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(content)
        self.heading.toggled.connect(content.setVisible)
        self.heading.toggled.connect(self.toggled)
        self.heading.setChecked(unfolded)
        content.setVisible(unfolded)

    @property
    def is_unfolded(self) -> bool:
        """Whether its content is shown."""
        return self.heading.isChecked()

    def set_unfolded(self, *, unfolded: bool) -> None:
        """Show the content or fold it away."""
        self.heading.setChecked(unfolded)

    def reveal(self) -> None:
        """Show the content, and scroll it into sight once it has its place."""
        self.set_unfolded(unfolded=True)
        QTimer.singleShot(0, self._scroll_here)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Stay in sight while it is in use and being laid out."""
        super().resizeEvent(event)
        self._keep_in_sight()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802
        """Stay in sight while it is in use and those above it are being laid out."""
        super().moveEvent(event)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.content.isAncestorOf(focus):
            QTimer.singleShot(0, self._scroll_here)

    @Slot()
    def _scroll_here(self) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(self)

"""The list of objects: add, rename, recolour, show or hide, lock, delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QColorDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.icons import icon
from app.objects import ObjectInfo
from app.translating import tr
from app.widgets.elided_label import ElidedLabel

_MOST_ROWS = 5
"""The list is as high as its objects; more of them scroll."""


class ColourChip(QAbstractButton):
    """A button that shows a colour."""

    def __init__(self, colour: tuple[int, int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = QColor(*colour)
        self.setFixedSize(18, 18)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """A rounded square."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self.hasFocus() or self.underMouse()
        painter.setPen(QColor(theme.tokens().text) if is_hot else QColor(0, 0, 0, 90))
        painter.setBrush(self._colour)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


class NameEdit(QLineEdit):
    """A line that gives up on Esc."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc leaves the name as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window's shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
        return super().event(event)


class ObjectRow(QWidget):
    """One object's row."""

    changed = Signal(str, object)
    """What happened, and the object as it shall be."""
    delete_clicked = Signal(int)

    def __init__(self, thing: ObjectInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thing = thing
        chip = ColourChip(thing.colour)
        chip.setToolTip(tr("Choose another colour"))
        chip.setAccessibleName(tr("Colour of {name}").format(name=thing.name))
        chip.clicked.connect(self._choose_colour)
        self.setToolTip(tr("{name}\nDouble-click to rename (F2)").format(name=thing.name))
        self._label = ElidedLabel(thing.name)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._label.setEnabled(thing.visible)
        self._edit = NameEdit(thing.name)
        self._edit.setMaxLength(80)
        self._edit.editingFinished.connect(self._rename)
        self._edit.given_up.connect(self._show_name)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._label)
        self._stack.addWidget(self._edit)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 4, 3)
        layout.setSpacing(2)
        layout.addWidget(chip)
        layout.addSpacing(6)
        layout.addWidget(self._stack, 1)
        self.eye = self._button(
            "eye" if thing.visible else "eye-off",
            tr("Hide {name}") if thing.visible else tr("Show {name}"),
            on=thing.visible,
        )
        self.eye.clicked.connect(self._toggle_visible)
        self.lock = self._button(
            "lock" if thing.locked else "unlock",
            tr("Unlock {name}") if thing.locked else tr("Lock {name}"),
            on=thing.locked,
        )
        self.lock.clicked.connect(self._toggle_locked)
        text = (
            tr("{name} is locked; unlock it to delete it")
            if thing.locked
            else tr("Delete from the whole clip: {name}")
        )
        self.delete = self._button("delete", text, on=False)
        self.delete.setEnabled(not thing.locked)
        self.delete.clicked.connect(lambda: self.delete_clicked.emit(self._thing.label))
        for button in (self.eye, self.lock, self.delete):
            layout.addWidget(button)

    def _button(self, name: str, text: str, *, on: bool) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name, colour="text" if on else "muted"))
        button.setIconSize(QSize(18, 18))
        button.setAutoRaise(True)
        button.setToolTip(text.format(name=self._thing.name))
        button.setAccessibleName(text.format(name=self._thing.name))
        return button

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Rename."""
        self.rename()

    def rename(self) -> None:
        """Let the name be edited."""
        self._edit.setText(self._thing.name)
        self._stack.setCurrentWidget(self._edit)
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edit.selectAll()

    def _show_name(self) -> None:
        self._stack.setCurrentWidget(self._label)

    def _rename(self) -> None:
        if self._stack.currentWidget() is not self._edit:
            return
        self._show_name()
        name = self._edit.text().strip()
        if name and name != self._thing.name:
            self.changed.emit(
                tr("Rename {name}").format(name=self._thing.name), replace(self._thing, name=name)
            )

    def _choose_colour(self) -> None:
        colour = QColorDialog.getColor(
            QColor(*self._thing.colour), self.window(), tr("Colour of {name}").format(name=self._thing.name)
        )
        if colour.isValid():
            self.set_colour((colour.red(), colour.green(), colour.blue()))

    def set_colour(self, colour: tuple[int, int, int]) -> None:
        """Ask for another colour."""
        if colour != self._thing.colour:
            self.changed.emit(
                tr("Recolour {name}").format(name=self._thing.name), replace(self._thing, colour=colour)
            )

    def _toggle_visible(self) -> None:
        text = tr("Hide {name}") if self._thing.visible else tr("Show {name}")
        self.changed.emit(
            text.format(name=self._thing.name), replace(self._thing, visible=not self._thing.visible)
        )

    def _toggle_locked(self) -> None:
        text = tr("Unlock {name}") if self._thing.locked else tr("Lock {name}")
        self.changed.emit(
            text.format(name=self._thing.name), replace(self._thing, locked=not self._thing.locked)
        )


class ObjectsPanel(QWidget):
    """The objects, one selected."""

    selected = Signal(object)
    changed = Signal(str, object)
    delete_clicked = Signal(int)

    def __init__(self, add_button: QToolButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(tr("Objects"))
        heading.setProperty("role", "heading")
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Objects"))
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Not as high as a list likes to be, but as its objects are; `set_objects` says how high.
        self._list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._list.currentItemChanged.connect(self._select)
        self._empty = QLabel(tr("No object yet: add one to paint it."))
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(add_button)
        layout.addLayout(top)
        layout.addWidget(self._empty)
        layout.addWidget(self._list, 1)

    def set_objects(self, objects: Sequence[ObjectInfo], selected: int | None) -> None:
        """Show these objects and mark the selected one."""
        self._list.blockSignals(True)
        place = self._list.verticalScrollBar().value()
        self._list.clear()
        for thing in objects:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, thing.label)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, thing.name)
            row = ObjectRow(thing)
            row.changed.connect(self.changed)
            row.delete_clicked.connect(self.delete_clicked)
            item.setSizeHint(QSize(0, row.sizeHint().height()))
            self._list.addItem(item)
            self._list.setItemWidget(item, row)
        self._list.verticalScrollBar().setValue(place)
        self._list.blockSignals(False)
        rows_px = [self._list.item(n).sizeHint().height() for n in range(min(len(objects), _MOST_ROWS))]
        self._list.setMinimumHeight(sum(rows_px) + 2 * self._list.frameWidth())
        # While few are being laid out, there is no room even to draw a scroll bar.
        scrolls = len(objects) > _MOST_ROWS
        self._list.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self._empty.setVisible(not objects)
        self.set_selected(selected)

    def set_selected(self, label: int | None) -> None:
        """Mark an object."""
        for number in range(self._list.count()):
            item = self._list.item(number)
            if item.data(Qt.ItemDataRole.UserRole) == label:
                self._list.blockSignals(True)
                self._list.setCurrentItem(item)
                self._list.blockSignals(False)

    def row(self, label: int) -> ObjectRow:
        """Return an object's row."""
        for number in range(self._list.count()):
            item = self._list.item(number)
            widget = self._list.itemWidget(item)
            if item.data(Qt.ItemDataRole.UserRole) == label and isinstance(widget, ObjectRow):
                return widget
        raise KeyError(label)

    def labels(self) -> list[int]:
        """Return the labels in the list's order."""
        return [int(self._list.item(n).data(Qt.ItemDataRole.UserRole)) for n in range(self._list.count())]

    def _select(self, current: QListWidgetItem | None, _previous: QListWidgetItem | None) -> None:
        if current is not None:
            self.selected.emit(int(current.data(Qt.ItemDataRole.UserRole)))

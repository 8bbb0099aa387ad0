"""What is seen before a clip is open: where to drop one, the demo, and what was opened last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.icons import icon
from app.recent import Recent
from app.theme import tokens
from app.translating import tr

_PICTURE = QSize(192, 108)
_GAP = 12
_PADDING = 8
_ZONE_HEIGHT = 330
_MOST_COLUMNS = 4


class DropZone(QFrame):
    """Where a clip is dropped, and the buttons for those who rather choose."""

    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop_zone")
        self.setAcceptDrops(True)
        picture = QLabel()
        picture.setPixmap(icon("film", colour="accent").pixmap(56, 56))
        title = QLabel(tr("Drop a clip here"))
        title.setProperty("role", "hero")
        hint = QLabel(
            tr(
                "Paint over an object in one frame, and it is masked through the whole clip.\n"
                "Video files and folders of pictures can be opened, and projects (.mvos) too."
            )
        )
        hint.setProperty("role", "muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setWordWrap(True)
        self.open_button = QPushButton(tr("Open a clip…"))
        self.open_button.setProperty("primary", True)
        self.open_button.setIcon(icon("open", colour="on_accent"))
        self.demo_button = QPushButton(tr("Try the demo clip"))
        self.demo_button.setIcon(icon("play"))
        self.demo_button.setToolTip(
            tr("Two minutes that show how it goes, on a clip that comes with the program")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(12)
        layout.addStretch(1)
        for widget in (picture, title):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.demo_button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Say that it may be dropped here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._set_over(is_over=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802
        """It went elsewhere."""
        self._set_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Take the first file."""
        self._set_over(is_over=False)
        name = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if name:
            event.acceptProposedAction()
            self.dropped.emit(Path(name))

    def _set_over(self, *, is_over: bool) -> None:
        self.setProperty("over", is_over)
        self.style().unpolish(self)
        self.style().polish(self)


class RecentTile(QAbstractButton):
    """A clip or project that was opened: its picture, its name, and when."""

    removed = Signal()

    def __init__(self, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recent = recent
        self._picture = QPixmap()
        self._when = _when(recent.opened) if recent.exists else tr("Not found")
        self.setText(recent.path.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{recent.path.name}, {self._when}")
        self.setToolTip(f"{recent.path}\n" + tr("Delete takes it out of this list; the file stays."))
        self.setFixedSize(self.sizeHint())
        self.remove_button = QToolButton(self)
        self.remove_button.setObjectName("remove_recent")
        self.remove_button.setIcon(icon("close"))
        self.remove_button.setIconSize(QSize(12, 12))
        self.remove_button.setAccessibleName(tr("Remove from list"))
        self.remove_button.setToolTip(tr("Remove from list; the file stays"))
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.remove_button.setFixedSize(22, 22)
        self.remove_button.clicked.connect(self.removed)
        self.remove_button.move(self.width() - 28, 12 - 6)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room for the picture and two lines."""
        line = self.fontMetrics().lineSpacing()
        return QSize(_PICTURE.width() + 2 * _PADDING, _PICTURE.height() + 2 * line + 3 * _PADDING)

    @property
    def lines(self) -> tuple[str, str]:
        """What is written: the name, as much of it as there is room for, and when it was opened."""
        room = self.width() - 2 * _PADDING
        name = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        return name, self._when

    @property
    def has_picture(self) -> bool:
        """Whether its small picture is shown."""
        return not self._picture.isNull()

    def load_picture(self) -> None:
        """Show its small picture, if one was kept."""
        self._picture = QPixmap(str(self.recent.thumbnail))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the card, the picture and the words."""
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        edge = colours.accent if self.hasFocus() else colours.line
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        area = QRect(QPoint(_PADDING, _PADDING), _PICTURE)
        painter.fillRect(area, QColor(colours.background))
        self._draw_picture(painter, area)
        line = self.fontMetrics().lineSpacing()
        words = area.translated(0, _PICTURE.height() + _PADDING)
        words.setHeight(line)
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        name, when = self.lines
        painter.setPen(QColor(colours.text))
        painter.drawText(words, alignment, name)
        painter.setPen(QColor(colours.muted if self.recent.exists else colours.warning))
        painter.drawText(words.translated(0, line), alignment, when)

    def _draw_picture(self, painter: QPainter, area: QRect) -> None:
        if self._picture.isNull():
            symbol = icon("film" if self.recent.exists else "warning", colour="faint")
            symbol.paint(painter, QRect(area.center() - QPoint(18, 18), QSize(36, 36)))
            return
        painter.setOpacity(1.0 if self.recent.exists else 0.3)
        size = self._picture.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QPoint(), size)
        place.moveCenter(area.center())
        painter.drawPixmap(place, self._picture)
        painter.setOpacity(1.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Open with Return, take out of the list with Delete."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer both."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open")).triggered.connect(self.click)
        menu.addAction(tr("Remove from list")).triggered.connect(self.removed)
        menu.popup(event.globalPos())


class StartPage(QScrollArea):
    """An invitation to drop or choose a clip or to try the demo, and the clips opened last."""

    open_clicked = Signal()
    demo_clicked = Signal()
    dropped = Signal(object)
    recent_clicked = Signal(object)
    """A `Recent`, which may no longer exist."""
    recent_removed = Signal(object)
    """The path that is to leave the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.zone = DropZone()
        self.open_button, self.demo_button = self.zone.open_button, self.zone.demo_button
        self.open_button.clicked.connect(self.open_clicked)
        self.demo_button.clicked.connect(self.demo_clicked)
        self.zone.dropped.connect(self.dropped)
        self._heading = QLabel(tr("Recent"))
        self._heading.setProperty("role", "heading")
        self.tiles: list[RecentTile] = []
        content = QWidget()
        across = QHBoxLayout(content)
        across.addStretch(1)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(_GAP, 2 * _GAP, _GAP, 2 * _GAP)
        column.setSpacing(16)
        self.zone.setMinimumHeight(_ZONE_HEIGHT)
        column.addWidget(self.zone, 1)
        column.addWidget(self._heading)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        column.addLayout(self._grid)
        across.addWidget(self._column)
        across.addStretch(1)
        self.setWidget(content)
        self._heading.hide()
        # Pictures are read one at a time, once the page stands.
        self._reading = QTimer(self)
        self._reading.setInterval(0)
        self._reading.timeout.connect(self._read_next)
        self._unread: list[RecentTile] = []

    def set_recent(self, recents: Sequence[Recent]) -> None:
        """List the clips and projects opened last."""
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = [self._make_tile(recent) for recent in recents]
        self._unread = list(self.tiles)
        self._heading.setVisible(bool(self.tiles))
        self._place()
        if self.isVisible() and self._unread:
            self._reading.start()

    def _make_tile(self, recent: Recent) -> RecentTile:
        tile = RecentTile(recent, self._column)
        tile.clicked.connect(lambda: self.recent_clicked.emit(recent))
        tile.removed.connect(lambda: self.recent_removed.emit(recent.path))
        return tile

    @Slot()
    def _read_next(self) -> None:
        if self._unread and self.isVisible():
            self._unread.pop(0).load_picture()
        else:
            self._reading.stop()

    def _place(self) -> None:
        """Put the tiles into as many columns as there is room for."""
        tile_width = _PICTURE.width() + 2 * _PADDING
        room = self.viewport().width() - 2 * _GAP
        columns = max(1, min(_MOST_COLUMNS, (room + _GAP) // (tile_width + _GAP)))
        self._column.setFixedWidth(columns * (tile_width + _GAP) + _GAP)
        for number, tile in enumerate(self.tiles):
            row, column = divmod(number, columns)
            self._grid.addWidget(tile, row, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            tile.show()
        for column in range(_MOST_COLUMNS + 1):
            self._grid.setColumnStretch(column, int(column == columns))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Use the room that there is."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Read the pictures once the page is seen."""
        if event.type() == QEvent.Type.Show and self._unread:
            self._reading.start()
        return super().event(event)


def _when(opened: datetime | None) -> str:
    """Return when something was opened, in words."""
    if opened is None:
        return ""
    days = (date.today() - opened.date()).days
    if days <= 0:
        return tr("Today, {time}").format(time=opened.strftime("%H:%M"))
    if days == 1:
        return tr("Yesterday")
    if days < 7:
        return tr("%n days ago", count=days)
    day = QDate(opened.year, opened.month, opened.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)

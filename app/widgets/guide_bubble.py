"""A bubble that points at a control, and the ring around it. Neither takes the focus or stands in the control's way."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.icons import icon
from app.theme import tokens
from app.translating import tr

_ARROW = 10
_DISTANCE = 10
_MARGIN = 8
_RING = 5


class GuideRing(QWidget):
    """An outline around a control, which the mouse goes through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, target: QRect) -> None:
        """Go around `target`, in the parent's coordinates."""
        self.setGeometry(target.adjusted(-_RING, -_RING, _RING, _RING))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens().accent), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 8, 8)


class GuideBubble(QWidget):
    """A step's words beside what they are about, with a way on and a way out."""

    skipped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._tip: QPointF | None = None
        self._body = QRect()
        self._place = QLabel()
        self._place.setProperty("role", "muted")
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self.cross = QToolButton()
        self.cross.setIcon(icon("close"))
        self.cross.setToolTip(tr("Leave the guide (Esc)"))
        self.cross.setAccessibleName(tr("Leave the guide"))
        self.cross.clicked.connect(self.left)
        self.skip = QPushButton()
        self.skip.clicked.connect(self.skipped)
        for button in (self.cross, self.skip):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._content = QWidget(self)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(14, 10, 10, 12)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self._place, 1)
        top.addWidget(self.cross)
        column.addLayout(top)
        column.addWidget(self._title)
        column.addWidget(self._text)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(self.skip)
        column.addLayout(bottom)
        self.hide()

    @property
    def title(self) -> str:
        """What the step is."""
        return self._title.text()

    @property
    def tip(self) -> QPoint | None:
        """Where the arrow ends, in the parent's coordinates; None where it points at nothing."""
        return None if self._tip is None else self.mapToParent(self._tip.toPoint())

    def set_words(self, title: str, text: str, *, number: int, count: int) -> None:
        """Show a step, the `number`th of `count`."""
        self._title.setText(title)
        self._text.setText(text)
        self._place.setText(tr("{number} of {count}").format(number=number, count=count))
        self.skip.setText(tr("Done") if number == count else tr("Skip"))
        width = self.fontMetrics().averageCharWidth() * 46
        self._content.setFixedWidth(width)
        layout = self._content.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        self._content.setFixedHeight(height)
        self.setAccessibleName(f"{title}. {text}")

    def point_at(self, target: QRect | None) -> None:
        """Stand beside `target` (in the parent's coordinates) where there is room, or at the bottom without one."""
        room = self._window.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        size = self._content.size() + QSize(2 * _ARROW, 2 * _ARROW)
        if target is None:
            place = QRect(QPoint(), size)
            place.moveCenter(QPoint(room.center().x(), room.bottom() - size.height() // 2))
            tip = None
        else:
            place, tip = _beside(target.adjusted(-_DISTANCE, -_DISTANCE, _DISTANCE, _DISTANCE), size, room)
        self.setGeometry(place)
        self._content.move(_ARROW, _ARROW)
        self._body = self._content.geometry()
        self._tip = None if tip is None else QPointF(tip - place.topLeft())
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the body and the arrow in one piece."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(self._body), 10, 10)
        if self._tip is not None:
            path = path.united(self._arrow(self._tip))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens().accent), 1.5))
        painter.setBrush(QColor(tokens().raised))
        painter.drawPath(path)

    def _arrow(self, tip: QPointF) -> QPainterPath:
        """Return the triangle from the body to its tip."""
        body = QRectF(self._body)
        inner = body.adjusted(14, 14, -14, -14)
        root = QPointF(
            min(max(tip.x(), inner.left()), inner.right()), min(max(tip.y(), inner.top()), inner.bottom())
        )
        aside = QPointF(0, _ARROW) if not body.left() <= tip.x() <= body.right() else QPointF(_ARROW, 0)
        path = QPainterPath()
        path.addPolygon(QPolygonF([root - aside, tip, root + aside]))
        path.closeSubpath()
        return path


def _beside(target: QRect, size: QSize, room: QRect) -> tuple[QRect, QPoint]:
    """Return where a bubble of `size` stands within `room`, and where its arrow ends: on the side with the most room."""
    spaces = {
        "left": target.left() - room.left() - size.width(),
        "right": room.right() - target.right() - size.width(),
        "above": target.top() - room.top() - size.height(),
        "below": room.bottom() - target.bottom() - size.height(),
    }
    side = max(spaces, key=lambda name: spaces[name])
    place, centre = QRect(QPoint(), size), target.center()
    if side in {"left", "right"}:
        tip = QPoint(target.left() if side == "left" else target.right(), centre.y())
        left = target.left() - size.width() if side == "left" else target.right()
        place.moveTopLeft(QPoint(left, centre.y() - size.height() // 2))
    else:
        tip = QPoint(centre.x(), target.top() if side == "above" else target.bottom())
        top = target.top() - size.height() if side == "above" else target.bottom()
        place.moveTopLeft(QPoint(centre.x() - size.width() // 2, top))
    place.moveLeft(min(max(place.left(), room.left()), room.right() - size.width()))
    place.moveTop(min(max(place.top(), room.top()), room.bottom() - size.height()))
    return place, tip

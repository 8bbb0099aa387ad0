"""Labels and a check box that show as much of their text as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

_LEAST_LETTERS = 6


class ElidedLabel(QLabel):
    """One line of plain text; what does not fit is cut with an ellipsis and told by the tooltip."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text, parent)
        self._elide = elide

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Show another text."""
        super().setText(text)
        self._explain()

    @property
    def shown(self) -> str:
        """The text as it is seen."""
        return self.fontMetrics().elidedText(self.text(), self._elide, self.contentsRect().width())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Need no more than a few letters' width."""
        few = min(_LEAST_LETTERS * self.fontMetrics().averageCharWidth(), super().sizeHint().width())
        return QSize(few, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Explain what is cut."""
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw what fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            self.alignment().value,
            self.palette(),
            self.isEnabled(),
            self.shown,
            self.foregroundRole(),
        )

    def _explain(self) -> None:
        self.setToolTip(self.text() if self.shown != self.text() else "")


class FittingLabel(QLabel):
    """One line of plain text that has shorter ways of being said: the first that fits is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_texts(self, *texts: str) -> None:
        """Show one of some texts, from the longest to the shortest; `text()` is the one that is shown."""
        self._texts = texts
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Have room for the longest."""
        return QSize(self.fontMetrics().horizontalAdvance(self._texts[0]), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Need room for the shortest."""
        return QSize(self.fontMetrics().horizontalAdvance(self._texts[-1]), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Choose another text."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        fitting = (text for text in self._texts if self.fontMetrics().horizontalAdvance(text) <= room)
        self.setText(next(fitting, self._texts[-1]))
        self.setToolTip(self._texts[0] if self.text() != self._texts[0] else "")


class ElidedCheckBox(QCheckBox):
    """A check box whose text is cut with an ellipsis where it does not fit."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Need no more than the box and a few letters' width."""
        whole = super().minimumSizeHint()
        few = _LEAST_LETTERS * self.fontMetrics().averageCharWidth()
        cut = max(0, self.fontMetrics().horizontalAdvance(self.text()) - few)
        return QSize(whole.width() - cut, whole.height())

    @property
    def shown(self) -> str:
        """The text as it is seen."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw what fits."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_CheckBox, option)

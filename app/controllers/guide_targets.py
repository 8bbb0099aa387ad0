"""Where the guide's controls are in the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QToolButton, QWidget

from app.actions import Actions
from app.guide import Target
from app.session import Session
from app.widgets.canvas import Canvas
from app.widgets.side_panels import NextStepCard
from mvos_core.config import resource
from mvos_core.masks.labels import decode_label_map
from mvos_core.masks.track import MaskEntry
from mvos_core.view import Box, bounds


class GuideTargets:
    """Finds what a step points at, as it lies in the window now."""

    def __init__(
        self, session: Session, *, canvas: Canvas, card: NextStepCard, actions: Actions, window: QWidget
    ) -> None:
        self._session, self._canvas, self._card = session, canvas, card
        self._actions, self._window = actions, window
        self._demo_box: Box | None = None
        self._seen: tuple[MaskEntry, Box | None] | None = None

    def widgets(self, target: Target) -> list[QWidget]:
        """Return the controls, those that are hidden too; the canvas stands for the object."""
        found: dict[Target, list[QWidget]] = {
            Target.SCRIBBLE: self._buttons(self._actions["scribble"]),
            Target.DOUBTFUL: self._buttons(self._actions["next_doubtful"]),
            Target.OBJECT: [self._canvas],
            Target.PROPAGATE: [self._card.buttons["propagate"]],
            Target.RUN: [self._card],
            Target.UPDATE: [self._card.buttons["update_stale"]],
            Target.FINISH: [self._card.buttons["remove"], self._card.buttons["export"]],
        }
        return found[target]

    def _buttons(self, action: QAction) -> list[QWidget]:
        buttons = self._window.findChildren(QToolButton)
        return [button for button in buttons if button.defaultAction() is action]

    def area(self, target: Target) -> QRect | None:
        """Return what is seen of the controls, in the window's coordinates; None where nothing is."""
        if target is Target.OBJECT:
            return self._object_area()
        united = QRect()
        for widget in self.widgets(target):
            seen = widget.visibleRegion().boundingRect() if widget.isVisible() else QRect()
            if not seen.isEmpty():
                united = united.united(QRect(widget.mapTo(self._window, seen.topLeft()), seen.size()))
        return None if united.isEmpty() else united

    def reveal(self, target: Target) -> None:
        """Scroll to the controls where they lie in something that scrolls."""
        for widget in self.widgets(target):
            parent: QObject | None = widget.parent()
            while parent is not None:
                if isinstance(parent, QScrollArea) and isinstance(widget, QAbstractButton):
                    parent.ensureWidgetVisible(widget)
                parent = parent.parent()

    def _object_area(self) -> QRect | None:
        box, canvas = self._object_box(), self._canvas
        if box is None or not canvas.isVisible():
            return None
        corners = canvas.view.to_widget(box.left, box.top), canvas.view.to_widget(box.right, box.bottom)
        seen = QRectF(QPointF(corners[0]), QPointF(corners[1])).toAlignedRect().intersected(canvas.rect())
        if seen.isEmpty():
            return None
        return QRect(canvas.mapTo(self._window, QPoint(seen.left(), seen.top())), seen.size())

    def _object_box(self) -> Box | None:
        """Return where the object is in the frame: where its mask is or, before it has one, where the demo's is."""
        document, index = self._session.document, self._session.playhead.index
        entry = document.track.get(index)
        if entry is not None:
            if self._seen is None or self._seen[0] is not entry:
                self._seen = entry, bounds(entry.labels())
            return self._seen[1]
        if index == 0 and not document.track:
            if self._demo_box is None:
                mask = resource("demo", "demo-mask.png")
                self._demo_box = bounds(decode_label_map(mask.read_bytes()))
            return self._demo_box
        return None

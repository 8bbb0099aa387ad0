"""The tool in hand: gestures with the mouse or a pen become masks and strokes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRect, QSize, Signal

from app.widgets.scratch import Pen, Scratch
from app.widgets.tools import Tool
from app.widgets.viewport import Viewport
from mvos_core.types import LabelMap


@dataclass(frozen=True, slots=True)
class Touch:
    """Where and how something touches the canvas.

    Attributes:
        at: in the widget.
        pressure: of a pen, from 0 to 1; 1 for a mouse.
        is_down: whether a button is held, or the pen's tip.
    """

    at: QPointF
    pressure: float = 1.0
    is_down: bool = True


class Hand(QObject):
    """Leads a tool over a frame's masks. A gesture goes on from a press until the tool says that it is over."""

    began = Signal()
    """A gesture begins; receivers may change the pen and the masks before it does."""
    touched = Signal(QRect)
    """The gesture has changed masks within a rectangle of the picture."""
    moved = Signal()
    """The gesture's lines look different."""
    painted = Signal(object, str)
    """The frame's new label map and the name of the tool that made it."""
    stroked = Signal(object, object)
    """A stroke that someone has to find the meaning of, and the pen that it was drawn with."""
    abandoned = Signal()
    """A gesture that began has ended without changing anything."""
    refused = Signal(str)
    """Painting is not possible, and why."""

    def __init__(self, masks: Callable[[], LabelMap | None], parent: QObject | None = None) -> None:
        """`masks` gives the masks of the frame that is shown, uint8 (H, W), None where it has none."""
        super().__init__(parent)
        self._masks = masks
        self._size = QSize()
        self._tool: Tool | None = None
        self._pen: Pen | None = None
        self._reason = ""
        self._scratch: Scratch | None = None

    @property
    def tool(self) -> Tool | None:
        """The tool, if there is one and a picture to use it on."""
        return None if self._size.isEmpty() else self._tool

    @property
    def pen(self) -> Pen | None:
        """What gestures do; None where they are refused."""
        return self._pen

    @property
    def scratch(self) -> Scratch | None:
        """The masks under the tool while a gesture is under way."""
        return self._scratch

    def set_picture(self, size: QSize) -> None:
        """Paint on pictures of another size, or on none if it is empty."""
        self._size = size

    def set_tool(self, tool: Tool) -> None:
        """Take another tool."""
        self.cancel()
        self._tool = tool

    def set_pen(self, pen: Pen | None, *, reason: str = "") -> None:
        """Say what gestures do; without a pen they are refused with `reason`."""
        self._pen, self._reason = pen, reason

    def press(
        self, touch: Touch, view: Viewport, *, erases: bool | None = None, inverts: bool = False
    ) -> None:
        """Begin a gesture, or go on with one.

        Args:
            touch: where.
            view: how the picture lies in the widget.
            erases: whether the gesture erases, None for what the pen does.
            inverts: it does the opposite.
        """
        tool = self.tool
        if tool is None or (self._scratch is None and not self._begin(erases=erases, inverts=inverts)):
            return
        scratch = self._scratch
        if scratch is not None:
            scratch.pressure = touch.pressure
            self._went_on(tool.press(scratch, view.to_picture(touch.at), view))

    def move(self, touch: Touch, view: Viewport) -> bool:
        """Go on with the gesture; return whether there is one."""
        tool, scratch = self.tool, self._scratch
        if tool is None or scratch is None:
            return False
        scratch.pressure = touch.pressure
        self._went_on(tool.move(scratch, view.to_picture(touch.at), view, is_down=touch.is_down))
        if not tool.is_brush:
            self.moved.emit()
        return True

    def release(self, touch: Touch, view: Viewport) -> None:
        """End a stroke."""
        tool, scratch = self.tool, self._scratch
        if tool is not None and scratch is not None:
            self._went_on(tool.release(scratch, view.to_picture(touch.at), view))

    def confirm(self) -> bool:
        """Finish the gesture where it stands; return whether there was one."""
        tool, scratch = self.tool, self._scratch
        if tool is None or scratch is None or not tool.is_active:
            return False
        self._went_on(tool.confirm(scratch))
        return True

    def cancel(self) -> bool:
        """Give up the gesture under way, its pixels too; return whether there was one."""
        if self._scratch is None:
            return False
        if self._tool is not None:
            self._tool.cancel()
        self._scratch = None
        self.abandoned.emit()
        return True

    def _begin(self, *, erases: bool | None, inverts: bool) -> bool:
        if self._pen is None:
            self.refused.emit(self._reason)
            return False
        self.began.emit()
        if self._pen is None or self._size.isEmpty():
            return False
        labels = self._masks()
        if labels is None:
            labels = np.zeros((self._size.height(), self._size.width()), np.uint8)
        erase = self._pen.erase if erases is None else erases
        self._scratch = Scratch(labels, replace(self._pen, erase=erase != inverts))
        return True

    def _went_on(self, touched: QRect) -> None:
        """Show what the tool touched, and hand the result over if the gesture is finished."""
        if not touched.isEmpty():
            self.touched.emit(touched)
        scratch, tool = self._scratch, self._tool
        if scratch is None or tool is None or tool.is_active:
            return
        self._scratch = None
        if tool.stroke is not None:
            self.stroked.emit(tool.stroke, scratch.pen)
        elif scratch.is_changed:
            self.painted.emit(scratch.labels, "erase" if scratch.pen.erase else tool.name)
        else:
            self.abandoned.emit()
        self.moved.emit()

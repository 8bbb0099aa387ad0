"""What wheels and fingers ask of something that is zoomed and moved along one axis."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

_ZOOM_A_NOTCH = 1.25
_PAN_A_NOTCH_PX = 90.0
_NOTCH = 120


@dataclass(frozen=True, slots=True)
class Move:
    """To make things `factor` times as wide around the pixel `x`, then to look `pan_px` further to the right."""

    factor: float = 1.0
    pan_px: float = 0.0
    x: float = 0.0


def wheel_move(event: QWheelEvent) -> Move:
    """Return what a wheel or two fingers ask for: with Ctrl to zoom, otherwise to move along."""
    turned, pixels = event.angleDelta(), event.pixelDelta()
    # Qt turns the wheel's axis while Alt is held.
    notches = (turned.y() or turned.x()) / _NOTCH
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return Move(_ZOOM_A_NOTCH**notches, x=event.position().x())
    if not pixels.isNull():
        along = pixels.x() if abs(pixels.x()) > abs(pixels.y()) else pixels.y()
        return Move(pan_px=-float(along))
    along = turned.x() if abs(turned.x()) > abs(turned.y()) else turned.y()
    return Move(pan_px=-along / _NOTCH * _PAN_A_NOTCH_PX)


def take_pinches(widget: QWidget) -> None:
    """Let a widget have the pinches of fingers on a screen."""
    if sys.platform != "darwin":
        # There a touchpad's pinch comes as a native gesture, and would count twice.
        widget.grabGesture(Qt.GestureType.PinchGesture)


def finger_move(event: QEvent, widget: QWidget) -> Move | None:
    """Return what fingers on a touchpad or a screen ask for, None where an event is of another kind."""
    if isinstance(event, QNativeGestureEvent):
        return native_move(event)
    if isinstance(event, QGestureEvent):
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(pinch, QPinchGesture):
            return pinch_move(pinch, widget)
    return None


def native_move(event: QNativeGestureEvent) -> Move | None:
    """Return what fingers on a touchpad ask for, None where it is no pinch."""
    if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
        return None
    return Move(max(0.1, 1.0 + event.value()), x=event.position().x())


def pinch_move(pinch: QPinchGesture, widget: QWidget) -> Move:
    """Return what two fingers on a screen ask for: to zoom between them, and to follow them."""
    now, before = (widget.mapFromGlobal(QPointF(p)) for p in (pinch.centerPoint(), pinch.lastCenterPoint()))
    moved = before.x() - now.x() if pinch.changeFlags() & QPinchGesture.ChangeFlag.CenterPointChanged else 0.0
    return Move(pinch.scaleFactor() or 1.0, moved, now.x())

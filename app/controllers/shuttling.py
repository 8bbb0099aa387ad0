"""J, K and L: playing backwards, not at all, and forwards, faster with every press."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.actions import NEEDS_CLIP, Actions
from app.controllers.playback import PlaybackController
from app.playback import faster
from app.session import Session

_NAMES = {"shuttle_back": -1, "shuttle_on": 1}


class ShuttleController(QObject):
    """Plays by three keys side by side; while the middle one is held, the outer ones step by a frame."""

    def __init__(
        self, session: Session, playback: PlaybackController, *, actions: Actions, parent: QObject
    ) -> None:
        """`parent` is the window, which hears of the keys that its widgets do not take."""
        super().__init__(parent)
        self._session, self._playback, self._actions = session, playback, actions
        self._is_held = False
        session.document.clip_changed.connect(self._open)
        actions.connect(
            {
                "shuttle_back": lambda: self._shuttle(-1),
                "shuttle_stop": playback.stop,
                "shuttle_on": lambda: self._shuttle(1),
            }
        )
        # A key that is held down plays no faster.
        for name in (*_NAMES, "shuttle_stop"):
            actions[name].setAutoRepeat(False)
        parent.installEventFilter(self)

    @Slot()
    def _open(self) -> None:
        why = "" if self._session.document.clip else NEEDS_CLIP
        self._actions.enable(" ".join((*_NAMES, "shuttle_stop")), why)

    def _shuttle(self, direction: int) -> None:
        if self._is_held:
            self._session.playhead.move_to(self._session.playhead.index + direction)
        else:
            self._playback.play(speed=faster(self._playback.speed, direction=direction))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Notice that the middle key is pressed and let go; a press arrives as a question before it is a shortcut."""
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            if QKeySequence(event.keyCombination()) in self._actions["shuttle_stop"].shortcuts():
                self._set_held(is_held=event.type() != QEvent.Type.KeyRelease)
        elif event.type() == QEvent.Type.WindowDeactivate:
            self._set_held(is_held=False)
        return False

    def _set_held(self, *, is_held: bool) -> None:
        self._is_held = is_held
        for name in _NAMES:
            # With the middle key held, an outer one that is held too goes on frame by frame.
            self._actions[name].setAutoRepeat(is_held)

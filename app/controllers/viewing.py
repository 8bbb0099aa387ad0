"""Looking at the clip: the frame of the playhead on the canvas, and what of it is decoded for that."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.actions import NEEDS_CLIP, Actions
from app.controllers.scrubbing import Scrubber
from app.notices import Notices
from app.session import Session
from app.widgets.canvas import Canvas
from mvos_core.masks.track import MaskEntry
from mvos_core.types import Frame, LabelMap


class ViewingController(QObject):
    """Shows frames as they are decoded; `shown` tells which one lies on the canvas."""

    shown_changed = Signal(int)

    def __init__(
        self,
        session: Session,
        *,
        canvas: Canvas,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self._actions, self._notices = actions, notices
        self._shown = 0
        self._frame: Frame | None = None
        self._decoded_labels: tuple[MaskEntry, LabelMap] | None = None
        self._scrubber = Scrubber(session, notices=notices, parent=self)
        self._scrubber.arrived.connect(self._show)
        session.document.clip_changed.connect(self._open)
        session.document.masks_changed.connect(self._masks_changed)
        session.playhead.moved.connect(self._move)
        session.playhead.set_off.connect(self._scrubber.forget)
        session.playhead.halted.connect(self._catch_up)
        actions.connect(
            {
                "zoom_in": lambda: canvas.zoom_by(1.25),
                "zoom_out": lambda: canvas.zoom_by(0.8),
                "fit": canvas.fit,
                "actual_size": canvas.actual_size,
            }
        )

    @property
    def shown(self) -> int:
        """The frame on the canvas; it lags behind the playhead while decoding does."""
        return self._shown

    @property
    def frame(self) -> Frame | None:
        """The picture on the canvas."""
        return self._frame

    @Slot()
    def _open(self) -> None:
        self._frame, self._decoded_labels = None, None
        self._scrubber.forget()
        self._canvas.set_frame(None)
        clip = self._session.document.clip
        self._actions.enable("zoom_in zoom_out fit actual_size", "" if clip else NEEDS_CLIP)

    @Slot(object)
    def _masks_changed(self, indices: frozenset[int]) -> None:
        if self._shown in indices:
            self._show_labels()

    def expect(self, entry: MaskEntry, labels: LabelMap) -> None:
        """Take note of what a mask looks like that will be shown next, so that it need not be decoded."""
        self._decoded_labels = (entry, labels)

    def _show_labels(self) -> None:
        entry = self._session.document.track.get(self._shown)
        if entry is None:
            self._canvas.set_labels(None)
            return
        known = self._decoded_labels
        if known is None or known[0] is not entry:
            known = self._decoded_labels = (entry, entry.labels())
        self._canvas.set_labels(known[1])

    def settle(self) -> None:
        """Stay with the frame on the canvas: stop playing, and forget a frame that is still being decoded."""
        self._session.playhead.move_to(self._shown)
        self._scrubber.forget()

    def close(self) -> None:
        """Ask for no frame any more."""
        self._scrubber.forget()

    # Decoding ------------------------------------------------------------------------------------------------

    @Slot(int)
    def _move(self, index: int) -> None:
        if self._session.document.clip is None:
            return
        if not self._session.playhead.is_rolling:
            self._scrubber.want(index)
        elif (frame := self._session.cache.get(index)) is not None:
            self._scrubber.forget()
            self._show(index, frame)

    @Slot()
    def _catch_up(self) -> None:
        """Show where playing ended, and let those know that had no time for it while it was passing."""
        if not self._scrubber.is_reading:
            self._move(self._session.playhead.index)

    @Slot(int, object)
    def _show(self, index: int, frame: Frame) -> None:
        self._shown, self._frame = index, frame
        self._canvas.set_frame(frame)
        self._show_labels()
        self.shown_changed.emit(index)

"""The bar between canvas and timeline: where the playhead is, the buttons that move it, and how loud it sounds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from app.playback import Tally
from app.translating import tr
from app.widgets.elided_label import FittingLabel

_VOLUME_STEPS = 100
_NARROW_VOLUME, _WIDE_VOLUME = 2, 10
"""In letters."""


class PlaybackBar(QWidget):
    """Buttons for the given actions, the time on the left, and on the right the volume and the frame."""

    volume_changed = Signal(float)

    def __init__(
        self,
        groups: Sequence[Sequence[QAction]],
        *,
        mute: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._time, self._frame = FittingLabel(), FittingLabel()
        self._tally, self._speed = QLabel(), QLabel()
        for label in (self._time, self._tally, self._speed, self._frame):
            label.setProperty("role", "muted")
        # It comes and goes while it plays, and must not move the others.
        self._tally.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setRange(0, _VOLUME_STEPS)
        letter = self.fontMetrics().averageCharWidth()
        self._volume.setMinimumWidth(_NARROW_VOLUME * letter)
        self._volume.setMaximumWidth(_WIDE_VOLUME * letter)
        self._volume.setToolTip(tr("How loud the clip sounds"))
        self._volume.setAccessibleName(tr("Volume"))
        self._volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._volume.valueChanged.connect(lambda value: self.volume_changed.emit(value / _VOLUME_STEPS))
        self._mute = _button(mute) if mute is not None else None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 10, 3)
        layout.setSpacing(2)
        left = _row([self._time, self._speed, self._tally])
        left.setStretch(2, 1)
        layout.addLayout(left, 1)
        for number, group in enumerate(groups):
            if number:
                layout.addSpacing(10)
            for action in group:
                layout.addWidget(_button(action))
        right = _row([each for each in (self._mute, self._volume, self._frame) if each is not None])
        right.insertStretch(0, 1)
        layout.addLayout(right, 1)
        self.set_has_sound(has_sound=False)

    def set_place(self, time_s: Fraction, duration_s: Fraction, index: int, n_frames: int) -> None:
        """Show where the playhead is."""
        self._time.set_texts(f"{clock(time_s)} / {clock(duration_s)}", clock(time_s))
        whole = tr("Frame {index} of {total}").format(index=index, total=n_frames)
        self._frame.set_texts(whole, f"{index} / {n_frames}", f"{index}")

    def set_tally(self, tally: Tally) -> None:
        """Show how many frames could not be shown in time, where there are any."""
        self._tally.setText(tr("{n} dropped").format(n=tally.dropped) if tally.dropped else "")
        shown = tr("{shown} of {due} frames were shown; the others could not be in time")
        self._tally.setToolTip(shown.format(shown=tally.shown, due=tally.due))

    def clear_tally(self) -> None:
        """Say nothing of frames that were left out."""
        self._tally.clear()

    @property
    def tally(self) -> str:
        """What is said of frames that were left out."""
        return self._tally.text()

    def set_speed(self, speed: int) -> None:
        """Show how fast it plays; the clip's own speed, and 0 for none, go without saying."""
        self._speed.setText(f"{speed}×".replace("-", "−") if speed not in (0, 1) else "")

    @property
    def speed(self) -> str:
        """What is said of the speed."""
        return self._speed.text()

    def set_has_sound(self, *, has_sound: bool) -> None:
        """Show the volume, or nothing of it."""
        for widget in (self._mute, self._volume):
            if widget is not None:
                widget.setVisible(has_sound)

    @property
    def volume(self) -> float:
        """How loud it is to sound, in [0, 1]."""
        return self._volume.value() / _VOLUME_STEPS

    def set_volume(self, volume: float) -> None:
        """Show how loud it is to sound, in [0, 1]."""
        self._volume.setValue(round(volume * _VOLUME_STEPS))

    def clear(self) -> None:
        """Show no place."""
        self._time.set_texts("")
        self._frame.set_texts("")


def clock(time_s: Fraction | float) -> str:
    """Return a time as m:ss.mmm, or h:mm:ss.mmm from an hour on."""
    millis = round(float(time_s) * 1000)
    seconds, millis = divmod(millis, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{head}:{seconds:02}.{millis:03}"


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _row(widgets: Sequence[QWidget]) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    return layout

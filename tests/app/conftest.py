"""The real main window on a small clip, with a network that is exact and obedient, and a watch on what leaks."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QStatusBar, QWidget
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.masking import Masker
from app.scribbling import Scribbler
from app.session import Session
from app.settings import Settings
from app.sound import RATE_HZ
from app.theme import apply_theme
from app.translating import speak
from mvos_core.masks.track import MaskEntry, Origin
from mvos_core.propagation import Propagator
from mvos_core.types import Frame, LabelMap
from mvos_core.video import VideoWriter
from tests.app.fake_network import FakePropagator
from tests.core.video.clips import ffmpeg

if TYPE_CHECKING:
    from tests.app.player import Player

WIDTH, HEIGHT, N_FRAMES = 96, 64, 24
PATIENCE_MS = 30000
"""How long to wait for what comes soon: only a test that fails waits so long, and a busy machine is no failure."""


@pytest.fixture(scope="module", autouse=True)
def qt_garbage_is_collected_here() -> Iterator[None]:
    """Windows that died in cycles are deleted by the thread that made them, not by whichever one collects next."""
    yield
    gc.collect()


def colour_at(widget: QWidget, point: QPointF) -> QColor:
    """The colour that a widget shows, whatever the screen's scale."""
    image = widget.grab().toImage()
    return image.pixelColor((point * image.devicePixelRatio()).toPoint())


def drop(target: QWidget, *paths: Path) -> None:
    """Drop files onto a widget, which takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier)
    target.dropEvent(event)
    assert event.isAccepted()


def centre(label: int, index: int) -> tuple[float, float]:
    """Where the disc of an object is in a frame: (x, y)."""
    return (20 + 2 * index, 20) if label == 1 else (76 - 2 * index, 46)


def truth(index: int, *, labels: tuple[int, ...] = (1, 2)) -> LabelMap:
    """The label map that a perfect network gives."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    result = np.zeros((HEIGHT, WIDTH), np.uint8)
    for label in labels:
        cx, cy = centre(label, index)
        result[(x + 0.5 - cx) ** 2 + (y + 0.5 - cy) ** 2 <= 81] = label
    return result


def picture(index: int) -> Frame:
    """A grey picture with a red disc, object 1, and a green one, object 2."""
    frame = np.full((HEIGHT, WIDTH, 3), 40, np.uint8)
    labels = truth(index)
    frame[labels == 1] = (220, 30, 30)
    frame[labels == 2] = (30, 200, 30)
    return frame


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures, which costs nothing to decode."""
    folder = tmp_path_factory.mktemp("clips") / "discs"
    folder.mkdir()
    for index in range(N_FRAMES):
        _, png = cv2.imencode(".png", picture(index)[..., ::-1])
        (folder / f"{index:05d}.png").write_bytes(png.tobytes())
    return folder


@pytest.fixture(scope="session")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a video file at 25 frames a second."""
    path = tmp_path_factory.mktemp("movies") / "discs.mp4"
    with VideoWriter(path, (HEIGHT, WIDTH), rate=Fraction(25)) as writer:
        for index in range(N_FRAMES):
            writer.write(picture(index))
    return path


@dataclass
class Studio:
    """The window, and hands to use it."""

    window: MainWindow
    network: FakePropagator
    qtbot: QtBot

    @property
    def session(self) -> Session:
        return self.window.session

    def open(self, path: Path) -> None:
        with self.qtbot.waitSignal(self.window.files.opened, timeout=PATIENCE_MS):
            self.window.files.open(path)

    def trigger(self, name: str) -> None:
        action = self.window.actions_by_name[name]
        assert action.isEnabled(), f"{name}: {action.toolTip()}"
        action.trigger()

    def go_to(self, index: int) -> None:
        self.session.playhead.move_to(index)
        self.qtbot.waitUntil(lambda: self.window.viewing.shown == index, timeout=PATIENCE_MS)

    def mouse(
        self,
        kind: QEvent.Type,
        x: float,
        y: float,
        *,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Send a mouse event at a point of the picture."""
        canvas = self.window.canvas
        at = canvas.view.to_widget(x, y)
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        sent = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        point = QPointF(at)
        event = QMouseEvent(kind, point, canvas.mapToGlobal(point), sent, held, modifiers)
        QApplication.sendEvent(canvas, event)

    def drag(
        self,
        *points: tuple[float, float],
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press at the first point, move through the others, and let go at the last."""
        self.mouse(QEvent.Type.MouseButtonPress, *points[0], button=button, modifiers=modifiers)
        for point in points[1:]:
            self.mouse(QEvent.Type.MouseMove, *point, button=button, modifiers=modifiers)
        self.mouse(QEvent.Type.MouseButtonRelease, *points[-1], button=button, modifiers=modifiers)

    def dab(self, label: int, index: int) -> None:
        """Paint an object's whole disc with one click."""
        self.session.selection.select(label)
        self.window.painting.set_diameter(18)
        self.drag(centre(label, index))

    def mask_all(self) -> None:
        """Mask both discs in every frame, as a perfect run would have."""
        self.window.objects.add()
        entries = {
            index: MaskEntry.of(truth(index), origin=Origin.PROPAGATED, confidence={1: 0.9, 2: 0.9})
            for index in range(N_FRAMES)
        }
        self.session.document.edit("Mask", entries)

    def labels(self, index: int) -> LabelMap:
        return self.session.document.track[index].labels()

    def pixel(self, x: float, y: float) -> tuple[int, int, int]:
        """The colour on the screen at a point of the picture."""
        canvas = self.window.canvas
        colour = colour_at(canvas, canvas.view.to_widget(x, y))
        return colour.red(), colour.green(), colour.blue()

    def is_running(self) -> bool:
        return self.window.propagation.is_running

    def wait_for_run(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.propagation.is_running, timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> QApplication:
    """The application in its colours, which takes a while to put on."""
    apply_theme(qapp)
    speak(qapp, "en")
    return qapp


@pytest.fixture
def german(themed: QApplication) -> Iterator[None]:
    """The application in German, until the test is over."""
    translators = speak(themed, "de")
    assert len(translators) == 2
    yield
    for translator in translators:
        QCoreApplication.removeTranslator(translator)


@pytest.fixture
def network() -> FakePropagator:
    return FakePropagator()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat), data=tmp_path / "data"
    )


@pytest.fixture
def make_studio(
    qtbot: QtBot, themed: QApplication, network: FakePropagator, settings: Settings
) -> Iterator[Callable[[], Studio]]:
    """Make windows; in the end they are closed, and nothing of them may be left."""
    threads = {thread.name for thread in threading.enumerate() if not thread.daemon}
    children = {child.pid for child in psutil.Process().children()}
    widgets = {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    studios: list[Studio] = []

    def make() -> Studio:
        window = MainWindow(
            Session(
                Masker(lambda _quality: cast(Propagator, network)),
                scribbler=Scribbler(lambda: None),
                settings=settings,
            )
        )
        qtbot.addWidget(window)
        window.asks_before_closing = False
        window.resize(1200, 800)
        window.show()
        studios.append(Studio(window, network, qtbot))
        return studios[-1]

    yield make
    network.gate.set()
    for studio in studios:
        studio.window.close()
        session = studio.session
        lanes = (
            session.network,
            session.preview,
            session.render,
            session.imports,
            session.decode,
            session.strokes,
            session.disk,
        )
        assert not any(lane.isRunning() or lane.is_busy for lane in lanes)
        assert not studio.window.playback.is_playing
        timers = [timer.parent() for timer in studio.window.findChildren(QTimer) if timer.isActive()]
        # The status bar takes its message away by a timer of its own.
        assert not [parent for parent in timers if not isinstance(parent, QStatusBar)]
    assert {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()} <= widgets
    assert {thread.name for thread in threading.enumerate() if not thread.daemon} <= threads
    assert {child.pid for child in psutil.Process().children()} <= children


@pytest.fixture
def studio(make_studio: Callable[[], Studio], clip: Path) -> Studio:
    """The window with the clip of pictures open."""
    studio = make_studio()
    studio.open(clip)
    return studio


@pytest.fixture
def masked(studio: Studio) -> Studio:
    """The same with both discs masked in every frame."""
    studio.mask_all()
    return studio


@pytest.fixture
def player(qtbot: QtBot, settings: Settings) -> Iterator[Player]:
    """Playback without the rest of the window."""
    from tests.app.player import Player  # it needs what is defined above

    player = Player(qtbot, settings)
    yield player
    player.playback.close()
    player.session.close()


@pytest.fixture(scope="session")
def sounding(movie: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The movie of 24 frames, 25 a second, with a rising tone."""
    path = tmp_path_factory.mktemp("sounding") / "discs.mkv"
    tone = f"aevalsrc='0.5*sin(2*PI*(200*t+400*t*t))':s={RATE_HZ}:d=0.96"
    ffmpeg("-i", movie, "-f", "lavfi", "-i", tone, "-c:v", "copy", "-c:a", "flac", path)
    return path

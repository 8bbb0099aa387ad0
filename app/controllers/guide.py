"""The guided first run: opens the demo clip and leads through it, by what the user really does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.actions import Actions
from app.controllers.files import FilesController
from app.controllers.guide_targets import GuideTargets
from app.controllers.projects import ProjectsController
from app.controllers.propagation import PropagationController
from app.guide import GuideStep, guide_steps
from app.notices import Notices
from app.opening import Opened
from app.session import Session
from app.widgets.canvas import Canvas
from app.widgets.guide_bubble import GuideBubble, GuideRing
from app.widgets.side_panels import NextStepCard
from mvos_core.config import resource

_MOVES = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
)


class GuideController(QObject):
    """Shows one step at a time; each is over when the document tells that it was done, or when it is skipped.

    Nothing is blocked meanwhile. The demo clip joins the recent ones only once something was done with it.
    """

    def __init__(
        self,
        session: Session,
        files: FilesController,
        projects: ProjectsController,
        propagation: PropagationController,
        *,
        canvas: Canvas,
        card: NextStepCard,
        actions: Actions,
        notices: Notices,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._files, self._projects = session, files, projects
        self._propagation, self._notices, self._window = propagation, notices, window
        self._actions = actions
        self._targets = GuideTargets(session, canvas=canvas, card=card, actions=actions, window=window)
        self._steps: tuple[GuideStep, ...] = ()
        self._number = 0
        self._awaited: Path | None = None
        self._is_listed = False
        self._untouched = 0
        self._told: set[str] = set()
        self._anchors_before: frozenset[tuple[int, bytes]] = frozenset()
        self._ring = GuideRing(window)
        self._bubble = GuideBubble(window)
        self._bubble.skipped.connect(self.skip)
        self._bubble.left.connect(self.leave)
        # Layouts move several things at once; the bubble follows when they are done.
        self._placing = QTimer(self)
        self._placing.setSingleShot(True)
        self._placing.setInterval(0)
        self._placing.timeout.connect(self._place)
        document = session.document
        files.opened.connect(self._opened)
        document.masks_changed.connect(self._advance)
        document.undo_stack.indexChanged.connect(self._list)
        propagation.state_changed.connect(self._advance)
        session.playhead.moved.connect(self._place_soon)
        canvas.zoom_changed.connect(self._place_soon)
        actions["scribble"].toggled.connect(self._advance)
        for name in ("next_doubtful", "remove", "export"):
            actions[name].triggered.connect(lambda _checked=False, name=name: self._tell(name))
        actions["guide"].triggered.connect(self.start)

    @property
    def step(self) -> GuideStep | None:
        """The step that is shown; None while there is no guide."""
        return self._steps[self._number] if self._steps else None

    @property
    def bubble(self) -> GuideBubble:
        """The bubble, hidden while there is no guide."""
        return self._bubble

    # Beginning and ending ------------------------------------------------------------------------------------

    @Slot()
    def start(self) -> None:
        """Open the demo clip and begin."""
        self.leave()
        self._awaited = resource("demo", "demo.mp4").absolute()
        self._files.open(self._awaited, is_listed=False)

    @Slot(object)
    def _opened(self, opened: Opened) -> None:
        is_ours = opened.bundle is None and opened.info.path == self._awaited
        self._awaited = None
        self.leave()
        if not is_ours:
            return
        if self._session.document.track:
            self._notices.clear()
            self._projects.start_afresh()  # undo brings back what was done here before
        self._untouched = self._session.document.undo_stack.index()
        self._is_listed, self._told = False, set()
        self._steps, self._number = guide_steps(), 0
        self._anchors_before = frozenset()
        self._window.installEventFilter(self)
        self._show()

    @Slot()
    def leave(self) -> None:
        """End the guide; what was done with the clip stays."""
        if not self._steps:
            return
        self._unfollow()
        self._window.removeEventFilter(self)
        self._steps = ()
        self._placing.stop()
        self._bubble.hide()
        self._ring.hide()
        stack = self._session.document.undo_stack
        if self._untouched and stack.index() == self._untouched:
            stack.undo()  # nothing took the place of what was done here before

    # Going on ------------------------------------------------------------------------------------------------

    @Slot()
    def skip(self) -> None:
        """Go on without having done the step."""
        if self._number + 1 == len(self._steps):
            self.leave()
        else:
            self._go_to(self._number + 1)
            self._advance()

    def _tell(self, name: str) -> None:
        """Note that an action was used."""
        if self._steps:
            self._told.add(name)
            self._advance()

    @Slot()
    def _advance(self) -> None:
        """Go on past all that is done."""
        before = self._number
        while self._steps and self._is_done(self._steps[self._number].name):
            if self._number + 1 == len(self._steps):
                self.leave()
            else:
                self._go_to(self._number + 1)
        if self._steps and self._number == before:
            self._place_soon()

    def _go_to(self, number: int) -> None:
        self._unfollow()
        self._number = number
        name = self._steps[number].name
        if name == "doubt":
            self._told.discard("next_doubtful")
        if name in {"doubt", "correct"}:
            self._anchors_before = self._anchors()
        self._show()

    def _is_done(self, name: str) -> bool:
        """Say whether the document shows that a step was done, or that a later one was."""
        document, running = self._session.document, self._propagation.is_running
        is_painted = any(document.decisions().values())
        is_masked = len(document.track) > len(document.anchors())
        is_corrected = self._anchors() != self._anchors_before
        done: dict[str, Callable[[], bool]] = {
            "tool": lambda: is_painted or self._actions["scribble"].isChecked(),
            "paint": lambda: is_painted,
            "propagate": lambda: is_painted and (running or is_masked),
            "watch": lambda: is_masked and not running,
            "doubt": lambda: is_corrected or "next_doubtful" in self._told,
            "correct": lambda: is_corrected,
            "update": lambda: not document.stale and not running,
            "finish": lambda: bool(self._told & {"remove", "export"}),
        }
        return done[name]()

    def _anchors(self) -> frozenset[tuple[int, bytes]]:
        track = self._session.document.track
        return frozenset((index, track[index].png) for index in self._session.document.anchors())

    @Slot()
    def _list(self) -> None:
        """Let the demo clip join the recent ones with the first thing that is done with it."""
        document = self._session.document
        if self._steps and not self._is_listed and document.undo_stack.index() > self._untouched:
            self._is_listed = True
            if document.clip is not None:
                self._session.settings.remember(document.clip.path)

    # Pointing ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        step = self._steps[self._number]
        self._bubble.set_words(step.title, step.text, number=self._number + 1, count=len(self._steps))
        self._targets.reveal(step.target)
        for widget in self._followed():
            widget.installEventFilter(self)
        self._place()

    def _followed(self) -> list[QWidget]:
        """Return what moves or hides the step's controls: themselves, and all that they lie in."""
        found: list[QWidget] = []
        for target in self._targets.widgets(self._steps[self._number].target):
            widget: QWidget | None = target
            while widget is not None and widget is not self._window:
                found.append(widget)
                widget = widget.parentWidget()
        return found

    def _unfollow(self) -> None:
        for widget in self._followed() if self._steps else ():
            widget.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Follow what moves; leave with Esc where nothing else wants it."""
        if event.type() in _MOVES:
            self._place_soon()
        is_key = watched is self._window and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _place_soon(self) -> None:
        if self._steps:
            self._placing.start()

    @Slot()
    def _place(self) -> None:
        if not self._steps:
            return
        area = self._targets.area(self._steps[self._number].target)
        if area is None:
            self._ring.hide()
        else:
            self._ring.surround(area)
        self._bubble.point_at(area)

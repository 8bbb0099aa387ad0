"""The views: what of the frame and its masks is on the canvas, and the wipe between that and the frame itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.actions import NEEDS_CLIP, VIEWS, Actions
from app.session import Session
from app.views import SOFT_VIEWS, Style, View
from app.widgets.canvas import Canvas
from app.widgets.view_panel import ViewPanel

_VIEW_OF = dict(zip(VIEWS, View, strict=True))
_HABIT = "view"


class ViewsController(QObject):
    """Keeps the canvas's style true: one view of five, what is shown in it, and in which colours."""

    def __init__(
        self, session: Session, *, canvas: Canvas, panel: ViewPanel, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._panel, self._actions = session, canvas, panel, actions
        self._opacity = session.settings.number("opacity", 0.45)
        self._view = self._last = View.OVERLAY
        panel.set_opacity(self._opacity)
        panel.opacity_changed.connect(self.set_opacity)
        document = session.document
        for signal in (document.objects_changed, document.mattes_changed, session.selection.changed):
            signal.connect(self.restyle)
        document.clip_changed.connect(self._open)
        for name, view in _VIEW_OF.items():
            actions[name].toggled.connect(lambda on, view=view: self._look(view) if on else None)
        actions["show_masks"].setChecked(True)
        actions["show_masks"].toggled.connect(self._toggle)
        for name in ("show_outlines", "prepared_edges"):
            actions[name].setChecked(True)
        for name in ("show_outlines", "prepared_edges", "solo"):
            actions[name].toggled.connect(self.restyle)
        actions["wipe"].toggled.connect(canvas.wipe.set_on)
        actions.connect({"wipe_left": lambda: self._nudge(-1), "wipe_right": lambda: self._nudge(1)})
        remembered = session.settings.words(_HABIT).get("view", "")
        actions[next((name for name, view in _VIEW_OF.items() if view == remembered), VIEWS[0])].setChecked(
            True
        )

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self._view

    def show(self, view: View) -> None:
        """Show a view."""
        self._actions[next(name for name, shown in _VIEW_OF.items() if shown is view)].setChecked(True)

    def _look(self, view: View) -> None:
        self._view = view
        if view is not View.ORIGINAL:
            self._last = view
            self._session.settings.set_words(_HABIT, {"view": view.value})
        self._actions["show_masks"].setChecked(view is not View.ORIGINAL)
        self._panel.set_tinted(tinted=view is View.OVERLAY)
        self.restyle()

    @Slot(bool)
    def _toggle(self, on: bool) -> None:
        """Show the view that was looked at last, or the frame without its masks."""
        if on != (self._view is not View.ORIGINAL):
            self.show(self._last if on else View.ORIGINAL)

    @Slot()
    def show_masks(self) -> None:
        """Leave the frame without its masks, because they are painted."""
        self._toggle(True)

    @Slot(float)
    def set_opacity(self, opacity: float) -> None:
        """Show masks more or less opaque."""
        self._opacity = opacity
        self._session.settings.set_number("opacity", opacity)
        self.restyle()

    def _nudge(self, steps: int) -> None:
        self._actions["wipe"].setChecked(True)
        self._canvas.wipe.nudge(steps)

    @Slot()
    def _open(self) -> None:
        names = " ".join(
            (*VIEWS, "show_masks show_outlines prepared_edges solo onion wipe wipe_left wipe_right")
        )
        self._actions.enable(names, "" if self._session.document.clip else NEEDS_CLIP)

    @Slot()
    def restyle(self) -> None:
        """Show the masks as the objects and the view say."""
        things = [thing for thing in self._session.document.objects if thing.visible]
        if self._actions["solo"].isChecked():
            things = [thing for thing in things if thing.label == self._session.selection.label]
        prepared = self._view in SOFT_VIEWS or self._actions["prepared_edges"].isChecked()
        self._canvas.set_style(
            Style(
                {thing.label: thing.colour for thing in things},
                self._view,
                self._opacity,
                self._actions["show_outlines"].isChecked(),
                {thing.label: thing.matte for thing in things} if prepared else {},
            )
        )

"""Painting: the tool in hand, its pen, and what a finished gesture means."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QInputDevice

from app.actions import NEEDS_CLIP, TOOLS, Actions
from app.controllers.viewing import ViewingController
from app.notices import Notices
from app.objects import entry_objects
from app.session import Session
from app.translating import marked, tr
from app.widgets.canvas import Canvas
from app.widgets.scratch import Pen
from app.widgets.tool_options import MAX_DIAMETER, MIN_DIAMETER, ToolOptions
from app.widgets.tools import all_tools
from mvos_core.masks.labels import keep_only, object_labels
from mvos_core.masks.track import ANCHORING, MaskEntry, Origin
from mvos_core.types import LabelMap

_STEP = 1.15
_DIAMETERS = {"brush": 40.0, "scribble": 8.0}
_TEXTS = {
    "brush": marked("Brush stroke"),
    "lasso": marked("Lasso"),
    "fill": marked("Fill"),
    "erase": marked("Erase"),
    "": marked("Paint"),
}
_HINTS = {
    "brush": marked("Paint over the object. The right button or Alt erases."),
    "eraser": marked("Take pixels from the object."),
    "scribble": marked(
        "Draw a line over the object. The right button or Alt says what does not belong to it."
    ),
    "lasso": marked("Drag around the object, or click corners. Enter closes, Esc gives up."),
    "fill": marked("Draw the outline closed, then click inside. The right button clears a piece."),
}


class PaintingController(QObject):
    """Turns gestures on the canvas into edits of the document."""

    began = Signal()
    """A gesture begins; what must not change under it stops now."""
    ended = Signal(int)
    """The frame that was painted."""
    abandoned = Signal()
    """A gesture ended without changing anything."""

    def __init__(
        self,
        session: Session,
        *,
        canvas: Canvas,
        options: ToolOptions,
        viewing: ViewingController,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._options = session, canvas, options
        self._viewing, self._actions = viewing, actions
        self._diameters = {name: session.settings.number(name, size) for name, size in _DIAMETERS.items()}
        self._hardness = session.settings.number("hardness", 1)
        self._over_others, self._marks_background = False, False
        self._by_pressure = bool(session.settings.number("pressure", 1))
        self._tool = "brush"
        self._tools = {tool.name: tool for tool in all_tools()}
        for name in TOOLS:
            actions[name].toggled.connect(self._take_tool)
        actions.connect(
            {
                "smaller": lambda: self.set_diameter(self._diameter / _STEP),
                "larger": lambda: self.set_diameter(self._diameter * _STEP),
                "softer": lambda: self.set_hardness(self._hardness - 0.1),
                "harder": lambda: self.set_hardness(self._hardness + 0.1),
                "clear_object": self.clear_object,
                "clear_frame": self.clear_frame,
                "confirm": self.confirm,
            }
        )
        canvas.stroke_began.connect(self._begin)
        canvas.painted.connect(self._paint)
        canvas.abandoned.connect(self.abandoned)
        canvas.refused.connect(notices.hint)
        canvas.diameter_changed.connect(self.set_diameter)
        options.diameter_changed.connect(self.set_diameter)
        options.hardness_changed.connect(self.set_hardness)
        options.pressure.setChecked(self._by_pressure)
        options.pressure_changed.connect(self._set_by_pressure)
        canvas.stylus_seen.connect(options.show_stylus)
        if any(device.type() == QInputDevice.DeviceType.Stylus for device in QInputDevice.devices()):
            options.show_stylus()
        options.over_others_changed.connect(self._set_over_others)
        options.background_changed.connect(self._set_background)
        session.selection.changed.connect(self._refresh)
        session.document.objects_changed.connect(self._refresh)
        session.document.clip_changed.connect(self._refresh)
        session.document.masks_changed.connect(self._refresh_clearing)
        viewing.shown_changed.connect(self._refresh_clearing)
        self.set_diameter(self._diameter)
        self.set_hardness(self._hardness)
        actions["brush"].setChecked(True)

    # The pen -------------------------------------------------------------------------------------------------

    @Slot(float)
    def set_diameter(self, diameter: float) -> None:
        """Take a wider or narrower brush; `diameter` is in pixels of the picture."""
        self._diameters[self._pen_name] = min(max(diameter, MIN_DIAMETER), MAX_DIAMETER)
        self._session.settings.set_number(self._pen_name, self._diameter)
        self._options.set_diameter(self._diameter)
        self._refresh()

    @property
    def _pen_name(self) -> str:
        return "scribble" if self._tool == "scribble" else "brush"

    @property
    def _diameter(self) -> float:
        return self._diameters[self._pen_name]

    @Slot(float)
    def set_hardness(self, hardness: float) -> None:
        """Take a harder or softer brush, in [0, 1]."""
        self._hardness = min(max(round(hardness, 2), 0.0), 1.0)
        self._session.settings.set_number("hardness", self._hardness)
        self._options.set_hardness(self._hardness)
        self._refresh()

    @Slot(bool)
    def _set_over_others(self, over: bool) -> None:
        self._over_others = over
        self._refresh()

    @Slot(bool)
    def _set_by_pressure(self, by_pressure: bool) -> None:
        self._by_pressure = by_pressure
        self._session.settings.set_number("pressure", float(by_pressure))
        self._refresh()

    @Slot(bool)
    def _set_background(self, marks: bool) -> None:
        self._marks_background = marks
        self._refresh()

    @Slot()
    def _take_tool(self) -> None:
        name = next((name for name in TOOLS if self._actions[name].isChecked()), "brush")
        self._tool = name
        tool = self._tools[name]
        self._canvas.set_tool(tool)
        self._options.set_tool(
            self._actions[name].text(), tr(_HINTS[name]), is_brush=tool.is_brush, scribbles=name == "scribble"
        )
        self._options.set_diameter(self._diameter)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Give the canvas the pen that fits, or the reason why there is none."""
        document, label = self._session.document, self._session.selection.label
        thing = next((thing for thing in document.objects if thing.label == label), None)
        reason = ""
        if document.clip is None:
            reason = tr("Open a clip first.")
        elif thing is None:
            reason = tr("Add an object first (N).")
        elif thing.locked:
            reason = tr("{name} is locked; unlock it to paint it (Ctrl+L).").format(name=thing.name)
        elif not thing.visible:
            reason = tr("{name} is hidden; show it to paint it (H).").format(name=thing.name)
        pen = None
        if thing is not None and not reason:
            pen = Pen(
                thing.label,
                self._diameter,
                self._hardness,
                erase=self._tool == "eraser" or (self._tool == "scribble" and self._marks_background),
                over_others=self._over_others,
                locked=document.locked,
                by_pressure=self._by_pressure,
            )
        self._canvas.set_pen(pen, reason=reason)
        names = " ".join((*TOOLS, "smaller larger softer harder"))
        self._actions.enable(names, "" if document.clip else NEEDS_CLIP)
        self._refresh_clearing()

    @Slot()
    def _refresh_clearing(self) -> None:
        document, index = self._session.document, self._viewing.shown
        has_mask = index in document.track
        reason = "" if has_mask else tr("this frame has no mask.")
        objects = document.objects_at(index)
        if objects and objects <= document.locked:
            reason = tr("its objects are locked.")
        self._actions.enable("clear_frame", reason)
        is_anchor = has_mask and document.track[index].origin in ANCHORING
        reason = (
            tr("it is an anchor already.") if is_anchor else "" if has_mask else tr("this frame has no mask.")
        )
        self._actions.enable("confirm", reason)
        label = self._session.selection.label
        reason = tr("this frame has no mask.") if not has_mask or label is None else ""
        self._actions.enable(
            "clear_object", tr("the object is locked.") if label in document.locked else reason
        )

    # What gestures mean --------------------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        self.began.emit()
        self._viewing.settle()

    @Slot(object, str)
    def _paint(self, labels: LabelMap, tool: str) -> None:
        self._edit(tr(_TEXTS.get(tool, "Paint")), labels)

    @Slot()
    def clear_object(self) -> None:
        """Say that the selected object is not in the frame that is shown."""
        label = self._session.selection.label
        entry = self._session.document.track.get(self._viewing.shown)
        if entry is None or label is None:
            return
        self.began.emit()
        labels = entry.labels()
        labels[labels == label] = 0
        self._edit(tr("Clear object"), labels)

    @Slot()
    def clear_frame(self) -> None:
        """Forget the masks of the frame that is shown, but for those of locked objects."""
        document, index = self._session.document, self._viewing.shown
        if index in document.track:
            self.began.emit()
            document.edit(tr("Remove mask"), {index: _only(document.track[index], document.locked)})
            self.ended.emit(index)

    @Slot()
    def confirm(self) -> None:
        """Make the mask of the frame that is shown an anchor as it is."""
        entry = self._session.document.track.get(self._viewing.shown)
        if entry is not None:
            self.began.emit()
            self._edit(tr("Keep as anchor"), entry.labels())

    def put(self, text: str, labels: LabelMap, index: int) -> None:
        """Take what was found out about a frame like a gesture that has just ended."""
        self.began.emit()
        self._put(text, labels, index)

    def abandon(self) -> None:
        """Take note that nothing came of a gesture."""
        self.abandoned.emit()

    def _edit(self, text: str, labels: LabelMap) -> None:
        self._put(text, labels, self._viewing.shown)

    def _put(self, text: str, labels: LabelMap, index: int) -> None:
        """Make a frame an anchor that speaks for what it shows and for what was known of it before."""
        document = self._session.document
        labels = keep_only(labels, document.labels)
        previous = document.track.get(index)
        spoken = frozenset(object_labels(labels)) | (entry_objects(previous) if previous else frozenset())
        confidence = dict.fromkeys(sorted(spoken & document.labels), 1.0)
        entry = MaskEntry.of(labels, origin=Origin.PAINTED, confidence=confidence)
        self._viewing.expect(entry, labels)
        document.edit(text, {index: entry if confidence else None})
        self.ended.emit(index)


def _only(entry: MaskEntry, labels: frozenset[int]) -> MaskEntry | None:
    """Return what a mask says about some objects, None where it says nothing about them."""
    confidence = {label: entry.confidence.get(label, 1.0) for label in sorted(entry_objects(entry) & labels)}
    if not confidence:
        return None
    return MaskEntry.of(keep_only(entry.labels(), labels), origin=entry.origin, confidence=confidence)

"""The list of objects, wired to the document and the selection."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from app.actions import NEEDS_CLIP, Actions
from app.notices import Notices
from app.objects import ObjectInfo
from app.session import Session
from app.translating import tr
from app.widgets.objects_panel import ObjectsPanel
from mvos_core.types import MvosError


class ObjectsController(QObject):
    """Adds, renames, recolours, shows, locks and deletes objects."""

    def __init__(
        self, session: Session, *, panel: ObjectsPanel, actions: Actions, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._panel = session, panel
        self._actions, self._notices = actions, notices
        panel.selected.connect(session.selection.select)
        panel.changed.connect(self._change)
        panel.delete_clicked.connect(self.delete)
        session.selection.changed.connect(self._select)
        session.document.objects_changed.connect(self._refresh)
        session.document.clip_changed.connect(self._open)
        actions.connect(
            {
                "add_object": self.add,
                "rename_object": self._rename,
                "toggle_visible": self._toggle_visible,
                "toggle_locked": self._toggle_locked,
                "delete_object": self._delete_selected,
            }
        )
        for place in range(1, 10):
            actions[f"select_{place}"].triggered.connect(
                lambda _checked=False, place=place: self._select_place(place)
            )
        self._refresh()

    def _select_place(self, place: int) -> None:
        self._session.selection.select(self._session.document.objects[place - 1].label)

    @Slot()
    def _open(self) -> None:
        """Begin with the first object."""
        objects = self._session.document.objects
        self._session.selection.select(objects[0].label if objects else None)
        self._refresh()

    @Slot()
    def add(self) -> None:
        """Add an object and select it."""
        try:
            thing = self._session.document.add_object()
        except MvosError as error:
            self._notices.post(str(error), kind="warning")
            return
        self._session.selection.select(thing.label)

    @Slot(int)
    def delete(self, label: int) -> None:
        """Delete an object from the whole clip."""
        name = next(thing.name for thing in self._session.document.objects if thing.label == label)
        self._session.document.delete_object(label)
        self._notices.hint(
            tr("{name} was deleted from the whole clip. Ctrl+Z brings it back.").format(name=name)
        )

    @Slot(str, object)
    def _change(self, text: str, thing: ObjectInfo) -> None:
        """Take an object as its row has it, but for its matte: rows know nothing of that, nor when it changes."""
        document = self._session.document
        matte = next((other.matte for other in document.objects if other.label == thing.label), thing.matte)
        document.replace_object(text, replace(thing, matte=matte))

    @property
    def _selected(self) -> ObjectInfo | None:
        label = self._session.selection.label
        return next((thing for thing in self._session.document.objects if thing.label == label), None)

    @Slot()
    def _rename(self) -> None:
        if (thing := self._selected) is not None:
            self._panel.row(thing.label).rename()

    @Slot()
    def _toggle_visible(self) -> None:
        if (thing := self._selected) is not None:
            text = tr("Hide {name}") if thing.visible else tr("Show {name}")
            self._change(text.format(name=thing.name), replace(thing, visible=not thing.visible))

    @Slot()
    def _toggle_locked(self) -> None:
        if (thing := self._selected) is not None:
            text = tr("Unlock {name}") if thing.locked else tr("Lock {name}")
            self._change(text.format(name=thing.name), replace(thing, locked=not thing.locked))

    @Slot()
    def _delete_selected(self) -> None:
        if (thing := self._selected) is not None:
            self.delete(thing.label)

    @Slot()
    def _refresh(self) -> None:
        document = self._session.document
        self._session.selection.keep_within([thing.label for thing in document.objects])
        self._panel.set_objects(document.objects, self._session.selection.label)
        self._actions.enable("add_object", "" if document.clip else NEEDS_CLIP)
        self._refresh_actions()

    @Slot(object)
    def _select(self, label: int | None) -> None:
        self._panel.set_selected(label)
        self._refresh_actions()

    def _refresh_actions(self) -> None:
        reason = "" if self._selected else tr("there is no object; add one first.")
        for place in range(1, 10):
            there = place <= len(self._session.document.objects)
            self._actions.enable(f"select_{place}", "" if there else tr("there are not so many objects."))
        self._actions.enable("rename_object toggle_visible toggle_locked", reason)
        locked = self._session.selection.label in self._session.document.locked
        self._actions.enable("delete_object", tr("the object is locked.") if locked else reason)

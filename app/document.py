"""The open project: its clip, objects, masks and range, and the undo stack. Only the GUI thread touches it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.commands import Assign, EditMasks, MaskChange
from app.objects import ObjectInfo, decided_objects, entry_objects, new_object
from app.staleness import is_anchor, stale_after
from app.translating import tr
from mvos_core.masks.refinement import AS_IT_IS
from mvos_core.masks.track import MaskEntry, MaskTrack
from mvos_core.takes import USUAL_NAME, Take, Takes
from mvos_core.video.info import VideoInfo


class Document(QObject):
    """What is edited. Everything but `open` and `close` goes onto the undo stack.

    A frame is *stale* where a mask was computed from an anchor that has changed since.
    """

    clip_changed = Signal()
    masks_changed = Signal(object)
    """The frozenset of frames whose mask or state changed."""
    objects_changed = Signal()
    mattes_changed = Signal()
    """How objects' masks are prepared has changed, and nothing else about them."""
    range_changed = Signal()
    removal_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._clip: VideoInfo | None = None
        self._track = MaskTrack()
        self._anchors: list[int] | None = None
        self._objects: tuple[ObjectInfo, ...] = ()
        self._retired: frozenset[int] = frozenset()
        self._stale: frozenset[int] = frozenset()
        self._range = range(0)
        self._removal = Takes()
        self._transaction: Transaction | None = None

    @property
    def clip(self) -> VideoInfo | None:
        """The clip, or None while none is open."""
        return self._clip

    @property
    def track(self) -> Mapping[int, MaskEntry]:
        """The masks by frame."""
        return self._track

    @property
    def objects(self) -> tuple[ObjectInfo, ...]:
        """The objects, in the order of the list."""
        return self._objects

    @property
    def stale(self) -> frozenset[int]:
        """The frames whose mask was computed before an anchor changed."""
        return self._stale

    @property
    def in_out(self) -> range:
        """The frames from the in point to the out point."""
        return self._range

    @property
    def removal(self) -> Takes:
        """How objects are removed: the takes, and which of them counts where."""
        return self._removal

    @property
    def retired(self) -> frozenset[int]:
        """The labels of deleted objects, which masks may still hold; not of those that undo brought back."""
        return self._retired - self.labels

    @property
    def labels(self) -> frozenset[int]:
        """The labels that stand for an object; all others are background."""
        return frozenset(thing.label for thing in self._objects)

    @property
    def locked(self) -> frozenset[int]:
        """The labels of objects whose masks are not to change."""
        return frozenset(thing.label for thing in self._objects if thing.locked)

    def open(
        self,
        clip: VideoInfo,
        *,
        objects: tuple[ObjectInfo, ...] = (),
        masks: Mapping[int, MaskEntry] | None = None,
        stale: Iterable[int] = (),
        in_out: range | None = None,
        removal: Takes | None = None,
    ) -> None:
        """Replace everything; the undo stack begins anew."""
        self._transaction = None
        self.undo_stack.clear()
        self._clip = clip
        self._objects = objects or (new_object((), ()),)
        self._track = MaskTrack(masks)
        self._anchors = None
        self._retired = frozenset()
        self._stale = frozenset(stale)
        self._range = range(clip.n_frames) if in_out is None else in_out
        self._removal = removal or Takes((Take(tr(USUAL_NAME).format(n=1)),))
        self.clip_changed.emit()
        self.objects_changed.emit()
        self.range_changed.emit()
        self.removal_changed.emit()
        self.masks_changed.emit(frozenset(self._track))

    def anchors(self) -> list[int]:
        """Return the frames, ascending, whose mask the user made."""
        if self._anchors is None:
            self._anchors = self._track.anchors()
        return list(self._anchors)

    def edit(self, text: str, entries: Mapping[int, MaskEntry | None]) -> None:
        """Set entries, None to remove one, as one step of the undo stack."""
        if self._transaction is not None:
            raise ValueError("a transaction is open; commit it first")
        before = self._change_back(entries)
        after = MaskChange(entries, stale_after(self._track, entries, self._stale))
        if entries:
            self.undo_stack.push(EditMasks(text, self._apply, before=before, after=after))

    def begin(self, text: str) -> Transaction:
        """Begin a transaction: masks that land bit by bit and are undone in one step."""
        if self._transaction is not None:
            raise ValueError("a transaction is open already")
        self._transaction = Transaction(self, text)
        return self._transaction

    def set_range(self, in_out: range) -> None:
        """Set the in and out points."""
        if in_out != self._range:
            command = Assign(
                tr("Set in and out points"), self._assign_range, before=self._range, after=in_out
            )
            self.undo_stack.push(command)

    def set_removal(self, text: str, takes: Takes, *, gesture: int | None = None) -> None:
        """Set how objects are removed; what belongs to one `gesture` is undone in one step."""
        if takes != self._removal:
            self.undo_stack.push(
                Assign(text, self._assign_removal, before=self._removal, after=takes, gesture=gesture)
            )

    def add_object(self) -> ObjectInfo:
        """Add an object after the others and return it.

        Raises:
            MvosError: there are too many.
        """
        thing = new_object(self._objects, self._retired)
        self._set_objects(tr("Add {name}").format(name=thing.name), (*self._objects, thing))
        return thing

    def replace_object(self, text: str, thing: ObjectInfo) -> None:
        """Put `thing` in the place of the object with its label."""
        self.replace_objects(text, [thing])

    def replace_objects(self, text: str, things: Iterable[ObjectInfo], *, gesture: int | None = None) -> None:
        """Put objects in the places of those with their labels; what belongs to one `gesture` is undone in one step."""
        by_label = {thing.label: thing for thing in things}
        changed = tuple(by_label.get(other.label, other) for other in self._objects)
        if changed != self._objects:
            self._set_objects(text, changed, gesture=gesture)

    def delete_object(self, label: int) -> None:
        """Delete an object from the whole clip.

        Its label means background from now on, so this costs the same for a frame as for an hour; its pixels leave
        the masks when these are next written.
        """
        name = next(thing.name for thing in self._objects if thing.label == label)
        self._retired |= {label}
        self._set_objects(
            tr("Delete {name}").format(name=name),
            tuple(thing for thing in self._objects if thing.label != label),
        )

    def import_masks(
        self, entries: Mapping[int, MaskEntry], *, names: Mapping[int, str] | None = None
    ) -> None:
        """Set masks made elsewhere, with objects for the labels that are new, as one step of the undo stack.

        `names` are those of new objects, where they are to have others than usual.
        """
        found = frozenset[int]().union(*(entry_objects(entry) for entry in entries.values()))
        self.undo_stack.beginMacro(tr("Import masks"))
        things = self._objects
        for label in sorted(found - self.labels):
            colour = new_object(things, ()).colour
            name = (names or {}).get(label, tr("Object {label}").format(label=label))
            things = (*things, ObjectInfo(label, name, colour))
        if things != self._objects:
            self._set_objects(tr("Add objects"), things)
        self.edit(tr("Import masks"), entries)
        self.undo_stack.endMacro()

    def objects_at(self, index: int) -> frozenset[int]:
        """Return the labels that a frame's mask speaks for: those it shows, and those it says are absent."""
        entry = self._track.get(index)
        return frozenset() if entry is None else entry_objects(entry) & self.labels

    def decisions(self) -> dict[int, frozenset[int]]:
        """Return, for every anchor, the labels of the objects that it decides about."""
        return {index: decided_objects(self._track[index]) & self.labels for index in self.anchors()}

    def _set_objects(self, text: str, objects: tuple[ObjectInfo, ...], *, gesture: int | None = None) -> None:
        self.undo_stack.push(
            Assign(text, self._assign_objects, before=self._objects, after=objects, gesture=gesture)
        )

    def _assign_objects(self, objects: tuple[ObjectInfo, ...]) -> None:
        before, self._objects = self._objects, objects
        if _without_mattes(before) == _without_mattes(objects):
            self.mattes_changed.emit()
        else:
            self.objects_changed.emit()

    def _assign_range(self, in_out: range) -> None:
        self._range = in_out
        self.range_changed.emit()

    def _assign_removal(self, takes: Takes) -> None:
        self._removal = takes
        self.removal_changed.emit()

    def _apply(self, change: MaskChange) -> None:
        before = self._track.apply(change.entries)
        # Finding the anchors takes a walk through the whole clip, so it is done again only where they changed.
        if any(is_anchor(entry) for entry in (*before.values(), *change.entries.values())):
            self._anchors = None
        touched = frozenset(change.entries) | (self._stale ^ change.stale)
        self._stale = change.stale
        self.masks_changed.emit(touched)

    def _change_back(self, entries: Iterable[int]) -> MaskChange:
        return MaskChange({index: self._track.get(index) for index in entries}, self._stale)


def _without_mattes(objects: Iterable[ObjectInfo]) -> list[ObjectInfo]:
    return [replace(thing, matte=AS_IT_IS) for thing in objects]


class Transaction:
    """Masks that land one by one, shown at once, and are one step of the undo stack in the end."""

    def __init__(self, document: Document, text: str) -> None:
        self._document = document
        self._text = text
        self._before: dict[int, MaskEntry | None] = {}
        self._stale_before = document.stale
        self._after: dict[int, MaskEntry | None] = {}

    def land(self, entries: Mapping[int, MaskEntry]) -> None:
        """Put masks in place; an anchor gives way only to one that says the same and more."""
        document = self._document
        if document._transaction is not self:
            raise ValueError("the transaction has ended")
        computed = {
            index: entry
            for index, entry in entries.items()
            if is_anchor(entry) or not is_anchor(document.track.get(index))
        }
        for index in computed:
            self._before.setdefault(index, document.track.get(index))
        self._after.update(computed)
        document._apply(MaskChange(computed, document.stale.difference(computed)))

    def commit(self) -> None:
        """End the transaction; without a mask, nothing goes onto the undo stack."""
        document = self._document
        if document._transaction is not self:
            return
        document._transaction = None
        if self._after:
            before = MaskChange(self._before, self._stale_before)
            after = MaskChange(self._after, document.stale)
            document.undo_stack.push(
                EditMasks(self._text, document._apply, before=before, after=after, is_applied=True)
            )

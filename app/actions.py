"""Every command of the program: its words, its keys, its icon, and its place in the menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.icons import icon
from app.shortcuts import Command, parse, plain, written
from app.translating import marked, tr


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """A command. `hint` says in a sentence what it does; `keys` are separated by blanks, the first is shown."""

    name: str
    text: str
    icon: str = ""
    keys: str = ""
    hint: str = ""
    checkable: bool = False
    number: int = 0

    @property
    def title(self) -> str:
        """The command's words in the user's language."""
        return tr(self.text).format(number=self.number)


_SPECS = (
    ActionSpec("open", "Open clip…", "open", "Ctrl+O", "Open a video file"),
    ActionSpec("open_folder", "Open folder of pictures…", hint="Open a folder of pictures as a clip"),
    ActionSpec("open_project", "Open project…", "", "Ctrl+Shift+O", "Open a project (.mvos)"),
    ActionSpec("save", "Save project", "save", "Ctrl+S", "Save clip, objects and masks as a project"),
    ActionSpec("save_as", "Save project as…", "", "Ctrl+Shift+S", "Save the project in another place"),
    ActionSpec("import_mask", "Import mask to this frame…", "import", "", "Take a label PNG as this frame's mask"),
    ActionSpec("import_masks", "Import folder of masks…", "", "", "Take label PNGs named after the clip's frames"),
    ActionSpec("import_matte", "Import matte…", "", "", "Take a black and white film or folder as an object's masks"),
    ActionSpec("export", "Export…", "export", "Ctrl+E", "Write films, cut-outs, mattes or label maps"),
    ActionSpec("export_queue", "Export queue…", "", "Ctrl+Shift+E", "Exports that wait, run and are over"),
    ActionSpec("quit", "Quit", "", "Ctrl+Q"),
    ActionSpec("undo", "Undo", "undo", "Ctrl+Z"),
    ActionSpec("redo", "Redo", "redo", "Ctrl+Shift+Z Ctrl+Y"),
    ActionSpec("clear_object", "Clear object in this frame", "clear", "Del", "Say that the object is not in this frame"),
    ActionSpec("confirm", "Keep this frame as an anchor", "anchor", "A", "Confirm its masks: runs start from them and never change them"),
    ActionSpec("clear_frame", "Remove this frame's mask", "", "Shift+Del", "Forget all masks of this frame"),
    ActionSpec("add_object", "Add object", "add", "N", "Add an object to be masked"),
    ActionSpec("rename_object", "Rename object", "rename", "F2"),
    ActionSpec("toggle_visible", "Show or hide object", "eye", "H"),
    ActionSpec("prepare_matte", "Prepare the matte", "", "Ctrl+M", "Grow, feather, clean and calm the edges of the object's masks, which stay as they are"),
    ActionSpec("toggle_locked", "Lock or unlock object", "lock", "Ctrl+L", "A locked object's masks are never changed"),
    ActionSpec("delete_object", "Delete object from the clip", "delete", "Ctrl+Del", "Remove it from every frame"),
    *(ActionSpec(f"select_{n}", "Object {number} of the list", keys=str(n), number=n) for n in range(1, 10)),
    ActionSpec("brush", "Brush", "brush", "B", "Paint the object; the right button erases", checkable=True),
    ActionSpec("eraser", "Eraser", "eraser", "E", "Take pixels from the object", checkable=True),
    ActionSpec("scribble", "Scribble", "scribble", "S", "Draw a line over the object; its outline is found for you", checkable=True),
    ActionSpec("lasso", "Lasso", "lasso", "Q", "Drag around an area, or click its corners; Enter closes", checkable=True),
    ActionSpec("fill", "Fill", "fill", "F", "Fill the closed area under the mouse; the right button clears", checkable=True),
    ActionSpec("smaller", "Smaller brush", "", "["),
    ActionSpec("larger", "Larger brush", "", "]"),
    ActionSpec("softer", "Softer brush", "", "Shift+[ {"),
    ActionSpec("harder", "Harder brush", "", "Shift+] }"),
    ActionSpec("zoom_in", "Zoom in", "zoom-in", "Ctrl++ Ctrl+="),
    ActionSpec("zoom_out", "Zoom out", "zoom-out", "Ctrl+-"),
    ActionSpec("fit", "Fit to window", "fit", "Ctrl+0"),
    ActionSpec("actual_size", "Actual size", "actual-size", "Ctrl+1", "One picture pixel is one screen pixel"),
    ActionSpec("show_masks", "Show masks", "eye", "M", checkable=True),
    ActionSpec("show_outlines", "Show outlines", "", "Shift+M", checkable=True),
    ActionSpec("view_overlay", "Overlay", "", "F5", "The masks in their objects' colours over the frame", checkable=True),
    ActionSpec("view_outline", "Outline", "", "F6", "Only the masks' outlines", checkable=True),
    ActionSpec("view_matte", "Matte", "", "F7", "What of the frame is object, white on black", checkable=True),
    ActionSpec("view_cutout", "Cut-out", "", "F8", "The objects before a checkerboard", checkable=True),
    ActionSpec("view_original", "Original", "", "F9", "The frame without its masks", checkable=True),
    ActionSpec("prepared_edges", "Prepared edges", "", "Shift+E", "Overlay and outline show masks as the mattes prepare them", checkable=True),
    ActionSpec("solo", "Only the selected object", "", "Shift+S", "Show no other object's masks", checkable=True),
    ActionSpec("onion", "Outlines of the frames around", "", "Shift+O", "The masks of the frames before in orange, after in blue", checkable=True),
    ActionSpec("play", "Play", "play", "Space", "Play at the clip's own rate"),
    ActionSpec("shuttle_back", "Play backwards", "", "J", "Press again to go faster; with K held, go one frame back"),
    ActionSpec("shuttle_stop", "Stand still", "", "K", "Stop playing; hold it and press J or L to go by single frames"),
    ActionSpec("shuttle_on", "Play faster", "", "L", "Play, press again to go faster; with K held, go one frame on"),
    ActionSpec("loop", "Loop", "loop", "Shift+L", "Play from in to out again and again", checkable=True),
    ActionSpec("mute", "Mute", "sound", "Shift+V", "Play without sound", checkable=True),
    ActionSpec("previous", "Previous frame", "step-back", "Left"),
    ActionSpec("next", "Next frame", "step-forward", "Right"),
    ActionSpec("back_ten", "Ten frames back", "", "Shift+Left"),
    ActionSpec("on_ten", "Ten frames on", "", "Shift+Right"),
    ActionSpec("first", "First frame", "first", "Home"),
    ActionSpec("last", "Last frame", "last", "End"),
    ActionSpec("previous_anchor", "Previous anchor", "anchor-previous", "Ctrl+Left", "Go to the painted frame before"),
    ActionSpec("next_anchor", "Next anchor", "anchor-next", "Ctrl+Right", "Go to the painted frame after"),
    ActionSpec("next_doubtful", "Next doubtful frame", "doubt", "D", "Go to where the network is least sure"),
    ActionSpec("mark_in", "Set in point", "mark-in", "I", "Work from this frame on"),
    ActionSpec("mark_out", "Set out point", "mark-out", "O", "Work up to this frame"),
    ActionSpec("clear_range", "Whole clip", "clear-range", "\\", "Clear the in and out points"),
    ActionSpec("timeline_in", "Zoom timeline in", "zoom-in", "+ =", "Show frames wider, around the playhead"),
    ActionSpec("timeline_out", "Zoom timeline out", "zoom-out", "-", "Show more frames, around the playhead"),
    ActionSpec("timeline_fit", "Fit timeline", "fit", "Shift+Z", "Show the whole clip in the timeline"),
    ActionSpec("fold_lane", "Fold or unfold the object's lane", "", "C"),
    ActionSpec("fold_lanes", "One lane for all objects", "lanes", "Shift+C", "Show all objects in one lane of the timeline", checkable=True),
    ActionSpec("propagate", "Propagate", "propagate", "Ctrl+Return", "Mask every frame from in to out, from the painted ones"),
    ActionSpec("update_stale", "Update stale frames", "refresh", "U", "Mask again only what a correction has outdated"),
    ActionSpec("forward", "Forwards from this frame", "forward", "Ctrl+Shift+Right"),
    ActionSpec("backward", "Backwards from this frame", "backward", "Ctrl+Shift+Left"),
    ActionSpec("one_forward", "One frame forwards", "one-forward", "."),
    ActionSpec("one_backward", "One frame backwards", "one-back", ","),
    ActionSpec("pause", "Pause", "pause", "P", "Let the run wait; press again to go on"),
    ActionSpec("stop", "Stop", "stop", "Esc", "End the run; what is done stays"),
    ActionSpec("remove", "Remove object", "remove", "", "Take the object out of the picture"),
    ActionSpec("show_prepared", "Show the prepared mask", "", "Shift+P", "Stripes show what is removed beyond the mask", checkable=True),
    ActionSpec("show_result", "Show without the object", "", "R", "Show the frame with the object removed", checkable=True),
    ActionSpec("wipe", "Before and after", "", "W", "A line to be dragged: before to its left, after to its right", checkable=True),
    ActionSpec("wipe_left", "Move the line left", "", "Alt+Left"),
    ActionSpec("wipe_right", "Move the line right", "", "Alt+Right"),
    ActionSpec("show_invented", "Show what is made up", "", "Shift+I", "Green is seen in other frames, orange is made up", checkable=True),
    ActionSpec("render", "Render from in to out", "play", "Ctrl+R", "Remove the object from every frame, to be played and exported"),
    ActionSpec("add_take", "New take", "add", "", "Another way of removing, beside this one"),
    ActionSpec("delete_take", "Delete take", "delete", "", "Delete the take that is shown"),
    ActionSpec("use_take", "Use this take from in to out", "check", "", "Which take counts in a frame is what exports show"),
    ActionSpec("theme_system", "As the desktop", hint="Dark or light, as the desktop is", checkable=True),
    ActionSpec("theme_dark", "Dark", checkable=True),
    ActionSpec("theme_light", "Light", checkable=True),
    ActionSpec("language_system", "The desktop's", checkable=True),
    ActionSpec("language_en", "English", checkable=True),
    ActionSpec("language_de", "Deutsch", checkable=True),
    ActionSpec("guide", "First steps", "play", "", "Two minutes on the demo clip, at your own pace"),
    ActionSpec("shortcuts", "Keyboard and mouse", "keyboard", "F1 ?", "All keys and mouse gestures"),
    ActionSpec("change_shortcuts", "Change keys…", "", "", "Give commands other keys"),
    ActionSpec("about", "About MobileVOS Studio", "info"),
)  # fmt: skip

MENUS: Mapping[str, str] = {
    "&File": "open open_folder open_project recent | save save_as | import_mask import_masks import_matte | export export_queue | quit",
    "&Edit": "undo redo | brush eraser scribble lasso fill | smaller larger softer harder | confirm clear_object clear_frame",
    "&Object": "add_object rename_object toggle_visible toggle_locked prepare_matte | delete_object",
    "&View": "zoom_in zoom_out fit actual_size | view_overlay view_outline view_matte view_cutout view_original | show_masks show_outlines prepared_edges solo onion"
    " | wipe wipe_left wipe_right | theme language | timeline_in timeline_out timeline_fit | fold_lane fold_lanes",
    "&Go": "play shuttle_back shuttle_stop shuttle_on loop mute | previous next back_ten on_ten first last | previous_anchor next_anchor next_doubtful"
    " | mark_in mark_out clear_range",
    "&Mask": "propagate update_stale | forward backward one_forward one_backward | pause stop",
    "&Removal": "remove render | show_prepared show_result show_invented | add_take use_take delete_take",
    "&Help": "guide | shortcuts change_shortcuts | about",
}
"""The menus; a bar is a separator, `recent` and those below are submenus."""

SUBMENUS: Mapping[str, tuple[str, str]] = {
    "theme": ("Theme", "theme_system theme_dark theme_light"),
    "language": ("Language", "language_system language_en language_de"),
}
"""The title and the content of menus within menus."""

NEEDS_CLIP = marked("open a clip first.")
"""Why most actions are disabled at first."""

TOOLS = ("brush", "eraser", "scribble", "lasso", "fill")
THEMES = ("theme_system", "theme_dark", "theme_light")
LANGUAGES = ("language_system", "language_en", "language_de")
VIEWS = ("view_overlay", "view_outline", "view_matte", "view_cutout", "view_original")
_CHOICES = (TOOLS, VIEWS, THEMES, LANGUAGES)
"""Of each of these, one is checked."""


class Actions:
    """The actions of a window, by name."""

    def __init__(self, window: QMainWindow) -> None:
        self._actions: dict[str, QAction] = {}
        self._hints: dict[str, str] = {}
        self._reasons: dict[str, str] = {}
        self._specs = {spec.name: spec for spec in _SPECS}
        for spec in _SPECS:
            action = QAction(spec.title, window)
            action.setObjectName(spec.name)
            if spec.icon:
                action.setIcon(icon(spec.icon))
                action.setData(spec.icon)
            action.setShortcuts(parse(spec.keys))
            action.setCheckable(spec.checkable)
            self.add(spec.name, action, hint=tr(spec.hint) if spec.hint else "")
        window.addActions(list(self._actions.values()))
        for names in _CHOICES:
            group = QActionGroup(window)
            for name in names:
                group.addAction(self[name])

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def add(self, name: str, action: QAction, *, hint: str = "") -> None:
        """Take in an action that was made elsewhere."""
        self._actions[name] = action
        self._hints[name] = hint
        self._explain(name)

    def connect(self, slots: Mapping[str, Callable[..., object]]) -> None:
        """Say what happens when actions are triggered, by their names."""
        for name, slot in slots.items():
            self[name].triggered.connect(slot)

    def enable(self, names: str, reason: str = "") -> None:
        """Enable actions, or disable them for a `reason`, which their tooltips then tell.

        The names are separated by blanks. A reason that is a constant of its module is translated here.
        """
        for name in names.split():
            self._actions[name].setEnabled(not reason)
            self._reasons[name] = reason
            self._explain(name)

    def press(self, keys: str) -> None:
        """Do what keys are for, if it can be done now."""
        for action in self._actions.values():
            if QKeySequence(keys) in action.shortcuts():
                action.trigger()

    def items(self) -> list[tuple[str, QAction]]:
        """Return all actions with their names."""
        return list(self._actions.items())

    def bind(self, name: str, keys: str) -> None:
        """Let an action have other keys, separated by blanks; its tooltips follow."""
        self._actions[name].setShortcuts(parse(keys))
        self._explain(name)

    def commands(self) -> list[Command]:
        """Return what can be had by keys, menu by menu, with the keys of now and those of a fresh start."""
        groups = {
            name: tr(title).replace("&", "")
            for title, names in MENUS.items()
            for name in names.split()
            if name != "|"
        }
        for parent, (_, names) in SUBMENUS.items():
            groups |= dict.fromkeys(names.split(), groups[parent])
        order = {title: number for number, title in enumerate(dict.fromkeys(groups.values()))}
        found = [
            Command(
                name=name,
                group=groups.get(name, tr("Other")),
                text=plain(spec.title),
                keys=written(self._actions[name].shortcuts()),
                defaults=written(parse(spec.keys)),
            )
            for name, spec in self._specs.items()
        ]
        return sorted(found, key=lambda command: order.get(command.group, len(order)))

    def _explain(self, name: str) -> None:
        action, reason = self._actions[name], self._reasons.get(name, "")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        title = plain(action.text()) + (f" ({keys})" if keys else "")
        why = tr("Not now: {reason}").format(reason=tr(reason)) if reason else self._hints[name]
        action.setToolTip(f"{title}\n{why}" if why else title)
        action.setStatusTip(why)

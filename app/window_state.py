"""What the window remembers of itself: its place, its panes, what is folded away."""

from __future__ import annotations

from app.layout import WindowLayout
from app.settings import Settings

_FOLDED, _UNFOLDED = "folded", "unfolded"
_SIZE = (1360, 860)


def restore(window: WindowLayout, settings: Settings) -> None:
    """Let the window stand as it did last."""
    if not window.restoreGeometry(settings.layout("geometry")):
        window.resize(*_SIZE)
    for name, split in window.splits.items():
        split.chosen_px = round(settings.number(name, 0))
    sections = settings.words("sections")
    for name, section in window.sections.items():
        if name in sections:
            section.set_unfolded(unfolded=sections[name] == _UNFOLDED)


def remember(window: WindowLayout, settings: Settings) -> None:
    """Keep how the window stands."""
    settings.set_layout("geometry", window.saveGeometry())
    for name, split in window.splits.items():
        settings.set_number(name, split.chosen_px)
    sections = window.sections.items()
    settings.set_words(
        "sections", {name: _UNFOLDED if section.is_unfolded else _FOLDED for name, section in sections}
    )

"""Hands for the removal panel and its renderings."""

from __future__ import annotations

from app.controllers.rendering import RenderingController
from tests.app.conftest import PATIENCE_MS, Studio

GREY, RED = (40, 40, 40), (220, 30, 30)
WIPED_X = 10  # left of object 1 in frame 0 by more than it is wide


def prepare(studio: Studio) -> Studio:
    """Mask both discs in every frame and open the removal panel with a method that is quick."""
    studio.mask_all()
    studio.trigger("remove")
    choose_method(studio, "telea")
    return studio


def choose_method(studio: Studio, method: str) -> None:
    box = studio.window.removal_panel.method
    box.setCurrentIndex(box.findData(method))
    box.activated.emit(box.currentIndex())


def rendering(studio: Studio) -> RenderingController:
    return studio.window.rendering


def wait_for_render(studio: Studio) -> None:
    studio.qtbot.waitUntil(lambda: not rendering(studio).is_rendering, timeout=PATIENCE_MS)


def wait_for_colour(studio: Studio, point: tuple[float, float], colour: tuple[int, int, int]) -> None:
    def is_near() -> bool:
        return max(abs(a - b) for a, b in zip(studio.pixel(*point), colour, strict=True)) < 12

    studio.qtbot.waitUntil(is_near, timeout=PATIENCE_MS)


def grow(studio: Studio) -> float:
    return studio.window.removal.settings.refinement.grow_px


def status(studio: Studio) -> str:
    return studio.window.removal_panel.status.text()

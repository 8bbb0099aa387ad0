"""Strokes into masks in the background: the network for it, loaded when it is first needed, or GrabCut without one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.loading import import_torch
from app.raster import Stroke, strokes_mask
from mvos_core.scribble import load_scribble_head, mask_from_scribbles
from mvos_core.types import Frame, Mask, MvosError, Step, size_of

if TYPE_CHECKING:
    from mvos_core.scribble.head import ScribbleHead

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScribbleRequest:
    """What strokes on a frame mean.

    Attributes:
        frame: uint8 (H, W, 3).
        strokes: all strokes so far, the last one among them.
        previous: bool (H, W), what the mask was before the last one; None where there was none.
    """

    frame: Frame
    strokes: tuple[Stroke, ...]
    previous: Mask | None


class Scribbler:
    """Turns strokes into masks. Only one lane calls it."""

    def __init__(self, load: Callable[[], ScribbleHead | None] | None = None) -> None:
        """`load` returns the network, or None for GrabCut; by default the shipped one where there is one."""
        self._load = load or _shipped
        self._head: ScribbleHead | None = None
        self._is_loaded = False

    def run(self, request: ScribbleRequest) -> Iterator[Step[Mask]]:
        """Yield the mask, bool (H, W), that the strokes mean."""
        if not self._is_loaded:
            self._head, self._is_loaded = self._load(), True
        size = size_of(request.frame)
        foreground, background = (_mask_of(request.strokes, size, foreground=kind) for kind in (True, False))
        mask = mask_from_scribbles(
            request.frame, foreground, background, previous=request.previous, head=self._head
        )
        yield Step(1, 1, mask)


def _mask_of(strokes: Sequence[Stroke], size: tuple[int, int], *, foreground: bool) -> Mask:
    return strokes_mask([stroke for stroke in strokes if stroke.foreground == foreground], size)


def _shipped() -> ScribbleHead | None:
    import_torch()
    try:
        return load_scribble_head()
    except MvosError:
        _log.info("strokes are turned into masks by GrabCut", exc_info=True)
        return None

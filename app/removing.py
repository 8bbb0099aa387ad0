"""Removal in the background: what one frame will look like, and a range rendered into the cache.

`Previewer` belongs to the preview lane, which answers at once, and `Renderer` to the render lane, which takes its time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

from mvos_core.inpaint import Filled, Inpainter, make_inpainter
from mvos_core.inpaint.protocol import Alpha
from mvos_core.removal import MaskedClip, RemovalSettings
from mvos_core.rendering import RenderCache, Rendering, RenderKey, render
from mvos_core.types import Frame, Mask, Step
from mvos_core.video import FrameCache, open_video

QUICK_METHODS = frozenset({"telea", "ns"})
"""The methods that need no more than the frame, and hardly any time."""
_CACHE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """A frame to be shown: what the rendering depends on, and the frame's index and pixels."""

    key: RenderKey
    index: int
    frame: Frame

    def is_same(self, other: PreviewRequest | None) -> bool:
        """Return whether the other one asks for the same picture."""
        return other is not None and (self.index, self.key) == (other.index, other.key)


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be shown of a request at once.

    Attributes:
        request: what was asked for.
        painted: bool (H, W), the mask as it was painted.
        alpha: uint8 (H, W), the mask as it is prepared.
        filled: the frame, filled by a quick method.
    """

    request: PreviewRequest
    painted: Mask
    alpha: Alpha
    filled: Filled


class Previewer:
    """Prepares the masks of single frames and fills them quickly."""

    def __init__(self) -> None:
        self._footage: RenderKey | None = None
        self._clip: MaskedClip | None = None
        self._closing = ExitStack()
        self._frames = FrameCache(_CACHE_BYTES)

    def show(self, request: PreviewRequest) -> Iterator[Step[Preview]]:
        """Prepare a frame's mask and fill it; where finding its shadow takes a while, first without that.

        Raises:
            MvosError: the clip cannot be read.
        """
        clip = self._open(request.key)
        self._frames.put(request.index, request.frame)
        settings = request.key.settings
        quick = make_inpainter(settings.method if settings.method in QUICK_METHODS else "telea")
        position = request.key.frames.index(request.index)
        wanted = [settings.refinement]
        if settings.refinement.shadow and not clip.knows_shadow(position):
            wanted.insert(0, replace(settings.refinement, shadow=0))
        for done, refinement in enumerate(wanted, start=1):
            masked = clip.prepared(position, refinement)
            preview = Preview(request, clip.mask(position), masked.alpha, quick.preview([masked], 0))
            yield Step(done, len(wanted), preview)

    def _open(self, key: RenderKey) -> MaskedClip:
        """Return the clip with its masks; it stays open, and what it found out, as long as the masks are the same."""
        footage = replace(key, settings=RemovalSettings(key.settings.objects))
        if self._clip is None or footage != self._footage:
            if self._footage is None or footage.clip != self._footage.clip:
                self._frames.clear()
            self._closing.close()
            reader = self._closing.enter_context(open_video(key.clip))
            self._clip = self._closing.enter_context(key.masked(reader, cache=self._frames))
            self._footage = footage
        return self._clip

    def close(self) -> None:
        """Let the files go."""
        self._closing.close()
        self._clip, self._footage = None, None
        self._frames.clear()


class Renderer:
    """Fills frames with the method that was chosen; what a method has loaded stays loaded."""

    def __init__(self) -> None:
        self._inpainters: dict[str, Inpainter] = {}

    def frame(self, request: PreviewRequest) -> Iterator[Step[Filled]]:
        """Fill one frame.

        Raises:
            MvosError: the clip or the method's weights cannot be read.
        """
        key = request.key
        with open_video(key.clip) as reader, key.masked(reader) as clip:
            filled = self._inpainter(key).preview(clip, key.frames.index(request.index))
            yield Step(1, 1, filled)

    def range(self, cache: RenderCache, rendering: Rendering) -> Iterator[Step[int]]:
        """Fill a rendering of `cache`, one step a frame, with its index.

        Raises:
            MvosError: the clip or the method's weights cannot be read, or there is no room.
        """
        yield from render(cache, rendering, self._inpainter(rendering.key))

    def _inpainter(self, key: RenderKey) -> Inpainter:
        method = key.settings.method
        if method not in self._inpainters:
            self._inpainters[method] = make_inpainter(method)
        return self._inpainters[method]

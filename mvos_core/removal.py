"""Removing objects from a clip: its frames and masks in, frames without the objects out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType

import numpy as np

from mvos_core.inpaint import DEFAULT_METHOD, METHODS, Filled, Inpainter, MaskedFrame
from mvos_core.inpaint.unshaded import UnshadedFrames
from mvos_core.masks.refine import REMOVAL, Refinement, refine
from mvos_core.types import VOID, Frame, LabelMap, Mask, MvosError, Step
from mvos_core.video import FrameCache, VideoReader

_CURSORS = 3
_CACHE_BYTES = 96 << 20
_LABEL_MAPS = 16
_NEAR = 16  # frames that a cursor rather decodes than leaves its place


@dataclass(frozen=True, slots=True)
class RemovalSettings:
    """What is removed, and how.

    Attributes:
        objects: their labels; none of them means all.
        method: one of `mvos_core.inpaint.METHODS`.
        refinement: how the masks are prepared.
    """

    objects: tuple[int, ...] = ()
    method: str = DEFAULT_METHOD
    refinement: Refinement = REMOVAL

    def plain(self) -> dict[str, object]:
        """Return the settings as JSON values."""
        return {"objects": list(self.objects), "method": self.method, **self.refinement.plain()}

    @classmethod
    def of_plain(cls, values: Mapping[str, object]) -> RemovalSettings:
        """Return the settings that `plain` gave; what is missing keeps its default, what is unknown is ignored.

        Raises:
            ValueError: a value is not of its kind or out of its range.
        """
        objects = values.get("objects", [])
        if not isinstance(objects, list) or not all(type(label) is int for label in objects):
            raise ValueError(f"objects is {objects!r}; a list of labels is due")
        refinement = Refinement.of_plain(values, REMOVAL)
        method = values.get("method", DEFAULT_METHOD)
        if method not in METHODS:
            raise ValueError(f"method is {method!r}; one of {', '.join(METHODS)} is due")
        return cls(tuple(objects), str(method), refinement)


class MaskedClip(Sequence[MaskedFrame]):
    """Some frames of a clip with their masks prepared, made when asked for. It belongs to one thread.

    Inpainters go through a clip at several places at a time: where they write, and where they look for background.
    So the clip is read by several readers, each going on where it stands, and only the frames read last are kept.
    """

    def __init__(
        self,
        reader: VideoReader,
        labels: Callable[[int], LabelMap],
        frames: range,
        *,
        objects: Sequence[int] = (),
        refinement: Refinement = REMOVAL,
        cache: FrameCache | None = None,
    ) -> None:
        """Take the `frames` of the clip.

        Args:
            reader: is cloned when first needed, and otherwise left alone.
            labels: gives a frame's label map, uint8 (H, W), by its index in the clip.
            frames: their indices, going forwards.
            objects: the labels that are removed; none of them means all.
            refinement: how the masks are prepared.
            cache: the clip's frames that are at hand already; a small one of its own by default.
        """
        self._reader = reader
        self._size = reader.info.size
        self._labels = labels
        self._frames = frames
        self._objects = tuple(objects)
        self._refinement = refinement
        self._cache = FrameCache(_CACHE_BYTES) if cache is None else cache
        self._unshaded = UnshadedFrames(
            lambda position: self._frame(frames[position]),
            lambda position: self._mask(frames[position]),
            len(frames),
        )
        self._masks: OrderedDict[int, Mask] = OrderedDict()
        self._closing = ExitStack()
        self._cursors: OrderedDict[int, tuple[VideoReader, int]] = OrderedDict()

    def __enter__(self) -> MaskedClip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    def __len__(self) -> int:
        return len(self._frames)

    def __getitem__(self, position: int) -> MaskedFrame:  # type: ignore[override]  # no slices of a clip
        """Return one of the frames, counted from 0.

        Raises:
            IndexError: there are fewer.
            MvosError: the frame or its mask cannot be read, or the mask has another size.
        """
        return self.prepared(position, self._refinement)

    def prepared(self, position: int, refinement: Refinement) -> MaskedFrame:
        """Return one of the frames with its mask prepared in another way."""
        if not 0 <= position < len(self):
            raise IndexError(position)
        reach = refinement.steady_frames
        near = range(max(0, position - reach), min(len(self), position + reach + 1))
        masks = [self._mask(self._frames[p]) for p in near]
        frame = self._frame(self._frames[position])
        frames = [self._frame(self._frames[p]) for p in near] if reach else [frame]
        unshaded = self._unshaded[position] if refinement.shadow else None
        alpha = refine(masks, frames, refinement, at=near.index(position), unshaded=unshaded)
        return MaskedFrame(frame, alpha)

    def knows_shadow(self, position: int) -> bool:
        """Whether the shadow in one of the frames can be told without looking at others first."""
        return position in self._unshaded

    def mask(self, position: int) -> Mask:
        """Return the mask of one of the frames as it is before it is prepared, bool (H, W)."""
        return self._mask(self._frames[position])

    def _mask(self, index: int) -> Mask:
        if index not in self._masks:
            labels = self._labels(index)
            if labels.shape != self._size:
                (height, width), (clip_height, clip_width) = labels.shape, self._size
                raise MvosError(
                    f"The mask of frame {index} is {width} by {height} pixels and the clip {clip_width} by "
                    f"{clip_height}; use masks that were made on this clip."
                )
            chosen = np.isin(labels, self._objects) if self._objects else (labels > 0) & (labels != VOID)
            self._masks[index] = np.asarray(chosen, np.bool_)
            if len(self._masks) > _LABEL_MAPS:
                self._masks.popitem(last=False)
        return self._masks[index]

    def _frame(self, index: int) -> Frame:
        frame = self._cache.get(index)
        if frame is None:
            frame = self._read(index)
            self._cache.put(index, frame)
        return frame

    def _read(self, index: int) -> Frame:
        """Read with the cursor that has the shortest way, or else with the one that was idle longest."""
        ahead = {number: index - at for number, (_, at) in self._cursors.items() if 0 <= index - at <= _NEAR}
        if not ahead and len(self._cursors) < _CURSORS:
            number = len(self._cursors)
            reader = self._closing.enter_context(self._reader.clone())
        else:
            number = min(ahead, key=ahead.__getitem__) if ahead else next(iter(self._cursors))
            reader, _ = self._cursors.pop(number)
        self._cursors[number] = (reader, index)
        return reader.read(index)


def remove(clip: Sequence[MaskedFrame], inpainter: Inpainter) -> Iterator[Step[Filled]]:
    """Fill the holes of a clip, one step for each frame, in order.

    Every pixel whose alpha is 0 keeps the source's bits.
    """
    for done, filled in enumerate(inpainter(clip), start=1):
        yield Step(done, len(clip), filled)

"""Propagation: anchors in, label maps and confidences out, a frame at a time.

A run is a pure function of (model, clip, anchors, order): it owns its memory, so a backward run never sees what a
forward run remembered, and correcting means adding an anchor and running again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mvos_core.confidence import LOST, Extents, object_confidence
from mvos_core.masks.labels import keep_only, object_labels
from mvos_core.model.config import DEFAULT_SIZE
from mvos_core.model.memory import MemoryBank
from mvos_core.model.network import MobileVOS, aggregate
from mvos_core.model.precision import autocast, check_precision, find_device
from mvos_core.runtime.choice import make_engine
from mvos_core.runtime.engine import Engine, check_engine
from mvos_core.runtime.pixels import resize_frame, resize_plane, working_size
from mvos_core.runtime.torch_engine import to_image
from mvos_core.types import Frame, LabelMap, MvosError, Step, size_of

_NOTHING = -16.0
"""The logit of an object that is not there."""


class FrameSource(Protocol):
    """What propagation asks of a clip; a `VideoReader` is one."""

    def read(self, index: int, /) -> Frame:
        """Return frame `index`."""

    def frames(self, order: range, /) -> Iterator[Frame]:
        """Yield the frames of `order`, one after the other."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A frame whose mask the user made or confirmed.

    Attributes:
        labels: uint8 (H, W) at the clip's resolution.
        objects: those that the anchor speaks for. An object among them without a pixel is known to be absent here;
            any other is propagated through this frame as through every other.
    """

    labels: LabelMap
    objects: tuple[int, ...]

    @staticmethod
    def of(labels: LabelMap) -> Anchor:
        """Return an anchor that speaks for the objects it shows."""
        return Anchor(labels, tuple(object_labels(labels)))


@dataclass(frozen=True, slots=True)
class Propagated:
    """What a run says of one frame.

    Attributes:
        index: the frame.
        labels: uint8 (H, W) at the clip's resolution.
        objects: the objects that the run knows at this frame.
        confidence: one number in [0, 1] per object; 1 where an anchor speaks for it.
        soft: uint8 (K, h, w), each object's probability × 255 at a quarter of the working resolution, or
            at half of it (`mvos_core.follow`).
        final: False for a result that comes again, with what a backward run says of the frame.
    """

    index: int
    labels: LabelMap
    objects: tuple[int, ...]
    confidence: Mapping[int, float]
    soft: NDArray[np.uint8]
    final: bool = True


class Propagator:
    """A network on a device with a working size: what stays the same from run to run.

    It is used by one thread at a time.
    """

    def __init__(
        self,
        network: MobileVOS,
        *,
        size: int = DEFAULT_SIZE,
        device: str = "cpu",
        precision: str = "auto",
        engine: str = "torch",
        max_anchors: int = 3,
    ) -> None:
        """Prepare `network`.

        Args:
            network: moved to `device`.
            size: the working short side in pixels.
            device: torch's name.
            precision: "fp32", "bf16", or "auto" for the faster one here.
            engine: what segments the frames: "torch", "openvino", or "auto" for the fastest here, which is measured
                with the first frame of a size and remembered. Anchors are always encoded by torch.
            max_anchors: how many anchors a run remembers, the nearest ones.
        """
        if size < 32:
            raise MvosError(f"The working size must be at least 32 pixels, not {size}.", exit_code=2)
        check_precision(precision)
        check_engine(engine)
        self.device = find_device(device)
        self.network = network.to(self.device).to(memory_format=torch.channels_last).eval()  # type: ignore[call-overload]
        self.size = size
        self.precision = precision
        self.max_anchors = max_anchors
        self._engine_name = engine
        self._engines: dict[tuple[int, int], Engine] = {}

    def engine(self, size: tuple[int, int]) -> Engine:
        """Return what segments frames of a working size (height, width).

        Raises:
            MvosError: the engine that was asked for is not to be had here.
        """
        if size not in self._engines:
            made = make_engine(
                self._engine_name, self.network, device=self.device, precision=self.precision, size=size
            )
            self._engines[size] = made
        return self._engines[size]

    def run(self) -> Runner:
        """Return a run with an empty memory."""
        return Run(self)


class Runner(Protocol):
    """One run, fed frames in order; a `Run` is one."""

    def remember(self, index: int, frame: Frame, anchor: Anchor) -> None:
        """Take an anchor into memory without segmenting its frame."""

    def step(self, index: int, frame: Frame, anchor: Anchor | None = None) -> Propagated:
        """Segment the run's next frame."""


class Run:
    """One run's state: its memory and the objects it knows. Feed it frames in order with `step`."""

    def __init__(self, propagator: Propagator, *, size: tuple[int, int] | None = None) -> None:
        """Begin with an empty memory; `size` is the working (height, width) if that is not to follow from the frames."""
        self._p = propagator
        self._size = size
        self._extents = Extents()
        self._gone: frozenset[int] = frozenset()
        config = propagator.network.config
        self._memory = MemoryBank(
            max_anchors=propagator.max_anchors,
            every=config.memory_every,
            limit=config.memory_kept,
            top_k=config.top_k,
        )

    @torch.inference_mode()
    def remember(self, index: int, frame: Frame, anchor: Anchor) -> None:
        """Take an anchor into memory without segmenting its frame."""
        self._memory.anchor(index, *self._encoded(frame, anchor), anchor.objects)

    @torch.inference_mode()
    def resume(self, frame: Frame, found: Anchor) -> None:
        """Take what was found in the frame before into memory, as if this run had segmented it."""
        self._memory.recent(*self._encoded(frame, found), found.objects)

    def _encoded(self, frame: Frame, anchor: Anchor) -> tuple[Tensor, Tensor]:
        """Return the key and the value of a frame whose masks are known."""
        size = self._working_size(frame)
        image = to_image(resize_frame(frame, size), self._p.device)
        with autocast(self._p.device, self._p.precision):
            features = self._p.network.encode_key(image)
            masks = self._masks(anchor.labels, anchor.objects, self._mask_size(size))
            self._extents.see(anchor.objects, masks[0].cpu().numpy())
            return features.key, self._p.network.encode_value(image, features, masks)

    def _working_size(self, frame: Frame) -> tuple[int, int]:
        return self._size or working_size(size_of(frame), self._p.size)

    @torch.inference_mode()
    def step(self, index: int, frame: Frame, anchor: Anchor | None = None) -> Propagated:
        """Segment the run's next frame; where an anchor speaks, it decides.

        Raises:
            ValueError: there is neither an anchor here nor one in memory.
        """
        if anchor and not anchor.objects:
            anchor = None  # it speaks for nothing
        size = self._working_size(frame)
        pixels = resize_frame(frame, size)
        objects = tuple(sorted({*self._memory.objects, *(anchor.objects if anchor else ())}))
        if not objects:
            raise ValueError("a run must begin with an anchor")
        if anchor:
            logits = self._anchored(index, pixels, anchor, objects)
            return self._propagated(index, logits, objects, anchor, size_of(frame))
        logits, key, value = self._p.engine(size).segment(pixels, self._memory.remembered())
        result = self._propagated(index, logits, objects, None, size_of(frame))
        lost = [o for o, confidence in result.confidence.items() if confidence < LOST and o not in self._gone]
        self._memory.recent(key, value, objects, lost=lost)
        return result

    def _anchored(self, index: int, pixels: Frame, anchor: Anchor, objects: tuple[int, ...]) -> Tensor:
        """Remember an anchor's frame; return logits (1, K, h, w) of all `objects`, those of the anchor as painted."""
        network, size = self._p.network, size_of(pixels)
        given, read = anchor.objects, self._memory.objects
        image = to_image(pixels, self._p.device)
        with autocast(self._p.device, self._p.precision):
            features = network.encode_key(image)
            logits = image.new_zeros(1, 0, size[0] // 4, size[1] // 4)
            if set(read) - set(given):
                logits = network.decode(features, self._memory.read(features.key)).logits.float()
            logits = self._overrule(logits, read, anchor, objects)
            probabilities = network.probabilities(logits)
            # What was painted is remembered as painted, not as the decoder would show it.
            rows = [objects.index(label) for label in given]
            probabilities[:, rows] = self._masks(anchor.labels, given, self._mask_size(size))
            value = network.encode_value(image, features, probabilities)
        self._memory.anchor(index, features.key, value[:, rows], given)
        rest = [label for label in objects if label not in given]
        if rest:
            rows = [objects.index(label) for label in rest]
            self._memory.recent(features.key, value[:, rows], rest)
        return logits

    def _mask_size(self, size: tuple[int, int]) -> tuple[int, int]:
        stride = self._p.network.mask_stride
        return size[0] // stride, size[1] // stride

    def _masks(self, labels: LabelMap, objects: Sequence[int], size: tuple[int, int]) -> Tensor:
        planes = [resize_plane((labels == label).astype(np.float32), size) for label in objects]
        return torch.from_numpy(np.stack(planes)).to(self._p.device)[None]

    def _overrule(
        self, logits: Tensor, read: Sequence[int], anchor: Anchor, objects: Sequence[int]
    ) -> Tensor:
        """Return logits (1, K, h, w) of all `objects`, those that the anchor speaks for as it shows them."""
        height, width = logits.shape[2:]
        shown = self._masks(anchor.labels, anchor.objects, (height, width)).logit(eps=1e-6)
        planes = dict(zip(read, logits[0], strict=False)) | dict(zip(anchor.objects, shown[0], strict=True))
        claimed = (shown > 0).any(dim=1)[0]
        return torch.stack(
            [planes[o] if o in anchor.objects else planes[o].masked_fill(claimed, _NOTHING) for o in objects]
        )[None]

    def _propagated(
        self,
        index: int,
        logits: Tensor,
        objects: tuple[int, ...],
        anchor: Anchor | None,
        size: tuple[int, int],
    ) -> Propagated:
        planes = logits[0].float().cpu().numpy()
        soft = logits[0].sigmoid().float().cpu().numpy()
        given = anchor.objects if anchor else ()
        confidence = {
            o: 1.0 if o in given else object_confidence(p) for o, p in zip(objects, soft, strict=True)
        }
        self._extents.see(objects, soft)
        for row, o in enumerate(objects):
            if self._extents.is_trace(o, soft[row], confidence[o]):
                planes[row], soft[row], confidence[o] = _NOTHING, 0.0, 0.0
        labels = labels_from_logits(planes, objects, size)
        if anchor:
            labels = painted_over(labels, anchor)
        result = Propagated(index, labels, objects, confidence, (soft * 255 + 0.5).astype(np.uint8))
        self._gone = still_gone(self._gone, result, anchor)
        return result


def still_gone(gone: frozenset[int], result: Propagated, anchor: Anchor | None) -> frozenset[int]:
    """Return the objects that an anchor said are not there and that have not been found since.

    Args:
        gone: those that were in the frame before.
        result: of this frame.
        anchor: this frame's, if it has one.
    """
    said = anchor.objects if anchor else ()
    gone = frozenset(o for o in gone if o not in said and result.confidence.get(o, 0.0) < LOST)
    return gone | set(said).difference(object_labels(anchor.labels)) if anchor else gone


def painted_over(labels: LabelMap, anchor: Anchor) -> LabelMap:
    """Return the label map with the objects that the anchor speaks for as it shows them."""
    shown = keep_only(anchor.labels, anchor.objects)
    return np.where(shown > 0, shown, keep_only(labels, set(range(256)) - set(anchor.objects)))


def labels_from_logits(
    logits: NDArray[np.float32], objects: Sequence[int], size: tuple[int, int]
) -> LabelMap:
    """Objects' logits (K, h, w) → label map uint8 of `size` (height, width), by soft aggregation."""
    together = aggregate(torch.from_numpy(logits)[None])[0].numpy()
    best = resize_plane(together[0], size)
    labels = np.zeros(size, np.uint8)
    for label, plane in zip(objects, together[1:], strict=True):
        grown = resize_plane(plane, size)
        labels[grown > best] = label
        np.maximum(best, grown, out=best)
        del grown  # 33 MB at 4K, as is the next one
    return labels


def propagate(
    propagator: Propagator, source: FrameSource, anchors: Mapping[int, Anchor], order: range
) -> Iterator[Step[Propagated]]:
    """Run through the frames of `order`, forwards or backwards.

    Anchors on the way decide their frames and are remembered from there on; so are those that lie behind the first
    frame, seen in the run's direction. An object exists from the first anchor that speaks for it.

    Raises:
        ValueError: no anchor lies at or behind the first frame.
    """
    run = propagator.run()
    for index in _behind(anchors, order, limit=propagator.max_anchors):
        run.remember(index, source.read(index), anchors[index])
    for done, (index, frame) in enumerate(zip(order, source.frames(order), strict=True), start=1):
        yield Step(done, len(order), run.step(index, frame, anchors.get(index)))


def _behind(anchors: Mapping[int, Anchor], order: range, *, limit: int) -> list[int]:
    """Return the anchors to begin with, farthest first: of those that the run has passed, the nearest.

    With the first frame's own anchor they are `limit`, or more where an object has none among the nearest.
    """
    if not order:
        return []
    first = anchors.get(order[0])
    passed = [index for index in anchors if (index - order[0]) * order.step < 0 and anchors[index].objects]
    room = limit - (first is not None)
    covered = set(first.objects) if first else set()
    chosen: list[int] = []
    for index in sorted(passed, key=lambda other: abs(other - order[0])):
        if len(chosen) < room or not covered.issuperset(anchors[index].objects):
            chosen.append(index)
            covered.update(anchors[index].objects)
    return chosen[::-1]

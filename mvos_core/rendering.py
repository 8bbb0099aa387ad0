"""Renderings: filled frames kept on disk, with what they depend on, so that they are played and exported as they are."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import cv2
import numpy as np

from mvos_core.inpaint import Filled, Inpainter, make_inpainter
from mvos_core.inpaint.protocol import bounding_box
from mvos_core.masks.track import MaskEntry
from mvos_core.removal import MaskedClip, RemovalSettings, remove
from mvos_core.takes import Takes
from mvos_core.types import Frame, LabelMap, MvosError, Step
from mvos_core.video import FrameCache, VideoReader, open_video

_LIMIT_BYTES = 6 << 30
_HOLE, _INVENTED = 1, 2  # bits of the fourth channel


@dataclass(frozen=True, slots=True)
class RenderKey:
    """Everything that filled frames depend on: where it is equal, they are.

    Attributes:
        clip: its path.
        frames: going forwards.
        masks: one for each of them, None where there is none.
        settings: with the objects spelled out.
    """

    clip: Path
    frames: range
    masks: tuple[MaskEntry | None, ...]
    settings: RemovalSettings

    def masked(self, reader: VideoReader, *, cache: FrameCache | None = None) -> MaskedClip:
        """Return the frames with their masks prepared; `reader` is the clip's, `cache` holds frames of it."""
        height, width = reader.info.size

        def labels(index: int) -> LabelMap:
            entry = self.masks[self.frames.index(index)]
            return np.zeros((height, width), np.uint8) if entry is None else entry.labels()

        settings = self.settings
        return MaskedClip(
            reader,
            labels,
            self.frames,
            objects=settings.objects,
            refinement=settings.refinement,
            cache=cache,
        )


@dataclass(frozen=True, slots=True)
class Footage:
    """A clip and its masks at one moment; `labels` are the objects that exist."""

    clip: Path
    masks: Mapping[int, MaskEntry]
    labels: frozenset[int]

    def key(self, settings: RemovalSettings, frames: range) -> RenderKey:
        """Return what the filled `frames` depend on.

        Raises:
            MvosError: none of the objects to be removed exists.
        """
        objects = self.labels.intersection(settings.objects) if settings.objects else self.labels
        if not objects:
            raise MvosError("No object is chosen; choose one that is to be removed.")
        spelled_out = replace(settings, objects=tuple(sorted(objects)))
        return RenderKey(self.clip, frames, tuple(self.masks.get(index) for index in frames), spelled_out)

    def label_map(self, index: int, size: tuple[int, int]) -> LabelMap:
        """Return a frame's label map, uint8 (H, W) of `size`, with the objects that exist; empty if it has no mask."""
        entry = self.masks.get(index)
        if entry is None:
            return np.zeros(size, np.uint8)
        kept = np.zeros(256, np.uint8)
        kept[list(self.labels)] = list(self.labels)
        return np.asarray(kept[entry.labels()], np.uint8)


class Rendering:
    """The filled frames of a key in a file without a name, which vanishes with it. Any thread may use it.

    Only the part of a frame around its hole is kept, without loss.
    """

    def __init__(self, key: RenderKey) -> None:
        """Begin with no frame.

        Raises:
            MvosError: there is no room for temporary files.
        """
        self.key = key
        self._places: dict[int, tuple[int, int]] = {}
        self._corners: dict[int, tuple[int, int]] = {}
        self._shares: dict[int, float] = {}
        self._used_bytes = 0
        self._lock = Lock()
        try:
            self._file = tempfile.TemporaryFile(prefix="mvos-rendering-")  # noqa: SIM115  # closed with its owner
        except OSError as error:
            raise _no_room(error) from error
        weakref.finalize(self, self._file.close)

    @property
    def used_bytes(self) -> int:
        """The size of the file."""
        return self._used_bytes

    @property
    def is_complete(self) -> bool:
        """Whether every frame is there."""
        return len(self._places) == len(self.key.frames)

    @property
    def n_done(self) -> int:
        """How many frames are there."""
        return len(self._places)

    @property
    def seen_share(self) -> float:
        """The mean share of the holes, from 0 to 1, that other frames show; 1 as long as there is no hole."""
        shares = list(self._shares.values())
        return 1 - sum(shares) / len(shares) if shares else 1.0

    def __contains__(self, index: int) -> bool:
        return index in self._places

    def put(self, index: int, filled: Filled) -> None:
        """Keep a frame.

        Raises:
            MvosError: the disk is full.
        """
        rows, columns = bounding_box(filled.hole)
        packed = b""
        if filled.hole.any():
            marks = filled.hole[rows, columns] * np.uint8(_HOLE) + filled.invented[rows, columns] * np.uint8(
                _INVENTED
            )
            crop = np.dstack([filled.frame[rows, columns], marks])
            packed = cv2.imencode(".png", crop, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
            self._shares[index] = filled.invented_share
        with self._lock:
            try:
                self._file.seek(self._used_bytes)
                self._file.write(packed)
                self._file.flush()
            except OSError as error:
                raise _no_room(error) from error
            self._places[index] = (self._used_bytes, len(packed))
            self._corners[index] = (rows.start, columns.start)
            self._used_bytes += len(packed)

    def get(self, index: int, source: Frame) -> Filled:
        """Return a frame; `source`, uint8 (H, W, 3), is the clip's.

        Raises:
            KeyError: it is not there.
        """
        start, length = self._places[index]
        hole = np.zeros(source.shape[:2], np.bool_)
        invented = np.zeros_like(hole)
        if not length:
            return Filled(source, hole, invented)
        with self._lock:
            self._file.seek(start)
            packed = self._file.read(length)
        crop = np.asarray(cv2.imdecode(np.frombuffer(packed, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)
        top, left = self._corners[index]
        part = (slice(top, top + crop.shape[0]), slice(left, left + crop.shape[1]))
        frame = source.copy()
        frame[part] = crop[..., :3]
        hole[part] = crop[..., 3] & _HOLE > 0
        invented[part] = crop[..., 3] & _INVENTED > 0
        return Filled(frame, hole, invented)


def _no_room(error: OSError) -> MvosError:
    return MvosError(
        f"There is no room for rendered frames ({error.strerror}); free some space in {tempfile.gettempdir()}, "
        "or render a shorter range."
    )


class RenderCache:
    """The renderings of one clip, in bounded space: the oldest go first. Any thread may use it."""

    def __init__(self, limit_bytes: int = _LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._kept: list[Rendering] = []
        self._lock = Lock()

    def begin(self, key: RenderKey) -> Rendering:
        """Return a new rendering, in the place of one with the same key; `render` fills it."""
        rendering = Rendering(key)
        with self._lock:
            self._kept = [*(kept for kept in self._kept if kept.key != key), rendering]
        return rendering

    def make_room(self, rendering: Rendering) -> None:
        """Forget the oldest others until there is room.

        Raises:
            MvosError: even alone, `rendering` has no room.
        """
        with self._lock:
            while sum(kept.used_bytes for kept in self._kept) > self._limit_bytes:
                others = [kept for kept in self._kept if kept is not rendering]
                if not others:
                    raise MvosError(
                        "The rendering is too large to be kept for looking at; render a shorter range, or export."
                    )
                self._kept.remove(others[0])

    def find(self, footage: Footage, settings: RemovalSettings, frames: range) -> Rendering | None:
        """Return a rendering that holds all of `frames` and is what these masks and settings give, or None."""
        for rendering in self._newest():
            held = rendering.key.frames
            if (
                frames.start >= held.start
                and frames.stop <= held.stop
                and all(index in rendering for index in frames)
                and footage.key(settings, held) == rendering.key
            ):
                return rendering
        return None

    def latest(self, index: int) -> Rendering | None:
        """Return the rendering that was begun last of those that hold a frame, however old it is."""
        return next((rendering for rendering in self._newest() if index in rendering), None)

    def clear(self) -> None:
        """Forget all; who still uses one may go on."""
        with self._lock:
            self._kept = []

    def _newest(self) -> list[Rendering]:
        with self._lock:
            return self._kept[::-1]


def render(cache: RenderCache, rendering: Rendering, inpainter: Inpainter) -> Iterator[Step[int]]:
    """Fill a rendering, one step a frame, with its index.

    Raises:
        MvosError: the clip cannot be read, or there is no room.
    """
    key = rendering.key
    with open_video(key.clip) as reader, key.masked(reader) as clip:
        for index, step in zip(key.frames, remove(clip, inpainter), strict=True):
            rendering.put(index, step.value)
            cache.make_room(rendering)
            yield Step(step.done, step.total, index)


def chosen_frames(
    footage: Footage,
    takes: Takes,
    frames: range,
    *,
    reader: VideoReader,
    cache: RenderCache | None = None,
    device: str = "cpu",
) -> Iterator[Step[Filled]]:
    """Yield each of `frames` as the take that counts there fills it: from the cache where it is fresh, else rendered.

    A take that counts in several places is rendered from the first to the last of them, so that it can take the
    background from everywhere in between.

    Args:
        footage: the clip with its masks.
        takes: which take counts where.
        frames: going forwards.
        reader: the clip's, used for nothing else meanwhile.
        cache: renderings that were made for looking at.
        device: torch's name for what LaMa runs on.

    Raises:
        MvosError: no object is chosen, the clip cannot be read, or a method is not there.
    """
    segments = takes.segments(frames)
    found = [
        cache.find(footage, takes.takes[take].settings, part) if cache else None for part, take in segments
    ]
    missing: dict[int, list[range]] = {}
    for (part, take), rendering in zip(segments, found, strict=True):
        if rendering is None:
            missing.setdefault(take, []).append(part)
    with ExitStack() as stack:
        made: dict[int, Iterator[tuple[int, Filled]]] = {}
        for take, parts in missing.items():
            settings = takes.takes[take].settings
            key = footage.key(settings, range(parts[0].start, parts[-1].stop))
            clip = stack.enter_context(key.masked(reader))
            made[take] = zip(key.frames, make_inpainter(settings.method, device=device)(clip), strict=True)
        done = 0
        for (part, take), rendering in zip(segments, found, strict=True):
            for index in part:
                filled = (
                    _forward(made[take], index)
                    if rendering is None
                    else rendering.get(index, reader.read(index))
                )
                done += 1
                yield Step(done, len(frames), filled)


def _forward(stream: Iterable[tuple[int, Filled]], index: int) -> Filled:
    """Go on to a frame of a stream, dropping those before."""
    return next(filled for at, filled in stream if at == index)

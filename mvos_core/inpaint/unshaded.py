"""What the surroundings of an object look like without it and without its shadow, as other frames show them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

import cv2
import numpy as np

from mvos_core.inpaint.align import align, window_of
from mvos_core.inpaint.camera import CameraPath, Homography, camera_motion
from mvos_core.inpaint.plate import Sample, sample_of, vote
from mvos_core.inpaint.protocol import MaskedFrame
from mvos_core.inpaint.still import Still, Stills, overview
from mvos_core.masks.shadow import Unshaded, surroundings
from mvos_core.types import Frame, Mask

_SHORT_SIDE = 240
_STILL_BYTES = 96 << 20
_KEY_STEP = 4
_OFFSETS_KEYS = (2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48, 64)
_MOST_SAMPLES = 8
_ENOUGH_SAMPLES = 4
_LEAST_GAIN = 0.1
_KEPT = 256


class UnshadedFrames:
    """The surroundings of a clip's object, frame by frame, found when asked for. It belongs to one thread.

    They are put together as a clean plate is, on small pictures: where a shadow may lie is taken for hidden in every
    frame, so that no frame's shadow gets into another one's surroundings.
    """

    def __init__(self, frame: Callable[[int], Frame], mask: Callable[[int], Mask], n_frames: int) -> None:
        """Look at `n_frames` frames, uint8 (H, W, 3), and their objects, bool (H, W), both given by their position."""
        self._stills = Stills(_Small(frame, mask, n_frames), limit_bytes=_STILL_BYTES)
        self._keys = range(0, n_frames, _KEY_STEP)
        self._path = CameraPath(self._stills, self._keys)
        self._found: OrderedDict[int, Unshaded | None] = OrderedDict()

    def __getitem__(self, position: int) -> Unshaded | None:
        """Return the surroundings in a frame, None where there is no object."""
        if position not in self._found:
            self._found[position] = self._find(position)
            if len(self._found) > _KEPT:
                self._found.popitem(last=False)
        return self._found[position]

    def __contains__(self, position: int) -> bool:
        """Whether the surroundings in a frame are found already, so that asking costs nothing."""
        return position in self._found

    def _find(self, position: int) -> Unshaded | None:
        target = self._stills[position]
        if not target.hole.any():
            return None
        window = window_of(target)
        picture, seen = vote(self._samples(position, target), window)
        return Unshaded(target.size, window.full_rows, window.full_columns, picture, seen & window.hole)

    def _samples(self, position: int, target: Still) -> list[Sample]:
        """Return what key frames show of the surroundings, nearest first, as long as it is of use."""
        key = min(self._keys, key=lambda key: abs(key - position))
        to_key: Homography | None = np.eye(3)
        if key != position:
            to_key = camera_motion(target, self._stills[key])
        if to_key is None:
            return []
        window, needed = window_of(target), overview(target)
        seen = np.zeros(needed.shape, np.int32)
        samples: list[Sample] = []
        for offset in _OFFSETS_KEYS:
            for source in (key - offset * _KEY_STEP, key + offset * _KEY_STEP):
                step = self._path.between(key, source) if source in self._keys else None
                if step is None or len(samples) == _MOST_SAMPLES:
                    continue
                shows = self._path.sees(position, source, step @ to_key) & needed
                gain = np.count_nonzero(shows & (seen < _ENOUGH_SAMPLES))
                if gain < max(1, _LEAST_GAIN * np.count_nonzero(needed)):
                    continue
                aligned = align(target, self._stills[source], step @ to_key, window)
                if aligned is not None:
                    seen += shows
                    samples.append(sample_of(aligned, distance_keys=offset))
        return samples


class _Small(Sequence[MaskedFrame]):
    """A clip made small, each object with its surroundings as the hole."""

    def __init__(self, frame: Callable[[int], Frame], mask: Callable[[int], Mask], n_frames: int) -> None:
        self._frame, self._mask, self._n_frames = frame, mask, n_frames

    def __len__(self) -> int:
        return self._n_frames

    def __getitem__(self, position: int) -> MaskedFrame:  # type: ignore[override]  # no slices of a clip
        frame, mask = self._frame(position), self._mask(position)
        height, width = mask.shape
        scale = min(1.0, _SHORT_SIDE / min(height, width))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        picture = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
        thing = cv2.resize(mask.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 16
        return MaskedFrame(picture, surroundings(np.asarray(thing)).astype(np.uint8) * np.uint8(255))

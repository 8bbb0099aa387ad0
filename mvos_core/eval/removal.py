"""How well a removed object's background is restored, measured where the truth is known.

An object of one DAVIS sequence is laid over the frames of another with its own masks; what it hides is then
known exactly. Measured are only the pixels that it hides.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.eval.davis import Sequence, davis_sequences, read_annotation, read_picture
from mvos_core.inpaint.protocol import Inpainter, MaskedFrame, bounding_box
from mvos_core.masks.refine import REMOVAL, soft_edge
from mvos_core.types import Frame, Mask, Step

_SSIM_SIGMA_PX = 1.5
_SSIM_MARGIN_PX = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Which object is laid over which background, both DAVIS sequences, and how.

    The object is scaled about the picture's centre and then moved by `shift`, (right, down), in parts of the
    picture's width and height.
    """

    background: str
    object: str
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)

    @property
    def name(self) -> str:
        """The background's name and the object's."""
        return f"{self.background} + {self.object}"


PAIRS = (
    Pair("bear", "hike"),
    Pair("elephant", "lucia", shift=(-0.2, 0.0)),
    Pair("hike", "tennis", shift=(-0.1, 0.0)),
    Pair("lucia", "breakdance-flare", shift=(0.2, 0.0)),
    Pair("scooter-gray", "lucia", shift=(-0.2, 0.0)),
    Pair("stroller", "car-turn", shift=(0.1, -0.3)),
    Pair("swing", "rollerblade", shift=(0.1, -0.2)),
    Pair("tennis", "hockey", shift=(0.1, 0.0)),
)
"""Backgrounds that a moving camera saw, with an object each, moved so that it hides little of the background's own
moving object; 35 to 80 frames."""


@dataclass(frozen=True, slots=True)
class RemovalScore:
    """One method on one pair.

    Attributes:
        pair: the pair's name.
        method: the method's name.
        frames: how many frames were measured.
        psnr_db: peak signal-to-noise ratio over all hidden pixels of the clip, in decibels.
        ssim: the mean structural similarity of the hidden pixels, from −1 to 1.
        flicker: mean absolute difference, in levels, of the temporal differences of fill and truth where two
            frames running are hidden.
        seen: the mean share of the hole that was found in other frames.
        frame_s: seconds per frame.
    """

    pair: str
    method: str
    frames: int
    psnr_db: float
    ssim: float
    flicker: float
    seen: float
    frame_s: float


class Composite(AbstractSequence[MaskedFrame]):
    """A pair as a clip: the background with the object laid over it, and the truth beside it."""

    def __init__(
        self, pair: Pair, background: Sequence, thing: Sequence, *, max_frames: int | None = None
    ) -> None:
        """Take the frames that both sequences have, at most `max_frames`."""
        self._pair = pair
        self._background = background
        self._thing = thing
        self._length = min(len(background), len(thing), max_frames or len(background))

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> MaskedFrame:  # type: ignore[override]  # no slices of a clip
        if not 0 <= index < self._length:
            raise IndexError(index)
        frame, mask = self.truth(index), self.mask(index)
        thing = read_picture(self._thing.frames[index])
        height, width = mask.shape
        placed = cv2.warpAffine(thing, self._place(thing, mask), (width, height), flags=cv2.INTER_LINEAR)
        frame[mask] = placed[mask]
        alpha = soft_edge(mask, grow_px=REMOVAL.grow_px, feather_px=REMOVAL.feather_px, outward=True)
        return MaskedFrame(frame, alpha)

    @property
    def name(self) -> str:
        """The pair's name."""
        return self._pair.name

    def truth(self, index: int) -> Frame:
        """Return the background of a frame, uint8 (H, W, 3), without the object."""
        return read_picture(self._background.frames[index])

    def mask(self, index: int) -> Mask:
        """Return what the object hides of a frame, bool (H, W)."""
        labels = read_annotation(self._thing.annotations[index], year="2016")
        canvas = self.truth(index)
        height, width = canvas.shape[:2]
        place = self._place(labels, canvas)
        return np.asarray(cv2.warpAffine(labels, place, (width, height), flags=cv2.INTER_NEAREST) > 0)

    def _place(self, picture: NDArray[np.generic], canvas: NDArray[np.generic]) -> NDArray[np.float64]:
        """Return the affine map, (2, 3), that brings one of the object's pictures onto the background's canvas."""
        (height, width), (rows, columns) = canvas.shape[:2], picture.shape[:2]
        sx, sy = width / columns * self._pair.scale, height / rows * self._pair.scale
        right, down = self._pair.shift
        return np.array(
            [
                [sx, 0, (0.5 + right) * width - sx * columns / 2],
                [0, sy, (0.5 + down) * height - sy * rows / 2],
            ]
        )


def removal_benchmark(
    root: Path,
    methods: Mapping[str, Inpainter],
    *,
    pairs: AbstractSequence[Pair] = PAIRS,
    max_frames: int | None = None,
) -> Iterator[Step[RemovalScore]]:
    """Measure every method on every pair, one step for each.

    Args:
        root: the `DAVIS` folder or the one that holds it.
        methods: inpainters by name.
        pairs: what is laid over what; sequences of DAVIS 2016's train split.
        max_frames: measure only so many frames of each pair.

    Raises:
        MvosError: DAVIS or a sequence is not there.
    """
    names = sorted({name for pair in pairs for name in (pair.background, pair.object)})
    sequences = {s.name: s for s in davis_sequences(root, year="2016", split="train", names=names)}
    total = len(pairs) * len(methods)
    for at, pair in enumerate(pairs):
        clip = Composite(pair, sequences[pair.background], sequences[pair.object], max_frames=max_frames)
        held = list(clip)  # so that reading and composing is not counted as the method's time
        for done, (method, inpainter) in enumerate(methods.items(), start=1 + at * len(methods)):
            yield Step(done, total, score(clip, held, method=method, inpainter=inpainter))


def score(
    clip: Composite, held: AbstractSequence[MaskedFrame], *, method: str, inpainter: Inpainter
) -> RemovalScore:
    """Run an inpainter over a composite's frames, `held`, and compare with the truth."""
    squares, similarities, changes, seen = [], [], [], []
    before: tuple[NDArray[np.float32], Mask] | None = None
    elapsed_s = 0.0
    filled_frames = inpainter(held)
    for index in range(len(clip)):
        start_s = time.perf_counter()
        filled = next(filled_frames)
        elapsed_s += time.perf_counter() - start_s
        truth, mask = clip.truth(index), clip.mask(index)
        error = filled.frame.astype(np.float32) - truth
        squares.append(np.square(error[mask]).ravel())
        similarities.append(_similarity(filled.frame, truth, mask))
        seen.append(filled.seen_share)
        if before is not None:
            both = mask & before[1]
            changes.append(np.abs(error[both] - before[0][both]).ravel())
        before = error, mask
    mse = max(float(np.concatenate(squares).mean()), 1e-6)
    return RemovalScore(
        pair=clip.name,
        method=method,
        frames=len(clip),
        psnr_db=float(10 * np.log10(255**2 / mse)),
        ssim=float(np.concatenate(similarities).mean()),
        flicker=float(np.concatenate(changes).mean()) if changes else 0.0,
        seen=float(np.mean(seen)),
        frame_s=elapsed_s / len(clip),
    )


def _similarity(frame: Frame, truth: Frame, mask: Mask) -> NDArray[np.float32]:
    """Return the structural similarity of each masked pixel, of luma with a Gaussian window, float32 (N,).

    Wang et al., "Image quality assessment: from error visibility to structural similarity", 2004.
    """
    rows, columns = bounding_box(mask, margin=_SSIM_MARGIN_PX)
    if not mask.any():
        return np.zeros(0, np.float32)
    a, b = (
        cv2.cvtColor(np.ascontiguousarray(p[rows, columns]), cv2.COLOR_RGB2GRAY).astype(np.float32)
        for p in (frame, truth)
    )
    mean_a, mean_b = _smooth(a), _smooth(b)
    var_a, var_b = _smooth(a * a) - mean_a**2, _smooth(b * b) - mean_b**2
    covariance = _smooth(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    bottom = (mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)
    return np.asarray((top / bottom)[mask[rows, columns]], np.float32)


def _smooth(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(plane, (11, 11), _SSIM_SIGMA_PX), np.float32)

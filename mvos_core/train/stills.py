"""Stills with object masks: short synthetic clips of one picture, and cut-outs to paste into others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mvos_core.eval.davis import read_picture
from mvos_core.masks.labels import read_label_map
from mvos_core.train.augment import (
    Colours,
    Floats,
    Motion,
    paste,
    sample_labels,
    sample_picture,
    sampling_map,
    view_matrix,
    wander,
)
from mvos_core.types import Frame, LabelMap, Mask, MvosError

_PICTURES = (".jpg", ".jpeg", ".png")
_LEAST_PIXELS = 64
"""An object of fewer pixels in the first frame's crop teaches little."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A training clip: frames uint8 (T, S, S, 3) RGB, labels uint8 (T, S, S); objects 1 … K."""

    frames: Frame
    labels: LabelMap


class Stills:
    """A folder with images/NAME.jpg and masks/NAME.png (grey above 127, or any palette entry but 0, is the object)."""

    def __init__(self, root: Path) -> None:
        images, masks = root / "images", root / "masks"
        names = (
            {path.stem: path for path in images.glob("*") if path.suffix.lower() in _PICTURES}
            if images.is_dir()
            else {}
        )
        self._pairs = [(names[mask.stem], mask) for mask in sorted(masks.glob("*.png")) if mask.stem in names]
        if not self._pairs:
            raise MvosError(f"{root} holds no stills; it needs images/NAME.jpg and masks/NAME.png.")

    def __len__(self) -> int:
        return len(self._pairs)

    def load(self, index: int) -> tuple[Frame, LabelMap]:
        """Return a picture and its label map (0 or 1) of the same size."""
        image, mask = self._pairs[index]
        picture = read_picture(image)
        labels = read_label_map(mask)
        if labels.shape != picture.shape[:2]:
            raise MvosError(f"{mask} has another size than {image}; both must agree.")
        # Grey masks may have softened edges; palettes count objects from 1.
        return picture, (labels > (127 if labels.max() > 127 else 0)).astype(np.uint8)

    def draw(self, rng: np.random.Generator) -> tuple[Frame, LabelMap]:
        """Return a random still that has an object."""
        for _ in range(20):
            picture, labels = self.load(int(rng.integers(len(self))))
            if labels.any():
                return picture, labels
        raise MvosError("Twenty random stills in a row have empty masks; check the masks folder.")


def object_view(rng: np.random.Generator, labels: LabelMap, crop: int, *, scale: float) -> Floats:
    """Return a view matrix with a random object pixel near the crop's middle, inside the picture where it can be."""
    ys, xs = np.nonzero(labels)
    pick = int(rng.integers(len(ys)))
    centre = np.array([xs[pick], ys[pick]]) + rng.uniform(-0.3, 0.3, 2) * crop / scale
    half = crop / scale / 2
    for axis, side in ((0, labels.shape[1]), (1, labels.shape[0])):
        low, high = half, side - half
        centre[axis] = np.clip(centre[axis], low, high) if low < high else side / 2
    return view_matrix((float(centre[0]), float(centre[1])), scale, crop, flip=bool(rng.random() < 0.5))


def compose(outer: Floats, inner: Floats) -> Floats:
    """Return the 2×3 matrix that applies `inner` first."""
    return np.column_stack((outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2] + outer[:, 2])).astype(
        np.float32
    )


def still_clip(rng: np.random.Generator, stills: Stills, *, crop: int, frames: int) -> Clip:
    """Return random views of one still, its object labelled 1."""
    picture, labels = stills.draw(rng)
    scale = crop / (min(labels.shape) * rng.uniform(0.6, 1.0))
    base = object_view(rng, labels, crop, scale=scale)
    motion = Motion()
    shared = Colours.draw(rng, 1.0)
    out_frames, out_labels = [], []
    for _ in range(frames):
        matrix = compose(base, wander(rng, crop, motion))
        where = sampling_map(matrix, crop, bend=motion.bend, rng=rng)
        out_frames.append(Colours.draw(rng, 0.3)(shared(sample_picture(picture, where))))
        out_labels.append(sample_labels(labels, where))
    return Clip(np.stack(out_frames), np.stack(out_labels))


@dataclass(frozen=True, slots=True)
class _CutOut:
    """An object cut from a still, moving on its own: frames (T, S, S, 3) and masks (T, S, S)."""

    frames: Frame
    masks: Mask


def cut_out(rng: np.random.Generator, stills: Stills, *, crop: int, frames: int) -> _CutOut:
    """Return an object in a random size at a random place, drifting from frame to frame."""
    picture, labels = stills.draw(rng)
    ys, xs = np.nonzero(labels)
    side = max(np.ptp(ys), np.ptp(xs)) + 1
    scale = crop * rng.uniform(0.25, 0.7) / side
    place = rng.uniform(0.15, 0.85, 2) * crop
    middle = np.array([(xs.min() + xs.max()) / 2, (ys.min() + ys.max()) / 2])
    centre = middle - (place - crop / 2) / scale
    base = view_matrix((float(centre[0]), float(centre[1])), float(scale), crop)
    drift = rng.normal(0, 0.12, 2) * crop
    motion = Motion(shift=0.05)
    colours = Colours.draw(rng, 1.0)
    out_frames, out_masks = [], []
    for t in range(frames):
        slide = np.column_stack((np.eye(2), -drift * t)).astype(np.float32)
        matrix = compose(compose(base, slide), wander(rng, crop, motion))
        where = sampling_map(matrix, crop, bend=motion.bend, rng=rng)
        out_frames.append(colours(sample_picture(picture, where)))
        out_masks.append(sample_labels(labels, where, mirror=False) > 0)
    return _CutOut(np.stack(out_frames), np.stack(out_masks))


def add_object(rng: np.random.Generator, clip: Clip, stills: Stills, *, label: int) -> Clip:
    """Paste another object in, in front of the clip's objects or behind them, labelled `label`.

    With label 0 it is a distractor or occluder that belongs to the background.
    """
    crop = clip.labels.shape[1]
    other = cut_out(rng, stills, crop=crop, frames=len(clip.frames))
    behind = rng.random() < 0.5
    frames, labels = [], []
    for frame, old, above, mask in zip(clip.frames, clip.labels, other.frames, other.masks, strict=True):
        shown = mask & (old == 0) if behind else mask
        frames.append(paste(frame, above, shown))
        labels.append(np.where(shown, np.uint8(label), old))
    return Clip(np.stack(frames), np.stack(labels))


def shows_objects(labels: LabelMap, objects: int) -> bool:
    """Whether a first frame's label map shows every object large enough to learn from."""
    counts = np.bincount(labels.ravel(), minlength=objects + 1)
    return bool((counts[1 : objects + 1] >= _LEAST_PIXELS).all())

"""What a training clip shall show, as small values: which pictures, seen from where, in which colours.

Planning looks at label maps only, so that it is cheap and rendering can happen elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mvos_core.masks.labels import object_labels
from mvos_core.train.augment import (
    SAME,
    Colours,
    Floats,
    Motion,
    compose,
    draw_bend,
    sampling_map,
    view_matrix,
    wander,
)
from mvos_core.train.library import Library
from mvos_core.train.sampling import labels_seen, laid_over
from mvos_core.types import LabelMap, Mask, MvosError

LEAST_PIXELS = 64
"""An object of fewer pixels in the first frame's crop teaches little."""
_STILL = Motion()
_REAL = Motion(shift=0.02, rotate_deg=3.0, scale=1.03, shear=0.02, bend=0.0)
_PASTED = Motion(shift=0.05)


@dataclass(frozen=True, slots=True)
class View:
    """One frame of a layer: which picture, by what map (crop → picture pixels), in which two changes of colour."""

    picture: int
    matrix: Floats
    bend: Floats
    colours: tuple[Colours, Colours]


@dataclass(frozen=True, slots=True)
class Layer:
    """A moving picture: a view a frame, and what its labels become, uint8 (256,)."""

    views: tuple[View, ...]
    renumber: LabelMap


@dataclass(frozen=True, slots=True)
class Pasted:
    """An object cut from another picture (its layer's label 1), in front of the clip's own objects or behind them.

    It gets `label`; 0 makes it a distractor or occluder that belongs to the background.
    """

    layer: Layer
    label: int
    behind: bool


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """A clip: its base layer, and what is laid over it."""

    base: Layer
    pasted: Pasted | None


def still_views(rng: np.random.Generator, library: Library, number: int, *, crop: int, frames: int) -> Layer:
    """Plan random views of one picture, bent and moved at random; its objects keep their numbers."""
    labels = library.labels(number)
    order = _shuffled_objects(rng, labels)
    scale = crop / (min(labels.shape) * rng.uniform(0.6, 1.0))
    base = _object_view(rng, labels == order[0], crop, scale=scale)
    shared = Colours.draw(rng, 1.0)
    views = []
    for _ in range(frames):
        matrix = compose(base, wander(rng, crop, _STILL))
        bend = draw_bend(rng, _STILL.bend)
        views.append(View(number, matrix, bend, (shared, Colours.draw(rng, 0.3))))
    return Layer(tuple(views), _first_places(order))


def real_views(rng: np.random.Generator, library: Library, numbers: list[int], *, crop: int) -> Layer:
    """Plan a view of each of these pictures of one sequence, from about the same place; objects keep their numbers.

    The first one must show an object.
    """
    labels = library.labels(numbers[0])
    order = _shuffled_objects(rng, labels)
    scale = crop / (min(labels.shape) * rng.uniform(0.5, 1.0))
    base = _object_view(rng, labels == order[0], crop, scale=scale)
    shared = Colours.draw(rng, 0.7)
    views = []
    for number in numbers:
        matrix = compose(base, wander(rng, crop, _REAL))
        views.append(View(number, matrix, draw_bend(rng, 0.0), (shared, Colours.draw(rng, 0.1))))
    return Layer(tuple(views), _first_places(order))


def cut_out(
    rng: np.random.Generator, library: Library, number: int, *, crop: int, frames: int, label: int
) -> Pasted:
    """Plan an object of a picture that drifts through the clip in a random size, on its own."""
    labels = library.labels(number)
    chosen = _shuffled_objects(rng, labels)[:1]
    ys, xs = np.nonzero(labels == chosen[0])
    side = max(np.ptp(ys), np.ptp(xs)) + 1
    scale = crop * rng.uniform(0.25, 0.7) / side
    place = rng.uniform(0.15, 0.85, 2) * crop
    middle = np.array([(xs.min() + xs.max()) / 2, (ys.min() + ys.max()) / 2])
    centre = middle - (place - crop / 2) / scale
    base = view_matrix((float(centre[0]), float(centre[1])), float(scale), crop)
    drift = rng.normal(0, 0.12, 2) * crop
    colours = Colours.draw(rng, 1.0)
    views = []
    for t in range(frames):
        slide = np.column_stack((np.eye(2), -drift * t)).astype(np.float32)
        matrix = compose(compose(base, slide), wander(rng, crop, _PASTED))
        views.append(View(number, matrix, draw_bend(rng, _PASTED.bend), (colours, SAME)))
    behind = bool(rng.random() < 0.5)
    return Pasted(Layer(tuple(views), _first_places(chosen)), label, behind)


def settle(
    rng: np.random.Generator,
    library: Library,
    base: Layer,
    *,
    crop: int,
    objects: int,
    lenders: range,
) -> ClipPlan | None:
    """Number the objects that the first frame shows from 1 and add another where one is lacking.

    Args:
        rng: decides whether a distractor is added where none is lacking.
        library: of the pictures.
        base: with the pictures' objects numbered in the order of preference.
        crop: side of the frames.
        objects: how many the clip shall have.
        lenders: the pictures whose objects may be pasted in; empty for none.

    Returns:
        the clip, or None where the first frame does not show all objects.
    """
    first = _seen(library, base, 0, crop=crop)
    visible = [label for label in object_labels(first) if np.count_nonzero(first == label) >= LEAST_PIXELS]
    if len(visible) < objects - 1 or not visible:
        return None
    kept = np.zeros(256, np.uint8)
    kept[visible[:objects]] = np.arange(1, len(visible[:objects]) + 1)
    base = Layer(base.views, kept[base.renumber])
    label = objects if len(visible) < objects else 0
    if label and not lenders:
        return None
    if not lenders or (not label and rng.random() >= 0.3):
        return ClipPlan(base, None)
    number = draw_object(rng, library, lenders)
    pasted = cut_out(rng, library, number, crop=crop, frames=len(base.views), label=label)
    mask = _seen(library, pasted.layer, 0, crop=crop, mirror=False) > 0
    together = laid_over(kept[first], mask, label=label, behind=pasted.behind)[1]
    counts = np.bincount(together.ravel(), minlength=objects + 1)[1 : objects + 1]
    return ClipPlan(base, pasted) if (counts >= LEAST_PIXELS).all() else None


def draw_object(rng: np.random.Generator, library: Library, among: range) -> int:
    """Return the number of a random picture that shows an object."""
    for _ in range(20):
        number = among[int(rng.integers(len(among)))]
        if library.labels(number).any():
            return number
    raise MvosError("Twenty random stills in a row have empty masks; check the masks folder.")


def _seen(library: Library, layer: Layer, t: int, *, crop: int, mirror: bool = True) -> LabelMap:
    view = layer.views[t]
    where = sampling_map(view.matrix, crop, bend=view.bend)
    return labels_seen(library.labels(view.picture), where, layer.renumber, mirror=mirror)


def _shuffled_objects(rng: np.random.Generator, labels: LabelMap) -> LabelMap:
    return np.asarray(rng.permutation(object_labels(labels)), np.uint8)


def _first_places(order: LabelMap) -> LabelMap:
    """Return the renumbering that makes these labels 1, 2, … and all others background."""
    renumber = np.zeros(256, np.uint8)
    renumber[order] = np.arange(1, len(order) + 1)
    return renumber


def _object_view(rng: np.random.Generator, mask: Mask, crop: int, *, scale: float) -> Floats:
    """Return a view matrix with a random object pixel near the crop's middle, inside the picture where it can be."""
    ys, xs = np.nonzero(mask)
    pick = int(rng.integers(len(ys)))
    centre = np.array([xs[pick], ys[pick]]) + rng.uniform(-0.3, 0.3, 2) * crop / scale
    half = crop / scale / 2
    for axis, side in ((0, mask.shape[1]), (1, mask.shape[0])):
        low, high = half, side - half
        centre[axis] = np.clip(centre[axis], low, high) if low < high else side / 2
    return view_matrix((float(centre[0]), float(centre[1])), scale, crop, flip=bool(rng.random() < 0.5))

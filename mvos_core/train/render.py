"""A planned clip as pictures, on the CPU."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mvos_core.train.augment import SAME, sampling_map
from mvos_core.train.library import Library
from mvos_core.train.plan import ClipPlan, View
from mvos_core.train.sampling import labels_seen, laid_over, paste, recolour, sample_picture
from mvos_core.types import Frame, LabelMap


@dataclass(frozen=True, slots=True)
class Clip:
    """A training clip: frames uint8 (T, S, S, 3) RGB, labels uint8 (T, S, S); objects 1 … K."""

    frames: Frame
    labels: LabelMap


def render(plan: ClipPlan, library: Library, *, crop: int) -> Clip:
    """Make the clip, S = `crop` pixels."""
    frames, labels = [], []
    for t, view in enumerate(plan.base.views):
        frame, seen = _look(view, plan.base.renumber, library, crop=crop)
        if plan.pasted:
            layer = plan.pasted.layer
            above, other = _look(layer.views[t], layer.renumber, library, crop=crop, mirror_labels=False)
            shown, seen = laid_over(seen, other > 0, label=plan.pasted.label, behind=plan.pasted.behind)
            frame = paste(frame, above, shown)
        frames.append(frame)
        labels.append(seen)
    return Clip(np.stack(frames), np.stack(labels))


def _look(
    view: View, renumber: LabelMap, library: Library, *, crop: int, mirror_labels: bool = True
) -> tuple[Frame, LabelMap]:
    where = sampling_map(view.matrix, crop, bend=view.bend if view.bend.any() else None)
    frame = sample_picture(library.picture(view.picture), where)
    for colours in view.colours:
        if colours != SAME:
            frame = recolour(frame, colours)
    return frame, labels_seen(library.labels(view.picture), where, renumber, mirror=mirror_labels)

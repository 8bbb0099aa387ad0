"""A small DAVIS on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.masks.labels import write_label_map
from mvos_core.types import Frame, LabelMap

SIZE = (24, 32)


def plain_frame(index: int) -> Frame:
    """Return a picture, uint8 (24, 32, 3), of one colour that tells its index: blue grows, red is full."""
    return np.full((*SIZE, 3), (250, 0, 8 * index), np.uint8)


def plain_labels(*objects: int, index: int = 0) -> LabelMap:
    """Return a label map, uint8 (24, 32), with a 6 by 4 box for each object, lower with each index."""
    labels = np.zeros(SIZE, np.uint8)
    for place, label in enumerate(objects):
        labels[4 + index : 10 + index, 2 + 8 * place : 6 + 8 * place] = label
    return labels


def write_sequence(
    davis: Path, name: str, *, label_maps: Sequence[LabelMap], frames: Sequence[Frame] | None = None
) -> None:
    """Write one sequence's frames, by default plain ones, and its annotations."""
    pictures = davis / "JPEGImages" / "480p" / name
    annotations = davis / "Annotations" / "480p" / name
    pictures.mkdir(parents=True)
    annotations.mkdir(parents=True)
    for index, labels in enumerate(label_maps):
        frame = plain_frame(index) if frames is None else frames[index]
        Image.fromarray(frame).save(pictures / f"{index:05d}.jpg", quality=95)
        write_label_map(annotations / f"{index:05d}.png", labels)


def write_lists(davis: Path, *, year: str, lists: Mapping[str, Sequence[str]]) -> None:
    """Write the lists of a year, one line each."""
    folder = davis / "ImageSets" / year
    folder.mkdir(parents=True)
    for split, lines in lists.items():
        (folder / f"{split}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

"""A small YouTube-VOS on disk: discs that move, in the layout of its archives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.masks.labels import write_label_map
from mvos_core.types import LabelMap

SIZE = (48, 64)
STEP = 5


def labels_at(frame: int, objects: Mapping[int, int]) -> LabelMap:
    """A box for each object (label → first frame) that has appeared by `frame`, moving to the right."""
    labels = np.zeros(SIZE, np.uint8)
    for row, (label, first) in enumerate(objects.items()):
        if frame >= first:
            left = 4 + frame // 2
            labels[4 + 22 * row : 20 + 22 * row, left : left + 20] = label
    return labels


def write_picture(path: Path, labels: LabelMap) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    colours = np.array([[30, 60, 40], [220, 200, 60], [60, 80, 230], [200, 60, 200]], np.uint8)
    Image.fromarray(colours[labels % 4]).save(path, quality=95)


def write_video(
    folder: Path, name: str, objects: Mapping[int, int], *, n_frames: int, every: int = STEP, all_masks: bool
) -> None:
    """Write a video's pictures every nth frame; label maps of all of them, or only where objects appear."""
    for frame in range(0, n_frames, every):
        labels = labels_at(frame, objects)
        write_picture(folder / "JPEGImages" / name / f"{frame:05d}.jpg", labels)
        if all_masks or frame in objects.values():
            mask = folder / "Annotations" / name / f"{frame:05d}.png"
            mask.parent.mkdir(parents=True, exist_ok=True)
            write_label_map(mask, labels)


def write_meta(folder: Path, videos: Mapping[str, tuple[Mapping[int, int], int]]) -> None:
    """Write meta.json: for each video its objects (label → first frame) and its number of frames."""
    content = {
        name: {
            "objects": {
                str(label): {
                    "category": "box",
                    "frames": [f"{frame:05d}" for frame in range(first, n_frames, STEP)],
                }
                for label, first in objects.items()
            }
        }
        for name, (objects, n_frames) in videos.items()
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "meta.json").write_text(json.dumps({"videos": content}), encoding="utf-8")

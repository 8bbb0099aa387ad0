"""A tiny data set of moving discs, in the layouts that training reads."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.masks.labels import write_label_map
from mvos_core.train.config import DataSection


def disc_picture(
    x: float, *, seed: int, size: tuple[int, int] = (72, 96)
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    rng = np.random.default_rng(seed)
    picture = cv2.resize(rng.integers(0, 120, (6, 8, 3), dtype=np.uint8), size[::-1])
    labels = np.zeros(size, np.uint8)
    cv2.circle(labels, (int(x), size[0] // 2), 16, [1], -1)
    picture[labels > 0] = (220, 200, 60)
    return np.asarray(picture, np.uint8), labels


def write_picture(path: Path, rgb: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(path.suffix, rgb[..., ::-1])[1].tobytes())


def make_data(root: Path) -> DataSection:
    for i in range(4):
        picture, labels = disc_picture(30 + 10 * i, seed=i)
        write_picture(root / "stills" / "images" / f"s{i}.jpg", picture)
        (root / "stills" / "masks").mkdir(exist_ok=True)
        write_label_map(root / "stills" / "masks" / f"s{i}.png", labels)
    for name in ("alpha", "beta"):
        for t in range(8):
            picture, labels = disc_picture(24 + 6 * t, seed=len(name))
            write_picture(root / "DAVIS" / "JPEGImages" / "480p" / name / f"{t:05d}.jpg", picture)
            folder = root / "DAVIS" / "Annotations" / "480p" / name
            folder.mkdir(parents=True, exist_ok=True)
            write_label_map(folder / f"{t:05d}.png", labels)
    lists = root / "DAVIS" / "ImageSets" / "2016"
    lists.mkdir(parents=True)
    (lists / "train.txt").write_text("alpha\nbeta\n")
    return DataSection(
        stills=str(root / "stills"), davis=str(root), split="train", crop=64, stills_share=((0.0, 0.5),)
    )

"""Data sets that are folders of pictures beside folders of label maps: YouTube-VOS for training, BL30K.

YouTube-VOS (Xu et al., ECCV 2018) annotates every fifth frame of its training videos, BL30K (Cheng et al., CVPR 2021)
every frame of its synthetic ones. Both hold `JPEGImages/<video>/<frame>.jpg` and `Annotations/<video>/<frame>.png`.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from mvos_core.eval.davis import Sequence
from mvos_core.types import MvosError

_PICTURES = (".jpg", ".jpeg", ".png")


def pictures_in(folder: Path) -> tuple[Path, ...]:
    """Return a folder's pictures in the order of their names; none where there is no folder."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(file for file in folder.glob("[!.]*") if file.suffix.lower() in _PICTURES))


def annotated_videos(root: Path) -> list[Sequence]:
    """Return the videos below `root`, each with those of its frames that are annotated, in the order of their names.

    Raises:
        MvosError: the folders are not there, or no video has an annotated frame.
    """
    pictures, annotations = root / "JPEGImages", root / "Annotations"
    if not pictures.is_dir() or not annotations.is_dir():
        raise MvosError(f"{root} must hold the folders JPEGImages and Annotations; check the path.")
    videos = [
        _annotated(folder, annotations / folder.name)
        for folder in sorted(pictures.iterdir())
        if folder.is_dir()
    ]
    found = [video for video in videos if len(video)]
    if not found:
        raise MvosError(f"No video in {pictures} has an annotated frame in {annotations}; check the path.")
    return found


def youtubevos_training(root: Path) -> list[Sequence]:
    """Return the annotated videos of YouTube-VOS's training split: `root` is its folder or the one that holds train/."""
    return annotated_videos(root / "train" if (root / "train").is_dir() else root)


def bl30k(root: Path) -> list[Sequence]:
    """Return the videos of BL30K: one folder, or its parts as they are unpacked, a/BL30K … f/BL30K.

    Raises:
        MvosError: there are none.
    """
    parts = sorted({folder.parent for folder in root.glob("*/BL30K/JPEGImages")} if root.is_dir() else ())
    return [video for part in parts or [root] for video in annotated_videos(part)]


def _annotated(pictures: Path, annotations: Path) -> Sequence:
    stems = {file.stem for file in annotations.glob("[!.]*.png")} if annotations.is_dir() else set()
    frames = tuple(file for file in pictures_in(pictures) if file.stem in stems)
    return Sequence(pictures.name, frames, tuple(annotations / f"{frame.stem}.png" for frame in frames))


def spacing(sequence: Sequence) -> int:
    """Return how many frames of the video lie from one picture of the sequence to the next, by the files' numbers."""
    stems = [frame.stem for frame in sequence.frames]
    if len(stems) < 2 or not all(stem.isdecimal() for stem in stems):
        return 1
    numbers = [int(stem) for stem in stems]
    return max(1, min(after - before for before, after in pairwise(numbers)))

"""The DAVIS data sets as they lie on disk: the sequences of a split, their files, and how to read them.

DAVIS 2016 (Perazzi et al., CVPR 2016) knows one object per sequence, DAVIS 2017 (Pont-Tuset et al., 2017)
several. Training reads the same folders, so this module needs neither a video library nor a window system.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from mvos_core.masks.labels import read_label_map
from mvos_core.types import Frame, LabelMap, MvosError

YEARS = ("2016", "2017")
HELD_OUT = ("breakdance-flare", "car-turn", "dog-agility", "horsejump-low", "mallard-fly", "scooter-gray")
"""Sequences of the DAVIS 2016 train split that are never trained on: for choosing between checkpoints, so
that the val split stays unseen until the end."""

_RESOLUTION = "480p"
_PICTURES = (".jpg", ".jpeg", ".png")
_DOWNLOAD = "download DAVIS in 480p from davischallenge.org"


@dataclass(frozen=True, slots=True)
class Sequence:
    """One annotated clip: the files of its frames and, one for each, of its label maps."""

    name: str
    frames: tuple[Path, ...]
    annotations: tuple[Path, ...]

    def __len__(self) -> int:
        return len(self.frames)


def davis_sequences(
    root: Path, *, year: str, split: str, names: abc.Sequence[str] | None = None
) -> list[Sequence]:
    """Return the sequences of a split in the order of its list, or only those of them in `names`.

    Args:
        root: the `DAVIS` folder or the one that holds it.
        year: "2016" (every object is object 1) or "2017".
        split: the name of a list in `ImageSets/<year>`, such as "train" or "val"; or "held-out", the
            sequences of `HELD_OUT`; or "train-minus-held-out", the rest of train.
        names: the sequences wanted, which the split must have; None for all.

    Raises:
        MvosError: DAVIS is not there, or the year, the split, a sequence or a file of one is missing.
    """
    davis = _davis_folder(root)
    if year not in YEARS:
        raise MvosError(f"There is no DAVIS {year}; choose {' or '.join(YEARS)}.", exit_code=2)
    listed = _split_names(davis / "ImageSets" / year, split)
    if names is not None:
        listed = _chosen(listed, names, where=f"the {split} split of DAVIS {year}")
    if not listed:
        raise MvosError(f"The split {split} of DAVIS {year} names no sequence; choose another.", exit_code=2)
    return [_sequence(davis, name) for name in listed]


def _davis_folder(root: Path) -> Path:
    for folder in (root, root / "DAVIS"):
        if (folder / "JPEGImages" / _RESOLUTION).is_dir():
            return folder
    raise MvosError(
        f"There is no DAVIS at {root}: neither it nor its folder DAVIS holds JPEGImages/{_RESOLUTION}; "
        f"{_DOWNLOAD}."
    )


def _split_names(lists: Path, split: str) -> list[str]:
    if split == "held-out":
        return _chosen(_split_names(lists, "train"), HELD_OUT, where=str(lists / "train.txt"))
    if split == "train-minus-held-out":
        return [name for name in _split_names(lists, "train") if name not in HELD_OUT]
    path = lists / f"{split}.txt"
    if not path.is_file():
        known = [*sorted(file.stem for file in lists.glob("*.txt")), "held-out", "train-minus-held-out"]
        raise MvosError(f"There is no split {split} in {lists}; choose {' or '.join(known)}.", exit_code=2)
    lines = path.read_text(encoding="utf-8").splitlines()
    # A dict keeps the order of the list and each name once, whichever of the two styles it is written in.
    return list(dict.fromkeys(_listed_name(line) for line in lines if line.strip()))


def _listed_name(line: str) -> str:
    """Return the sequence of a line: its name, or "/JPEGImages/480p/<name>/00000.jpg /Annotations/…"."""
    first = line.split(maxsplit=1)[0]
    return first.split("/")[-2] if "/" in first else first


def _chosen(listed: list[str], names: abc.Sequence[str], *, where: str) -> list[str]:
    unknown = [name for name in names if name not in listed]
    if unknown:
        raise MvosError(f"There is no sequence {', '.join(unknown)} in {where}; it has {', '.join(listed)}.")
    return [name for name in listed if name in names]


def _sequence(davis: Path, name: str) -> Sequence:
    pictures = davis / "JPEGImages" / _RESOLUTION / name
    frames = tuple(sorted(file for file in pictures.glob("[!.]*") if file.suffix.lower() in _PICTURES))
    if not frames:
        raise MvosError(f"The sequence {name} has no frames in {pictures}; {_DOWNLOAD}.")
    labels = davis / "Annotations" / _RESOLUTION / name
    annotations = tuple(labels / f"{frame.stem}.png" for frame in frames)
    missing = [path for path in annotations if not path.is_file()]
    if missing:
        raise MvosError(
            f"The sequence {name} lacks {len(missing)} of its {len(frames)} annotations, the first of them "
            f"{missing[0]}; {_DOWNLOAD}."
        )
    return Sequence(name, frames, annotations)


def read_picture(path: Path) -> Frame:
    """Read a picture file as a frame.

    Raises:
        MvosError: the file is missing or no picture.
    """
    try:
        # OpenCV's own reading fails on Windows where a path is not plain ASCII.
        encoded = np.fromfile(path, np.uint8)
    except OSError as error:
        raise MvosError(f"The picture {path} cannot be read: {error.strerror}.") from error
    bgr = cv2.imdecode(encoded, cv2.IMREAD_COLOR) if encoded.size else None
    if bgr is None:
        raise MvosError(f"The file {path} is not a readable picture; replace it with a JPEG or PNG.")
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def read_annotation(path: Path, *, year: str) -> LabelMap:
    """Read the label map of a DAVIS frame; in 2016 all its objects are object 1.

    Raises:
        MvosError: the file is missing or no label map.
    """
    labels = read_label_map(path)
    return (labels > 0).astype(np.uint8) if year == "2016" else labels

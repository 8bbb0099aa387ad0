"""YouTube-VOS's validation split: its videos as they lie on disk, and results as its server wants them.

The truth is not published. `meta.json` says which objects a video has and in which frames each is judged; label maps
exist only where objects appear for the first time, which may be long after the first frame (Xu et al., 2018; the
editions 2018 and 2019 have the same layout).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mvos_core.atomic import make_folder, write_whole
from mvos_core.eval.folders import pictures_in
from mvos_core.eval.segmenters import PictureFiles
from mvos_core.masks.labels import object_labels, read_label_map, write_label_map
from mvos_core.model.checkpoint import digest
from mvos_core.propagation import Anchor, Propagator, propagate
from mvos_core.types import LabelMap, MvosError, Step, size_of


@dataclass(frozen=True, slots=True)
class Video:
    """One video.

    Attributes:
        name: of its folder.
        frames: its pictures, in order.
        given: for frame indices, the label maps' files.
        objects: their numbers.
        judged: the indices of the frames that results are wanted for.
    """

    name: str
    frames: tuple[Path, ...]
    given: Mapping[int, Path]
    objects: tuple[int, ...]
    judged: tuple[int, ...]


def youtubevos_videos(root: Path, *, split: str = "valid", names: Sequence[str] | None = None) -> list[Video]:
    """Return a split's videos, or only those in `names`.

    Pictures of every frame (`valid_all_frames`, beside the split or in all_frames/) are taken where they are there: a
    network follows small steps better.

    Raises:
        MvosError: the split is not there or incomplete, or has no video of such a name.
    """
    folder = root / split if (root / split).is_dir() else root
    videos = _meta(folder / "meta.json")
    unknown = [name for name in names or () if name not in videos]
    if unknown:
        raise MvosError(f"There is no video {', '.join(unknown)} in {folder}; check the names.", exit_code=2)
    full = (root / f"{split}_all_frames", root / "all_frames" / f"{split}_all_frames")
    pictures = next(
        (each / "JPEGImages" for each in full if (each / "JPEGImages").is_dir()), folder / "JPEGImages"
    )
    wanted = videos if names is None else {name: videos[name] for name in videos if name in names}
    return [_video(name, objects, pictures, folder / "Annotations") for name, objects in wanted.items()]


def _meta(path: Path) -> dict[str, dict[str, list[str]]]:
    """Return each video's objects and the frames that they are judged in."""
    try:
        meta: Any = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name): {
                str(label): [str(f) for f in item["frames"]] for label, item in video["objects"].items()
            }
            for name, video in meta["videos"].items()
        }
    except OSError as error:
        raise MvosError(
            f"There is no readable {path} ({error.strerror}); download YouTube-VOS from youtube-vos.org."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MvosError(f"{path} is not YouTube-VOS's list of videos; download it again.") from error


def _video(name: str, objects: Mapping[str, list[str]], pictures: Path, annotations: Path) -> Video:
    frames = pictures_in(pictures / name)
    index = {frame.stem: i for i, frame in enumerate(frames)}
    judged = sorted({stem for stems in objects.values() for stem in stems})
    lacking = [stem for stem in judged if stem not in index]
    if lacking or not frames:
        raise MvosError(
            f"The video {name} lacks {len(lacking) or 'all'} of its pictures in {pictures / name}; download it again."
        )
    given = {index[file.stem]: file for file in pictures_in(annotations / name) if file.stem in index}
    if not given:
        raise MvosError(f"The video {name} has no label map in {annotations / name}; download it again.")
    return Video(name, frames, given, tuple(sorted(map(int, objects))), tuple(index[stem] for stem in judged))


def first_anchors(video: Video) -> dict[int, Anchor]:
    """Return an anchor for each frame in which objects appear for the first time; it speaks for these alone."""
    anchors: dict[int, Anchor] = {}
    known: set[int] = set()
    for index in sorted(video.given):
        labels = read_label_map(video.given[index])
        new = [label for label in object_labels(labels) if label in video.objects and label not in known]
        if new:
            anchors[index] = Anchor(labels, tuple(new))
            known.update(new)
    return anchors


def segment_video(propagator: Propagator, video: Video) -> Iterator[tuple[int, LabelMap]]:
    """Yield each frame's index and label map; before the first object appears all is background.

    Raises:
        MvosError: no label map shows an object.
    """
    anchors = first_anchors(video)
    if not anchors:
        raise MvosError(f"No label map of the video {video.name} shows one of its objects; leave it out.")
    start = min(anchors)
    blank = np.zeros(size_of(anchors[start].labels), np.uint8)
    yield from ((index, blank) for index in range(start))
    order = range(start, len(video.frames))
    for step in propagate(propagator, PictureFiles(video.frames), anchors, order):
        yield step.value.index, step.value.labels


def _claim(out: Path, propagator: Propagator) -> None:
    maker = f"{digest(propagator.network)} {propagator.size} {type(propagator).__name__}\n"
    note = out / "made-by.txt"
    try:
        before = note.read_text(encoding="utf-8")
    except OSError:
        before = ""
    if before not in {"", maker} or (not before and (out / "Annotations").exists()):
        raise MvosError(
            f"{out} holds label maps of another network or working size; choose another folder with --out.",
            exit_code=2,
        )
    make_folder(out, otherwise="with --out")
    write_whole(note, maker.encode(), what="The note of what made the submission")


def write_submission(propagator: Propagator, videos: Sequence[Video], out: Path) -> Iterator[Step[str]]:
    """Write `out`/Annotations/<video>/<frame>.png for all judged frames, a step for each video; it is then zipped.

    Videos that an earlier call of the same network and size finished are left as they are.

    Raises:
        MvosError: a folder cannot be made or a file not written, or `out` holds what another network or size made.
    """
    _claim(out, propagator)
    for done, video in enumerate(videos, start=1):
        folder = make_folder(out / "Annotations" / video.name, otherwise="with --out")
        files = {index: folder / f"{video.frames[index].stem}.png" for index in video.judged}
        if not all(file.is_file() for file in files.values()):
            for index, labels in segment_video(propagator, video):
                if index in files:
                    write_label_map(files[index], labels)
        yield Step(done, len(videos), video.name)

"""A project on disk: the bundle, a folder `clip.mvos/` that holds one whole state at every instant.

`project.json` is the manifest, and `masks/000123.<digest>.png` the label map of frame 123. A mask's file is
never overwritten, as another mask has another digest. A save writes the files of new masks, then swaps the
manifest in one step, then deletes the files that the manifest no longer names. Wherever it is cut off, by a
crash or a power cut, the manifest that is there names only files that are there. This is the shadow paging of
databases (Lorie, "Physical integrity in a large segmented database", ACM TODS 1977).
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from mvos_core.masks.track import MaskEntry, MaskTrack
from mvos_core.project import disk
from mvos_core.project.clip import ClipLocation, locate_clip
from mvos_core.project.manifest import Manifest, decode_manifest, encode_manifest
from mvos_core.project.state import Project
from mvos_core.types import MvosError

MANIFEST_NAME = "project.json"
MASKS_NAME = "masks"

_MASK_FILE = re.compile(r"[0-9]{6,}\.(?P<digest>[0-9a-f]{8})\.png")
_PART_FILE = re.compile(_MASK_FILE.pattern + re.escape(disk.PART_SUFFIX))
_LEFTOVERS = frozenset({MASKS_NAME, MANIFEST_NAME + disk.PART_SUFFIX})
_WRITERS = 4  # file systems sync several files at once in little more than the time of one

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ESTALE})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@dataclass(frozen=True, slots=True)
class MaskProblem:
    """A frame whose mask could not be loaded; `text` is a sentence that says why."""

    frame: int
    text: str


@dataclass(frozen=True, slots=True)
class LoadedProject:
    """What a bundle gave: the project without the masks named in `problems`, and where its clip lies.

    `project.clip` is `clip.path`.
    """

    project: Project
    clip: ClipLocation
    problems: tuple[MaskProblem, ...]


def save_project(project: Project, bundle: Path, *, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """Save a project as the bundle, a folder that is made if need be; what was saved there is replaced.

    Only what the bundle does not hold yet is written. When this returns, the state outlasts a power cut; when
    it fails or is cut off, the bundle holds the whole of this state or of the one before. Two saves of one bundle
    must not overlap.

    Returns the names of the masks' files, for the next save to take as `known`: those that are still there are not
    read again to see whether they are whole, which for a long clip takes longer than all else.

    Raises:
        MvosError: the disk is full, the folder is gone or cannot be written to, or it holds other things.
    """
    digests = {frame: entry.digest() for frame, entry in project.masks.items()}
    files = {_mask_name(frame, digests[frame]): entry.png for frame, entry in project.masks.items()}
    masks = bundle / MASKS_NAME
    try:
        manifest = encode_manifest(project, digests, relative_clip=_relative_clip(project.clip, bundle))
        _prepare(bundle)
        present = {file.name for file in masks.iterdir()}
        # Reading what is there mends a damaged file when its mask is computed again.
        new = files.keys() - (present & known)
        _write_masks({name: files[name] for name in new if not _holds(masks / name, files[name])}, masks)
        disk.write_durably(bundle / MANIFEST_NAME, manifest)
        disk.sync_folder(bundle)
        disk.sync_folder(bundle.parent)
    except OSError as error:
        raise _unsaved(bundle, error) from error
    _delete_masks(masks / name for name in present - files.keys())
    return frozenset(files)


def load_project(bundle: Path) -> LoadedProject:
    """Load the state that was last saved whole; nothing on disk is changed.

    A mask whose file is missing, or does not have the digest that the manifest tells, is left out and reported.

    Raises:
        MvosError: there is no such bundle, or it is damaged, unreadable or of a newer version.
    """
    manifest = _read_manifest(bundle)
    masks: dict[int, MaskEntry] = {}
    problems: list[MaskProblem] = []
    size = manifest.project.fingerprint.size
    for frame, record in manifest.masks.items():
        file = bundle / MASKS_NAME / _mask_name(frame, record.digest)
        try:
            entry = MaskEntry(file.read_bytes(), size, record.origin, record.confidence)
        except FileNotFoundError:
            problems.append(MaskProblem(frame, f"The mask of frame {frame} is missing: there is no {file}."))
            continue
        except OSError as error:
            # Leaving out a mask that may be readable tomorrow would let the next save delete it.
            raise _unreadable(bundle, error) from error
        if entry.digest() == record.digest:
            masks[frame] = entry
        else:
            problems.append(
                MaskProblem(frame, f"The mask of frame {frame} is damaged or was changed outside: {file}.")
            )
    clip = locate_clip(manifest.project.fingerprint, _clip_places(manifest, bundle))
    project = replace(manifest.project, clip=clip.path, masks=MaskTrack(masks))
    return LoadedProject(project, clip, tuple(problems))


def _mask_name(frame: int, digest: str) -> str:
    return f"{frame:06d}.{digest}.png"


def _prepare(bundle: Path) -> None:
    """Make the bundle's folders, unless its name is taken by something else."""
    if bundle.is_dir():
        names = {path.name for path in bundle.iterdir()}
        # A first save that was cut off leaves no manifest.
        if MANIFEST_NAME not in names and names - _LEFTOVERS:
            raise MvosError(f"The folder {bundle} holds other things than a project; choose another name.")
    elif bundle.exists():
        raise MvosError(f"{bundle} is a file, and a project is a folder; choose another name.")
    disk.make_folder(bundle)
    disk.make_folder(bundle / MASKS_NAME)


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.read_bytes() == content
    except OSError:
        return False


def _write_masks(files: Mapping[str, bytes], folder: Path) -> None:
    with ThreadPoolExecutor(_WRITERS) as pool:
        for _ in pool.map(disk.write_durably, (folder / name for name in files), files.values()):
            pass
    disk.sync_folder(folder)


def _delete_masks(files: Iterable[Path]) -> None:
    """Delete those of the files that a save made and that no manifest names any more."""
    for file in files:
        match = _MASK_FILE.fullmatch(file.name)
        # The state is safe by now: what cannot be deleted today, a later save deletes.
        with suppress(OSError):
            if _PART_FILE.fullmatch(file.name) or (match and _is(file, match["digest"])):
                disk.remove(file)


def _is(file: Path, digest: str) -> bool:
    # A file whose content its name does not tell was damaged or edited outside, and loading left its mask
    # out: it may be all that is left of that mask, so it stays.
    return hashlib.sha256(file.read_bytes()).hexdigest().startswith(digest)


def _relative_clip(clip: Path, bundle: Path) -> str | None:
    """Return the way from the bundle to the clip, in which `..` is safe because no part is a link."""
    try:
        way = os.path.relpath(clip.parent.resolve() / clip.name, bundle.resolve())
    except ValueError:  # another drive of a Windows machine
        return None
    return PurePath(way).as_posix()


def _clip_places(manifest: Manifest, bundle: Path) -> list[Path]:
    # The relative place first: a bundle that was copied along with its clip belongs to the copy.
    places = [manifest.project.clip]
    if manifest.relative_clip is not None:
        places.insert(0, Path(os.path.normpath(bundle.resolve() / manifest.relative_clip)))
    return places


def _read_manifest(bundle: Path) -> Manifest:
    try:
        text = (bundle / MANIFEST_NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        if bundle.exists():
            raise MvosError(f"{bundle} is not a project; choose a folder that ends in .mvos.") from error
        raise MvosError(f"There is no project {bundle}; choose one that exists.") from error
    except OSError as error:
        raise _unreadable(bundle, error) from error
    return decode_manifest(text, source=bundle)


def _unreadable(bundle: Path, error: OSError) -> MvosError:
    return MvosError(
        f"The project {bundle} cannot be read: {error.strerror}; check the drive and your rights, then open it again."
    )


def _unsaved(bundle: Path, error: OSError) -> MvosError:
    if error.errno in _FULL:
        return MvosError(
            f"The project {bundle} is not saved, as the disk is full; free some space and save again."
        )
    if error.errno in _GONE:
        return MvosError(
            f"The project {bundle} is not saved, as its folder is gone; bring it back or save in another place."
        )
    if error.errno in _FORBIDDEN:
        return MvosError(
            f"The project {bundle} is not saved, as its folder cannot be written to; save in another place."
        )
    return MvosError(f"The project {bundle} is not saved: {error.strerror}; save again or in another place.")

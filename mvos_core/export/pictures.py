"""A folder of PNG files that appears when all of them are written and have been looked at."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from mvos_core.atomic import is_incidental, write_whole
from mvos_core.masks.labels import encode_label_map, read_label_map
from mvos_core.types import MvosError, Step
from mvos_core.video.verify import Check

_PART = ".part"
_EFFORT = 3  # of 9; more costs much time for little


class PictureFolder:
    """Writes pictures into the folder `name.part`, which takes its own name at the end of the `with` block.

    When the block ends with an exception, nothing is left behind. A folder that is there already is replaced, if it
    holds nothing but PNG files.
    """

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        """Begin a folder for the pictures called `names`.

        Raises:
            MvosError: it cannot be made, or holds other things.
        """
        self.path = path
        self.part = path.with_name(path.name + _PART)
        self.n_frames = 0
        self._names = names
        self._first: NDArray[np.uint8] | None = None
        self._last: NDArray[np.uint8] | None = None
        there = [file for file in path.iterdir() if not is_incidental(file)] if path.is_dir() else []
        if path.is_file() or any(file.suffix != ".png" for file in there):
            raise MvosError(f"{path} holds other things than PNG files; choose another name.", exit_code=2)
        try:
            shutil.rmtree(self.part, ignore_errors=True)
            self.part.mkdir(parents=True)
        except OSError as error:
            raise _unwritable(path, error) from error

    def __enter__(self) -> PictureFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._take_name()
        except OSError as failure:
            raise _unwritable(self.path, failure) from failure
        finally:
            with suppress(OSError):
                shutil.rmtree(self.part)

    def _take_name(self) -> None:
        """Give the folder its name; an older one is deleted when the new one has it, not before."""
        if not self.path.is_dir():
            self.part.rename(self.path)
            return
        parent, prefix = self.path.parent, f".{self.path.name}-"
        with TemporaryDirectory(dir=parent, prefix=prefix, ignore_cleanup_errors=True) as aside:
            old = Path(aside, self.path.name)
            try:
                self.path.rename(old)
                self.part.rename(self.path)
            finally:
                if not self.path.exists():
                    old.rename(self.path)

    def write(self, picture: NDArray[np.uint8]) -> None:
        """Add a picture: uint8 (H, W, 3) RGB, (H, W, 4) RGBA, (H, W, 1) grey, or a label map (H, W), in the DAVIS palette.

        Raises:
            MvosError: the disk is full or fails.
        """
        file = self.part / f"{self._names[self.n_frames]}.png"
        write_whole(file, _encoded(picture), what="The picture")
        self._first = picture.copy() if self._first is None else self._first
        self._last = picture.copy()
        self.n_frames += 1

    def verify(self) -> Generator[Step[int], None, tuple[Check, ...]]:
        """Count what lies on the disk, and compare the first and the last picture with what was written.

        Raises:
            MvosError: they are not the same.
        """
        found = sum(1 for _ in self.part.glob("*.png"))
        due_number = len(self._names)
        checks = [Check("frames", found == due_number, f"{found} of {due_number} pictures written")]
        for what, number, due in (("first frame", 0, self._first), ("last frame", -1, self._last)):
            if due is not None:
                seen = _decoded(self.part / f"{self._names[: self.n_frames][number]}.png", due.shape)
                same = bool(np.array_equal(seen, due))
                kind = "colours and alpha" if due.shape[2:] == (4,) else "values"
                text = f"{what}: {kind} {'are' if same else 'are not'} equal bit for bit"
                checks.append(Check(what, same, text))
        yield Step(1, 1, found)
        failed = [check.text for check in checks if not check.passed]
        if failed:
            raise MvosError(
                f"{self.path.name} was written, but is not what was rendered: {'; '.join(failed)}. It was deleted; try "
                "again on another disk."
            )
        return tuple(checks)


def _encoded(picture: NDArray[np.uint8]) -> bytes:
    if picture.ndim == 2:
        return encode_label_map(picture)
    stored = picture
    if picture.shape[2] != 1:
        order = cv2.COLOR_RGBA2BGRA if picture.shape[2] == 4 else cv2.COLOR_RGB2BGR
        stored = np.asarray(cv2.cvtColor(picture, order), np.uint8)
    _, png = cv2.imencode(".png", stored, [cv2.IMWRITE_PNG_COMPRESSION, _EFFORT])
    return png.tobytes()


def _decoded(file: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Read a picture back that was written with this shape."""
    if len(shape) == 2:
        return read_label_map(file)
    # OpenCV's own reading does not take every path.
    content = np.frombuffer(file.read_bytes(), np.uint8)
    picture = cast("NDArray[np.uint8] | None", cv2.imdecode(content, cv2.IMREAD_UNCHANGED))
    if picture is None:
        return np.zeros((0, 0, 3), np.uint8)
    if shape[2] == 1:
        return picture.reshape(shape) if picture.size == np.prod(shape) else picture
    order = cv2.COLOR_BGRA2RGBA if picture.shape[2] == 4 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(picture, order), np.uint8)


def _unwritable(path: Path, error: OSError) -> MvosError:
    return MvosError(f"{path} cannot be written ({error.strerror}); choose another place or free some space.")

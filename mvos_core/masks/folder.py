"""A folder of label maps: one palette PNG per frame, named after the clip's frames, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mvos_core.masks.labels import read_label_map, write_label_map
from mvos_core.types import LabelMap, MvosError


class MaskFolder:
    """The folder that a run writes into; each file is whole or absent at every moment."""

    def __init__(self, path: Path, names: Sequence[str], *, first: int = 0) -> None:
        """Take `path`, made if need be, for the frames from `first` on, called `names`.

        Raises:
            MvosError: it cannot be made, is a file, or holds other files than a run on these frames writes.
        """
        self._path = path
        self._names = names
        self._first = first
        expected = {f"{name}.png" for name in names}
        try:
            path.mkdir(parents=True, exist_ok=True)
            foreign = sorted(entry.name for entry in path.iterdir() if entry.name not in expected)
        except OSError as error:
            raise MvosError(
                f"The folder {path} cannot be used ({error.strerror}); choose another with --out."
            ) from error
        if foreign:
            raise MvosError(
                f"The folder {path} holds other files already ({', '.join(foreign[:3])}); choose an empty one with --out."
            )

    def file(self, index: int) -> Path:
        """Return where frame `index`'s label map lies."""
        return self._path / f"{self._names[index - self._first]}.png"

    def write(self, index: int, labels: LabelMap) -> None:
        """Write frame `index`'s label map, uint8 (H, W)."""
        write_label_map(self.file(index), labels)

    def read(self, index: int) -> LabelMap:
        """Read frame `index`'s label map back."""
        return read_label_map(self.file(index))

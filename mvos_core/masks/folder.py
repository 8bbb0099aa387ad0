"""A folder of label maps: one palette PNG per frame, named after the clip's frames, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mvos_core.atomic import claim_folder
from mvos_core.masks.labels import read_label_map, write_label_map
from mvos_core.types import LabelMap


class MaskFolder:
    """The folder that a run writes into; each file is whole or absent at every moment."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        """Take `path`, made if need be, for the label maps of a clip's frames, called `names`.

        Raises:
            MvosError: it cannot be made, is a file, or holds other files than label maps of this clip.
        """
        self._path = path
        self._names = names
        claim_folder(path, [f"{name}.png" for name in names])

    def file(self, index: int) -> Path:
        """Return where frame `index`'s label map lies."""
        return self._path / f"{self._names[index]}.png"

    def write(self, index: int, labels: LabelMap) -> None:
        """Write frame `index`'s label map, uint8 (H, W)."""
        write_label_map(self.file(index), labels)

    def read(self, index: int) -> LabelMap:
        """Read frame `index`'s label map back."""
        return read_label_map(self.file(index))

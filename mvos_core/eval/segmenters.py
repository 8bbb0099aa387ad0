"""Our network as a segmenter of annotated sequences, without a video library."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from pathlib import Path

from mvos_core.eval.davis import Sequence, read_annotation, read_picture
from mvos_core.eval.evaluate import Segmenter
from mvos_core.propagation import Anchor, Propagator, propagate
from mvos_core.types import Frame, LabelMap


class PictureFiles:
    """Picture files as a `FrameSource`."""

    def __init__(self, files: abc.Sequence[Path]) -> None:
        self._files = files

    def read(self, index: int, /) -> Frame:
        """Return frame `index`."""
        return read_picture(self._files[index])

    def frames(self, order: range, /) -> Iterator[Frame]:
        """Yield the frames of `order`."""
        return (self.read(index) for index in order)


def network_segmenter(propagator: Propagator, *, year: str) -> Segmenter:
    """Return the segmenter that propagates a sequence's first annotation forwards; `year` says how it is read."""

    def segment(sequence: Sequence) -> Iterator[LabelMap]:
        first = Anchor.of(read_annotation(sequence.annotations[0], year=year))
        for step in propagate(propagator, PictureFiles(sequence.frames), {0: first}, range(len(sequence))):
            yield step.value.labels

    return segment

"""What is remembered of earlier frames, and how a new frame reads it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from mvos_core.model.config import ModelConfig


def affinity(query_key: Tensor, memory_key: Tensor, *, top_k: int = 0) -> Tensor:
    """How much each query pixel takes from each memory pixel.

    Similarity is the negative squared L2 distance over √Ck (STCN, Cheng et al. 2021); the query's own norm is
    constant under the softmax and left out.

    Args:
        query_key: (B, Ck, N) keys of the frame in question.
        memory_key: (B, Ck, M) keys of all remembered pixels.
        top_k: keep only each query pixel's k most similar memory pixels; 0 keeps all.

    Returns:
        (B, M, N); the weights of each query pixel sum to one over M.
    """
    product = memory_key.transpose(1, 2) @ query_key
    norm = memory_key.square().sum(dim=1).unsqueeze(2)
    similarity = (2 * product - norm) / math.sqrt(query_key.shape[1])
    if 0 < top_k < similarity.shape[1]:
        best, where = similarity.topk(top_k, dim=1)
        return torch.zeros_like(similarity).scatter_(1, where, best.softmax(dim=1).to(similarity.dtype))
    return similarity.softmax(dim=1)


def readout(weights: Tensor, memory_value: Tensor) -> Tensor:
    """Gather values by affinity: weights (B, M, N), memory_value (B, K, Cv, M) → (B, K, Cv, N)."""
    b, k, cv, m = memory_value.shape
    gathered = memory_value.reshape(b, k * cv, m) @ weights.to(memory_value.dtype)
    return gathered.reshape(b, k, cv, -1)


def read_memory(
    query_key: Tensor, keys: Sequence[Tensor], values: Sequence[Tensor], *, top_k: int = 0
) -> Tensor:
    """Read remembered frames: keys (B, Ck, h, w) and values (B, K, Cv, h, w) each → (B, K, Cv, h, w)."""
    memory_key = torch.cat([key.flatten(2) for key in keys], dim=2)
    memory_value = torch.cat([value.flatten(3) for value in values], dim=3)
    weights = affinity(query_key.flatten(2), memory_key, top_k=top_k)
    b, k, cv = memory_value.shape[:3]
    return readout(weights, memory_value).reshape(b, k, cv, *query_key.shape[2:])


def halved(key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
    """Average a frame's memory over 2×2 pixels: key (B, Ck, h, w) and value (B, K, Cv, h, w), odd sides rounded up.

    Read at a quarter of the cost, it still says where in the picture objects were and what they looked like.
    """
    b, k = value.shape[:2]
    small = F.avg_pool2d(value.flatten(0, 1), 2, ceil_mode=True)
    return F.avg_pool2d(key, 2, ceil_mode=True), small.reshape(b, k, *small.shape[1:])


@dataclass(frozen=True, slots=True)
class Remembered:
    """Everything that a frame can read of K objects.

    Attributes:
        keys: (1, Ck, h, w) of each remembered frame; h and w may differ from frame to frame.
        values: (1, K', Cv, h, w) of each, of the K' objects that it knows.
        known: for each frame, which of the K objects these are, as ascending indices.
    """

    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]
    known: tuple[tuple[int, ...], ...]

    @staticmethod
    def empty(config: ModelConfig, size: tuple[int, int], *, objects: int) -> Remembered:
        """Return a memory of zeros, as it is after one anchor of K objects; `size` is (H/16, W/16)."""
        sizes = config.memory_sizes(*size)
        return Remembered(
            tuple(torch.zeros(1, config.key_dim, *each) for each in sizes),
            tuple(torch.zeros(1, objects, config.value_dim, *each) for each in sizes),
            (tuple(range(objects)),) * len(sizes),
        )

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Each frame's (h, w)."""
        return tuple((key.shape[2], key.shape[3]) for key in self.keys)

    def read(self, query_key: Tensor, *, top_k: int = 0) -> Tensor:
        """Read each object from the frames that know it: query_key (1, Ck, h, w) → readout (1, K, Cv, h, w)."""
        known_by: dict[tuple[int, ...], list[int]] = {}
        for row in sorted({row for rows in self.known for row in rows}):
            where = tuple(i for i, rows in enumerate(self.known) if row in rows)
            known_by.setdefault(where, []).append(row)
        if len(known_by) == 1:
            return read_memory(query_key, self.keys, self.values, top_k=top_k)
        read: dict[int, Tensor] = {}
        for where, rows in known_by.items():
            keys = [self.keys[i] for i in where]
            values = [self.values[i][:, [self.known[i].index(row) for row in rows]] for i in where]
            result = read_memory(query_key, keys, values, top_k=top_k)
            read.update(zip(rows, result.unbind(1), strict=True))
        return torch.stack([read[row] for row in sorted(read)], dim=1)


@dataclass(frozen=True, slots=True)
class _Slot:
    """One remembered frame: its key (1, Ck, h, w) and the value (1, K', Cv, h, w) of the objects that it knows."""

    key: Tensor
    value: Tensor
    objects: tuple[int, ...]

    @staticmethod
    def of(key: Tensor, value: Tensor, objects: Sequence[int]) -> _Slot:
        if value.shape[1] != len(objects):
            raise ValueError("a value must have one plane an object")
        order = sorted(range(len(objects)), key=objects.__getitem__)
        if order != list(range(len(order))):
            value = value[:, order]
        return _Slot(key, value, tuple(sorted(objects)))

    def halved(self) -> _Slot:
        return _Slot(*halved(self.key, self.value), self.objects)


class MemoryBank:
    """The anchors nearest to the run, the previous frame, and every nth frame between them: all, or the last few.

    An object is read only from frames that know it: one that the user adds later is not explained by earlier
    frames in which nobody marked it.

    With `every` = 0 the bank holds at most `max_anchors` + 1 frames (or as many anchors as it takes for each object to
    have one), so time and memory per frame do not depend on the clip's length. Nor do they with a `limit` of every nth
    frames, which are kept at half their size. The latest anchor stands in for those that have not come yet, so that
    what is read has one shape from the beginning; and an anchor clears what was kept, for it came to say better.
    """

    def __init__(self, *, max_anchors: int = 3, every: int = 0, limit: int = 0, top_k: int = 0) -> None:
        """`limit` is how many of the nth frames are kept, the last ones; 0 keeps all."""
        if max_anchors < 1:
            raise ValueError("a memory without an anchor remembers nothing")
        self._max_anchors = max_anchors
        self._every = every
        self._limit = limit if every else 0
        self._top_k = top_k
        self._anchors: dict[int, _Slot] = {}
        self._stand_ins: list[_Slot] = []
        self._kept: list[_Slot] = []
        self._recent: _Slot | None = None
        self._is_worth_keeping = True
        self._since_anchor = 0

    def __len__(self) -> int:
        """The number of remembered frames."""
        return len(self._slots())

    @property
    def objects(self) -> tuple[int, ...]:
        """The objects that can be read, in ascending order."""
        return tuple(sorted({label for slot in self._slots() for label in slot.objects}))

    def anchor(self, index: int, key: Tensor, value: Tensor, objects: Sequence[int]) -> None:
        """Remember frame `index` for good: key (1, Ck, h, w), value (1, K, Cv, h, w) of the K `objects`.

        With more than `max_anchors` the one farthest in time from `index` gives way, unless no other knows one of
        its objects.
        """
        slot = self._anchors[index] = _Slot.of(key, value, objects)
        while len(self._anchors) > self._max_anchors and (spare := self._spare_anchors() - {index}):
            del self._anchors[max(spare, key=lambda other: abs(other - index))]
        self._recent = None
        if self._limit:
            self._stand_ins = [*[slot.halved()] * self._limit, slot]
            self._kept.clear()
            self._since_anchor = 0

    def recent(
        self, key: Tensor, value: Tensor, objects: Sequence[int], *, lost: Collection[int] = ()
    ) -> None:
        """Remember the frame just segmented in place of the one before it.

        With a limit, frames in which some object is `lost` are not kept for long, for they would teach that it is not
        there; and one in which all are is not remembered at all, so that they are sought as they were last seen.
        """
        lost = lost if self._limit else ()
        due = self._every and self._since_anchor % self._every == 0
        if self._recent and due and self._is_worth_keeping:
            self._kept.append(self._recent.halved() if self._limit else self._recent)
            del self._kept[: -self._limit]
        if not lost or set(objects) - set(lost):
            self._recent = _Slot.of(key, value, objects)
        self._is_worth_keeping = not lost
        self._since_anchor += 1

    def remembered(self) -> Remembered:
        """Return what the next frame can read of all `objects`."""
        slots = self._slots()
        row = {label: i for i, label in enumerate(self.objects)}
        return Remembered(
            tuple(slot.key for slot in slots),
            tuple(slot.value for slot in slots),
            tuple(tuple(row[label] for label in slot.objects) for slot in slots),
        )

    def read(self, query_key: Tensor) -> Tensor:
        """Read all `objects` for a frame's key (1, Ck, h, w) → readout (1, K, Cv, h, w)."""
        return self.remembered().read(query_key, top_k=self._top_k)

    def _spare_anchors(self) -> set[int]:
        """The anchors all of whose objects another anchor knows too."""
        known = Counter(label for slot in self._anchors.values() for label in slot.objects)
        return {i for i, slot in self._anchors.items() if all(known[label] > 1 for label in slot.objects)}

    def _slots(self) -> list[_Slot]:
        recent = self._stand_ins[-1:] if self._recent is None else [self._recent]
        missing = self._stand_ins[:-1][len(self._kept) :]
        return [*self._anchors.values(), *missing, *self._kept, *recent]

import math
from functools import partial

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from mvos_core.model.memory import MemoryBank, affinity, halved, read_memory, readout

Floats = NDArray[np.float64]


def slow_affinity(query: Floats, memory: Floats, top_k: int = 0) -> Floats:
    """Loops over pixels, straight from the definition: softmax of −|m − q|² / √Ck over the memory."""
    ck, n = query.shape
    m = memory.shape[1]
    result = np.zeros((m, n))
    for j in range(n):
        similarity = np.array([-np.sum((memory[:, i] - query[:, j]) ** 2) / math.sqrt(ck) for i in range(m)])
        kept = np.argsort(-similarity)[:top_k] if top_k else np.arange(m)
        weight = np.exp(similarity[kept] - similarity[kept].max())
        result[kept, j] = weight / weight.sum()
    return result


@pytest.mark.parametrize("top_k", [0, 3])
def test_affinity_is_the_softmax_of_negative_distances(top_k: int) -> None:
    rng = np.random.default_rng(1)
    query, memory = rng.normal(size=(8, 5)), rng.normal(size=(8, 11))
    got = affinity(torch.from_numpy(query)[None], torch.from_numpy(memory)[None], top_k=top_k)[0].numpy()
    np.testing.assert_allclose(got, slow_affinity(query, memory, top_k), atol=1e-12)
    np.testing.assert_allclose(got.sum(0), 1.0)


def test_readout_gathers_values_by_weight() -> None:
    weights = torch.tensor([[[1.0, 0.25], [0.0, 0.75]]])  # (B=1, M=2, N=2)
    values = torch.tensor([[[[2.0, 4.0]], [[10.0, 20.0]]]])  # (B=1, K=2, Cv=1, M=2)
    assert readout(weights, values).tolist() == [[[[2.0, 3.5]], [[10.0, 17.5]]]]


def frame(seed: int, objects: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(1, 4, 2, 3, generator=generator), torch.randn(1, objects, 5, 2, 3, generator=generator)


def test_bank_reads_anchor_and_previous_frame_only() -> None:
    bank = MemoryBank()
    anchor, query = frame(0), frame(99)[0]
    bank.anchor(0, *anchor, objects=[1])
    for seed in range(1, 6):
        bank.recent(*frame(seed), objects=[1])
    last = frame(5)
    expected = read_memory(query, [anchor[0], last[0]], [anchor[1], last[1]])
    torch.testing.assert_close(bank.read(query), expected)


def test_bank_does_not_grow_with_the_clip() -> None:
    bank = MemoryBank(max_anchors=2)
    for index in range(200):
        if index % 40 == 0:
            bank.anchor(index, *frame(index), objects=[1])
        else:
            bank.recent(*frame(index), objects=[1])
        assert len(bank) <= 3


def test_anchor_farthest_in_time_gives_way() -> None:
    bank = MemoryBank(max_anchors=2)
    for index in (0, 10, 12):
        bank.anchor(index, *frame(index), objects=[1])
    query = frame(99)[0]
    kept = [frame(10), frame(12)]
    torch.testing.assert_close(
        bank.read(query), read_memory(query, [k for k, _ in kept], [v for _, v in kept])
    )


def test_an_objects_only_anchor_never_gives_way() -> None:
    bank = MemoryBank(max_anchors=2)
    bank.anchor(0, *frame(0), objects=[7])
    for index in (10, 20, 30):
        bank.anchor(index, *frame(index), objects=[1])
    assert bank.objects == (1, 7)
    assert len(bank) == 2
    query, (key, value) = frame(99)[0], frame(0)
    torch.testing.assert_close(bank.read(query)[:, 1:], read_memory(query, [key], [value]))


def test_the_newest_anchor_never_gives_way() -> None:
    bank = MemoryBank(max_anchors=2)
    bank.anchor(0, *frame(0, objects=2), objects=[1, 2])
    bank.anchor(10, *frame(10), objects=[3])
    bank.anchor(20, *frame(20), objects=[1])
    query = frame(99)[0]
    expected = read_memory(query, [frame(0, 2)[0], frame(20)[0]], [frame(0, 2)[1][:, :1], frame(20)[1]])
    torch.testing.assert_close(bank.read(query)[:, :1], expected)


def test_object_added_later_is_not_explained_by_frames_that_do_not_know_it() -> None:
    bank = MemoryBank()
    early, late, query = frame(0), frame(7, objects=2), frame(99)[0]
    bank.anchor(0, *early, objects=[1])
    bank.anchor(7, *late, objects=[1, 4])
    assert bank.objects == (1, 4)
    both = bank.read(query)
    torch.testing.assert_close(
        both[:, :1], read_memory(query, [early[0], late[0]], [early[1], late[1][:, :1]])
    )
    torch.testing.assert_close(both[:, 1:], read_memory(query, [late[0]], [late[1][:, 1:]]))


def test_teacher_keeps_every_nth_frame() -> None:
    bank = MemoryBank(every=5)
    bank.anchor(0, *frame(0), objects=[1])
    for index in range(1, 21):
        bank.recent(*frame(index), objects=[1])
    assert len(bank) == 1 + 4


def shown(bank: MemoryBank, frames: dict[int, torch.Tensor]) -> list[int]:
    """Which frames a bank reads whole, and as negative numbers those that it reads at half their size."""
    read = bank.remembered().keys
    small = {index: halved(key, torch.zeros(1, 1, 1, *key.shape[2:]))[0] for index, key in frames.items()}
    whole = [index for key in read for index, known in frames.items() if key is known]
    halves = [-index for key in read for index, known in small.items() if torch.equal(key, known)]
    assert len(whole) + len(halves) == len(read)
    return sorted((*whole, *halves), key=abs)


def test_the_last_few_of_every_nth_frame_are_kept_and_the_anchor_stands_in_for_them() -> None:
    bank = MemoryBank(every=3, limit=2)
    frames = {index: frame(index)[0] for index in range(1, 21)}
    seen = []
    for index, key in frames.items():
        value = frame(index)[1]
        if index == 1:
            bank.anchor(1, key, value, objects=[1])
        else:
            bank.recent(key, value, objects=[1])
        seen.append(shown(bank, frames))
    first, small = 1, -1
    assert seen[0] == [first, first, small, small]  # whole ones are listed before halves
    assert seen[1:4] == [[first, small, small, index] for index in (2, 3, 4)]
    assert seen[4:7] == [[first, small, -4, index] for index in (5, 6, 7)]
    assert seen[7] == [first, -4, -7, 8]
    assert seen[-1] == [first, -16, -19, 20]


def test_an_anchor_clears_what_was_kept_of_frames_before_it() -> None:
    bank = MemoryBank(every=2, limit=2)
    frames = {index: frame(index)[0] for index in range(1, 11)}
    for index, key in frames.items():
        take = partial(bank.anchor, index) if index in (1, 8) else bank.recent
        take(key, frame(index)[1], objects=[1])
    assert shown(bank, frames) == [1, 8, -8, -8, 10]


def with_lost(
    lost: dict[int, list[int]], *, until: int, limit: int = 2
) -> tuple[MemoryBank, dict[int, torch.Tensor]]:
    """A bank of two objects after frame `until`, and its frames' keys; some objects were lost in some frames."""
    bank = MemoryBank(every=2, limit=limit)
    frames = {index: frame(index)[0] for index in range(1, until + 1)}
    bank.anchor(1, *frame(1, objects=2), objects=[1, 2])
    frames[1] = bank.remembered().keys[0]
    for index in range(2, until + 1):
        bank.recent(frames[index], frame(index, objects=2)[1], objects=[1, 2], lost=lost.get(index, []))
    return bank, frames


def test_a_frame_in_which_an_object_is_lost_is_not_kept() -> None:
    lost = {index: [2] for index in range(5, 9)}
    assert shown(*with_lost(lost, until=10)) == [1, -3, -9, 10]
    assert shown(*with_lost(lost, until=6)) == [1, -1, -3, 6]  # but it is the previous frame of the next one


def test_while_all_objects_are_lost_they_are_sought_as_they_were_last_seen() -> None:
    lost = {index: [1, 2] for index in range(5, 9)}
    assert shown(*with_lost(lost, until=4)) == [1, -1, -3, 4]
    for index in (5, 6, 7, 8):
        assert shown(*with_lost(lost, until=index)) == [1, -1, -3, 4]
    assert shown(*with_lost(lost, until=9)) == [1, -1, -3, 9]
    assert shown(*with_lost(lost, until=10)) == [1, -3, -9, 10]


def test_what_is_lost_from_the_beginning_is_sought_as_the_anchor_shows_it() -> None:
    assert shown(*with_lost({2: [1, 2], 3: [1, 2]}, until=3)) == [1, 1, -1, -1]


def test_a_memory_without_a_limit_remembers_lost_objects_too() -> None:
    bank, frames = MemoryBank(every=2), {index: frame(index)[0] for index in range(1, 6)}
    bank.anchor(1, frames[1], frame(1)[1], objects=[1])
    for index in range(2, 6):
        bank.recent(frames[index], frame(index)[1], objects=[1], lost=[1])
    assert shown(bank, frames) == [1, 3, 5]


def test_half_a_memory_is_the_mean_of_what_is_there() -> None:
    key = torch.arange(15.0).reshape(1, 1, 3, 5)
    value = torch.stack((key, -key), dim=1)
    small_key, small_value = halved(key, value)
    expected = [[3.0, 5.0, 6.5], [10.5, 12.5, 14.0]]
    assert small_key[0, 0].tolist() == expected
    assert small_value[0, 0, 0].tolist() == expected
    assert (small_value[0, 1] == -small_value[0, 0]).all()


def test_a_bank_with_a_limit_reads_one_number_of_frames() -> None:
    bank = MemoryBank(every=4, limit=3)
    bank.anchor(0, *frame(0), objects=[1])
    for index in range(1, 60):
        assert len(bank) == 1 + 3 + 1
        bank.recent(*frame(index), objects=[1])


def test_memory_without_anchors_is_refused() -> None:
    with pytest.raises(ValueError, match="without an anchor"):
        MemoryBank(max_anchors=0)

from __future__ import annotations

from threading import Thread

import numpy as np
import pytest

from mvos_core.types import Frame
from mvos_core.video import FrameCache

FRAME_BYTES = 2 * 2 * 3


def frame(level: int) -> Frame:
    return np.full((2, 2, 3), level, np.uint8)


def test_the_longest_unused_goes_first() -> None:
    cache = FrameCache(3 * FRAME_BYTES)
    for index in range(3):
        cache.put(index, frame(index))
    assert cache.get(0) is not None  # so 1 is now the longest unused
    cache.put(3, frame(3))
    assert [index for index in range(4) if cache.get(index) is not None] == [0, 2, 3]
    assert cache.used_bytes == 3 * FRAME_BYTES


def test_putting_again_replaces() -> None:
    cache = FrameCache(3 * FRAME_BYTES)
    cache.put(5, frame(1))
    cache.put(5, frame(2))
    held = cache.get(5)
    assert held is not None
    assert held[0, 0, 0] == 2
    assert (cache.used_bytes, len(cache)) == (FRAME_BYTES, 1)


def test_frames_are_read_only() -> None:
    cache = FrameCache(FRAME_BYTES)
    mine = frame(1)
    cache.put(0, mine)
    with pytest.raises(ValueError, match="read-only"):
        mine[0, 0, 0] = 9


def test_a_view_is_copied() -> None:
    cache = FrameCache(FRAME_BYTES)
    large = np.zeros((4, 2, 3), np.uint8)
    cache.put(0, large[:2])
    large[:] = 7
    held = cache.get(0)
    assert held is not None
    assert held.max() == 0
    assert held.base is None


def test_a_frame_over_the_limit_is_not_held() -> None:
    cache = FrameCache(FRAME_BYTES - 1)
    cache.put(0, frame(0))
    assert cache.get(0) is None
    assert cache.used_bytes == 0


def test_clear() -> None:
    cache = FrameCache(9 * FRAME_BYTES)
    cache.put(0, frame(0))
    cache.clear()
    assert (cache.get(0), cache.used_bytes, len(cache)) == (None, 0, 0)


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        FrameCache(-1)


def test_threads_may_share_it() -> None:
    cache = FrameCache(7 * FRAME_BYTES)

    def work(seed: int) -> None:
        for index in np.random.default_rng(seed).integers(0, 20, 300).tolist():
            held = cache.get(index)
            assert held is None or held[0, 0, 0] == index
            cache.put(index, frame(index))

    threads = [Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cache) == 7
    assert cache.used_bytes == 7 * FRAME_BYTES


def test_the_nearest_frame_held() -> None:
    cache = FrameCache(1000)
    assert cache.nearest(3, within=9) is None
    for index in (2, 10, 30):
        cache.put(index, np.zeros((1, 1, 3), np.uint8))
    assert cache.nearest(7, within=3) == 10
    assert cache.nearest(10, within=0) == 10
    assert cache.nearest(20, within=9) is None
    assert 10 in cache
    assert 11 not in cache

"""Reading ahead and writing behind, each on a thread of its own, while the caller's thread computes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from types import TracebackType
from typing import ParamSpec, Protocol

from mvos_core.types import Frame

P = ParamSpec("P")

_DEPTH = 4
"""How many frames wait at most: enough to bridge a key frame's longer decoding, few enough to stay small at 4K."""


class _Readable(Protocol):
    def read(self, index: int, /) -> Frame: ...


class ReadAhead:
    """A clip whose frames are decoded by one thread, some ahead of whoever walks through them.

    All reading goes through that thread, so the reader behind it has one owner however many walks there are. Use it
    as a context manager; on leaving, the thread has ended.
    """

    def __init__(self, reader: _Readable, *, depth: int = _DEPTH) -> None:
        self._reader = reader
        self._depth = depth
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="read-ahead")

    def read(self, index: int, /) -> Frame:
        """Return frame `index`."""
        return self._pool.submit(self._reader.read, index).result()

    def frames(self, order: range, /) -> Iterator[Frame]:
        """Yield the frames of `order`, one after the other."""
        indices = iter(order)
        waiting: deque[Future[Frame]] = deque()
        try:
            for index in islice(indices, self._depth):
                waiting.append(self._pool.submit(self._reader.read, index))
            while waiting:
                frame = waiting.popleft().result()
                for index in islice(indices, 1):
                    waiting.append(self._pool.submit(self._reader.read, index))
                yield frame
        finally:
            for future in waiting:
                future.cancel()

    def __enter__(self) -> ReadAhead:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)


class WriteBehind:
    """Runs tasks on one thread, in order, until one fails; its error is raised by a later `submit` or on leaving.

    When as many tasks wait as it holds, `submit` waits too, so memory stays flat. Left by an exception, it drops what
    has not begun.
    """

    def __init__(self, *, depth: int = _DEPTH) -> None:
        self._depth = depth
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="write-behind")
        self._waiting: deque[Future[None]] = deque()
        self._failed = False

    def submit(self, task: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Have `task` run soon."""
        while len(self._waiting) >= self._depth:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(self._run, partial(task, *args, **kwargs)))

    def _run(self, task: Callable[[], object]) -> None:
        if self._failed:
            return
        self._failed = True
        task()
        self._failed = False

    def __enter__(self) -> WriteBehind:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=kind is not None)
        if kind is None:
            for future in self._waiting:
                future.result()

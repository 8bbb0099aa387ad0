"""Figures beside what is asked of them, and what they are measured with in a real window."""

from __future__ import annotations

import math
import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer

P = ParamSpec("P")
T = TypeVar("T")

_HEARTBEAT_MS = 5
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured series and the most that its worst, or by `by_median` its middle, may be; infinite where nothing is asked."""

    name: str
    values: Sequence[float]
    limit: float
    by_median: bool = False
    unit: str = "ms"

    @property
    def holds(self) -> bool:
        """Whether the demand is met."""
        decisive = statistics.median if self.by_median else max
        return decisive(self.values) < self.limit


class Painted(QObject):
    """Notes that a widget was asked to paint itself."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Count the paint events."""
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


class Heartbeat(QObject):
    """Notes how late the event loop answers while something is so: the time that an input would have waited."""

    def __init__(self, condition: Callable[[], bool]) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._condition = condition
        self._loop = QEventLoop()
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_HEARTBEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, 1000 * (now - self._last) - _HEARTBEAT_MS))
        self._last = now
        if not self._condition():
            self._timer.stop()
            self._loop.quit()

    def watch(self) -> list[float]:
        """Serve events as the program does, and return how many ms late each beat was."""
        self._loop.exec()
        return self.late_ms


def resident_mb() -> float:
    """Return how much memory this process takes, in 2²⁰ bytes."""
    return float(psutil.Process().memory_info().rss / _MB)


def elsewhere(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something in a process of its own, so that the memory that it takes is not counted with what else is measured."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


def show(figures: Sequence[Figure]) -> None:
    """Print the figures beside what is asked."""
    from rich.console import Console
    from rich.table import Table

    result = Table("", "", "median", "95 %", "worst", "asked", "")
    for each in figures:
        column = sorted(each.values)
        row = (statistics.median(column), column[int(0.95 * (len(column) - 1))], column[-1])
        asked, verdict = f"{'median' if each.by_median else 'worst'} < {each.limit:.0f}", "FAILS"
        if each.holds:
            asked, verdict = ("", "") if each.limit == math.inf else (asked, "holds")
        result.add_row(each.name, each.unit, *(f"{value:.1f}" for value in row), asked, verdict)
    Console().print(result)

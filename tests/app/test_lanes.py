"""Lanes pull generators in order, end them where they began, and let nothing slip."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from app.lanes import Failure, Job, Lane, Outcome
from mvos_core.types import MvosError, Step
from tests.app.conftest import PATIENCE_MS


class Witness(QObject):
    """Notes what jobs tell, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[object] = []
        self.ends: list[tuple[str, Outcome, Failure | None]] = []
        self.threads: set[int] = set()

    @Slot(object, object)
    def stepped(self, _job: Job, step: Step[object]) -> None:
        self.threads.add(threading.get_ident())
        self.values.append(step.value)

    @Slot(object, object, object)
    def finished(self, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        self.threads.add(threading.get_ident())
        self.ends.append((job.name, outcome, failure))

    def watch(self, job: Job) -> Job:
        job.stepped.connect(self.stepped)
        job.finished.connect(self.finished)
        return job


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    lane = Lane("test")
    yield lane
    lane.close()
    assert not lane.isRunning()


def count(stop: int, *, closed: list[int] | None = None) -> Iterator[Step[int]]:
    try:
        for number in range(stop):
            yield Step(number + 1, stop, number)
    finally:
        if closed is not None:
            closed.append(threading.get_ident())


def test_steps_arrive_in_order_on_the_gui_thread(lane: Lane, qtbot: QtBot) -> None:
    witness = Witness()
    lane.submit(witness.watch(Job(lambda: count(50), name="a")))
    lane.submit(witness.watch(Job(lambda: count(3), name="b")))
    qtbot.waitUntil(lambda: len(witness.ends) == 2, timeout=PATIENCE_MS)
    assert witness.values == [*range(50), 0, 1, 2]
    assert [(name, outcome) for name, outcome, _ in witness.ends] == [
        ("a", Outcome.DONE),
        ("b", Outcome.DONE),
    ]
    assert witness.threads == {threading.get_ident()}
    assert not lane.is_busy


def test_cancelling_closes_the_generator_on_its_own_thread(lane: Lane, qtbot: QtBot) -> None:
    witness, closed = Witness(), list[int]()
    job = witness.watch(Job(lambda: count(10**9, closed=closed), name="long"))
    lane.submit(job)
    qtbot.waitUntil(lambda: len(witness.values) > 5, timeout=PATIENCE_MS)
    job.cancel()
    qtbot.waitUntil(lambda: bool(witness.ends), timeout=PATIENCE_MS)
    assert witness.ends == [("long", Outcome.CANCELLED, None)]
    assert len(closed) == 1
    assert closed[0] != threading.get_ident()


def test_at_most_four_steps_wait_unhandled(lane: Lane, qtbot: QtBot) -> None:
    made: list[int] = []

    def work() -> Iterator[Step[int]]:
        for number in range(100):
            made.append(number)
            yield Step(number, 100, number)

    witness = Witness()
    lane.submit(witness.watch(Job(work, name="fast")))
    threading.Event().wait(0.1)  # the GUI thread handles nothing meanwhile
    assert len(made) == 5
    qtbot.waitUntil(lambda: bool(witness.ends), timeout=PATIENCE_MS)
    assert witness.values == list(range(100))


def test_a_paused_job_waits_and_can_be_cancelled(lane: Lane, qtbot: QtBot) -> None:
    witness = Witness()
    job = witness.watch(Job(lambda: count(10**9), name="paused"))
    lane.submit(job)
    qtbot.waitUntil(lambda: len(witness.values) > 2, timeout=PATIENCE_MS)
    job.pause()
    qtbot.wait(50)
    done = len(witness.values)
    qtbot.wait(50)
    assert len(witness.values) == done
    job.cancel()
    qtbot.waitUntil(lambda: bool(witness.ends), timeout=PATIENCE_MS)
    assert witness.ends[0][1] is Outcome.CANCELLED


def test_superseding_cancels_what_waits_and_what_runs(lane: Lane, qtbot: QtBot) -> None:
    witness = Witness()
    for name in ("running", "waiting"):
        lane.submit(witness.watch(Job(lambda: count(10**9), name=name)))
    lane.submit(witness.watch(Job(lambda: count(1), name="newest")), supersede=True)
    qtbot.waitUntil(lambda: len(witness.ends) == 3, timeout=PATIENCE_MS)
    outcomes = {name: outcome for name, outcome, _ in witness.ends}
    assert outcomes == {
        "running": Outcome.CANCELLED,
        "waiting": Outcome.CANCELLED,
        "newest": Outcome.DONE,
    }


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), "not enough memory"),
        (MemoryError(), "not enough memory"),
        (MvosError("The disk is full; free some space."), "The disk is full; free some space."),
        (KeyError("x"), "Copy the details"),
    ],
)
def test_any_error_is_told_and_the_lane_lives_on(
    lane: Lane, qtbot: QtBot, error: Exception, message: str
) -> None:
    def work() -> Iterator[Step[int]]:
        yield Step(1, 2, 1)
        raise error

    witness = Witness()
    lane.submit(witness.watch(Job(work, name="bad")))
    lane.submit(witness.watch(Job(lambda: count(1), name="good")))
    qtbot.waitUntil(lambda: len(witness.ends) == 2, timeout=PATIENCE_MS)
    (_, outcome, failure), (_, second, _) = witness.ends
    assert outcome is Outcome.FAILED
    assert failure is not None
    assert message in failure.message
    assert "Traceback" in failure.details
    assert second is Outcome.DONE


def test_closing_can_finish_what_waits(qtbot: QtBot) -> None:
    lane, done = Lane("disk"), list[int]()

    def work(number: int) -> Iterator[Step[int]]:
        done.append(number)
        yield Step(1, 1, number)

    for number in range(3):
        lane.submit(Job(lambda number=number: work(number), name="save"))  # type: ignore[misc]
    lane.close(finish=True)
    assert done == [0, 1, 2]


def test_a_closed_lane_takes_no_more_jobs(qtbot: QtBot) -> None:
    """What still arrives while a window closes may ask for more, and nobody would end the thread again."""
    lane = Lane("any")
    lane.close()
    ran: list[int] = []

    def work() -> Iterator[Step[None]]:
        ran.append(1)
        yield Step(1, 1, None)

    job = lane.submit(Job(work, name="late"))
    assert job.is_cancelled
    assert not lane.is_busy
    assert not lane.isRunning()
    assert not ran


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows a nice value for each thread")
@pytest.mark.parametrize(("yields", "nicer"), [(True, 5), (False, 0)])
def test_a_lane_that_yields_makes_way_for_input(qtbot: QtBot, yields: bool, nicer: int) -> None:
    found: list[int] = []

    def tell() -> Iterator[Step[None]]:
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        yield Step(1, 1, None)

    lane = Lane("any", yields=yields)
    job = Job(tell, name="tell")
    with qtbot.waitSignal(job.finished, timeout=PATIENCE_MS):
        lane.submit(job)
    lane.close()
    assert found == [os.getpriority(os.PRIO_PROCESS, 0) + nicer]

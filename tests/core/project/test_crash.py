"""Whenever a save is cut off, one whole state is on disk: the last one whose save returned, or the next."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvos_core.project import Project, load_project, save_project
from mvos_core.types import MvosError
from tests.core.project import faults
from tests.core.project.powercut import Journal
from tests.core.project.samples import history, mask_files, named_files

_ROOT = Path(__file__).parents[3]


def _loaded(bundle: Path) -> Project:
    loaded = load_project(bundle)
    assert loaded.problems == ()
    return loaded.project


def _steps(before: Project | None, after: Project, bundle: Path) -> int:
    """Return how many steps it takes to save `after` where `before` is, leaving `bundle` without either."""
    steps: list[str] = []
    with faults.hooked(faults.counting(steps)):
        if before:
            save_project(before, bundle)
        steps.clear()
        save_project(after, bundle)
    shutil.rmtree(bundle)
    return len(steps)


def _put(project: Project | None, bundle: Path) -> None:
    if bundle.exists():
        shutil.rmtree(bundle)
    if project:
        with faults.hooked(faults.take):
            save_project(project, bundle)


@pytest.mark.parametrize("torn", [False, True], ids=["between steps", "within a step"])
@pytest.mark.parametrize("seed", [1, 2])
def test_death_at_each_step_of_a_save_leaves_a_whole_state(tmp_path: Path, seed: int, torn: bool) -> None:
    before, after, later = history(seed, 3)
    bundle = tmp_path / "clip.mvos"
    outcomes = []
    for at in range(_steps(before, after, bundle)):
        _put(before, bundle)
        with faults.hooked(faults.dying(at, torn=torn)), pytest.raises(faults.Death):
            save_project(after, bundle)
        outcome = _loaded(bundle)
        assert outcome in (before, after)
        outcomes.append(outcome == after)
        with faults.hooked(faults.take):
            save_project(later, bundle)
        assert _loaded(bundle) == later
        assert mask_files(bundle) == named_files(later)
        assert {path.name for path in bundle.iterdir()} == {"project.json", "masks"}
    assert outcomes == sorted(outcomes)  # once the new state stands, it stays
    assert not outcomes[0]
    assert outcomes[-1]


def test_death_at_each_step_of_the_first_save_leaves_nothing_or_all(tmp_path: Path) -> None:
    first = history(3, 1)[0]
    bundle = tmp_path / "clip.mvos"
    n_whole = 0
    for at in range(_steps(None, first, bundle)):
        _put(None, bundle)
        with faults.hooked(faults.dying(at, torn=True)), pytest.raises(faults.Death):
            save_project(first, bundle)
        if (bundle / "project.json").exists():
            assert _loaded(bundle) == first
            n_whole += 1
        with faults.hooked(faults.take):
            save_project(first, bundle)
        assert _loaded(bundle) == first
        assert mask_files(bundle) == named_files(first)
    assert n_whole > 0


@given(
    seed=st.integers(0, 10_000),
    deaths=st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=6),
)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_no_saved_state_is_lost_in_a_life_of_crashes(seed: int, deaths: list[tuple[int, bool]]) -> None:
    states = history(seed, len(deaths) + 1)
    with tempfile.TemporaryDirectory() as name:
        bundle = Path(name).resolve() / "clip.mvos"
        _put(states[0], bundle)
        last = states[0]
        for state, (at, torn) in zip(states[1:], deaths, strict=True):
            died = False
            with faults.hooked(faults.dying(at, torn=torn)):
                try:
                    save_project(state, bundle)
                except faults.Death:
                    died = True
            found = _loaded(bundle)
            assert found in ((last, state) if died else (state,))
            last = found


@pytest.mark.parametrize("seed", [4, 5])
def test_a_full_disk_at_each_step_leaves_the_state_before(tmp_path: Path, seed: int) -> None:
    before, after = history(seed, 2)
    bundle = tmp_path / "clip.mvos"
    n_failed = 0
    for at in range(_steps(before, after, bundle)):
        _put(before, bundle)
        failed = False
        with faults.hooked(faults.full_disk(at)):
            try:
                save_project(after, bundle)
            except MvosError as error:
                failed = True
                assert "the disk is full" in str(error)
        # Where only the last wait for the disk fails, the new state may be the one that stands.
        assert _loaded(bundle) in ((before, after) if failed else (after,))
        assert not list(bundle.rglob("*.part"))
        n_failed += failed
        with faults.hooked(faults.take):
            save_project(after, bundle)
        assert _loaded(bundle) == after
        assert mask_files(bundle) == named_files(after)
    assert n_failed > 4


@pytest.mark.parametrize("seed", [6, 7])
def test_a_power_cut_at_each_step_leaves_a_whole_state(tmp_path: Path, seed: int) -> None:
    before, after = history(seed, 2)
    bundle = tmp_path / "clip.mvos"
    _put(before, bundle)
    journal = Journal(tmp_path)
    with faults.hooked(journal.record):
        save_project(after, bundle)
    dice = random.Random(seed)
    for at in range(journal.n_steps + 1):
        for _ in range(3):
            with tempfile.TemporaryDirectory() as name:
                disk_after = Path(name).resolve()
                journal.restore(disk_after, at=at, dice=dice)
                found = load_project(disk_after / "clip.mvos")
                assert found.problems == ()
                states = [after] if at == journal.n_steps else [before, after]
                assert found.project in states


def _saver(bundle: Path, *arguments: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.core.project.saver", str(bundle), *map(str, arguments)]
    return subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)


def _assert_nothing_lost(bundle: Path, *, seed: int, told: list[str]) -> None:
    n_saved = sum(line.startswith("saved") for line in told)
    states = history(seed, n_saved + 1)
    assert _loaded(bundle) in states[max(0, n_saved - 1) :]


@pytest.mark.parametrize(("seed", "at"), [(11, 60), (12, 77)])
def test_a_process_that_exits_within_a_save_loses_nothing(tmp_path: Path, seed: int, at: int) -> None:
    bundle = tmp_path / "clip.mvos"
    with _saver(bundle, seed, at) as saver:
        told = saver.communicate()[0].splitlines()
    assert saver.returncode == 9
    assert told[-1].startswith("saving")
    _assert_nothing_lost(bundle, seed=seed, told=told)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("seed", [21, 22, 23])
def test_a_killed_process_loses_nothing(tmp_path: Path, seed: int) -> None:
    bundle = tmp_path / "clip.mvos"
    dice = random.Random(seed)
    with _saver(bundle, seed, 0) as saver:
        assert saver.stdout
        told = [saver.stdout.readline() for _ in range(2 * dice.randint(1, 8) + 1)]
        time.sleep(dice.random() * 0.03)
        saver.send_signal(signal.SIGKILL)
        told += saver.stdout.readlines()
    assert saver.returncode == -signal.SIGKILL
    _assert_nothing_lost(bundle, seed=seed, told=told)

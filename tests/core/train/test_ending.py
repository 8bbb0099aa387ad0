"""Runs that are ended from outside: at any moment, and with all their processes at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from mvos_core.train import loop
from mvos_core.train.config import DataSection, RunSection, ScheduleSection, TrainConfig
from mvos_core.train.distributed import Group
from mvos_core.train.learner import DivergedError, descend, learning_rate
from mvos_core.train.loop import train
from mvos_core.train.signals import put_off


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """What SIGTERM's handler has heard."""
    numbers: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: numbers.append(number))
    yield numbers
    signal.signal(signal.SIGTERM, before)


def test_requests_wait_for_the_end_of_a_block(heard: list[int]) -> None:
    with put_off():
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)
        assert heard == []
    assert heard == [signal.SIGTERM]
    os.kill(os.getpid(), signal.SIGTERM)
    assert heard == [signal.SIGTERM] * 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_whose_whole_group_is_told_to_end_can_be_resumed(
    data: DataSection, tmp_path: Path, number: signal.Signals
) -> None:
    """As Ctrl-C, `timeout` and batch systems do, to worker processes too."""
    settings = {
        "data.stills": data.stills,
        "data.davis": data.davis,
        "data.split": data.split,
        "data.crop": data.crop,
        "schedule.minutes": 0,
        "schedule.steps": 100_000,
        "schedule.batch": 1,
        "run.bf16": "false",
        "run.workers": 2,
        "run.out": tmp_path / "run",
        "run.device": "cpu",
    }
    arguments = [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
    command = [sys.executable, "-m", "mvos_core.cli.main", "train", "stills", *arguments]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(command, stderr=said, env=environment, start_new_session=True)
        deadline = time.monotonic() + 120
        while b"step 100" not in (tmp_path / "said").read_bytes():
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        os.killpg(process.pid, number)
        assert process.wait(timeout=60) == 130
    text = (tmp_path / "said").read_text()
    assert "interrupted; what was finished is kept" in text
    assert "Traceback" not in text
    assert (tmp_path / "run" / "state.safetensors").is_file()


def tiny(data: DataSection, out: Path) -> TrainConfig:
    return TrainConfig(
        data=data,
        schedule=ScheduleSection(steps=4, batch=1),
        run=RunSection(out=str(out), bf16=False, save_every=1000),
    )


def test_the_state_is_kept_every_few_minutes(
    data: DataSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state.safetensors"
    run = train(tiny(data, tmp_path))
    next(run)
    next(run)
    assert not state.exists()
    monkeypatch.setattr(loop, "_STATE_EVERY_S", 0.0)
    next(run)
    assert state.exists()
    assert not list(tmp_path.glob("step-*"))


def test_starting_over_is_not_undone_by_an_early_end(data: DataSection, tmp_path: Path) -> None:
    old = train(tiny(data, tmp_path))
    next(old)
    old.close()  # type: ignore[attr-defined]
    assert (tmp_path / "state.safetensors").exists()
    anew = train(tiny(data, tmp_path), fresh=True)
    next(anew)  # and then the machine is switched off
    assert not (tmp_path / "state.safetensors").exists()


def test_a_gradient_that_is_not_finite_ends_a_run_before_it_spoils_the_weights() -> None:
    weight = nn.Parameter(torch.zeros(2))
    optimizer = torch.optim.AdamW([weight])
    with pytest.raises(DivergedError, match="no longer finite at step 3"):
        descend(
            {"root": weight.sqrt().sum()},  # 0, rising infinitely fast
            optimizer,
            [weight],
            config=TrainConfig(),
            group=Group(torch.device("cpu")),
            step=3,
            progress=0.5,
        )
    assert weight.tolist() == [0.0, 0.0]


def test_warming_up_takes_a_tenth_of_a_short_run_at_most() -> None:
    base = TrainConfig()
    config = replace(base, schedule=replace(base.schedule, learning_rate=1.0, warmup_steps=200))
    assert learning_rate(config, step=19, progress=0.0) == pytest.approx(0.1)
    assert learning_rate(config, step=19, progress=0.05) == pytest.approx(0.5 * 0.95)
    assert learning_rate(config, step=19, progress=0.1) == pytest.approx(0.9)
    assert learning_rate(config, step=199, progress=0.01) == pytest.approx(0.99)

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from mvos_core.train.clips import TrainingClips
from mvos_core.train.config import DataSection, RunSection, ScheduleSection, TrainConfig
from mvos_core.train.loader import batches, measure_loader
from mvos_core.types import MvosError

CPU = torch.device("cpu")


def config(data: DataSection, *, workers: int = 0) -> TrainConfig:
    return TrainConfig(data=data, schedule=ScheduleSection(batch=2), run=RunSection(workers=workers))


def test_worker_processes_make_the_same_batches(data: DataSection) -> None:
    alone, helped = (batches(config(data, workers=n), CPU, progress=lambda step: 0.5) for n in (0, 2))
    for _ in range(4):
        first, second = next(alone), next(helped)
        assert first.objects == second.objects == int(first.labels[:, 0].max())
        assert torch.equal(first.frames, second.frames)
        assert torch.equal(first.labels, second.labels)
    alone.close()
    helped.close()


def test_batches_made_on_the_device_are_those_of_the_loader(data: DataSection) -> None:
    here, there = (
        batches(config(replace(data, on_device=on)), CPU, progress=lambda step: 0.5) for on in (False, True)
    )
    for _ in range(4):
        first, second = next(here), next(there)
        assert second.frames.shape == first.frames.shape == (2, 3, 3, 64, 64)
        assert second.frames.stride()[2:] == first.frames.stride()[2:] == (1, 192, 3)  # channels last
        assert second.objects == first.objects
        assert (first.labels != second.labels).float().mean() < 0.01
        assert (first.frames.float() - second.frames.float()).abs().mean() < 1.0


def test_what_does_not_fit_on_the_device_is_refused(data: DataSection) -> None:
    small = config(replace(data, on_device=True, cache_mb=0))
    with pytest.raises(MvosError, match="raise it, lower") as caught:
        next(batches(small, CPU, progress=lambda step: 0.5))
    assert caught.value.exit_code == 2


def test_throughput_counts_clips(data: DataSection) -> None:
    measured = measure_loader(config(data), CPU, n_batches=3)
    assert measured.clips == 6
    assert measured.clips_per_s == pytest.approx(6 / measured.elapsed_s)
    assert measured.first_batch_s > 0


def test_a_picture_and_a_mask_of_different_sizes_are_refused(data: DataSection, tmp_path: Path) -> None:
    stills = Path(data.stills)
    for folder, name in (("images", "s0.jpg"), ("masks", "s0.png")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes((stills / folder / name).read_bytes())
    (tmp_path / "images" / "s0.jpg").write_bytes(
        (Path(data.davis) / "DAVIS/JPEGImages/480p/alpha/00000.jpg").read_bytes()
    )
    from mvos_core.masks.labels import read_label_map, write_label_map

    mask = tmp_path / "masks" / "s0.png"
    write_label_map(mask, read_label_map(mask)[:40])
    wrong = config(replace(data, stills=str(tmp_path), davis=""))
    with pytest.raises(MvosError, match="another size"):
        next(batches(wrong, CPU, progress=lambda step: 0.5))


def test_stages_share_what_they_have_read(data: DataSection) -> None:
    first, second = TrainingClips(data, seed=0), TrainingClips(replace(data, crop=96, frames=5), seed=1)
    assert first.sources.library is second.sources.library
    assert TrainingClips(replace(data, short_side=48), seed=0).sources.library is not first.sources.library

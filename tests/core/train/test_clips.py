from dataclasses import replace

import numpy as np
import pytest

from mvos_core.train.clips import ClipKey, KeyBatches, TrainingClips
from mvos_core.train.config import DataSection
from mvos_core.types import MvosError


@pytest.mark.parametrize("objects", [1, 2])
def test_clips_show_their_objects_and_nothing_else(data: DataSection, objects: int) -> None:
    clips = TrainingClips(data, seed=0)
    for number in range(12):
        clip = clips.clip(ClipKey(number, 0.5, objects))
        assert clip.frames.shape == (3, 64, 64, 3)
        assert set(np.unique(clip.labels[0])) - {0} == set(range(1, objects + 1))
        assert clip.labels.max() <= objects


def test_a_clip_is_a_function_of_its_key(data: DataSection) -> None:
    first, second = (TrainingClips(data, seed=1).clip(ClipKey(5, 0.3, 1)) for _ in range(2))
    np.testing.assert_array_equal(first.frames, second.frames)
    other = TrainingClips(data, seed=2).clip(ClipKey(5, 0.3, 1))
    assert (first.frames != other.frames).any()


def test_frames_of_a_clip_differ_and_the_labels_move_along(data: DataSection) -> None:
    """The disc is the only bright yellow thing, so its pixels tell where the labels must be."""
    clips = TrainingClips(replace(data, stills_share=((0.0, 0.0),)), seed=0)
    agreeing = []
    for number in range(10):
        clip = clips.clip(ClipKey(number, 1.0, 1))
        assert (clip.frames[0] != clip.frames[1]).any()
        for frame, labels in zip(clip.frames, clip.labels, strict=True):
            grey = frame.astype(float).mean(axis=2)
            if labels.any() and not labels.all():
                agreeing.append(grey[labels == 1].mean() > grey[labels == 0].mean())
    assert np.mean(agreeing) > 0.9


def test_stills_alone_and_clips_alone_are_enough(data: DataSection) -> None:
    assert TrainingClips(replace(data, davis=""), seed=0).clip(ClipKey(0, 0.0, 2)).labels[0].max() == 2
    assert TrainingClips(replace(data, stills=""), seed=0).clip(ClipKey(0, 0.0, 1)).labels[0].max() == 1


def test_processes_share_the_objects_but_not_the_clips(data: DataSection) -> None:
    def batches(rank: int) -> list[list[ClipKey]]:
        keys = KeyBatches(
            data, batch=2, seed=0, rank=rank, world=2, first_step=3, progress=lambda step: step / 100
        )
        iterator = iter(keys)
        return [next(iterator) for _ in range(20)]

    first, second = batches(0), batches(1)
    for a, b in zip(first, second, strict=True):
        assert {key.objects for key in a} == {key.objects for key in b}
        assert not {key.number for key in a} & {key.number for key in b}
    assert [key.number for key in first[0] + second[0]] == [12, 13, 14, 15]
    assert {batch[0].objects for batch in first} == {1, 2}
    assert first[2][0].progress == 0.05


def test_data_without_pictures_is_refused(tmp_path: object) -> None:
    with pytest.raises(MvosError, match="holds no stills"):
        TrainingClips(DataSection(stills=str(tmp_path)), seed=0)

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mvos_core.masks.labels import write_label_map
from mvos_core.train.clips import ClipKey, KeyBatches, TrainingClips
from mvos_core.train.config import DataSection
from mvos_core.types import MvosError
from tests.core.eval.youtubevos_tree import write_video
from tests.core.train.data import disc_picture, write_picture


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


def test_youtubevos_and_bl30k_train_too(data: DataSection, tmp_path: Path) -> None:
    """Each data set is drawn as often as the others; gaps are counted in the video's frames."""
    write_video(tmp_path / "yt" / "train", "a", {1: 0, 2: 10}, n_frames=41, all_masks=True)
    write_video(tmp_path / "yt" / "train", "short", {1: 0}, n_frames=6, all_masks=True)
    write_video(tmp_path / "bl" / "a" / "BL30K", "b", {1: 0}, n_frames=8, every=1, all_masks=True)
    both = replace(
        data,
        youtubevos=str(tmp_path / "yt"),
        bl30k=str(tmp_path / "bl"),
        stills_share=((0.0, 0.0),),
        max_gap=((0.0, 10.0),),
    )
    clips = TrainingClips(both, seed=0)
    davis, youtube, blender = clips.sources.footage
    assert [len(davis), len(youtube), len(blender)] == [2, 1, 1]  # “short” has two annotated frames
    drawn = []
    for number in range(60):
        views = clips.plan(ClipKey(number, 0.5, 1)).base.views
        numbers = [view.picture for view in views]
        for i, data_set in enumerate((davis, youtube, blender)):
            if numbers[0] in {n for footage in data_set for n in footage.numbers}:
                drawn.append(i)
                if i == 1:  # pictures lie five frames apart, so a gap of ten is two pictures
                    assert max(abs(a - b) for a, b in pairwise(numbers)) <= 2
    assert len(drawn) == 60
    assert min(np.bincount(drawn)) >= 10


def test_only_sequences_that_are_too_short_are_an_error(data: DataSection) -> None:
    with pytest.raises(MvosError, match=r"lower data\.frames"):
        TrainingClips(replace(data, frames=9), seed=0)


def test_objects_that_appear_later_are_background_until_a_clip_begins_with_them(tmp_path: Path) -> None:
    write_video(tmp_path / "train", "a", {1: 0, 2: 10}, n_frames=41, all_masks=True)
    clips = TrainingClips(DataSection(youtubevos=str(tmp_path), crop=64), seed=0)
    seen = set()
    for number in range(20):
        plan = clips.plan(ClipKey(number, 0.5, 1))
        first = clips.sources.library.labels(plan.base.views[0].picture)
        labels = clips.clip(ClipKey(number, 0.5, 1)).labels
        assert set(np.unique(labels)) <= {0, 1}
        seen.add(tuple(np.unique(first)))
    assert {(0, 1), (0, 1, 2)} <= seen


def test_stills_may_hold_several_objects(tmp_path: Path) -> None:
    picture, labels = disc_picture(30, seed=0)
    labels[4:30, 64:92] = 2
    write_picture(tmp_path / "images" / "s.jpg", picture)
    (tmp_path / "masks").mkdir()
    write_label_map(tmp_path / "masks" / "s.png", labels)
    clips = TrainingClips(DataSection(stills=str(tmp_path), crop=64), seed=0)
    numbers = set()
    for number in range(20):
        plan = clips.plan(ClipKey(number, 0.5, 2))
        numbers.add(tuple(int(plan.base.renumber[label]) for label in (1, 2)))
    # Either may be the first object, and a crop that shows only one of them gets another pasted in.
    assert {(1, 2), (2, 1)} <= numbers

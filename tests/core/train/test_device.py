"""Batched rendering against the OpenCV path, plan by plan."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.utils.data import default_collate

from mvos_core.train.augment import SAME, Colours, draw_bend, view_matrix
from mvos_core.train.clips import ClipKey, TrainingClips
from mvos_core.train.config import DataSection
from mvos_core.train.device import Atlas, BatchRenderer, PlanTensors, plan_tensors
from mvos_core.train.library import Library
from mvos_core.train.plan import ClipPlan, Layer, Pasted, View
from mvos_core.train.render import render
from mvos_core.types import Frame, LabelMap

CPU = torch.device("cpu")
SAME_LABELS = np.arange(256, dtype=np.uint8)


@pytest.fixture(scope="module")
def clips(data: DataSection) -> TrainingClips:
    clips = TrainingClips(data, seed=0)
    clips.sources.library.fill(threads=2)
    return clips


def both(
    clips: TrainingClips, plans: list[ClipPlan], *, crop: int = 64
) -> list[tuple[Frame, LabelMap, Frame, LabelMap]]:
    """Render plans by torch and by OpenCV: frames (T, S, S, 3) and labels (T, S, S) of each."""
    library = clips.sources.library
    batch = PlanTensors(*default_collate([plan_tensors(plan) for plan in plans]))
    frames, labels = BatchRenderer(Atlas(library, CPU), crop=crop)(batch)
    assert frames.dtype == torch.uint8
    rows = []
    for i, plan in enumerate(plans):
        expected = render(plan, library, crop=crop)
        rows.append((frames[i].movedim(1, 3).numpy(), labels[i].numpy(), expected.frames, expected.labels))
    return rows


def plain(picture: int, *, crop_at: tuple[float, float], bend: float = 0.0, scale: float = 1.0) -> Layer:
    matrix = view_matrix(crop_at, scale, 64)
    view = View(picture, matrix, draw_bend(np.random.default_rng(0), bend), (SAME, SAME))
    return Layer((view, view), SAME_LABELS)


def test_a_plain_crop_is_the_same_bytes(clips: TrainingClips) -> None:
    plans = [ClipPlan(plain(i, crop_at=(47.5, 35.5)), None) for i in (0, 5)]
    for plan, (frames, labels, expected, expected_labels) in zip(plans, both(clips, plans), strict=True):
        np.testing.assert_array_equal(frames, expected)
        np.testing.assert_array_equal(labels, expected_labels)
        picture = clips.sources.library.picture(plan.base.views[0].picture)
        np.testing.assert_array_equal(frames[0], picture[4:68, 16:80])


def test_beyond_the_borders_pictures_are_mirrored(clips: TrainingClips) -> None:
    """Shifted by whole pixels, far enough to be folded back twice."""
    plans = [ClipPlan(plain(0, crop_at=at), None) for at in ((-20.5, 35.5), (250.5, 190.5))]
    for frames, labels, expected, expected_labels in both(clips, plans):
        np.testing.assert_array_equal(frames, expected)
        np.testing.assert_array_equal(labels, expected_labels)


def test_bent_and_scaled_views_agree(clips: TrainingClips) -> None:
    """OpenCV places samples to 1/32 of a pixel, so hard edges differ by a little."""
    plans = [ClipPlan(plain(i, crop_at=(40.2, 30.7), bend=0.03, scale=1.3), None) for i in (1, 9)]
    for frames, labels, expected, expected_labels in both(clips, plans):
        difference = np.abs(frames.astype(int) - expected)
        assert difference.mean() < 0.5
        assert difference.max() <= 12
        assert (labels != expected_labels).mean() < 0.005


def test_colours_agree(clips: TrainingClips) -> None:
    colours = (Colours((1.2, 0.9, 1.0), -8.0, 1.3, 0.4), Colours((0.9, 1.0, 1.1), 5.0, 0.8, 1.4))
    layer = plain(2, crop_at=(47.5, 35.5))
    layer = replace(layer, views=tuple(replace(view, colours=colours) for view in layer.views))
    frames, _, expected, _ = both(clips, [ClipPlan(layer, None)])[0]
    difference = np.abs(frames.astype(int) - expected)
    assert difference.mean() < 0.5
    assert difference.max() <= 3  # a level of rounding in between, times the second change


@pytest.mark.parametrize("behind", [False, True])
def test_pasting_agrees(clips: TrainingClips, behind: bool) -> None:
    pasted = Pasted(plain(1, crop_at=(30.5, 40.5)), label=2, behind=behind)
    plan = ClipPlan(plain(0, crop_at=(47.5, 35.5)), pasted)
    frames, labels, expected, expected_labels = both(clips, [plan, ClipPlan(plan.base, None)])[0]
    assert np.abs(frames.astype(int) - expected).max() <= 1
    np.testing.assert_array_equal(labels, expected_labels)
    assert {1, 2} <= set(np.unique(labels))


def test_random_clips_agree(clips: TrainingClips) -> None:
    plans = [clips.plan(ClipKey(number, 0.5, 1 + number % 2)) for number in range(8)]
    assert any(plan.pasted for plan in plans)
    for frames, labels, expected, expected_labels in both(clips, plans):
        assert np.abs(frames.astype(int) - expected).mean() < 1.0
        assert (labels != expected_labels).mean() < 0.01


def test_an_atlas_holds_pictures_of_any_size(clips: TrainingClips, data: DataSection) -> None:
    library = clips.sources.library
    atlas = Atlas(library, CPU)
    last = len(library) - 1
    start, size = int(atlas.start[last]), library.labels(last).size
    assert start + size == len(atlas.labels) == len(atlas.pixels)
    np.testing.assert_array_equal(
        atlas.pixels[start:].numpy().reshape(library.picture(last).shape), library.picture(last)
    )


def test_small_budgets_keep_only_what_fits(clips: TrainingClips) -> None:
    items = clips.sources.library._items
    picture_bytes = 72 * 96 * 4
    library = Library(items, budget_bytes=3 * picture_bytes + 10)
    library.fill(threads=2)
    assert library.kept_bytes == 3 * picture_bytes
    assert not library.is_complete
    np.testing.assert_array_equal(library.picture(10), clips.sources.library.picture(10))
    assert clips.sources.library.is_complete


def test_larger_pictures_are_shrunk(clips: TrainingClips) -> None:
    library = Library(clips.sources.library._items, short_side=36)
    assert library.picture(0).shape == (36, 48, 3)
    assert library.labels(0).shape == (36, 48)
    assert set(np.unique(library.labels(0))) == {0, 1}

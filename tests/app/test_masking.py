"""What a run hands over, and the real network in the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from app.masking import Masker, MaskingRequest, load_network, merged
from app.quality import Quality
from mvos_core.masks.track import MaskEntry, Origin
from mvos_core.model.checkpoint import save_checkpoint
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import Propagated
from tests.app.conftest import Studio, truth


def request_for(labels: set[int], locked: set[int] | None = None) -> MaskingRequest:
    return MaskingRequest(
        clip=Path(),
        orders=(),
        entries={},
        anchors={},
        labels=frozenset(labels),
        locked=frozenset(locked or ()),
    )


def result(row: list[int], objects: tuple[int, ...]) -> Propagated:
    labels = np.array([row], np.uint8)
    return Propagated(
        0, labels, objects, dict.fromkeys(objects, 0.5), np.zeros((len(objects), 1, 1), np.uint8)
    )


def entry(row: list[int], objects: tuple[int, ...]) -> MaskEntry:
    labels = np.array([row], np.uint8)
    return MaskEntry.of(labels, origin=Origin.PROPAGATED, confidence=dict.fromkeys(objects, 0.8))


@pytest.mark.parametrize(
    ("labels", "locked", "expected", "confidence"),
    [
        # Object 3 is unknown to the run: it stays where the run leaves room.
        ({1, 2, 3}, set(), [1, 2, 3, 0], {1: 0.5, 2: 0.5, 3: 0.8}),
        # A locked object stays even where the run wants its pixels.
        ({1, 2, 3}, {3}, [1, 3, 3, 0], {1: 0.5, 2: 0.5, 3: 0.8}),
        ({1, 2, 3}, {1}, [0, 2, 3, 0], {1: 0.8, 2: 0.5, 3: 0.8}),
        # Deleted objects vanish, from the old mask and from the new one.
        ({1}, set(), [1, 0, 0, 0], {1: 0.5}),
    ],
)
def test_merging(
    labels: set[int], locked: set[int], expected: list[int], confidence: dict[int, float]
) -> None:
    new = merged(
        result([1, 2, 0, 0], (1, 2)),
        entry([2, 3, 3, 1], (1, 2, 3)) if locked != {1} else entry([2, 3, 3, 0], (1, 2, 3)),
        request_for(labels, locked),
        origin=Origin.PROPAGATED,
    )
    assert new.labels()[0].tolist() == expected
    assert dict(new.confidence) == confidence


def test_the_real_network_masks_a_clip(
    make_studio: Callable[[], Studio], movie: Path, tmp_path: Path
) -> None:
    """With random weights nothing sensible comes out, but it comes out for every frame.

    Torch computes at once; the graphs that the other engine compiles for seconds have tests of their own.
    """
    torch.manual_seed(0)
    path = tmp_path / "tiny.safetensors"
    save_checkpoint(path, MobileVOS(model_config("mobilenetv2")))
    studio = make_studio()
    studio.session.masker = Masker(partial(load_network, engine="torch"))
    studio.open(movie)
    studio.session.quality.choose(Quality(str(path), 32))
    studio.window.painting.set_diameter(18)
    studio.session.document.set_range(range(6))
    studio.drag((20, 20))
    studio.trigger("propagate")
    studio.wait_for_run()
    assert not studio.window.banner.text
    track = studio.session.document.track
    assert list(track) == list(range(6))
    assert all(track[index].size == (64, 96) for index in track)
    np.testing.assert_array_equal(studio.labels(0), truth(0, labels=(1,)))


def test_a_model_that_is_missing_ends_in_a_banner(make_studio: Callable[[], Studio], clip: Path) -> None:
    studio = make_studio()
    studio.session.masker = Masker(load_network)
    studio.open(clip)
    studio.session.quality.choose(Quality("nowhere.safetensors"))
    studio.dab(1, 0)
    studio.trigger("propagate")
    studio.wait_for_run()
    assert "nowhere.safetensors" in studio.window.banner.text

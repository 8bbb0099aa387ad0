"""Renderings: kept without loss, fresh exactly as long as what they depend on, and used again by exports."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core import rendering as module
from mvos_core.inpaint import Filled, make_inpainter
from mvos_core.masks.refine import Refinement
from mvos_core.masks.track import MaskEntry, Origin
from mvos_core.removal import RemovalSettings
from mvos_core.rendering import Footage, RenderCache, Rendering, chosen_frames, render
from mvos_core.takes import Takes
from mvos_core.types import Frame, MvosError
from mvos_core.video import open_video
from tests.core.inpaint.scene import Pan

N_FRAMES = 9
WHOLE = range(N_FRAMES)
TELEA = RemovalSettings(method="telea")
NS = RemovalSettings(method="ns")


@pytest.fixture(scope="module")
def pan() -> Pan:
    return Pan(n_frames=N_FRAMES, disc_px=7)


@pytest.fixture(scope="module")
def clip(pan: Pan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clip")
    for index, masked in enumerate(pan.clip):
        Image.fromarray(masked.frame).save(folder / f"{index:03d}.png", compress_level=1)
    return folder


@pytest.fixture
def footage(pan: Pan, clip: Path) -> Footage:
    """The disc is object 1 for the most part, a patch of it object 2; frame 5 has no mask."""
    masks = {}
    for index, masked in enumerate(pan.clip):
        labels = masked.hole.astype(np.uint8)
        labels[:58][labels[:58] > 0] = 2
        masks[index] = MaskEntry.of(labels, origin=Origin.PROPAGATED)
    del masks[5]
    return Footage(clip, masks, frozenset({1, 2}))


def rendered(cache: RenderCache, footage: Footage, settings: RemovalSettings, frames: range) -> Rendering:
    rendering = cache.begin(footage.key(settings, frames))
    steps = list(render(cache, rendering, make_inpainter(settings.method)))
    assert [step.value for step in steps] == list(frames)
    return rendering


def direct(footage: Footage, settings: RemovalSettings, frames: range) -> list[Filled]:
    with open_video(footage.clip) as reader, footage.key(settings, frames).masked(reader) as masked:
        return list(make_inpainter(settings.method)(masked))


def assert_equal(one: Filled, other: Filled) -> None:
    np.testing.assert_array_equal(one.frame, other.frame)
    np.testing.assert_array_equal(one.hole, other.hole)
    np.testing.assert_array_equal(one.invented, other.invented)


@pytest.mark.parametrize("settings", [TELEA, RemovalSettings()])
def test_frames_come_back_bit_for_bit(footage: Footage, pan: Pan, settings: RemovalSettings) -> None:
    frames = range(2, 8)
    rendering = rendered(RenderCache(), footage, settings, frames)
    assert rendering.is_complete
    expected = direct(footage, settings, frames)
    for index, filled in zip(frames, expected, strict=True):
        assert_equal(rendering.get(index, pan.clip[index].frame), filled)
        outside = ~filled.hole
        np.testing.assert_array_equal(filled.frame[outside], pan.clip[index].frame[outside])
    assert not expected[3].hole.any()  # frame 5 has no mask
    with pytest.raises(KeyError):
        rendering.get(0, pan.clip[0].frame)


def test_seen_and_invented_are_kept(footage: Footage) -> None:
    assert rendered(RenderCache(), footage, TELEA, WHOLE).seen_share == 0
    assert rendered(RenderCache(), footage, RemovalSettings(), WHOLE).seen_share > 0.9


def test_a_rendering_is_fresh_as_long_as_what_it_depends_on(footage: Footage) -> None:
    cache = RenderCache()
    rendering = rendered(cache, footage, TELEA, range(1, 8))
    assert cache.find(footage, TELEA, range(2, 5)) is rendering
    assert cache.find(footage, TELEA, range(0, 5)) is None
    assert cache.find(footage, NS, range(2, 5)) is None
    grown = replace(TELEA, refinement=Refinement(grow_px=6))
    assert cache.find(footage, grown, range(2, 5)) is None
    assert cache.find(replace(footage, labels=frozenset({1})), TELEA, range(2, 5)) is None
    # All of the objects, spelled out, are the same as all.
    assert cache.find(footage, replace(TELEA, objects=(1, 2)), range(2, 5)) is rendering
    other = MaskEntry.of(np.zeros((120, 160), np.uint8), origin=Origin.PAINTED)
    assert cache.find(replace(footage, masks={**footage.masks, 7: other}), TELEA, range(2, 5)) is None
    assert cache.find(replace(footage, masks={**footage.masks, 8: other}), TELEA, range(2, 5)) is rendering
    assert cache.latest(1) is rendering
    assert cache.latest(8) is None


def test_a_rendering_that_was_given_up_serves_the_frames_that_it_has(footage: Footage) -> None:
    cache = RenderCache()
    rendering = cache.begin(footage.key(TELEA, WHOLE))
    steps = render(cache, rendering, make_inpainter("telea"))
    for _ in range(3):
        next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert not rendering.is_complete
    assert cache.find(footage, TELEA, range(0, 3)) is rendering
    assert cache.find(footage, TELEA, range(0, 4)) is None


def test_no_object_is_a_sentence(footage: Footage) -> None:
    with pytest.raises(MvosError, match="No object"):
        footage.key(RemovalSettings(objects=(9,)), WHOLE)


def test_the_oldest_go_when_there_is_no_room(footage: Footage) -> None:
    size = rendered(RenderCache(), footage, TELEA, WHOLE).used_bytes
    cache = RenderCache(limit_bytes=round(2.5 * size))
    first, second = rendered(cache, footage, TELEA, WHOLE), rendered(cache, footage, NS, WHOLE)
    third = rendered(cache, footage, replace(TELEA, objects=(1,)), WHOLE)
    assert cache.find(footage, TELEA, WHOLE) is None
    assert cache.find(footage, NS, WHOLE) is second
    assert cache.find(footage, third.key.settings, WHOLE) is third
    assert first.get(3, np.zeros((120, 160, 3), np.uint8)).hole.any()  # whoever still has it may go on
    with pytest.raises(MvosError, match="too large"):
        rendered(RenderCache(limit_bytes=size // 2), footage, TELEA, WHOLE)


def test_a_full_disk_is_a_sentence(footage: Footage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(MvosError, match="No space left"):
        RenderCache().begin(footage.key(TELEA, WHOLE))


def test_files_go_with_their_renderings(footage: Footage) -> None:
    cache = RenderCache()
    file = rendered(cache, footage, TELEA, range(2))._file
    cache.clear()
    gc.collect()
    assert file.closed


class Refuses:
    """Stands in for the methods where nothing may be rendered."""

    def __call__(self, method: str, *, device: str = "cpu") -> None:
        raise AssertionError(f"{method} is rendered again on {device}")


def frames_of(footage: Footage, takes: Takes, frames: range, cache: RenderCache | None = None) -> list[Frame]:
    with open_video(footage.clip) as reader:
        steps = list(chosen_frames(footage, takes, frames, reader=reader, cache=cache))
    assert [step.done for step in steps] == list(range(1, len(frames) + 1))
    return [step.value.frame for step in steps]


def test_an_export_takes_each_frame_from_the_take_that_counts(footage: Footage) -> None:
    takes = Takes().set_settings(0, TELEA).add(NS).choose(1, range(3, 6))
    telea, ns = direct(footage, TELEA, WHOLE), direct(footage, NS, WHOLE)
    expected = [(ns if 3 <= index < 6 else telea)[index].frame for index in WHOLE]
    np.testing.assert_array_equal(frames_of(footage, takes, WHOLE), expected)
    np.testing.assert_array_equal(frames_of(footage, takes, range(4, 8)), expected[4:8])


def test_an_export_uses_fresh_renderings_and_makes_the_rest(
    footage: Footage, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = Takes().set_settings(0, RemovalSettings()).add(NS).choose(1, range(3, 6))
    cache = RenderCache()
    rendered(cache, footage, RemovalSettings(), WHOLE)
    temporal, ns = direct(footage, RemovalSettings(), WHOLE), direct(footage, NS, WHOLE)
    expected = [(ns if 3 <= index < 6 else temporal)[index].frame for index in WHOLE]
    np.testing.assert_array_equal(frames_of(footage, takes, WHOLE, cache), expected)
    rendered(cache, footage, NS, range(2, 6))
    monkeypatch.setattr(module, "make_inpainter", Refuses())
    np.testing.assert_array_equal(frames_of(footage, takes, WHOLE, cache), expected)
    other = replace(footage, labels=frozenset({1}))
    with pytest.raises(AssertionError, match="is rendered again"):
        frames_of(other, takes, WHOLE, cache)

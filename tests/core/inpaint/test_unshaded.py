"""Shadows found by what other frames show, against the exact truth of made-up clips and of the demo scene."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image  # type: ignore[import-untyped, unused-ignore]

from mvos_core.demo.motion import N_FRAMES as N_DEMO_FRAMES
from mvos_core.demo.scene import DemoScene
from mvos_core.inpaint.unshaded import UnshadedFrames
from mvos_core.masks.refine import Refinement, soft_edge
from mvos_core.masks.shadow import Unshaded, shadow_mask, surroundings
from mvos_core.removal import MaskedClip
from mvos_core.types import Frame, Mask
from mvos_core.video import open_video
from tests.core.inpaint.scene import texture

SIZE = (120, 200)
N_FRAMES = 33


def iou(a: Mask, b: Mask) -> float:
    return float(np.count_nonzero(a & b) / max(1, np.count_nonzero(a | b)))


def assert_found(found: Mask, shadow: Mask, thing: Mask) -> None:
    """A shadow is found whole and little more: blur and small pictures carry its edge two pixels out."""
    rim = cv2.dilate(shadow.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert np.count_nonzero(found & shadow) > 0.95 * np.count_nonzero(shadow)
    assert np.count_nonzero(found & ~rim) < 0.05 * np.count_nonzero(shadow)
    assert not (found & thing).any()


def ellipse(centre: tuple[int, int], axes: tuple[int, int]) -> Mask:
    plane = np.zeros(SIZE, np.uint8)
    cv2.ellipse(plane, centre, axes, 0, 0, 360, (1,), -1)
    return plane > 0


class Walk:
    """A camera pans over textured ground with a dark pond in it; a ball rolls to the right, its shadow beside it."""

    def __init__(self, *, depth: float = 0.45) -> None:
        ground = texture(SIZE[0], SIZE[1] + 2 * N_FRAMES).astype(np.float32)
        cv2.ellipse(ground, (130, 96), (26, 12), 0, 0, 360, (20, 22, 24), -1)
        self.frames: list[Frame] = []
        self.things: list[Mask] = []
        self.shadows: list[Mask] = []
        for index in range(N_FRAMES):
            picture = ground[:, index : index + SIZE[1]].copy()
            thing = ellipse((24 + 5 * index, 70), (12, 14))
            shadow = ellipse((29 + 5 * index, 83), (14, 5)) & ~thing
            picture[shadow] *= 1 - depth
            picture[thing] = (220, 40, 30)
            self.frames.append(np.clip(picture, 0, 255).astype(np.uint8))
            self.things.append(thing)
            self.shadows.append(shadow)

    def unshaded(self) -> UnshadedFrames:
        return UnshadedFrames(self.frames.__getitem__, self.things.__getitem__, N_FRAMES)

    def found(self, index: int, *, strength: float) -> Mask:
        unshaded = self.unshaded()[index]
        return shadow_mask(self.frames[index], self.things[index], strength=strength, unshaded=unshaded)


@pytest.fixture(scope="module")
def walk() -> Walk:
    return Walk()


@pytest.mark.parametrize("index", [4, 13, 17, 27])
def test_a_moving_shadow_is_found_and_dark_ground_is_not(walk: Walk, index: int) -> None:
    assert_found(walk.found(index, strength=0.5), walk.shadows[index], walk.things[index])


def test_the_shadow_holds_still(walk: Walk) -> None:
    unshaded = walk.unshaded()
    moved = []
    for index in range(9, 18):
        found = shadow_mask(walk.frames[index], walk.things[index], strength=0.5, unshaded=unshaded[index])
        moved.append(np.roll(found, -5 * index, axis=1))
    assert min(iou(a, b) for a, b in pairwise(moved)) > 0.8


def test_the_slider_takes_fainter_shadows_the_further_it_is(walk: Walk) -> None:
    faint = Walk(depth=0.15)
    areas = [np.count_nonzero(walk.found(17, strength=s)) for s in (0, 0.1, 0.3, 0.5, 1)]
    assert areas[:2] == [0, 0]
    assert areas == sorted(areas)
    assert not faint.found(17, strength=0.4).any()
    assert_found(faint.found(17, strength=0.7), faint.shadows[17], faint.things[17])


def test_a_clip_of_one_frame_tells_nothing(walk: Walk) -> None:
    alone = UnshadedFrames(walk.frames.__getitem__, walk.things.__getitem__, 1)[0]
    assert alone is not None
    assert not alone.known.any()


def test_without_an_object_nothing_is_looked_for(walk: Walk) -> None:
    nothing = np.zeros(SIZE, np.bool_)
    assert UnshadedFrames(walk.frames.__getitem__, lambda _: nothing, N_FRAMES)[3] is None


def test_another_colour_is_no_shadow(walk: Walk) -> None:
    picture = np.full((*SIZE, 3), 120, np.uint8)
    thing, shadow = walk.things[5], walk.shadows[5]
    unshaded = Unshaded(SIZE, slice(0, SIZE[0]), slice(0, SIZE[1]), picture, surroundings(thing))
    for colour, is_shadow in (((60, 60, 60), True), ((100, 50, 20), False), ((180, 180, 180), False)):
        frame = picture.copy()
        frame[shadow] = colour
        found = shadow_mask(frame, thing, strength=0.5, unshaded=unshaded)
        if is_shadow:
            assert_found(found, shadow, thing)
        else:
            assert not found.any()


@pytest.mark.parametrize("left", [56, 60])
@pytest.mark.parametrize("error", [0, 72])
def test_a_post_that_stands_before_the_object_is_no_shadow(left: int, error: int) -> None:
    """It is darker than what it hides, less so above, touches the object's foot and meets its shadow."""
    plate = np.full((*SIZE, 3), 180, np.uint8)
    plate[:52] = 110
    thing = ellipse((80, 60), (20, 18))
    shadow = ellipse((84, 77), (22, 6)) & ~thing
    post = np.zeros(SIZE, np.bool_)
    for row in range(SIZE[0]):
        post[row, left + row // 20 : left + 10 + row // 20] = True
    thing, shadow = thing & ~post, shadow & ~post
    frame = plate.copy()
    frame[44:90, 100:] += np.uint8(error)
    frame[shadow] = 70
    frame[post] = (96, 84, 66)
    frame[thing] = (30, 60, 220)
    unshaded = Unshaded(SIZE, slice(0, SIZE[0]), slice(0, SIZE[1]), plate, surroundings(thing))
    found = shadow_mask(frame, thing, strength=0.5, unshaded=unshaded)
    assert not (found & post).any()
    assert np.count_nonzero(found & shadow) > 0.7 * np.count_nonzero(shadow)


def test_a_shadow_that_goes_up_or_down_beyond_reach_is_no_post() -> None:
    """It leaves what is looked at on one side only."""
    plate = np.full((*SIZE, 3), 180, np.uint8)
    thing = ellipse((80, 60), (12, 14))
    unshaded = Unshaded(SIZE, slice(0, SIZE[0]), slice(0, SIZE[1]), plate, surroundings(thing))
    for end in ((130, 30), (110, 118)):
        line = np.zeros(SIZE, np.uint8)
        cv2.line(line, (82, 72), end, (1,), 10)
        shadow = (line > 0) & ~thing
        frame = plate.copy()
        frame[shadow] = 90
        frame[thing] = (30, 60, 220)
        found = shadow_mask(frame, thing, strength=0.5, unshaded=unshaded)
        assert_found(found, shadow & surroundings(thing), thing)


def test_a_clip_with_masks_takes_the_shadow_too(walk: Walk, tmp_path: Path) -> None:
    for index, frame in enumerate(walk.frames):
        Image.fromarray(frame).save(tmp_path / f"{index:03d}.png", compress_level=1)
    labels = [thing.astype(np.uint8) for thing in walk.things]
    with open_video(tmp_path) as reader, MaskedClip(reader, labels.__getitem__, range(N_FRAMES)) as clip:
        alphas = [clip.prepared(13, Refinement(shadow=strength)).alpha for strength in (0, 0.5)]
    thing, shadow = walk.things[13], walk.found(13, strength=0.5)
    np.testing.assert_array_equal(alphas[0], soft_edge(thing, outward=True))
    np.testing.assert_array_equal(alphas[1], soft_edge(thing | shadow, outward=True))


_FIRST = 32
"""Of the demo's frames that are looked at; the car is behind the post about the 46th."""


@cache
def demo(index: int, *, with_car: bool) -> Frame:
    scene = _scene()
    return scene.frame(index, (90, 160)) if with_car else scene.clean_plate(index, (90, 160))


@cache
def _scene() -> DemoScene:
    return DemoScene(samples=1)


@cache
def car(index: int) -> Mask:
    return _scene().true_mask(index, (90, 160)) > 0


@cache
def demo_shadow(at: int) -> tuple[Mask, Mask]:
    """Return what is found of the car's shadow in a frame with half of the slider, and what truly is its own."""
    unshaded = _demo_unshaded()[at - _FIRST]
    found = shadow_mask(demo(at, with_car=True), car(at), strength=0.5, unshaded=unshaded)
    return found, true_shadow(at)


@cache
def _demo_unshaded() -> UnshadedFrames:
    frames = range(_FIRST, N_DEMO_FRAMES)
    return UnshadedFrames(lambda p: demo(frames[p], with_car=True), lambda p: car(frames[p]), len(frames))


def true_shadow(at: int) -> Mask:
    lit, frame = (demo(at, with_car=on).astype(float) + 1 for on in (False, True))
    return np.asarray((frame / lit).mean(axis=2) < 0.93)


def test_half_of_the_slider_takes_the_demo_cars_shadow() -> None:
    """The floor is full of other shadows; what is truly the car's is told by the scene without it."""
    found, truth = demo_shadow(64)
    beside = cv2.dilate(car(64).astype(np.uint8), np.ones((3, 3))) == 0
    guess = shadow_mask(demo(64, with_car=True), car(64), strength=0.5)
    assert iou(found & beside, truth & beside) > max(0.45, 2 * iou(guess & beside, truth & beside))


def test_the_post_that_the_demo_car_goes_behind_is_no_shadow() -> None:
    for at in (46, 48):
        found, truth = demo_shadow(at)
        near = cv2.dilate((truth | car(at)).astype(np.uint8), np.ones((5, 5))) > 0
        assert np.count_nonzero(found & truth & ~car(at)) > 20
        assert np.count_nonzero(found & ~near) < 0.1 * np.count_nonzero(found)

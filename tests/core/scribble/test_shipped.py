"""The shipped scribble network on the demo clip, whose car's outline is known exactly."""

import cv2
import numpy as np
import pytest

from mvos_core.config import resource
from mvos_core.eval.metrics import jaccard
from mvos_core.eval.strokes import Stroke, corrective_stroke
from mvos_core.masks.labels import read_label_map
from mvos_core.model.checkpoint import count_parameters, read_notes
from mvos_core.model.scribble import load_scribble
from mvos_core.scribble import load_scribble_head, mask_from_scribbles
from mvos_core.scribble.head import ScribbleHead
from mvos_core.types import Frame, Mask
from mvos_core.video import open_video


@pytest.fixture(scope="module")
def head() -> ScribbleHead:
    """Its encoder is the shipped model's, or this would be refused."""
    return load_scribble_head(precision="fp32")


@pytest.fixture(scope="module")
def frame() -> Frame:
    with open_video(resource("demo", "demo.mp4")) as clip:
        return clip.read(0)


@pytest.fixture(scope="module")
def car() -> Mask:
    return np.asarray(read_label_map(resource("demo", "demo-mask.png")) > 0)


def stroke(mask: Mask, truth: Mask) -> Stroke:
    found = corrective_stroke(mask, truth, width_px=5)
    assert found is not None
    return found


def test_one_stroke_finds_the_car_and_a_second_one_betters_it(
    head: ScribbleHead, frame: Frame, car: Mask
) -> None:
    nothing = np.zeros_like(car)
    begun = stroke(nothing, car)
    first = mask_from_scribbles(frame, begun.pixels, nothing, head=head)
    assert jaccard(first, car) > 0.8
    more = stroke(first, car)
    foreground, background = (
        begun.pixels | (more.pixels if more.is_object else nothing),
        nothing if more.is_object else more.pixels,
    )
    second = mask_from_scribbles(frame, foreground, background, previous=first, head=head)
    assert jaccard(second, car) > max(0.85, jaccard(first, car))


def test_the_mask_before_is_refined_not_begun_anew(head: ScribbleHead, frame: Frame, car: Mask) -> None:
    """A bite out of the car is stroked: the rest of the car is known only from the mask before."""
    bite = np.zeros(car.shape, np.uint8)
    ys, xs = np.nonzero(car)
    cv2.circle(bite, (int(xs.max()) - 12, int(np.median(ys))), 16, [1.0], -1)
    bitten = car & (bite == 0)
    mended = stroke(bitten, car)
    nothing = np.zeros_like(car)
    found = mask_from_scribbles(frame, mended.pixels, nothing, previous=bitten, head=head)
    assert jaccard(found, car) > max(0.85, jaccard(bitten, car))
    anew = mask_from_scribbles(frame, mended.pixels, nothing, head=head)
    assert (found != anew).sum() > 20


def test_it_is_small_and_says_how_it_may_be_used() -> None:
    path = resource("weights", "mobilevos-scribble.safetensors")
    assert count_parameters(load_scribble(path)) <= 500_000
    assert read_notes(path)["licence"] == "CC BY-NC 4.0"

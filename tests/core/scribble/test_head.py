from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from mvos_core.model import checkpoint
from mvos_core.model.checkpoint import save_checkpoint
from mvos_core.model.config import model_config
from mvos_core.model.network import MobileVOS
from mvos_core.model.scribble import ScribbleConfig, ScribbleNetwork, save_scribble
from mvos_core.scribble import head as module
from mvos_core.scribble import load_scribble_head, mask_from_scribbles
from mvos_core.scribble.grab_cut import grab_cut
from mvos_core.scribble.head import ScribbleHead
from mvos_core.scribble.obey import obeyed
from mvos_core.scribble.planes import PLANES
from mvos_core.types import Frame, Mask, MvosError

SIZE = (60, 96)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A working size that suits small frames."""
    monkeypatch.setattr(module, "DEFAULT_SIZE", 64)


@pytest.fixture(scope="module")
def student() -> MobileVOS:
    torch.manual_seed(0)
    return MobileVOS(model_config("mobilenetv2")).eval().requires_grad_(False)


@pytest.fixture
def head(student: MobileVOS) -> ScribbleHead:
    """Random weights: what it says is nonsense, but it says it as trained ones do."""
    torch.manual_seed(1)
    network = ScribbleNetwork(ScribbleConfig.of(student, planes=PLANES))
    return ScribbleHead(student, network, precision="fp32")


def frame(seed: int = 0) -> Frame:
    return np.random.default_rng(seed).integers(0, 256, (*SIZE, 3), dtype=np.uint8)


def box(top: int, left: int, *, side: int = 6) -> Mask:
    mask = np.zeros(SIZE, np.bool_)
    mask[top : top + side, left : left + side] = True
    return mask


NOTHING = np.zeros(SIZE, np.bool_)


def count_encodings(head: ScribbleHead) -> list[int]:
    """Return a list that grows by one each time that the head looks at a frame."""
    calls: list[int] = []

    def note(_module: Any, _inputs: Any, _output: Any) -> None:
        calls.append(1)

    head._encoder.register_forward_hook(note)
    return calls


@pytest.mark.parametrize("bias", [-9.0, 9.0])
def test_strokes_are_obeyed_whatever_the_network_says(head: ScribbleHead, bias: float) -> None:
    bias_of = head._network.point.bias
    assert bias_of is not None
    bias_of.data.fill_(bias)
    inside, outside = box(10, 10), box(40, 70)
    found = mask_from_scribbles(frame(), inside, outside, head=head)
    assert found.shape == SIZE and found.dtype == np.bool_
    assert found[inside].all() and not found[outside].any()
    assert found[30, 40] == (bias > 0)


def test_a_frame_is_looked_at_once_however_many_strokes_follow(head: ScribbleHead) -> None:
    calls = count_encodings(head)
    picture = frame()
    first = head.logits(picture, box(10, 10), NOTHING)
    head.logits(picture.copy(), box(10, 10), box(40, 70), previous=box(0, 0, side=40))
    again = head.logits(picture, box(10, 10), NOTHING)
    np.testing.assert_allclose(again, first, atol=1e-6)
    assert len(calls) == 1
    picture[...] = frame(1)  # another picture in the same array
    other = head.logits(picture, box(10, 10), NOTHING)
    assert len(calls) == 2
    assert np.abs(other - first).max() > 1e-4


def test_strokes_and_the_previous_mask_change_what_it_says(head: ScribbleHead) -> None:
    def logits(foreground: Mask, background: Mask, previous: Mask | None) -> NDArray[np.float32]:
        return head.logits(frame(), foreground, background, previous=previous)

    plain = logits(box(10, 10), NOTHING, None)
    np.testing.assert_allclose(logits(box(10, 10), NOTHING, NOTHING), plain, atol=1e-6)
    for other in (
        logits(box(20, 40), NOTHING, None),
        logits(box(10, 10), box(40, 70), None),
        logits(box(10, 10), NOTHING, box(5, 5, side=30)),
    ):
        assert np.abs(other - plain).max() > 1e-4


def test_without_a_head_it_is_grab_cut(student: MobileVOS) -> None:
    picture, inside, outside = frame(), box(10, 10), box(40, 70)
    expected = obeyed(grab_cut(picture, inside, outside), inside, outside, previous=None)
    np.testing.assert_array_equal(mask_from_scribbles(picture, inside, outside), expected)


def test_nothing_stroked_as_object_is_no_mask(head: ScribbleHead) -> None:
    calls = count_encodings(head)
    assert not mask_from_scribbles(frame(), NOTHING, box(10, 10), head=head).any()
    assert not calls


@pytest.mark.parametrize("size", [(30, 200), (201, 31), (64, 64), (130, 97)])
def test_any_size(head: ScribbleHead, size: tuple[int, int]) -> None:
    picture = np.zeros((*size, 3), np.uint8)
    stroke = np.zeros(size, np.bool_)
    stroke[3:6, 3:20] = True
    assert mask_from_scribbles(picture, stroke, ~stroke, head=head).tolist() == stroke.tolist()


def test_loading(tmp_path: Path, student: MobileVOS, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "student.safetensors"
    save_checkpoint(shipped, student)
    monkeypatch.setattr(checkpoint, "weights_file", lambda _name: shipped)
    loaded = checkpoint.load_model("mobilenetv2")  # in half precision, as the head's own will be
    path = tmp_path / "scribble.safetensors"
    save_scribble(path, ScribbleNetwork(ScribbleConfig.of(loaded, planes=PLANES)))
    head = load_scribble_head(path)
    assert mask_from_scribbles(frame(), box(10, 10), NOTHING, head=head)[box(10, 10)].all()

    save_checkpoint(shipped, MobileVOS(model_config("mobilenetv2")))  # a newer model, say
    with pytest.raises(MvosError, match="trained on other weights of “mobilenetv2”"):
        load_scribble_head(path)
    with pytest.raises(MvosError, match="There is no checkpoint"):
        load_scribble_head(tmp_path / "none.safetensors")

"""The real `SimpleLama` class on a network as small as can be: it paints every pixel of the picture in one colour."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.error import URLError

import numpy as np
import pytest
import torch

from mvos_core.inpaint import MaskedFrame, make_inpainter
from mvos_core.inpaint.lama import LamaFill, lama_downloads, lama_problem
from mvos_core.types import Frame, Mask, MvosError
from tests.core.inpaint.scene import texture

pytest.importorskip("simple_lama_inpainting")
pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit.(script|save):DeprecationWarning")


class Painter(torch.nn.Module):
    """Gives every pixel the hole's share of the picture as red, and 0.5 as green; sides must be multiples of 8."""

    def forward(self, image: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        if image.shape[2] % 8 != 0 or image.shape[3] % 8 != 0:
            raise RuntimeError("sides must be multiples of 8")
        painted = torch.zeros_like(image)
        painted[:, 0] = mask.to(image.dtype).mean()
        painted[:, 1] = 0.5
        return painted


def save(network: torch.nn.Module, path: Path) -> Path:
    torch.jit.script(network).save(str(path))  # type: ignore[no-untyped-call]
    return path


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lama") / "painter.pt"
    return save(Painter(), path)


@pytest.fixture
def model(weights: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAMA_MODEL", str(weights))
    return weights


def picture_with_hole(height: int, width: int) -> tuple[Frame, Mask]:
    mask = np.zeros((height, width), np.bool_)
    mask[30:43, 50:71] = True
    return texture(height, width), mask


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("size", [(91, 133), (300, 400), (64, 96)])
def test_only_the_masked_pixels_change_whatever_the_size(size: tuple[int, int]) -> None:
    frame, mask = picture_with_hole(*size)
    before = frame.copy()
    result = LamaFill()(frame, mask)
    assert result.shape == frame.shape
    assert (result[mask][:, 1] == 127).all()
    np.testing.assert_array_equal(result[~mask], before[~mask])
    np.testing.assert_array_equal(frame, before)


@pytest.mark.usefixtures("model")
def test_the_network_sees_the_holes_surroundings_only() -> None:
    frame, mask = picture_with_hole(600, 900)
    red = LamaFill()(frame, mask)[35, 60, 0]
    # The crop is the hole and 64 pixels around it, but 30 and 50 to the picture's edge, padded to 112 by 136.
    assert red == int(13 * 21 / (112 * 136) * 255)


@pytest.mark.usefixtures("model")
def test_a_very_large_hole_is_painted_smaller() -> None:
    frame, mask = texture(1000, 1200), np.zeros((1000, 1200), np.bool_)
    mask[100:900, 100:1100] = True
    result = LamaFill()(frame, mask)
    assert np.abs(result[mask][:, 1].astype(int) - 127).max() <= 1
    np.testing.assert_array_equal(result[~mask], frame[~mask])


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("method", ["lama", "temporal-lama"])
def test_lama_serves_by_itself_and_inside_temporal(method: str) -> None:
    frame, mask = picture_with_hole(90, 130)
    alpha = np.where(mask, np.uint8(255), np.uint8(0))
    result = list(make_inpainter(method)([MaskedFrame(frame, alpha)] * 3))
    assert all((r.frame[mask][:, 1] == 127).mean() > 0.9 and r.invented_share == 1 for r in result)


def test_an_empty_hole_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMA_MODEL", "/nowhere.pt")
    frame = texture(40, 40)
    np.testing.assert_array_equal(LamaFill()(frame, np.zeros((40, 40), np.bool_)), frame)


def fill_fails(match: str) -> None:
    frame, mask = picture_with_hole(90, 130)
    with pytest.raises(MvosError, match=match):
        LamaFill()(frame, mask)


def test_missing_weights_are_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAMA_MODEL", str(tmp_path / "none.pt"))
    fill_fails("no LaMa model at .*none.pt; set LAMA_MODEL")


def test_a_broken_file_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "broken.pt"
    path.write_bytes(b"not a network")
    monkeypatch.setenv("LAMA_MODEL", str(path))
    fill_fails("broken.pt cannot be loaded as LaMa")


def test_a_failed_download_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAMA_MODEL", raising=False)

    def offline(_url: str) -> str:
        raise URLError("no network")

    monkeypatch.setattr("simple_lama_inpainting.models.model.download_model", offline)
    fill_fails("cannot be downloaded; connect to the network, or set LAMA_MODEL")


def test_a_missing_package_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simple_lama_inpainting", None)
    fill_fails("needs the package simple-lama-inpainting")


@pytest.mark.usefixtures("model")
def test_a_failing_network_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Failing(torch.nn.Module):
        def forward(self, image: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("out of memory")

    path = tmp_path / "failing.pt"
    monkeypatch.setenv("LAMA_MODEL", str(save(Failing(), path)))
    fill_fails("LaMa failed on the device cpu")


def test_whether_lama_can_be_chosen_is_known_without_loading_it(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not lama_problem()
    assert not lama_downloads()
    model_gone = tmp_path / "gone.pt"
    monkeypatch.setenv("LAMA_MODEL", str(model_gone))
    assert str(model_gone) in lama_problem()
    monkeypatch.delenv("LAMA_MODEL")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    assert not lama_problem()
    assert lama_downloads()
    (tmp_path / "hub" / "checkpoints").mkdir(parents=True)
    (tmp_path / "hub" / "checkpoints" / "big-lama.pt").write_bytes(b"")
    assert not lama_downloads()
    monkeypatch.setattr("mvos_core.inpaint.lama.find_spec", lambda _name: None)
    assert "mobilevos-studio[lama]" in lama_problem()

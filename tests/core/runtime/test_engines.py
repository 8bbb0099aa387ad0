import os
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from mvos_core.model.checkpoint import load_model
from mvos_core.model.config import model_config
from mvos_core.model.memory import MemoryBank, Remembered, halved
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import Anchor, Propagator
from mvos_core.runtime import TorchEngine
from mvos_core.runtime.cache import cache_folder, keep_newest
from mvos_core.runtime.choice import make_engine
from mvos_core.runtime.openvino_engine import OpenVinoEngine
from mvos_core.types import Frame, LabelMap, MvosError

CPU = torch.device("cpu")


@pytest.fixture(scope="module", params=["mobilenetv2", "mobilevos-lite"])
def network(request: pytest.FixtureRequest) -> MobileVOS:
    torch.manual_seed(0)
    network = MobileVOS(model_config(request.param)).eval().requires_grad_(False)
    return network.to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


def pixels(seed: int, size: tuple[int, int] = (48, 80)) -> Frame:
    noise = np.random.default_rng(seed).integers(0, 256, (*size, 3), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 4), np.uint8)


def memory(
    network: MobileVOS, known: tuple[tuple[int, ...], ...], size: tuple[int, int] = (48, 80)
) -> Remembered:
    torch.manual_seed(1)
    config, h, w = network.config, size[0] // 16, size[1] // 16
    keys = tuple(torch.randn(1, config.key_dim, h, w) for _ in known)
    values = tuple(torch.randn(1, len(rows), config.value_dim, h, w) for rows in known)
    return Remembered(keys, values, known)


@pytest.mark.parametrize(
    "known",
    [((0,),), ((0, 1, 2), (0, 1, 2)), ((0,), (1,), (0, 1))],
    ids=["one frame", "three objects", "objects that begin at different times"],
)
def test_openvino_computes_what_torch_does(network: MobileVOS, known: tuple[tuple[int, ...], ...]) -> None:
    remembered = memory(network, known)
    reference = TorchEngine(network, device=CPU).segment(pixels(0), remembered)
    other = OpenVinoEngine(network, precision="fp32").segment(pixels(0), remembered)
    for ours, theirs in zip(other, reference, strict=True):
        torch.testing.assert_close(ours, theirs, atol=2e-4, rtol=1e-3)


def test_kept_frames_are_read_at_half_their_size(network: MobileVOS) -> None:
    rows = (0, 1)
    whole = memory(network, (rows,) * 3, size=(48, 80))
    halves = [halved(key, value) for key, value in zip(whole.keys, whole.values, strict=True)]
    keys, values = zip((whole.keys[0], whole.values[0]), *halves, strict=True)
    remembered = Remembered(keys, values, (rows,) * 4)
    assert remembered.sizes == ((3, 5), (2, 3), (2, 3), (2, 3))
    reference = TorchEngine(network, device=CPU).segment(pixels(0), remembered)
    other = OpenVinoEngine(network, precision="fp32").segment(pixels(0), remembered)
    for ours, theirs in zip(other, reference, strict=True):
        torch.testing.assert_close(ours, theirs, atol=2e-4, rtol=1e-3)


def test_a_memory_in_half_precision_is_read_as_it_is(network: MobileVOS) -> None:
    full = memory(network, ((0, 1), (0, 1), (0,)))
    half = Remembered(
        tuple(key.bfloat16() for key in full.keys),
        tuple(value.bfloat16() for value in full.values),
        full.known,
    )
    rounded = Remembered(
        tuple(key.float() for key in half.keys), tuple(value.float() for value in half.values), full.known
    )
    engine = OpenVinoEngine(network, precision="fp32")
    for seed in range(3):
        got, expected = (engine.segment(pixels(seed), each) for each in (half, rounded))
        assert got.logits.equal(expected.logits)


def test_one_graph_serves_every_size(network: MobileVOS) -> None:
    engine = OpenVinoEngine(network, precision="fp32")
    for size in ((48, 80), (64, 48)):
        remembered = memory(network, ((0,), (0,)), size)
        reference = TorchEngine(network, device=CPU).segment(pixels(1, size), remembered)
        torch.testing.assert_close(
            engine.segment(pixels(1, size), remembered).logits, reference.logits, atol=2e-4, rtol=1e-3
        )


def test_a_result_is_not_overwritten_by_the_next(network: MobileVOS) -> None:
    engine = OpenVinoEngine(network, precision="fp32")
    remembered = memory(network, ((0,), (0,)))
    first = engine.segment(pixels(2), remembered)
    kept = first.value.clone()
    engine.segment(pixels(3), remembered)
    assert first.value.equal(kept)


def drifting(count: int) -> tuple[list[Frame], LabelMap]:
    """A bright disc that moves to the right over a dark texture; its first mask."""
    ground = pixels(5, (96, 160)) // 3
    y, x = np.mgrid[:96, :160]
    discs = [(x - 40 - 3 * t) ** 2 + (y - 48) ** 2 < 400 for t in range(count)]
    frames = [np.where(disc[..., None], np.array([230, 200, 60], np.uint8), ground) for disc in discs]
    return frames, discs[0].astype(np.uint8)


def test_propagation_agrees_between_engines() -> None:
    network = load_model("mobilenetv2")  # trained: random weights are undecided at every pixel
    frames, labels = drifting(8)
    results = []
    for engine in ("torch", "openvino"):
        run = Propagator(network, size=96, precision="fp32", engine=engine).run()
        anchor = Anchor.of(labels)
        results.append([run.step(t, frame, anchor if t == 0 else None) for t, frame in enumerate(frames)])
    for reference, other in zip(*results, strict=True):
        assert (reference.labels == other.labels).mean() >= 0.995
        assert reference.objects == other.objects


def test_the_choice_is_remembered(
    network: MobileVOS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MVOS_CACHE", str(tmp_path))
    chosen = make_engine("auto", network, device=CPU, precision="fp32", size=(48, 80))
    (note,) = cache_folder("engines").iterdir()
    assert note.read_text() == chosen.name.split("-")[0]
    for said in ("torch", "openvino"):
        note.write_text(said)
        again = make_engine("auto", network, device=CPU, precision="fp32", size=(48, 80))
        assert again.name == f"{said}-fp32"


def test_without_openvino_torch_takes_its_place(network: MobileVOS, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mvos_core.runtime.choice.find_spec", lambda name: None)
    engine = make_engine("auto", network, device=CPU, precision="fp32", size=(48, 80))
    assert engine.name == "torch-fp32"
    with pytest.raises(MvosError, match="not installed"):
        make_engine("openvino", network, device=CPU, precision="fp32", size=(48, 80))


def test_a_teacher_stays_with_torch() -> None:
    with torch.device("meta"):
        teacher = MobileVOS(model_config("stcn"))
    with pytest.raises(MvosError, match="memory grows"):
        make_engine("openvino", teacher, device=CPU, precision="fp32", size=(48, 80))


def test_a_full_cache_forgets_the_oldest(tmp_path: Path) -> None:
    for age, name in enumerate("abc"):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    keep_newest(tmp_path, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_full_cache_forgets_graphs_as_a_whole(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "graph.bin").write_bytes(b"x")
    os.utime(tmp_path / "a", (1000, 1000))
    keep_newest(tmp_path, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize("damage", [None, b"", b"<?xml"], ids=["missing", "empty", "cut off"])
@pytest.mark.parametrize("name", ["graph.xml", "graph.bin"])
def test_a_damaged_graph_is_made_anew(
    network: MobileVOS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, damage: bytes | None
) -> None:
    monkeypatch.setenv("MVOS_CACHE", str(tmp_path))
    remembered = memory(network, ((0,), (0,)))
    logits = OpenVinoEngine(network, precision="fp32").segment(pixels(0), remembered).logits
    (file,) = tmp_path.glob(f"openvino/*/{name}")
    whole = file.stat().st_size
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    again = OpenVinoEngine(network, precision="fp32").segment(pixels(0), remembered).logits
    torch.testing.assert_close(again, logits)
    assert file.stat().st_size == whole
    assert not list(tmp_path.glob("openvino/part-*"))


def test_without_room_for_a_graph_it_is_not_kept(
    network: MobileVOS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise RuntimeError("basic_ios::clear: iostream error")

    monkeypatch.setenv("MVOS_CACHE", str(tmp_path))
    monkeypatch.setattr("mvos_core.runtime.openvino_engine.ov.save_model", full)
    remembered = memory(network, ((0,), (0,)))
    reference = TorchEngine(network, device=CPU).segment(pixels(0), remembered).logits
    found = OpenVinoEngine(network, precision="fp32").segment(pixels(0), remembered).logits
    torch.testing.assert_close(found, reference, atol=2e-4, rtol=1e-3)
    assert not [path for path in (tmp_path / "openvino").iterdir() if path.is_dir()]


def test_an_unknown_engine_is_refused(network: MobileVOS) -> None:
    with pytest.raises(MvosError, match="choose one of auto, torch, openvino"):
        Propagator(network, engine="abacus")


def test_the_bank_hands_out_what_it_reads() -> None:
    bank = MemoryBank()
    torch.manual_seed(2)
    query = torch.randn(1, 4, 2, 3)
    bank.anchor(0, torch.randn(1, 4, 2, 3), torch.randn(1, 2, 5, 2, 3), objects=[7, 3])
    bank.recent(torch.randn(1, 4, 2, 3), torch.randn(1, 3, 5, 2, 3), objects=[3, 5, 7])
    remembered = bank.remembered()
    assert remembered.known == ((0, 2), (0, 1, 2))
    torch.testing.assert_close(bank.read(query), remembered.read(query))

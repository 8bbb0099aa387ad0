import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mvos_core import __version__
from mvos_core.config import resource
from mvos_core.demo import DemoScene
from mvos_core.eval.metrics import jaccard
from mvos_core.masks.labels import read_label_map, write_label_map
from mvos_core.model.config import CONFIGS
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import Propagator
from mvos_core.video import open_video
from tests.core.cli.conftest import SIZE, Ran
from tests.core.train.data import make_data

Mvos = Callable[..., Ran]


def test_info(mvos: Mvos, pictures: Path) -> None:
    facts = mvos("info", pictures, "--json").json()
    assert (facts["frames"], facts["height"], facts["width"], facts["has_audio"]) == (8, *SIZE, False)
    facts = mvos("info", resource("demo", "demo.mp4"), "--json").json()
    assert (facts["frames"], facts["rate"], facts["variable_rate"], facts["has_audio"]) == (
        96,
        "24",
        False,
        True,
    )
    assert "96 frames" in mvos("info", resource("demo", "demo.mp4")).out


def test_models(mvos: Mvos) -> None:
    rows = {row["name"]: row for row in mvos("models", "--json").json()}
    assert set(rows) == set(CONFIGS)
    shipped = rows["mobilenetv2"]
    assert Path(shipped["weights"]).is_file()
    assert len(shipped["sha256"]) == 64
    assert rows["stcn"]["weights"] is None
    assert "1.95 M" in mvos("models").out


def test_bench_reports_ratios_to_its_own_baseline(mvos: Mvos) -> None:
    result = mvos(
        "bench",
        "--model",
        "mobilevos-lite",
        "--size",
        "32x48",
        "--objects",
        2,
        "--frames",
        6,
        "--end-to-end",
        "--json",
    )
    rows = result.json()
    engines = ["torch-fp32", "torch-bf16", "openvino-fp32", "openvino-bf16"]
    assert [(row["model"], row["engine"]) for row in rows] == [
        ("mobilenetv2", "torch-fp32"),
        *(("mobilevos-lite", engine) for engine in engines),
    ]
    for row in rows[1:]:
        assert row["ratio"] == pytest.approx(rows[1]["median_ms"] / row["median_ms"])
        assert row["ratio_mobilenetv2"] == pytest.approx(rows[0]["median_ms"] / row["median_ms"])
    for row in rows:
        assert row["end_to_end_fps"] > 0
        assert row["sequential_fps"] > 0
        assert (row["height"], row["width"], row["objects"], row["frames"]) == (32, 48, 2, 6)
        assert row["fps"] == pytest.approx(1000 / row["median_ms"])
        assert 0 < row["median_ms"] <= row["p95_ms"]
    assert mvos("bench", "--size", "big").code == 2


def test_engines_agree_on_a_clip(mvos: Mvos) -> None:
    clip, mask = (resource("demo", name) for name in ("demo.mp4", "demo-mask.png"))
    assert "give the first frame's mask" in mvos("bench", "--agreement", clip).err
    rows = mvos("bench", "--agreement", clip, "--mask", mask, "--frames", 3, "--json").json()
    engines = {"torch-bf16", "openvino-fp32", "openvino-bf16", "openvino-int8"}
    assert {row["engine"] for row in rows} == engines
    for row in rows:
        assert row["frames"] == 3
        assert row["same_pixels"] > 0.995
        assert 0.97 < row["worst_iou"] <= row["mean_iou"] <= 1


def test_engines_are_compared_at_the_size_asked_for(mvos: Mvos, monkeypatch: pytest.MonkeyPatch) -> None:
    clip, mask = (resource("demo", name) for name in ("demo.mp4", "demo-mask.png"))
    asked: list[tuple[int, str]] = []
    init = Propagator.__init__

    def watched(
        self: Propagator, network: MobileVOS, *, size: int, device: str, precision: str, engine: str
    ) -> None:
        asked.append((size, device))
        init(self, network, size=size, precision=precision, engine=engine)

    monkeypatch.setattr(Propagator, "__init__", watched)
    common = ("bench", "--agreement", clip, "--mask", mask, "--frames", 2, "--size", "64x96", "--json")
    assert len(mvos(*common).json()) == 4
    assert set(asked) == {(64, "cpu")}
    asked.clear()
    rows = mvos(*common, "--device", "cuda").json()
    assert [row["engine"] for row in rows] == ["torch-fp32", "torch-bf16"]
    assert asked == [(64, "cpu"), (64, "cuda"), (64, "cuda")]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), 1),
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), 1),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"), 1),
        (RuntimeError("shapes do not fit"), None),
    ],
)
def test_a_lack_of_memory_is_told(
    mvos: Mvos, pictures: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int | None
) -> None:
    def probe(_: Path) -> None:
        raise error

    monkeypatch.setattr("mvos_core.video.probe", probe)
    if code is None:
        with pytest.raises(type(error)):
            mvos("info", pictures)
    else:
        ran = mvos("info", pictures)
        assert ran.code == code
        assert "not enough memory" in ran.err


def test_version_and_usage(mvos: Mvos) -> None:
    assert mvos("--version").out.strip() == __version__
    assert mvos("fly").code == 2
    assert mvos("propagate", "--nonsense").code == 2
    assert mvos("--help").code == 0


def test_eval_refuses_what_it_does_not_know(mvos: Mvos, tmp_path: Path) -> None:
    assert mvos("eval", tmp_path, "--dataset", "davis2018").code == 2
    assert "There is no DAVIS" in mvos("eval", tmp_path, "--json").err


def test_eval_refuses_annotations_of_another_size(mvos: Mvos, checkpoint: Path, tmp_path: Path) -> None:
    make_data(tmp_path)
    small = np.zeros((36, 48), np.uint8)
    small[10:20, 10:20] = 1
    write_label_map(tmp_path / "DAVIS" / "Annotations" / "480p" / "alpha" / "00000.png", small)
    arguments = (
        "eval",
        tmp_path,
        "--split",
        "train",
        "--sequences",
        "alpha",
        "--model",
        checkpoint,
        "--size",
        32,
    )
    result = mvos(*arguments)
    assert result.code == 1
    assert "same resolution" in result.err


def test_the_shipped_weights_follow_the_demo_clip(mvos: Mvos, tmp_path: Path) -> None:
    """The vertical slice: the bundled clip and mask through the shipped network, against the generator's truth."""
    clip, mask = resource("demo", "demo.mp4"), resource("demo", "demo-mask.png")
    out = tmp_path / "masks"
    result = mvos("propagate", clip, "--mask", mask, "--out", out, "--range", "0:8", "--json")
    assert result.code == 0, result.err
    assert [path.name for path in sorted(out.iterdir())] == [f"{i:06d}.png" for i in range(8)]
    found, truth = read_label_map(out / "000007.png"), DemoScene().true_mask(7, (480, 854))
    assert jaccard(found == 1, truth == 1) > 0.9


def test_demo_says_where_its_results_lie(
    mvos: Mvos, checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_video(resource("demo", "demo.mp4")) as reader:
        size = reader.info.size
    result = mvos("demo", "--out", tmp_path / "d", "--model", checkpoint, "--size", 32, "--json")
    assert result.code == 0, result.err
    report = result.json()
    assert sorted(path.name for path in Path(report["out"]).iterdir()) == [
        "confidence.csv",
        "figures.json",
        "masks",
        "overlay.mp4",
        "removed.mp4",
    ]
    assert len(list((tmp_path / "d" / "masks").iterdir())) == report["frames"] == 96
    assert json.loads((tmp_path / "d" / "figures.json").read_text())["frames"] == 96
    for name in ("overlay.mp4", "removed.mp4"):
        with open_video(tmp_path / "d" / name) as reader:
            assert (reader.info.n_frames, reader.info.size, reader.info.has_audio) == (96, size, True)
    np.testing.assert_array_equal(
        read_label_map(tmp_path / "d" / "masks" / "000000.png"),
        read_label_map(resource("demo", "demo-mask.png")),
    )

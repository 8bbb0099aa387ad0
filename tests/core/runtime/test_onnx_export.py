from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray

from mvos_core.model.checkpoint import digest, load_model
from mvos_core.model.config import model_config
from mvos_core.model.memory import Remembered
from mvos_core.model.network import MobileVOS
from mvos_core.propagation import Anchor, Propagator, labels_from_logits
from mvos_core.runtime import TorchEngine, onnx_export
from mvos_core.runtime.onnx_export import ExportShape, OnnxGraphs, RememberGraph, export_graphs
from mvos_core.types import Frame, LabelMap, MvosError, size_of

Array = NDArray[Any]
_FIXED = {"mobilenetv2": ExportShape((48, 80), 1), "mobilevos-lite": ExportShape((48, 80), 3, frames=3)}


@pytest.fixture(scope="module", params=list(_FIXED))
def network(request: pytest.FixtureRequest) -> MobileVOS:
    torch.manual_seed(0)
    network = MobileVOS(model_config(request.param)).eval().requires_grad_(False)
    return network.to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


@pytest.fixture(scope="module")
def fixed(network: MobileVOS) -> OnnxGraphs:
    return export_graphs(network, _FIXED[network.config.name], licence="CC0")


@pytest.fixture(scope="module")
def dynamic(network: MobileVOS) -> OnnxGraphs:
    return export_graphs(network, ExportShape(dynamic=True))


def session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def call(graph: onnxruntime.InferenceSession, **inputs: Array) -> Sequence[Array]:
    arrays: Sequence[Array] = graph.run(None, inputs)
    return arrays


def pixels(size: tuple[int, int]) -> Frame:
    return np.random.default_rng(7).integers(0, 256, (*size, 3), dtype=np.uint8)


def check_step(network: MobileVOS, content: bytes, shape: ExportShape) -> None:
    torch.manual_seed(1)
    config, h, w = network.config, shape.size[0] // 16, shape.size[1] // 16
    keys = tuple(torch.randn(1, config.key_dim, h, w) for _ in range(shape.frames))
    values = tuple(torch.randn(1, shape.objects, config.value_dim, h, w) for _ in keys)
    known = (tuple(range(shape.objects)),) * shape.frames
    wanted = TorchEngine(network, device=torch.device("cpu")).segment(
        pixels(shape.size), Remembered(keys, values, known)
    )
    memory = {f"key{i}": key.numpy() for i, key in enumerate(keys)}
    memory |= {f"value{i}": value.numpy() for i, value in enumerate(values)}
    found = call(session(content), pixels=pixels(shape.size)[None], **memory)
    for ours, theirs in zip(found, wanted, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), atol=2e-5, rtol=1e-4)


def check_remember(network: MobileVOS, content: bytes, shape: ExportShape) -> None:
    masks = np.zeros((1, shape.objects, *shape.size), np.float32)
    for row in range(shape.objects):
        masks[0, row, 3 : 3 + 9 * (row + 1), 20 * row : 20 * row + 13] = 1
    found = call(session(content), pixels=pixels(shape.size)[None], masks=masks)
    wanted = RememberGraph(network)(torch.from_numpy(pixels(shape.size))[None], torch.from_numpy(masks))
    for ours, theirs in zip(found, wanted, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), atol=2e-5, rtol=1e-4)


def test_fixed_graphs_compute_what_torch_does(network: MobileVOS, fixed: OnnxGraphs) -> None:
    check_step(network, fixed.step, _FIXED[network.config.name])
    check_remember(network, fixed.remember, _FIXED[network.config.name])
    assert fixed.agreement.difference < 1e-4
    assert fixed.agreement.equal_labels >= 0.999


@pytest.mark.parametrize("shape", [ExportShape((96, 64), 3), ExportShape((48, 112), 1)], ids=str)
def test_one_pair_of_dynamic_graphs_serves_all_sizes_and_objects(
    network: MobileVOS, dynamic: OnnxGraphs, shape: ExportShape
) -> None:
    check_step(network, dynamic.step, shape)
    check_remember(network, dynamic.remember, shape)


def test_shapes_are_written_down(network: MobileVOS, fixed: OnnxGraphs, dynamic: OnnxGraphs) -> None:
    def shapes(content: bytes) -> dict[str, list[int | str]]:
        graph = session(content)
        return {node.name: node.shape for node in (*graph.get_inputs(), *graph.get_outputs())}

    config, shape = network.config, _FIXED[network.config.name]
    known = shapes(fixed.step)
    assert known["pixels"] == [1, 48, 80, 3]
    assert known["logits"] == [1, shape.objects, 12, 20]
    assert known["key"] == known[f"key{shape.frames - 1}"] == [1, config.key_dim, 3, 5]
    assert known["value"] == known["value0"] == [1, shape.objects, config.value_dim, 3, 5]
    assert len(known) == 1 + 2 * shape.frames + 3
    assert shapes(dynamic.remember)["masks"] == [1, "objects", "height", "width"]
    assert shapes(dynamic.step)["value0"] == [1, "objects", config.value_dim, "height/16", "width/16"]


def test_a_fixed_graph_holds_no_arithmetic_on_shapes(fixed: OnnxGraphs) -> None:
    import onnx

    model = onnx.load_from_string(fixed.step)
    kinds = {node.op_type for node in model.graph.node}
    assert not kinds & {"Shape", "ConstantOfShape", "Gather", "OneHot"}
    assert [(each.domain, each.version) for each in model.opset_import] == [("", 17)]


def test_metadata_says_what_a_file_is(network: MobileVOS, fixed: OnnxGraphs, dynamic: OnnxGraphs) -> None:
    def notes(content: bytes) -> Mapping[str, str]:
        known: Mapping[str, str] = session(content).get_modelmeta().custom_metadata_map
        return known

    shape = _FIXED[network.config.name]
    known = notes(fixed.step)
    assert (known["model"], known["graph"], known["licence"]) == (network.config.name, "step", "CC0")
    assert (known["size"], known["objects"], known["frames"]) == (
        "48x80",
        str(shape.objects),
        str(shape.frames),
    )
    assert known["weights_sha256"] == digest(network)
    assert notes(fixed.remember)["graph"] == "remember"
    assert notes(dynamic.step)["objects"] == "any"
    assert "licence" not in notes(dynamic.step)


def clip(count: int) -> tuple[list[Frame], LabelMap]:
    """Three discs of different colours that drift over a texture; the first frame's labels."""
    y, x = np.mgrid[:96, :160]
    ground = np.random.default_rng(3).integers(0, 60, (12, 20, 3), dtype=np.uint8)
    ground = ground.repeat(8, axis=0).repeat(8, axis=1)
    colours = [(230, 200, 60), (60, 220, 230), (220, 60, 200)]
    frames, first = [], np.zeros((96, 160), np.uint8)
    for t in range(count):
        frame = ground.copy()
        for label, colour in enumerate(colours, start=1):
            disc = (x - 45 * label + 15 - 3 * t) ** 2 + (y - 30 - 8 * label) ** 2 < 250
            frame[disc] = colour
            if t == 0:
                first[disc] = label
        frames.append(frame)
    return frames, first


def masked_by_graphs_alone(graphs: OnnxGraphs, frames: Sequence[Frame], first: LabelMap) -> list[LabelMap]:
    """The loop of docs/mobile.md."""
    remember, step = session(graphs.remember), session(graphs.step)
    masks = np.stack([first == label for label in (1, 2, 3)]).astype(np.float32)[None]
    anchor = previous = call(remember, pixels=frames[0][None], masks=masks)
    found = []
    for frame in frames[1:]:
        memory = {
            "key0": anchor[0], "value0": anchor[1], "key1": previous[0], "value1": previous[1],
        }  # fmt: skip
        logits, *previous = call(step, pixels=frame[None], **memory)
        found.append(labels_from_logits(logits[0], (1, 2, 3), size_of(first)))
    return found


def test_the_graphs_alone_mask_a_clip_as_propagation_does() -> None:
    network = load_model("mobilenetv2")  # trained: random weights are undecided at every pixel
    frames, first = clip(6)
    run = Propagator(network, size=96, precision="fp32").run()
    wanted = [run.step(t, frame, None if t else Anchor.of(first)).labels for t, frame in enumerate(frames)]
    graphs = export_graphs(network, ExportShape((96, 160), 3))
    found = masked_by_graphs_alone(graphs, frames, first)
    for ours, theirs in zip(found, wanted[1:], strict=True):
        assert (ours == theirs).mean() >= 0.9995
        assert set(np.unique(theirs)) == {0, 1, 2, 3}


def test_a_teacher_has_no_fixed_graph() -> None:
    with torch.device("meta"):
        teacher = MobileVOS(model_config("stcn"))
    with pytest.raises(MvosError, match="grows"):
        export_graphs(teacher, ExportShape())


def test_without_onnx_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_export, "find_spec", lambda name: None)
    with torch.device("meta"):
        network = MobileVOS(model_config("mobilevos-lite"))
    with pytest.raises(MvosError, match=r"mobilevos-studio\[onnx\]"):
        export_graphs(network, ExportShape())

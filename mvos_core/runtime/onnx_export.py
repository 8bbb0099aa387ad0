"""A network as two ONNX graphs for phones and other runtimes, which agree with torch or are not handed out.

*step* segments a frame and encodes it for memory in one call, *remember* encodes a frame whose masks are known: the first
one, and every one that is corrected. Memory is the caller's (docs/mobile.md).
"""

from __future__ import annotations

import io
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mvos_core import __version__
from mvos_core.model.checkpoint import digest
from mvos_core.model.network import MobileVOS, aggregate
from mvos_core.runtime.graph import OUTPUTS, StepGraph, input_names
from mvos_core.types import MvosError

OPSETS = range(13, 21)
"""Below, Resize and Softmax mean something else; above, torch's exporter of traces ends."""

DEFAULT_OPSET = 17
_TOLERANCE = 1e-3
_EQUAL_LABELS = 0.999
_OPEN_CASES = (((64, 96), 1), ((112, 80), 3))
_AXES: Mapping[str, Mapping[int, str]] = {
    "pixels": {1: "height", 2: "width"},
    "masks": {1: "objects", 2: "height", 3: "width"},
    "logits": {1: "objects", 2: "height/4", 3: "width/4"},
    "key": {2: "height/16", 3: "width/16"},
    "value": {1: "objects", 3: "height/16", 4: "width/16"},
}


@dataclass(frozen=True, slots=True)
class ExportShape:
    """What a pair of graphs is for.

    Attributes:
        size: the working (height, width), multiples of 16.
        objects: K.
        frames: how many remembered frames *step* reads.
        dynamic: height, width and K stay open, and `size` and `objects` mean nothing.
    """

    size: tuple[int, int] = (480, 864)
    objects: int = 1
    frames: int = 2
    dynamic: bool = False

    def check(self) -> None:
        """Raise MvosError where a value is out of its range."""
        height, width = self.size
        if height % 16 or width % 16 or min(self.size) < 32:
            near = "x".join(str(max(32, round(side / 16) * 16)) for side in self.size)
            raise MvosError(
                f"The network takes sides that are multiples of 16 and at least 32, not {height}x{width}; use {near}.",
                exit_code=2,
            )
        if not 1 <= self.objects <= 254 or self.frames < 1:
            raise MvosError("A graph is for 1 to 254 objects and at least one remembered frame.", exit_code=2)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well ONNX Runtime and torch agree.

    Attributes:
        difference: the largest one between two outputs, relative to the output's largest value where that is above 1.
        equal_labels: the share of pixels, at stride 4, to which both give the same label.
    """

    difference: float
    equal_labels: float


@dataclass(frozen=True, slots=True)
class OnnxGraphs:
    """Two files' contents, and how they did beside torch."""

    step: bytes
    remember: bytes
    agreement: Agreement


class RememberGraph(nn.Module):
    """Pixels uint8 (1, H, W, 3) and masks float32 (1, K, H, W) in [0, 1] as inputs; the frame's key and value as outputs."""

    def __init__(self, network: MobileVOS) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor, masks: Tensor) -> tuple[Tensor, Tensor]:
        """Encode a frame whose masks are known."""
        image = pixels.permute(0, 3, 1, 2).float() / 255
        features = self.network.encode_key(image)
        stride = self.network.mask_stride
        if stride > 1:
            masks = F.avg_pool2d(masks, stride)
        return features.key, self.network.encode_value(image, features, masks)


def export_graphs(
    network: MobileVOS, shape: ExportShape, *, opset: int = DEFAULT_OPSET, licence: str = ""
) -> OnnxGraphs:
    """Write a network's two graphs as ONNX and compare them with torch.

    Args:
        network: on the CPU, in evaluation mode.
        shape: what they are for.
        opset: one of `OPSETS`.
        licence: of the weights, noted in both files.

    Raises:
        MvosError: ONNX is not installed; the network's memory grows; the shape or the opset is out of its range; ONNX
            Runtime computes something else than torch.
    """
    shape.check()
    if opset not in OPSETS:
        raise MvosError(f"The opset must be {OPSETS[0]} … {OPSETS[-1]}, not {opset}.", exit_code=2)
    if not network.config.is_finite:
        raise MvosError(
            f"The memory of “{network.config.name}” grows, which no fixed graph can hold; choose another model.",
            exit_code=2,
        )
    if find_spec("onnx") is None or find_spec("onnxruntime") is None:
        raise MvosError("ONNX is not installed; install it with “pip install mobilevos-studio[onnx]”.")
    # What stays open is traced with one shape and compared in two.
    cases = _OPEN_CASES if shape.dynamic else ((shape.size, shape.objects),)
    examples = [_examples(network, size, objects=k, frames=shape.frames) for size, k in cases]
    known = (tuple(range(cases[0][1])),) * shape.frames
    graphs = {"step": StepGraph(network, known).eval(), "remember": RememberGraph(network).eval()}
    inputs = {"step": input_names(shape.frames), "remember": ("pixels", "masks")}
    outputs = {"step": OUTPUTS, "remember": OUTPUTS[1:]}
    contents = {}
    for role, graph in graphs.items():
        notes = _notes(network, shape, role=role, licence=licence)
        written = _write(graph, examples[0][role], (inputs[role], outputs[role]), opset=opset, shape=shape)
        contents[role] = _tidied(written, notes)
    return OnnxGraphs(**contents, agreement=_compared(contents, graphs, examples))


def _write(
    graph: nn.Module,
    examples: Sequence[Tensor],
    names: tuple[Sequence[str], Sequence[str]],
    *,
    opset: int,
    shape: ExportShape,
) -> bytes:
    """Trace a graph and write it as ONNX."""
    axes = {name: dict(_AXES[name.rstrip("0123456789")]) for name in (*names[0], *names[1])}
    buffer: Any = io.BytesIO()  # it takes one, whatever its types say
    torch.onnx.register_custom_op_symbolic("aten::expm1", _expm1, OPSETS[0])  # type: ignore[attr-defined]
    try:
        with warnings.catch_warnings():
            # What the trace fixes is what a graph is for; the newer exporter needs more packages for the same graph.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                graph,
                tuple(examples),
                buffer,
                input_names=list(names[0]),
                output_names=list(names[1]),
                dynamic_axes=axes if shape.dynamic else None,
                opset_version=opset,
                dynamo=False,
            )
    finally:
        torch.onnx.unregister_custom_op_symbolic("aten::expm1", OPSETS[0])  # type: ignore[attr-defined]
    return bytes(buffer.getvalue())


def _expm1(graph: Any, x: Any) -> Any:  # torch.jit's own values, which have no public type
    """ONNX has no expm1; tanh(x/2) · (eˣ + 1) is the same and keeps its precision near zero."""
    half, one = (graph.op("Constant", value_t=torch.tensor(value)) for value in (0.5, 1.0))
    return graph.op(
        "Mul", graph.op("Tanh", graph.op("Mul", x, half)), graph.op("Add", graph.op("Exp", x), one)
    )


def _tidied(content: bytes, notes: Mapping[str, str]) -> bytes:
    """Fold what does not depend on the inputs, such as all arithmetic on shapes, and note what the graph is."""
    import onnx
    import onnxruntime

    options = _quiet_options()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.onnx"
        options.optimized_model_filepath = str(path)
        onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        model = onnx.load(path)
    used = {node.domain for node in model.graph.node}
    imports = [each for each in model.opset_import if each.domain in used]
    del model.opset_import[:]
    model.opset_import.extend(imports)
    onnx.helper.set_model_props(model, dict(notes))
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def _notes(network: MobileVOS, shape: ExportShape, *, role: str, licence: str) -> dict[str, str]:
    size = "any, in multiples of 16" if shape.dynamic else "x".join(map(str, shape.size))
    notes = {
        "model": network.config.name,
        "weights_sha256": digest(network),
        "graph": role,
        "size": size,
        "objects": "any" if shape.dynamic else str(shape.objects),
        "frames": str(shape.frames),
        "pixels": "RGB, 0 to 255; normalised inside",
        "logits": "stride 4, each object against all else",
        "written_by": f"MobileVOS Studio {__version__}",
    }
    return notes | ({"licence": licence} if licence else {})


@torch.inference_mode()
def _examples(
    network: MobileVOS, size: tuple[int, int], *, objects: int, frames: int
) -> dict[str, tuple[Tensor, ...]]:
    """Return inputs of both graphs: soft textures, boxes as objects, and memory that the network made of them."""
    random = torch.Generator().manual_seed(0)
    height, width = size
    pictures = []
    for _ in range(frames + 1):
        coarse = torch.rand(1, 3, height // 8, width // 8, generator=random)
        texture = F.interpolate(coarse, size=size, mode="bilinear") * 255
        pictures.append(texture.permute(0, 2, 3, 1).byte().contiguous())
    masks = torch.zeros(1, objects, height, width)
    for row in range(objects):
        left, side = width * row // objects, max(width // (2 * objects), 1)
        masks[:, row, height // 4 : height // 2, left : left + side] = 1
    memory = [RememberGraph(network)(picture, masks) for picture in pictures[1:]]
    keys, values = zip(*memory, strict=True)
    return {"step": (pictures[0], *keys, *values), "remember": (pictures[0], masks)}


@torch.inference_mode()
def _compared(
    contents: Mapping[str, bytes],
    graphs: Mapping[str, nn.Module],
    cases: Sequence[Mapping[str, tuple[Tensor, ...]]],
) -> Agreement:
    """Run both runtimes on the same inputs.

    Raises:
        MvosError: they do not agree.
    """
    import onnxruntime

    differences, equal = [], []
    for role, content in contents.items():
        session = onnxruntime.InferenceSession(content, _quiet_options(), providers=["CPUExecutionProvider"])
        names = [node.name for node in session.get_inputs()]
        for case in cases:
            tensors = {name: tensor.numpy() for name, tensor in zip(names, case[role], strict=True)}
            found = [torch.from_numpy(array) for array in session.run(None, tensors)]
            wanted = graphs[role](*case[role])
            for ours, theirs in zip(found, wanted, strict=True):
                scale = max(1.0, float(theirs.abs().max()))
                differences.append(float((ours - theirs).abs().max()) / scale)
            if role == "step":
                same = aggregate(found[0]).argmax(1) == aggregate(wanted[0]).argmax(1)
                equal.append(float(same.float().mean()))
    # Not a number is no agreement either.
    if not all(each <= _TOLERANCE for each in differences) or min(equal) < _EQUAL_LABELS:
        raise MvosError(
            f"ONNX Runtime and torch disagree by up to {max(differences):.2g}, with {min(equal):.2%} of the labels equal, "
            "so nothing is written; try another --opset or other versions of onnxruntime and torch."
        )
    return Agreement(max(differences), min(equal))


def _quiet_options() -> Any:  # onnxruntime brings no types
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors
    return options

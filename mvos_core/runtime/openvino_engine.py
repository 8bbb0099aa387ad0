"""OpenVINO on the CPU: one compiled graph a frame."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import openvino as ov
import torch
from openvino.frontend import FrontEndManager
from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder

import mvos_core
from mvos_core.model.checkpoint import digest
from mvos_core.model.memory import Remembered
from mvos_core.model.network import MobileVOS
from mvos_core.model.weights import quantized_file
from mvos_core.runtime.cache import cache_folder, keep_newest
from mvos_core.runtime.engine import Segmented
from mvos_core.runtime.graph import OUTPUTS, GraphShape, input_names, inputs_of, traced
from mvos_core.types import Frame, MvosError

DIGEST_NOTE = ["mobilevos", "digest"]
"""Where a quantised graph says of which weights it is."""
_GRAPH = "graph.xml"
_GRAPHS_KEPT = 8
_ENTRIES_KEPT = 60


class OpenVinoEngine:
    """Compiles a graph for each working size and shape of memory, once, and keeps what it compiled on disk."""

    def __init__(self, network: MobileVOS, *, precision: str = "auto", threads: int = 0) -> None:
        """Prepare a network with a finite memory.

        Args:
            network: on the CPU, in evaluation mode.
            precision: "fp32", "bf16", "int8", or "auto": bf16 where the CPU computes in it, else int8 where there is a
                graph of these weights, else fp32. With int8, memories that the quantised graph is not made for are
                read in floats (`mvos_core.runtime.quantize`).
            threads: how many to compute with; 0 leaves the choice to OpenVINO.

        Raises:
            MvosError: int8 is asked for and there is no graph of these weights.
        """
        if not network.config.is_finite:
            raise ValueError("a memory that grows has no static graph")
        self._network = network
        self._core = ov.Core()
        self._digest = digest(network)
        floats = "bf16" if "BF16" in self._core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "fp32"
        self._quantized = self._quantized_graph() if precision in ("auto", "int8") else None
        if precision == "int8" and not self._quantized:
            raise MvosError(
                f"There is no int8 graph of these weights of “{network.config.name}”; make one with mvos quantize, "
                "as NAME-int8.xml beside NAME.safetensors, or choose another precision.",
                exit_code=2,
            )
        if precision == "auto":
            precision = "int8" if floats == "fp32" and self._quantized else floats
        self._precision = precision
        self._settings = _settings(floats if precision == "int8" else precision, threads)
        self._request = functools.lru_cache(_GRAPHS_KEPT)(self._build)

    @property
    def name(self) -> str:
        """openvino-fp32, openvino-bf16 or openvino-int8."""
        return f"openvino-{self._precision}"

    def segment(self, pixels: Frame, remembered: Remembered) -> Segmented:
        """Segment a frame (`Engine.segment`)."""
        remembered = _at_least_two(remembered)
        height, width = pixels.shape[:2]
        request = self._request(GraphShape((height, width), remembered.known, remembered.sizes))
        # OpenVINO shares these arrays without owning them: they must live until it has computed.
        inputs = [np.ascontiguousarray(pixels)[None]]
        inputs += [np.ascontiguousarray(tensor.float().numpy()) for tensor in inputs_of(remembered)]
        for i, values in enumerate(inputs):
            request.set_input_tensor(i, ov.Tensor(values, shared_memory=True))
        request.infer()
        outputs = [torch.from_numpy(request.get_output_tensor(i).data.copy()) for i in range(len(OUTPUTS))]
        return Segmented(*outputs)

    def _build(self, shape: GraphShape) -> ov.InferRequest:
        folder = cache_folder("openvino")
        model = self._graph(shape, folder)
        config = self._network.config
        model.reshape(dict(enumerate(_partial(shape.shapes(config.key_dim, config.value_dim)))))
        self._core.set_property({"CACHE_DIR": str(folder)})
        keep_newest(folder, _ENTRIES_KEPT)
        return self._core.compile_model(model, "CPU", self._settings).create_infer_request()

    def _quantized_graph(self) -> Path | None:
        """Return the int8 graph that was made from these very weights: a shipped one, or one beside the checkpoint."""
        origin = self._network.origin
        beside = origin.with_name(f"{origin.stem}-int8.xml") if origin else None
        for path in (quantized_file(self._network.config.name), beside):
            with suppress(RuntimeError):  # it is not there, no graph, or not ours
                if path and self._core.read_model(path).get_rt_info(DIGEST_NOTE).value == self._digest:
                    return path
        return None

    def _graph(self, shape: GraphShape, folder: Path) -> ov.Model:
        """Read the graph for a memory, of any size: the quantised one, or from the cache, or traced now."""
        alike = len(set(shape.known)) == 1
        usual = self._network.config.memory_sizes(shape.size[0] // 16, shape.size[1] // 16)
        if self._precision == "int8" and self._quantized and alike and shape.memory == usual:
            return self._core.read_model(self._quantized)
        known = any_objects(len(shape.known)) if alike else shape.known
        depends_on = f"{self._digest} {known} {ov.__version__} {mvos_core.__version__}"
        place = folder / hashlib.sha256(depends_on.encode()).hexdigest()[:24]
        try:
            graph = self._core.read_model(place / _GRAPH)
        except RuntimeError:  # it is not there, or damaged
            graph = to_openvino(self._network, known)
            _keep(graph, place)
        with suppress(OSError):
            os.utime(place)  # it was used
        return graph


def _keep(graph: ov.Model, place: Path) -> None:
    """Put a graph's two files into a folder that appears as a whole; where there is no room, do without."""
    part = None
    with suppress(OSError, RuntimeError):
        part = Path(tempfile.mkdtemp(dir=place.parent, prefix="part-"))
        ov.save_model(graph, part / _GRAPH, compress_to_fp16=False)
        shutil.rmtree(place, ignore_errors=True)
        part.replace(place)
    if part is not None:
        shutil.rmtree(part, ignore_errors=True)


def any_objects(frames: int) -> tuple[tuple[int, ...], ...]:
    """Return what so many frames know if a graph is to hold for any number of objects that all of them know.

    It is traced with two; one would be squeezed away.
    """
    return ((0, 1),) * frames


def to_openvino(network: MobileVOS, known: tuple[tuple[int, ...], ...]) -> ov.Model:
    """Convert a network's step to OpenVINO's representation, of any size."""
    script, examples = traced(network, known)
    frontend = FrontEndManager().load_by_framework("pytorch")
    decoder = TorchScriptPythonDecoder(script, example_input=tuple(examples))
    model = frontend.convert(frontend.load(decoder))
    for node, name in zip(model.inputs, input_names(len(known)), strict=True):
        node.get_tensor().set_names({name})
    for node, name in zip(model.outputs, OUTPUTS, strict=True):
        node.get_tensor().set_names({name})
    model.inputs[0].get_node().set_element_type(ov.Type.u8)
    model.validate_nodes_and_infer_types()
    return model


def _partial(shapes: tuple[tuple[int, ...], ...]) -> list[ov.PartialShape]:
    return [ov.PartialShape(list(shape)) for shape in shapes]


def _settings(precision: str, threads: int) -> Mapping[str, object]:
    settings: dict[str, object] = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": {"fp32": "f32", "bf16": "bf16"}[precision],
        # Decoding, writing and the window run beside it: threads that are bound to cores would wait for them.
        "ENABLE_CPU_PINNING": False,
    }
    return settings | ({"INFERENCE_NUM_THREADS": threads} if threads else {})


def _at_least_two(remembered: Remembered) -> Remembered:
    """Return a memory of one frame as one of that frame twice, which reads the same: one graph less to build."""
    if len(remembered.known) > 1:
        return remembered
    return Remembered(remembered.keys * 2, remembered.values * 2, remembered.known * 2)

"""An int8 graph of a network's step: post-training quantisation with nncf, calibrated on real clips.

The graph is that of a memory with one anchor, for any size and number of objects that all its frames know: what most
frames of most clips are. Other memories are read by the float graph (`OpenVinoEngine`).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
import torch
from numpy.typing import NDArray

from mvos_core.model.checkpoint import digest
from mvos_core.model.memory import MemoryBank
from mvos_core.model.network import MobileVOS
from mvos_core.runtime.engine import Engine
from mvos_core.runtime.graph import inputs_of
from mvos_core.runtime.openvino_engine import DIGEST_NOTE, any_objects, to_openvino
from mvos_core.runtime.pixels import resize_frame, resize_plane
from mvos_core.runtime.torch_engine import to_image
from mvos_core.types import Frame, LabelMap, MvosError

Sample = list[NDArray[Any]]
"""A graph's inputs, in order."""


def calibration_samples(
    network: MobileVOS,
    engine: Engine,
    frames: Iterable[Frame],
    first: LabelMap,
    *,
    size: tuple[int, int],
    every: int,
) -> Iterator[Sample]:
    """Follow a clip's object 1 and yield a graph's inputs at every nth frame.

    Args:
        network: the network, on the CPU.
        engine: what follows.
        frames: the clip's, the first one with the object.
        first: its label map.
        size: the working (height, width), multiples of 16.
        every: n.
    """
    memory = MemoryBank(every=network.config.memory_every, limit=network.config.memory_kept)
    for index, frame in enumerate(frames):
        pixels = resize_frame(frame, size)
        if index == 0:
            memory.anchor(0, *_anchor(network, pixels, first), objects=(1,))
            continue
        remembered = memory.remembered()
        if index > 1 and index % every == 0:
            yield [pixels[None], *(tensor.numpy() for tensor in inputs_of(remembered))]
        result = engine.segment(pixels, remembered)
        memory.recent(result.key.float(), result.value.float(), objects=(1,))


@torch.inference_mode()
def _anchor(network: MobileVOS, pixels: Frame, labels: LabelMap) -> tuple[torch.Tensor, torch.Tensor]:
    image, stride = to_image(pixels, torch.device("cpu")), network.mask_stride
    small = (pixels.shape[0] // stride, pixels.shape[1] // stride)
    mask = torch.from_numpy(resize_plane((labels == 1).astype(np.float32), small))[None, None]
    features = network.encode_key(image)
    return features.key, network.encode_value(image, features, mask)


def check_nncf() -> None:
    """Raise MvosError where nncf is not installed."""
    if find_spec("nncf") is None:
        raise MvosError("Quantising needs nncf; install it with: pip install 'mobilevos-studio[quantize]'")


def quantize(network: MobileVOS, samples: list[Sample]) -> ov.Model:
    """Return the int8 graph of a network's step; the affinity stays in float, where it is sharp.

    Raises:
        MvosError: nncf is not installed, or there are no samples.
    """
    check_nncf()
    import nncf

    if not samples:
        raise MvosError("There are no frames to calibrate with; give a data set with longer clips.")
    nncf.set_log_level(logging.ERROR)
    with redirect_stdout(sys.stderr):  # its progress bar
        graph: ov.Model = nncf.quantize(
            to_openvino(network, any_objects(len(network.config.memory_sizes(1, 1)))),
            nncf.Dataset(samples),
            subset_size=len(samples),
            preset=nncf.QuantizationPreset.MIXED,
            ignored_scope=nncf.IgnoredScope(types=["MatMul"], validate=False),
        )
    graph.set_rt_info(digest(network), DIGEST_NOTE)
    return graph


def save_quantized(graph: ov.Model, path: Path) -> None:
    """Write NAME.xml and NAME.bin; the weights come first, so that the graph is never without them."""
    part = path.with_name(f"{path.stem}.part.xml")
    try:
        ov.save_model(graph, part)
        part.with_suffix(".bin").replace(path.with_suffix(".bin"))
        part.replace(path)
    except (OSError, RuntimeError) as error:
        raise MvosError(f"The graph cannot be written to {path} ({error}); choose another place.") from error
    finally:
        for leftover in (part, part.with_suffix(".bin")):
            leftover.unlink(missing_ok=True)

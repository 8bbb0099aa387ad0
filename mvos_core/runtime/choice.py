"""Which engine is the fastest here: measured once for each model and size, and remembered."""

from __future__ import annotations

import logging
import time
from importlib.metadata import version
from importlib.util import find_spec

import numpy as np
import torch

from mvos_core.atomic import write_whole
from mvos_core.model.checkpoint import digest
from mvos_core.model.memory import Remembered
from mvos_core.model.network import MobileVOS
from mvos_core.runtime.cache import cache_folder
from mvos_core.runtime.engine import Engine
from mvos_core.runtime.torch_engine import TorchEngine
from mvos_core.types import MvosError

_log = logging.getLogger(__name__)
_REPEATS = 3


def make_engine(
    name: str, network: MobileVOS, *, device: torch.device, precision: str, size: tuple[int, int]
) -> Engine:
    """Return the engine called `name`, "auto" being the fastest one at a working size (height, width).

    Raises:
        MvosError: OpenVINO is asked for where it cannot be.
    """
    reason = _no_openvino(network, device)
    if name == "openvino":
        if reason:
            raise MvosError(f"{reason} Use --engine torch or auto.", exit_code=2)
        return _openvino(network, precision)
    if precision == "int8":
        if name == "torch" or reason:
            raise MvosError(f"{reason or 'Torch has no int8 here.'} Choose another --precision.", exit_code=2)
        return _openvino(network, precision)
    reference = TorchEngine(network, device=device, precision=precision)
    if name == "torch" or reason:
        return reference
    return _fastest(reference, network, precision=precision, size=size)


def _no_openvino(network: MobileVOS, device: torch.device) -> str | None:
    """Say why OpenVINO is out of the question, or None where it is not."""
    if device.type != "cpu":
        return "OpenVINO computes on the CPU here."
    if not network.config.is_finite:
        return f"OpenVINO cannot run “{network.config.name}”, whose memory grows."
    if find_spec("openvino") is None:
        return "OpenVINO is not installed."
    return None


def _openvino(network: MobileVOS, precision: str) -> Engine:
    from mvos_core.runtime.openvino_engine import OpenVinoEngine

    return OpenVinoEngine(network, precision=precision)


def _fastest(reference: TorchEngine, network: MobileVOS, *, precision: str, size: tuple[int, int]) -> Engine:
    # Another processor or release may be another matter.
    machine = f"{torch.backends.cpu.get_cpu_capability()}x{torch.get_num_threads()}".replace(" ", "")
    programs = f"torch{torch.__version__}-openvino{version('openvino')}"
    key = f"{digest(network)[:16]}-{precision}-{size[0]}x{size[1]}-{machine}-{programs}"
    note = cache_folder("engines") / key
    try:
        known = note.read_text(encoding="utf-8")
    except OSError:
        known = ""
    if known == "torch":
        return reference
    try:
        other = _openvino(network, precision)
        if known == "openvino":
            return other
        faster = _step_s(other, network, size) < _step_s(reference, network, size)
    except (RuntimeError, ImportError) as error:  # OpenVINO's own errors are RuntimeErrors
        _log.warning("OpenVINO does not work here and torch takes its place: %s", error)
        return reference
    try:
        write_whole(note, (b"openvino" if faster else b"torch"), what="The note of the fastest engine")
    except MvosError as error:
        _log.info("%s", error)  # it is measured again next time
    return other if faster else reference


def _step_s(engine: Engine, network: MobileVOS, size: tuple[int, int]) -> float:
    """Return the fastest of a few steps with one object, in seconds; the first one, which may compile, does not count."""
    config, h, w = network.config, size[0] // 16, size[1] // 16
    remembered = Remembered.empty(config, (h, w), objects=1)
    pixels = np.zeros((*size, 3), np.uint8)
    times_s = []
    for _ in range(1 + _REPEATS):
        start = time.perf_counter()
        engine.segment(pixels, remembered)
        times_s.append(time.perf_counter() - start)
    return min(times_s[1:])

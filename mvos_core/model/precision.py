"""What to compute on, and which number format it is faster in."""

from __future__ import annotations

import functools
import time
from contextlib import AbstractContextManager, nullcontext

import torch
from torch.nn import functional as F

from mvos_core.types import MvosError

PRECISIONS = ("auto", "fp32", "bf16", "int8")
"""int8 is for engines with quantised graphs; what torch does beside them is then done in its faster format."""


def available_devices() -> tuple[str, ...]:
    """Return the kinds of device that there are here, the fastest first."""
    found = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return (*(name for name, is_there in found.items() if is_there), "cpu")


def find_device(name: str) -> torch.device:
    """Return the device called `name`: auto (the fastest kind), cpu, cuda, cuda:1, mps.

    Raises:
        MvosError: there is none of that name here.
    """
    if name == "auto":
        name = available_devices()[0]
    try:
        device = torch.device(name)
        torch.zeros(1, device=device).sum().item()
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise MvosError(
            f"There is no device “{name}” here; use cpu, or cuda or mps where there is one.", exit_code=2
        ) from error
    return device


def check_precision(name: str) -> None:
    """Raise MvosError unless `name` is one of `PRECISIONS`."""
    if name not in PRECISIONS:
        raise MvosError(
            f"There is no precision “{name}”; choose one of {', '.join(PRECISIONS)}.", exit_code=2
        )


def autocast(device: torch.device, precision: str) -> AbstractContextManager[object]:
    """Return the context in which a network computes in `precision`: a precision; "auto" and "int8" are the faster of fp32 and bf16."""
    check_precision(precision)
    if precision in {"auto", "int8"}:
        precision = faster_precision(device.type)
    return torch.autocast(device.type, torch.bfloat16) if precision == "bf16" else nullcontext()


@functools.cache
def faster_precision(device_type: str) -> str:
    """Return "bf16" where a convolution is clearly faster in it, else "fp32"; measured once, some 10 ms.

    CPUs without bf16 instructions emulate it several times slower, and no public interface says which is which.
    """
    if device_type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp32"
    if device_type != "cpu":
        return "fp32"
    times: dict[str, list[float]] = {"fp32": [], "bf16": []}
    for _ in range(8):  # in turn, so that a busy moment hits both
        times["fp32"].append(_convolution_s(torch.float32))
        times["bf16"].append(_convolution_s(torch.bfloat16))
    return "bf16" if min(times["bf16"]) < 0.8 * min(times["fp32"]) else "fp32"


@torch.inference_mode()
def _convolution_s(dtype: torch.dtype) -> float:
    x = torch.ones(1, 64, 48, 64, dtype=dtype).to(memory_format=torch.channels_last)
    weight = torch.ones(64, 64, 3, 3, dtype=dtype).to(memory_format=torch.channels_last)
    start = time.perf_counter()
    F.conv2d(x, weight, padding=1)
    return time.perf_counter() - start

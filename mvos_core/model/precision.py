"""Which number format a device computes faster in."""

from __future__ import annotations

import functools
import time
from contextlib import AbstractContextManager, nullcontext

import torch
from torch.nn import functional as F

from mvos_core.types import MvosError

PRECISIONS = ("auto", "fp32", "bf16")


def autocast(device: torch.device, precision: str) -> AbstractContextManager[object]:
    """Return the context in which a network computes in `precision`: "fp32", "bf16" or "auto"."""
    if precision not in PRECISIONS:
        raise MvosError(
            f"There is no precision “{precision}”; choose one of {', '.join(PRECISIONS)}.", exit_code=2
        )
    if precision == "auto":
        precision = faster_precision(device.type)
    return torch.autocast(device.type, torch.bfloat16) if precision == "bf16" else nullcontext()


@functools.cache
def faster_precision(device_type: str) -> str:
    """Return "bf16" where a convolution is clearly faster in it, else "fp32"; measured once, some 10 ms.

    CPUs without bf16 instructions emulate it several times slower, and no public interface says which is which.
    """
    if device_type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported() else "fp32"
    if device_type != "cpu":
        return "fp32"
    fastest = {name: _fastest_s(dtype) for name, dtype in (("fp32", torch.float32), ("bf16", torch.bfloat16))}
    return "bf16" if fastest["bf16"] < 0.8 * fastest["fp32"] else "fp32"


@torch.inference_mode()
def _fastest_s(dtype: torch.dtype) -> float:
    x = torch.ones(1, 64, 48, 64, dtype=dtype).to(memory_format=torch.channels_last)
    weight = torch.ones(64, 64, 3, 3, dtype=dtype).to(memory_format=torch.channels_last)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        F.conv2d(x, weight, padding=1)
        times.append(time.perf_counter() - start)
    return min(times)

"""Several training processes under torchrun: gloo on CPUs, NCCL on GPUs; alone, everything is a no-op."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor, nn


class Group:
    """The processes that train together; `rank` 0 writes files."""

    def __init__(self, device: torch.device) -> None:
        self.rank = int(os.environ.get("RANK", "0"))
        self.world = int(os.environ.get("WORLD_SIZE", "1"))
        self._device = device
        if device.type == "cuda":
            torch.cuda.set_device(device)  # what names no device, as pinning does, means this one
        if self.world > 1 and not dist.is_initialized():
            dist.init_process_group(
                "nccl" if device.type == "cuda" else "gloo", timeout=timedelta(minutes=30)
            )

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Replace each gradient by its mean over the processes, in one message."""
        if self.world == 1:
            return
        gradients = [p.grad if p.grad is not None else p.new_zeros(p.shape) for p in parameters]
        flat = torch.cat([g.flatten() for g in gradients])
        dist.all_reduce(flat)
        flat /= self.world
        at = 0
        for gradient in gradients:
            gradient.copy_(flat[at : at + gradient.numel()].view_as(gradient))
            at += gradient.numel()

    def from_first(self, value: float) -> float:
        """Return the first process's value in all of them."""
        if self.world == 1:
            return value
        shared: Tensor = torch.tensor([value], dtype=torch.float64, device=self._device)
        dist.broadcast(shared, 0)
        return float(shared.item())

    def wait(self) -> None:
        """Go on when all processes have come here."""
        if self.world > 1:
            dist.barrier()


def leave() -> None:
    """End this process's part in the group, if there is one; a program's last act."""
    if dist.is_initialized():
        dist.destroy_process_group()

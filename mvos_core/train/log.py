"""Curves of a run for TensorBoard, which is optional."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mvos_core.types import MvosError


class Log:
    """Scalars over steps in a folder that `tensorboard --logdir` shows; a resumed run goes on in it."""

    def __init__(self, folder: Path, *, first_step: int) -> None:
        """Open the log; what an earlier run wrote from `first_step` on is struck out.

        Raises:
            MvosError: TensorBoard is not installed.
        """
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise MvosError(
                "TensorBoard is not installed; install mobilevos-studio[train], or set run.tensorboard = false.",
                exit_code=2,
            ) from error
        self._writer = SummaryWriter(str(folder), purge_step=first_step)

    def write(self, step: int, values: Mapping[str, float]) -> None:
        """Note values at a step, by names such as loss/dice."""
        for name, value in values.items():
            self._writer.add_scalar(name, value, step)

    def close(self) -> None:
        """Write out what is still held back."""
        self._writer.close()

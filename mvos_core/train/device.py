"""Planned clips as pictures, a batch at a time, wherever torch computes: for GPUs that CPUs cannot feed.

All pictures lie in the device's memory as bytes (`Atlas`); a batch is sampled from them, recoloured and pasted together
in a few large operations. It does what `mvos_core.train.render` does clip by clip.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from mvos_core.train.augment import NODES as N_NODES
from mvos_core.train.augment import node_grid, node_weights, spline_basis
from mvos_core.train.library import Library
from mvos_core.train.plan import ClipPlan, Layer
from mvos_core.train.sampling import EDGE_SIGMA, EDGE_SIZE
from mvos_core.types import size_of


class PlanTensors(NamedTuple):
    """A `ClipPlan` as tensors; L = 2 layers, the base and what is pasted (if anything).

    picture int64 (L, T), matrix (L, T, 2, 3), bend (L, T, 16, 2), colours (L, T, 2, 3, 4), gamma (L, T, 2),
    renumber uint8 (L, 256), and paste int64 (3,): whether there is something to paste, its label, whether behind.
    """

    picture: Tensor
    matrix: Tensor
    bend: Tensor
    colours: Tensor
    gamma: Tensor
    renumber: Tensor
    paste: Tensor

    def to(self, device: torch.device) -> PlanTensors:
        """Return it on a device."""
        return PlanTensors(*(x.to(device, non_blocking=True) for x in self))


def plan_tensors(plan: ClipPlan) -> PlanTensors:
    """Return a plan as tensors. Where nothing is pasted, the base layer stands in, unseen."""
    pasted = plan.pasted
    layers = (plan.base, pasted.layer if pasted else Layer(plan.base.views, np.zeros(256, np.uint8)))
    views = [layer.views for layer in layers]

    def stack(values: list[list[np.ndarray]]) -> Tensor:  # type: ignore[type-arg]
        return torch.from_numpy(np.stack([np.stack(row) for row in values]).astype(np.float32))

    return PlanTensors(
        picture=torch.tensor([[view.picture for view in row] for row in views]),
        matrix=stack([[view.matrix for view in row] for row in views]),
        bend=stack([[view.bend for view in row] for row in views]),
        colours=stack([[np.stack([c.matrix() for c in view.colours]) for view in row] for row in views]),
        gamma=torch.tensor([[[c.gamma for c in view.colours] for view in row] for row in views]),
        renumber=torch.from_numpy(np.stack([layer.renumber for layer in layers])),
        paste=torch.tensor(
            [pasted is not None, pasted.label if pasted else 0, bool(pasted and pasted.behind)]
        ).long(),
    )


class Atlas:
    """All pictures of a library and their label maps in one device's memory, as bytes, end to end."""

    def __init__(self, library: Library, device: torch.device) -> None:
        numbers = range(len(library))
        pictures = [torch.from_numpy(library.picture(i)).reshape(-1, 3) for i in numbers]
        self.pixels = torch.cat(pictures).to(device)
        self.labels = torch.cat([torch.from_numpy(library.labels(i)).flatten() for i in numbers]).to(device)
        sizes = torch.tensor([size_of(library.labels(i)) for i in numbers])
        self.height, self.width = (column.to(device) for column in sizes.unbind(1))
        self.start = (sizes.prod(1).cumsum(0) - sizes.prod(1)).to(device)


class BatchRenderer:
    """Renders batches of plans from an atlas, on its device."""

    def __init__(self, atlas: Atlas, *, crop: int) -> None:
        self._atlas = atlas
        self._crop = crop
        device = atlas.pixels.device
        self._grid, self._basis, self._weights = (
            torch.from_numpy(x).to(device) for x in (node_grid(crop), spline_basis(), node_weights(crop))
        )
        reach = torch.arange(EDGE_SIZE, device=device) - EDGE_SIZE // 2
        bell = torch.exp(-(reach**2) / (2 * EDGE_SIGMA**2))
        self._edge = torch.outer(bell, bell)[None, None] / bell.sum() ** 2

    @torch.no_grad()
    def __call__(self, plans: PlanTensors) -> tuple[Tensor, Tensor]:
        """Render B plans: frames uint8 (B, T, 3, S, S), channels last in memory, and labels int64 (B, T, S, S)."""
        plans = plans.to(self._atlas.pixels.device)
        frames, labels = self._look(plans, 0, mirror_labels=True)
        above, other = self._look(plans, 1, mirror_labels=False)
        there, label, behind = (x[:, None, None, None] for x in plans.paste.unbind(1))
        shown = (other > 0) & (there > 0) & ((labels == 0) | (behind == 0))
        labels = torch.where(shown, label, labels)
        b, t, s = shown.shape[:3]
        margin = EDGE_SIZE // 2
        alpha = F.conv2d(
            F.pad(shown.reshape(b * t, 1, s, s).float(), (margin,) * 4, mode="reflect"), self._edge
        ).reshape(b, t, s, s, 1)
        frames = (frames + alpha * (above - frames) + 0.5).to(torch.uint8)
        return frames.movedim(4, 2), labels

    def _look(self, plans: PlanTensors, layer: int, *, mirror_labels: bool) -> tuple[Tensor, Tensor]:
        """Return one layer's frames, whole numbers as float32 (B, T, S, S, 3), and its labels, int64 (B, T, S, S)."""
        x, y = self._where(plans.matrix[:, layer], plans.bend[:, layer])
        picture = plans.picture[:, layer]
        start, height, width = (
            v[picture][:, :, None, None] for v in (self._atlas.start, self._atlas.height, self._atlas.width)
        )
        left, top = x.floor(), y.floor()
        right_share, low_share = (x - left).unsqueeze(-1), (y - top).unsqueeze(-1)
        columns = [_mirrored(left.long() + i, width) for i in (0, 1)]
        rows = [start + _mirrored(top.long() + i, height) * width for i in (0, 1)]
        pixels = self._atlas.pixels
        upper, lower = (
            torch.lerp(pixels[row + columns[0]].float(), pixels[row + columns[1]].float(), right_share)
            for row in rows
        )
        frames = torch.lerp(upper, lower, low_share).round()
        frames = self._recoloured(frames, plans.colours[:, layer], plans.gamma[:, layer])
        at_x, at_y = x.round().long(), y.round().long()
        nearest = start + _mirrored(at_y, height) * width + _mirrored(at_x, width)
        labels = self._atlas.labels[nearest].long()
        labels = plans.renumber[:, layer].gather(1, labels.flatten(1)).reshape(labels.shape).long()
        if not mirror_labels:
            labels = labels * ((at_x >= 0) & (at_x < width) & (at_y >= 0) & (at_y < height))
        return frames, labels

    def _where(self, matrix: Tensor, bend: Tensor) -> tuple[Tensor, Tensor]:
        """Return the source's x and y of every crop pixel, (B, T, S, S) each; as `augment.sampling_map`."""
        # Coordinates want more digits than a GPU's fast float32 products have.
        grid, basis, weights = self._grid.double(), self._basis.double(), self._weights.double()
        points = grid + self._crop * (basis @ bend.double())
        source = matrix[..., :2].double() @ points.transpose(-1, -2) + matrix[..., 2:]
        nodes = source.reshape(*source.shape[:-1], N_NODES, N_NODES)
        x, y = (weights @ nodes @ weights.T).float().unbind(2)
        return x, y

    def _recoloured(self, frames: Tensor, colours: Tensor, gamma: Tensor) -> Tensor:
        """Apply two changes of colour (B, T, 2, 3, 4) and (B, T, 2), rounding in between as bytes would."""
        for i in range(2):
            linear, offset = colours[:, :, i, None, :, :3], colours[:, :, i, None, None, :, 3]
            flat = frames.flatten(2, 3) @ linear.squeeze(2).transpose(-1, -2)
            frames = (flat.reshape(frames.shape) + offset).round().clamp(0, 255)
            power = gamma[:, :, i, None, None, None]
            frames = (255 * (frames / 255) ** power + 0.5).floor()
        return frames


def _mirrored(index: Tensor, length: Tensor) -> Tensor:
    """Fold indices into 0 … length − 1 as a mirror at the border pixels does (OpenCV's BORDER_REFLECT_101)."""
    period = (2 * (length - 1)).clamp(min=1)
    index = index.remainder(period)
    return torch.minimum(index, period - index).clamp(max=length - 1)

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from mvos_core.train.losses import bootstrapped_cross_entropy, contrastive_loss, near_boundary, soft_dice


def slow_contrastive(z: NDArray[np.float64], inside: NDArray[np.bool_]) -> float:
    """The formula as published, with its N × N matrices, in float64: z (N, C), inside (N,) bool."""
    z = z / np.linalg.norm(z, axis=1, keepdims=True)
    c = z @ z.T
    y = np.stack((inside, ~inside), axis=1).astype(float)
    same = c * (y @ y.T)
    return float((np.log2((c**2).sum()) - np.log2((same**2).sum())) / len(z))


def random_case(seed: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    z = torch.randn(2, 6, 5, 7, generator=generator)
    masks = torch.rand(2, 5, 7, generator=generator) > 0.6
    sampled = torch.rand(2, 5, 7, generator=generator) > 0.3
    return z, masks, sampled


def test_contrastive_loss_is_that_of_the_formula() -> None:
    z, masks, sampled = random_case(0)
    expected = [
        slow_contrastive(z[i].flatten(1).T.double().numpy()[s], masks[i].flatten().numpy()[s])
        for i, s in enumerate(sampled.flatten(1).numpy())
    ]
    assert contrastive_loss(z, masks, sampled).item() == pytest.approx(np.mean(expected), rel=1e-5)


def test_contrastive_loss_is_nought_for_orthogonal_classes_and_grows_with_confusion() -> None:
    masks = torch.tensor([[[True, True, False, False]]])
    everywhere = torch.ones_like(masks)
    apart = torch.tensor([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]).reshape(1, 2, 1, 4)
    assert contrastive_loss(apart, masks, everywhere).item() == pytest.approx(0.0, abs=1e-6)
    same = torch.ones(1, 2, 1, 4)
    # C is all ones: 16 pairs, 8 of one class, N = 4.
    assert contrastive_loss(same, masks, everywhere).item() == pytest.approx(0.25)


def test_objects_without_both_classes_take_no_part() -> None:
    z, masks, sampled = random_case(1)
    whole = masks.clone()
    whole[1] = True
    only_first = contrastive_loss(z[:1], masks[:1], sampled[:1])
    torch.testing.assert_close(contrastive_loss(z, whole, sampled), only_first)
    z.requires_grad_(True)
    nothing = contrastive_loss(z, torch.ones_like(masks), sampled)
    nothing.backward()  # type: ignore[no-untyped-call]
    assert nothing.item() == 0.0
    assert z.grad is not None and not z.grad.any()


def test_gradient_pulls_classes_apart() -> None:
    z, masks, sampled = random_case(2)
    for _ in range(60):
        z = z.detach().requires_grad_(True)
        loss = contrastive_loss(z, masks, sampled)
        (gradient,) = torch.autograd.grad(loss, z)
        z = z - 20 * gradient
    assert contrastive_loss(z, masks, sampled) < 0.5 * contrastive_loss(random_case(2)[0], masks, sampled)


def test_near_boundary_by_hand() -> None:
    mask = torch.zeros(1, 1, 8, dtype=torch.bool)
    mask[..., 4:] = True
    assert near_boundary(mask, 1).tolist() == [[[False, False, False, True, True, False, False, False]]]
    assert near_boundary(mask, 2).tolist() == [[[False, False, True, True, True, True, False, False]]]
    assert not near_boundary(torch.ones(1, 4, 4, dtype=torch.bool), 2).any()


def test_bootstrapping_keeps_the_hardest_pixels() -> None:
    torch.manual_seed(0)
    logits, target = torch.randn(2, 3, 4, 5), torch.randint(0, 3, (2, 4, 5))
    every = F.cross_entropy(logits, target, reduction="none").flatten(1)
    torch.testing.assert_close(bootstrapped_cross_entropy(logits, target, hardest=1.0), every.mean())
    hardest = every.sort(dim=1, descending=True).values[:, :5].mean()
    torch.testing.assert_close(bootstrapped_cross_entropy(logits, target, hardest=0.25), hardest)


def test_dice_by_hand() -> None:
    target = torch.tensor([[[1, 1, 0, 0]]])
    perfect = F.one_hot(target, 2).movedim(3, 1).float()
    assert soft_dice(perfect, target).item() == pytest.approx(0.0)
    # Nothing found: 1 − (0 + 1) / (0 + 2 + 1).
    nothing = torch.stack((torch.ones(1, 1, 4), torch.zeros(1, 1, 4)), dim=1)
    assert soft_dice(nothing, target).item() == pytest.approx(2 / 3)

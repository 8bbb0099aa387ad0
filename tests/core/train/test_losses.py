import pytest
import torch
from torch.nn import functional as F

from mvos_core.train.losses import bootstrapped_cross_entropy, near_boundary, soft_dice


def test_near_boundary_by_hand() -> None:
    mask = torch.zeros(1, 1, 8, dtype=torch.bool)
    mask[..., 4:] = True
    assert near_boundary(mask, 1).tolist() == [[[False, False, False, True, True, False, False, False]]]
    assert near_boundary(mask, 2).tolist() == [[[False, False, True, True, True, True, False, False]]]
    assert not near_boundary(torch.ones(1, 4, 4, dtype=torch.bool), 2).any()
    assert near_boundary(mask, 0).all()


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

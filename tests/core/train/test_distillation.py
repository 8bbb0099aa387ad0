"""Each loss against its formula, written out in float64 with its N × N matrices."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from mvos_core.train.distillation import Imitation, contrastive_loss, logit_loss, representation_loss

Doubles = NDArray[np.float64]


def correlations(z: Doubles) -> Doubles:
    z = z / np.linalg.norm(z, axis=1, keepdims=True)
    return z @ z.T


def slow_loss(
    student: Doubles, teacher: Doubles, inside: NDArray[np.bool_], omega: float, *, per_pixel: bool = False
) -> float:
    """z (N, C) of each network, inside (N,) bool."""
    c_student, c_teacher = correlations(student), correlations(teacher)
    y = np.stack((inside, ~inside), axis=1).astype(float)
    target = omega * c_teacher + (1 - omega) * (y @ y.T)
    every, agreeing = c_student**2, (c_student * target) ** 2
    n = len(student)
    if per_pixel:
        return float(-np.log2((agreeing.sum(axis=1) / every.sum(axis=1)).sum()) / n)
    return float((np.log2(every.sum()) - np.log2(agreeing.sum())) / n)


def random_case(seed: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """A student's 6 channels, a teacher's 9, masks, and which pixels are sampled, of two objects."""
    generator = torch.Generator().manual_seed(seed)
    student = torch.randn(2, 6, 5, 7, generator=generator)
    teacher = torch.randn(2, 9, 5, 7, generator=generator)
    masks = torch.rand(2, 5, 7, generator=generator) > 0.6
    sampled = torch.rand(2, 5, 7, generator=generator) > 0.3
    return student, teacher, masks, sampled


def expected(seed: int, omega: float, *, per_pixel: bool = False) -> float:
    student, teacher, masks, sampled = random_case(seed)
    values = []
    for i in range(2):
        chosen = sampled[i].flatten().numpy()
        z_student, z_teacher = (z[i].flatten(1).T.double().numpy()[chosen] for z in (student, teacher))
        inside = masks[i].flatten().numpy()[chosen]
        values.append(slow_loss(z_student, z_teacher, inside, omega, per_pixel=per_pixel))
    return float(np.mean(values))


@pytest.mark.parametrize("omega", [0.0, 0.3, 0.95, 1.0])
@pytest.mark.parametrize("per_pixel", [False, True])
def test_representation_loss_is_that_of_the_formula(omega: float, per_pixel: bool) -> None:
    loss = representation_loss(*random_case(0), omega=omega, per_pixel=per_pixel)
    assert loss.item() == pytest.approx(expected(0, omega, per_pixel=per_pixel), rel=1e-5)


def test_without_a_teacher_it_is_the_share_of_pairs_of_one_class() -> None:
    """−(1/N) log₂ (Σ over same-class pairs of C² / Σ over all pairs of C²), whichever way it is computed."""
    student, teacher, masks, sampled = random_case(1)
    ratios = []
    for i in range(2):
        chosen = sampled[i].flatten().numpy()
        inside = masks[i].flatten().numpy()[chosen]
        squares = correlations(student[i].flatten(1).T.double().numpy()[chosen]) ** 2
        same = squares[inside][:, inside].sum() + squares[~inside][:, ~inside].sum()
        ratios.append(-np.log2(same / squares.sum()) / len(inside))
    assert contrastive_loss(student, masks, sampled).item() == pytest.approx(np.mean(ratios), rel=1e-5)
    full = representation_loss(student, teacher, masks, sampled, omega=0.0)
    assert full.item() == pytest.approx(np.mean(ratios), rel=1e-5)


def test_the_gradients_of_both_ways_agree() -> None:
    student, teacher, masks, sampled = random_case(2)
    student.requires_grad_(True)
    (short,) = torch.autograd.grad(contrastive_loss(student, masks, sampled), student)
    (full,) = torch.autograd.grad(representation_loss(student, teacher, masks, sampled, omega=0.0), student)
    torch.testing.assert_close(short, full, rtol=1e-4, atol=1e-7)
    assert not short[~sampled.unsqueeze(1).expand_as(short)].any()


def test_the_sum_of_ratios_is_another_number() -> None:
    case = random_case(0)
    together = representation_loss(*case, omega=0.0)
    assert abs(representation_loss(*case, omega=0.0, per_pixel=True) - together) > 0.01


def test_a_student_that_agrees_with_its_teacher_is_not_pushed() -> None:
    """With orthogonal classes and ω = 1, C ⊙ C_t = C wherever C is not 0: the least value, 0."""
    masks = torch.tensor([[[True, True, False, False]]])
    everywhere = torch.ones_like(masks)
    student = torch.tensor([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]).reshape(1, 2, 1, 4)
    teacher = 3.0 * torch.cat((torch.zeros(1, 1, 1, 4), student), dim=1)
    for omega in (0.0, 0.5, 1.0):
        loss = representation_loss(student, teacher, masks, everywhere, omega=omega)
        assert loss.item() == pytest.approx(0.0, abs=1e-6)
    confused = torch.ones(1, 2, 1, 4)
    # C is all ones, C_t is Y Yᵀ: 16 pairs, 8 of them kept, N = 4.
    assert representation_loss(confused, teacher, masks, everywhere, omega=0.5).item() == pytest.approx(0.25)


def test_of_many_pixels_an_even_part_is_compared() -> None:
    student, teacher, masks, _ = random_case(3)
    everywhere = torch.ones_like(masks)
    few = representation_loss(student, teacher, masks, everywhere, omega=0.95, max_pixels=20)
    whole = representation_loss(student, teacher, masks, everywhere, omega=0.95)
    assert 0.3 < (few * 20) / (whole * 35) < 3  # the normaliser is the number of pixels compared
    student.requires_grad_(True)
    (gradient,) = torch.autograd.grad(
        representation_loss(student, teacher, masks, everywhere, omega=0.95, max_pixels=20), student
    )
    touched = gradient.abs().sum(1).flatten(1) > 0
    assert touched.sum(1).tolist() == [20, 20]
    thirds = touched[0].reshape(5, 7).sum(1)
    assert thirds.min() >= 2  # no row of the picture goes without


def test_objects_with_nothing_to_compare_count_as_nought() -> None:
    student, teacher, masks, sampled = random_case(1)
    none = sampled.clone()
    none[1] = False
    for loss, first in (
        (contrastive_loss(student, masks, none), contrastive_loss(student[:1], masks[:1], sampled[:1])),
        (
            representation_loss(student, teacher, masks, none, omega=0.9),
            representation_loss(student[:1], teacher[:1], masks[:1], sampled[:1], omega=0.9),
        ),
    ):
        torch.testing.assert_close(loss, first / 2)


def test_dead_representations_give_no_gradient_and_no_nan() -> None:
    student, teacher, masks, sampled = random_case(1)
    student = torch.zeros_like(student).requires_grad_(True)
    for loss in (
        contrastive_loss(student, masks, sampled),
        representation_loss(student, teacher, masks, sampled, omega=0.9),
        representation_loss(student, teacher, masks, sampled, omega=0.9, per_pixel=True),
    ):
        (gradient,) = torch.autograd.grad(loss, student)
        assert loss.item() == 0.0
        assert not gradient.any()


def test_gradient_pulls_classes_apart() -> None:
    z, _, masks, sampled = random_case(2)
    before = contrastive_loss(z, masks, sampled)
    for _ in range(60):
        z = z.detach().requires_grad_(True)
        loss = contrastive_loss(z, masks, sampled)
        (gradient,) = torch.autograd.grad(loss, z)
        z = z - 20 * gradient
    assert contrastive_loss(z, masks, sampled) < 0.5 * before


@pytest.mark.parametrize("temperature", [0.1, 1.0, 4.0])
def test_logit_loss_is_the_divergence(temperature: float) -> None:
    torch.manual_seed(0)
    student, teacher = torch.randn(2, 3, 4, 5), torch.randn(2, 3, 4, 5)

    def probabilities(logits: Tensor) -> Doubles:
        scaled = np.exp(logits.double().numpy() / temperature)
        return np.asarray(scaled / scaled.sum(axis=1, keepdims=True), np.float64)

    p, q = probabilities(teacher), probabilities(student)
    divergence = (p * (np.log(p) - np.log(q))).sum(axis=1).mean()
    loss = logit_loss(student, teacher, temperature=temperature)
    assert loss.item() == pytest.approx(divergence, rel=1e-5)
    assert logit_loss(student, student, temperature=temperature).item() == pytest.approx(0.0, abs=1e-6)


def test_imitation_is_nought_where_the_projection_finds_the_teacher() -> None:
    torch.manual_seed(0)
    imitation = Imitation((4, 3), (6, 2))
    own = [torch.randn(2, 4, 3, 3), torch.randn(2, 3, 5, 5)]
    with torch.no_grad():
        theirs = [projection(x) for projection, x in zip(imitation.projections, own, strict=True)]
    assert imitation(own, [7 * x for x in theirs], kind="cosine").item() == pytest.approx(0.0, abs=1e-6)
    scaled = [x / x.square().mean((1, 2, 3), keepdim=True).sqrt() for x in theirs]
    off = imitation(own, scaled, kind="smooth-l1")
    differences = [(a - b).abs().double() for a, b in zip(theirs, scaled, strict=True)]
    by_hand = [torch.where(d < 1, d**2 / 2, d - 0.5).mean() for d in differences]
    assert off.item() == pytest.approx(float(sum(by_hand)) / 2, rel=1e-5)
    opposite = imitation(own, [-x for x in theirs], kind="cosine")
    assert opposite.item() == pytest.approx(2.0, rel=1e-5)

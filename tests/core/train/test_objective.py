"""Which parts of the network each term moves."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
import torch
from torch import Tensor, nn

from mvos_core.model.checkpoint import save_checkpoint
from mvos_core.model.config import CONFIGS, ModelConfig, model_config
from mvos_core.model.memory import halved, read_memory
from mvos_core.model.network import MobileVOS
from mvos_core.train.config import LossSection, ModelSection, TrainConfig
from mvos_core.train.distillation import Imitation
from mvos_core.train.distributed import Group
from mvos_core.train.learner import Learner
from mvos_core.train.loader import Batch
from mvos_core.train.objective import clip_loss
from mvos_core.train.teacher import Teacher
from mvos_core.train.unroll import one_hot, unroll
from mvos_core.types import MvosError

EVERYTHING = LossSection(
    representation=1.0, omega=((0.0, 0.5),), logits=0.1, imitation=((0.0, 1.0), (1.0, 0.0))
)
OBJECTS = 2


@pytest.fixture(scope="module")
def networks() -> tuple[MobileVOS, MobileVOS]:
    """A student, and a teacher with other channels."""
    torch.manual_seed(0)
    teacher = replace(model_config("mobilenetv2"), decoder_dims=(16, 16, 20), value_dim=24)
    return MobileVOS(model_config("mobilenetv2")), MobileVOS(teacher)


@pytest.fixture(scope="module")
def clip() -> tuple[Tensor, Tensor]:
    torch.manual_seed(1)
    labels = torch.zeros(1, 3, 64, 64, dtype=torch.int64)
    labels[:, :, 8:40, 8:40] = 1
    labels[:, :, 30:60, 30:60] = 2
    return torch.rand(1, 3, 3, 64, 64), labels


def terms_of(
    networks: tuple[MobileVOS, MobileVOS], clip: tuple[Tensor, Tensor], imitation: Imitation | None = None
) -> Mapping[str, Tensor]:
    student, teacher = networks
    frames, labels = clip
    taught = Teacher(teacher, memory_every=1).watch(frames, labels[:, 0], objects=OBJECTS)
    seen = unroll(student, frames, labels[:, 0], objects=OBJECTS)
    return clip_loss(seen, labels, EVERYTHING, 0.0, teacher=taught, imitation=imitation)


def moved(module: nn.Module) -> bool:
    return any(p.grad is not None and bool(p.grad.any()) for p in module.parameters())


def test_each_term_moves_what_it_should_and_nothing_else(
    networks: tuple[MobileVOS, MobileVOS], clip: tuple[Tensor, Tensor]
) -> None:
    student, teacher = networks
    dims = student.key_encoder.backbone.dims
    imitation = Imitation(dims, teacher.key_encoder.backbone.dims)
    terms = terms_of(networks, clip, imitation)
    assert set(terms) == {"cross_entropy", "dice", "representation", "logits", "imitation"}
    reached = {}
    for name, term in terms.items():
        student.zero_grad(set_to_none=True)
        imitation.zero_grad(set_to_none=True)
        term.backward(retain_graph=True)  # type: ignore[no-untyped-call]
        reached[name] = (
            moved(student.key_encoder),
            moved(student.value_encoder),
            moved(student.decoder.up4),
            moved(student.decoder.point),
            moved(imitation),
        )
        assert not moved(teacher)
    segmentation = (True, True, True, True, False)
    assert reached["cross_entropy"] == reached["dice"] == reached["logits"] == segmentation
    assert reached["imitation"] == (True, False, False, False, True)
    # The last frame's representations lie before the point-wise convolution; the first prediction, which passed
    # through it, is fed back and so moves it.
    assert reached["representation"] == segmentation
    student.zero_grad(set_to_none=True)
    frames, labels = clip
    taught = Teacher(teacher, memory_every=1).watch(frames[:, :2], labels[:, 0], objects=OBJECTS)
    seen = unroll(student, frames[:, :2], labels[:, 0], objects=OBJECTS)
    alone = clip_loss(seen, labels[:, :2], EVERYTHING, 0.0, teacher=taught)["representation"]
    alone.backward()  # type: ignore[no-untyped-call]
    assert moved(student.decoder.up4) and not moved(student.decoder.point)


def test_the_teacher_is_shut_off_from_gradients(
    networks: tuple[MobileVOS, MobileVOS], clip: tuple[Tensor, Tensor]
) -> None:
    """Even one whose weights ask for them."""
    assert all(p.requires_grad for p in networks[1].parameters())
    frames, labels = clip
    taught = Teacher(networks[1], memory_every=1).watch(frames, labels[:, 0], objects=OBJECTS)
    assert not any(p.coarse.requires_grad or p.representation.requires_grad for p in taught.predictions)
    assert not any(feature.requires_grad for feature in taught.features)


def test_weights_and_curves_scale_the_terms(
    networks: tuple[MobileVOS, MobileVOS], clip: tuple[Tensor, Tensor]
) -> None:
    frames, labels = clip
    student, teacher = networks
    imitation = Imitation(student.key_encoder.backbone.dims, teacher.key_encoder.backbone.dims)
    with torch.no_grad():
        taught = Teacher(teacher, memory_every=1).watch(frames, labels[:, 0], objects=OBJECTS)
        seen = unroll(student, frames, labels[:, 0], objects=OBJECTS)

        def terms(loss: LossSection, progress: float) -> Mapping[str, Tensor]:
            return clip_loss(seen, labels, loss, progress, teacher=taught, imitation=imitation)

        once, half = terms(EVERYTHING, 0.0), terms(EVERYTHING, 0.5)
        twice = terms(replace(EVERYTHING, representation=2.0, logits=0.2), 0.0)
        assert "imitation" not in terms(EVERYTHING, 1.0)
        bare = terms(LossSection(representation=0.0), 0.0)
    torch.testing.assert_close(half["imitation"], once["imitation"] / 2)
    for name in ("representation", "logits"):
        torch.testing.assert_close(twice[name], 2 * once[name])
    assert set(bare) == {"cross_entropy", "dice"}


@pytest.mark.parametrize(
    ("every", "kept", "remembered"),
    [(0, 0, (0, 4)), (1, 0, (0, 1, 2, 3, 4)), (2, 0, (0, 2, 4)), (1, 2, (0, -2, -3, 4)), (3, 1, (0, -3, 4))],
)
def test_which_frames_the_last_of_six_reads(
    every: int, kept: int, remembered: tuple[int, ...], networks: tuple[MobileVOS, MobileVOS]
) -> None:
    """Negative numbers stand for frames that are read at half their size."""
    torch.manual_seed(2)
    network = networks[0]
    frames = torch.rand(1, 6, 3, 32, 32)
    labels = torch.zeros(1, 32, 32, dtype=torch.int64)
    labels[:, 8:24, 8:24] = 1
    with torch.no_grad():
        seen = unroll(network, frames, labels, objects=1, memory_every=every, memory_kept=kept).predictions
        masks = [one_hot(labels, 1), *(p.logits.softmax(dim=1)[:, 1:] for p in seen)]
        features = [network.encode_key(frames[:, t]) for t in range(6)]
        memory = [
            (features[t].key, network.encode_value(frames[:, t], features[t], masks[t]))
            for t in map(abs, remembered)
        ]
        memory = [halved(*each) if t < 0 else each for t, each in zip(remembered, memory, strict=True)]
        keys, values = zip(*memory, strict=True)
        read = read_memory(features[5].key, keys, values)
        expected = network.decode(features[5], read).representation
    torch.testing.assert_close(seen[4].representation, expected, rtol=1e-4, atol=1e-4)


def test_networks_learn_with_the_memory_that_they_will_have(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    configs = cast(dict[str, ModelConfig], CONFIGS)

    def watched(*arguments: object, memory_every: int, memory_kept: int, **others: object) -> None:
        seen.append((memory_every, memory_kept))
        raise StopIteration

    monkeypatch.setattr("mvos_core.train.learner.unroll", watched)
    batch = Batch(torch.zeros(1, 2, 3, 32, 32, dtype=torch.uint8), torch.zeros(1, 2, 32, 32).long(), 1)
    base = model_config("mobilenetv2")
    for every, kept in ((0, 0), (5, 0), (10, 2)):
        monkeypatch.setitem(configs, "small", replace(base, memory_every=every, memory_kept=kept))
        config = TrainConfig(model=ModelSection("small"))
        learner = Learner.begin(config, Group(torch.device("cpu")), torch.device("cpu"))
        with pytest.raises(StopIteration):
            learner.learn(batch, step=0, progress=0.0)
    assert seen == [(0, 0), (1, 0), (1, 2)]


def test_weights_made_for_another_memory_go_on_with_the_models_own(tmp_path: Path) -> None:
    earlier = MobileVOS(replace(model_config("mobilevos-lite"), memory_every=0, memory_kept=0))
    save_checkpoint(tmp_path / "earlier.safetensors", earlier)
    section = ModelSection("mobilevos-lite", start=str(tmp_path / "earlier.safetensors"))
    learner = Learner.begin(TrainConfig(model=section), Group(torch.device("cpu")), torch.device("cpu"))
    assert learner.network.config == model_config("mobilevos-lite")
    with pytest.raises(MvosError, match="holds “mobilevos-lite”, not “mobilenetv2”"):
        begin = replace(section, name="mobilenetv2")
        Learner.begin(TrainConfig(model=begin), Group(torch.device("cpu")), torch.device("cpu"))

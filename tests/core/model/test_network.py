import pytest
import torch

from mvos_core.model.checkpoint import count_parameters
from mvos_core.model.config import CONFIGS, ModelConfig, model_config
from mvos_core.model.encoders import Features
from mvos_core.model.memory import read_memory
from mvos_core.model.network import MobileVOS, aggregate, upsample4
from mvos_core.model.pretrained import take_over
from mvos_core.types import MvosError

PUBLISHED = {"resnet18": 8.1e6, "mobilenetv2-aspp": 2.5e6, "mobilenetv2": 1.9e6, "stcn": 54.4e6}


@pytest.mark.parametrize("name", PUBLISHED)
def test_parameters_are_within_five_percent_of_the_papers(name: str) -> None:
    with torch.device("meta"):
        network = MobileVOS(CONFIGS[name])
    assert count_parameters(network) == pytest.approx(PUBLISHED[name], rel=0.05)


@pytest.fixture(scope="module")
def network() -> MobileVOS:
    torch.manual_seed(0)
    return MobileVOS(model_config("mobilenetv2")).eval().requires_grad_(False)


def segment(network: MobileVOS, images: torch.Tensor, masks: torch.Tensor) -> torch.Tensor:
    first = network.encode_key(images[:1])
    value = network.encode_value(images[:1], first, masks)
    features = network.encode_key(images[1:])
    return network.segment(features, read_memory(features.key, [first.key], [value]))


def test_shapes(network: MobileVOS) -> None:
    images, masks = torch.rand(2, 3, 64, 96), torch.rand(1, 3, 64, 96)
    features = network.encode_key(images)
    assert features.key.shape == (2, 64, 4, 6)
    value = network.encode_value(images[:1], Features(*(x[:1] for x in features)), masks)
    assert value.shape == (1, 3, 128, 4, 6)
    decoded = network.decode(network.encode_key(images[1:]), value)
    assert decoded.logits.shape == (1, 3, 16, 24)
    assert decoded.representation.shape == (1, 3, 32, 16, 24)
    assert segment(network, images, masks).shape == (1, 4, 64, 96)


def test_objects_are_interchangeable(network: MobileVOS) -> None:
    torch.manual_seed(1)
    images, masks = torch.rand(2, 3, 64, 64), torch.rand(1, 3, 64, 64) / 3
    logits = segment(network, images, masks)
    turned = segment(network, images, masks[:, [2, 0, 1]])
    torch.testing.assert_close(turned[:, 1:], logits[:, 1:][:, [2, 0, 1]], atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("name", ["mobilenetv2-aspp", "resnet18"])
def test_other_students_run(name: str) -> None:
    torch.manual_seed(0)
    other = MobileVOS(model_config(name)).eval()
    with torch.inference_mode():
        logits = segment(other, torch.rand(2, 3, 32, 48), torch.rand(1, 2, 32, 48))
    assert logits.shape == (1, 3, 32, 48)
    assert torch.isfinite(logits).all()


def test_aggregation_is_that_of_the_definition() -> None:
    torch.manual_seed(0)
    logits = torch.randn(2, 3, 4, 5).double() * 3
    p = logits.sigmoid()
    every = torch.cat(((1 - p).prod(dim=1, keepdim=True), p), dim=1)
    expected = torch.log(every / (1 - every))
    torch.testing.assert_close(aggregate(logits).double(), expected, atol=1e-4, rtol=1e-4)


def test_one_object_wins_where_its_probability_exceeds_one_half() -> None:
    logits = torch.linspace(-20, 20, 41).reshape(1, 1, 1, 41)
    together = aggregate(logits)
    assert torch.isfinite(together).all()
    assert (together.argmax(1)[0, 0] == (logits[0, 0, 0] > 0)).all()


def test_upsampling_keeps_a_constant() -> None:
    assert upsample4(torch.full((1, 2, 3, 4), 1.5)).eq(1.5).all()


def test_config_round_trip_and_refusals() -> None:
    config = model_config("stcn")
    assert ModelConfig.from_json(config.to_json()) == config
    with pytest.raises(MvosError, match="choose one of mobilenetv2"):
        model_config("mobilenet")
    with pytest.raises(MvosError, match="newer version"):
        ModelConfig.from_json(config.to_json().replace('"top_k"', '"top_q"'))
    spoilt = (
        '"key_backbone": "resnet50v2"',
        '"key_dim": 64',
        '"decoder_dims": [512, 256, 256]',
        '"top_k": 20',
    )
    replacements = ('"key_backbone": "vgg"', '"key_dim": "64"', '"decoder_dims": [512, 256]', '"top_k": -1')
    for old, new in zip(spoilt, replacements, strict=True):
        assert old in config.to_json()
        with pytest.raises(MvosError, match="does not say"):
            ModelConfig.from_json(config.to_json().replace(old, new))
    with pytest.raises(MvosError, match="does not say"):
        ModelConfig.from_json("[]")


def test_the_light_student_takes_masks_where_its_decoder_leaves_them() -> None:
    torch.manual_seed(0)
    light = MobileVOS(model_config("mobilevos-lite")).eval().requires_grad_(False)
    assert light.mask_stride == 4
    images, masks = torch.rand(2, 3, 64, 96), torch.rand(1, 3, 16, 24) / 3
    first, features = (light.encode_key(images[i : i + 1]) for i in range(2))
    value = light.encode_value(images[:1], first, masks)
    assert value.shape == (1, 3, 96, 4, 6)
    decoded = light.decode(features, read_memory(features.key, [first.key], [value]))
    assert decoded.logits.shape == (1, 3, 16, 24)
    assert light.probabilities(decoded.logits).shape == masks.shape
    turned = light.encode_value(images[:1], first, masks[:, [1, 2, 0]])
    torch.testing.assert_close(turned, value[:, [1, 2, 0]])


def test_the_light_value_says_where_the_object_is() -> None:
    torch.manual_seed(0)
    light = MobileVOS(model_config("mobilevos-lite")).eval().requires_grad_(False)
    image = torch.rand(1, 3, 64, 64)
    features = light.encode_key(image)
    empty, full = (light.encode_value(image, features, torch.full((1, 1, 16, 16), p)) for p in (0.0, 1.0))
    assert (empty - full).abs().max() > 0.1


def test_a_network_with_aspp_goes_on_where_one_without_it_ended(network: MobileVOS) -> None:
    torch.manual_seed(4)
    larger = MobileVOS(model_config("mobilenetv2-aspp")).eval().requires_grad_(False)
    take_over(larger, network)
    images, masks = torch.rand(2, 3, 48, 64), torch.rand(1, 2, 48, 64) / 2
    torch.testing.assert_close(segment(larger, images, masks), segment(network, images, masks))

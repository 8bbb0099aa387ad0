from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from mvos_core.model.backbones import BACKBONES, Backbone
from mvos_core.model.config import BACKBONE_NAMES, CONFIGS
from mvos_core.model.network import MobileVOS
from mvos_core.model.pretrained import load_backbone, take_over
from mvos_core.types import MvosError

EPS = 1e-5


def norm(prefix: str, dim: int) -> dict[str, Tensor]:
    return {
        f"{prefix}.weight": torch.rand(dim) + 0.5,
        f"{prefix}.bias": torch.randn(dim),
        f"{prefix}.running_mean": torch.randn(dim),
        f"{prefix}.running_var": torch.rand(dim) + 0.5,
        f"{prefix}.num_batches_tracked": torch.tensor(1),
    }


def norm_name(conv: str) -> str:
    """torchvision's: bn1 after conv1, and the next number in a Sequential."""
    head, _, last = conv.rpartition(".")
    name = str(int(last) + 1) if last.isdigit() else last.replace("conv", "bn")
    return f"{head}.{name}" if head else name


def torchvision_style(backbone: Backbone) -> dict[str, Tensor]:
    """A state dict as torchvision would save it: convolutions without bias, each followed by batch norm."""
    state: dict[str, Tensor] = {}
    for name, module in backbone.named_modules():
        if isinstance(module, nn.Conv2d):
            weight = module.weight if module.weight.shape[1] != 5 else module.weight[:, :3]
            state[f"{name}.weight"] = torch.randn_like(weight)
            state |= norm(norm_name(name), len(weight))
    state["fc.weight"] = torch.randn(10, 512)
    return state


@pytest.mark.parametrize("name", ["mobilenetv2", "resnet18", "resnet50"])
def test_batch_norm_is_folded_into_the_convolution_before_it(name: str) -> None:
    torch.manual_seed(0)
    backbone = BACKBONES[name]()
    state = torchvision_style(backbone)
    load_backbone(backbone, state)
    for conv, module in backbone.named_modules():
        if not isinstance(module, nn.Conv2d):
            continue
        bn = norm_name(conv)
        x = torch.randn(2, module.weight.shape[1] * module.groups, 8, 8)
        plain = F.conv2d(x, state[f"{conv}.weight"], stride=module.stride, groups=module.groups)
        expected = F.batch_norm(
            plain,
            state[f"{bn}.running_mean"],
            state[f"{bn}.running_var"],
            state[f"{bn}.weight"],
            state[f"{bn}.bias"],
            eps=EPS,
        )
        got = F.conv2d(x, module.weight, module.bias, stride=module.stride, groups=module.groups)
        torch.testing.assert_close(got, expected, atol=1e-3, rtol=1e-3)


def test_folded_files_load_as_they_are_and_extra_planes_stay_fresh(tmp_path: Path) -> None:
    source = BACKBONES["resnet18"]()
    file = tmp_path / "folded.safetensors"
    save_file({name: value.detach().half() for name, value in source.named_parameters()}, file)
    target = BACKBONES["resnet18"](extra_planes=2)
    before = dict(target.named_parameters())["conv1.weight"].detach().clone()
    load_backbone(target, file)
    after = dict(target.named_parameters())["conv1.weight"]
    torch.testing.assert_close(after[:, :3], dict(source.named_parameters())["conv1.weight"].half().float())
    torch.testing.assert_close(after[:, 3:], before[:, 3:])


def test_pre_activation_resnet_follows_the_creation_order_of_its_names() -> None:
    """Against the block written out with batch norms, on its first two blocks."""
    torch.manual_seed(0)
    shapes = {
        0: (64, 64, 1),
        1: (64, 64, 3),
        2: (256, 64, 1),
        3: (256, 64, 1),
        4: (64, 256, 1),
        5: (64, 64, 3),
        6: (256, 64, 1),
    }
    backbone = BACKBONES["resnet50v2"]()
    state = gluon_style(backbone)
    load_backbone(backbone, state)
    for i, (out, inp, kernel) in shapes.items():
        assert state[f"resnetv24_stage1_conv{i}_weight"].shape == (out, inp, kernel, kernel)

    def bn(x: Tensor, which: str) -> Tensor:
        p = f"resnetv24_stage1_batchnorm{which}"
        return F.batch_norm(
            x,
            state[f"{p}_running_mean"],
            state[f"{p}_running_var"],
            state[f"{p}_gamma"],
            state[f"{p}_beta"],
            eps=EPS,
        )

    def conv(x: Tensor, i: int) -> Tensor:
        weight = state[f"resnetv24_stage1_conv{i}_weight"]
        return F.conv2d(x, weight, padding=weight.shape[-1] // 2)

    x = torch.randn(1, 64, 6, 6)
    y = F.relu(bn(x, "0"))
    first = conv(y, 3) + conv(F.relu(bn(conv(F.relu(bn(conv(y, 0), "1")), 1), "2")), 2)
    y = F.relu(bn(first, "3"))
    second = first + conv(F.relu(bn(conv(F.relu(bn(conv(y, 4), "4")), 5), "5")), 6)
    stage = dict(backbone.named_children())["stage1"]
    assert isinstance(stage, nn.Sequential)
    torch.testing.assert_close(stage[:2](x), second, atol=1e-2, rtol=1e-3)


def gluon_style(backbone: Backbone) -> dict[str, Tensor]:
    state: dict[str, Tensor] = {}

    def put_norm(name: str, dim: int) -> None:
        state[f"{name}_gamma"], state[f"{name}_beta"] = torch.rand(dim) + 0.5, torch.randn(dim)
        state[f"{name}_running_mean"], state[f"{name}_running_var"] = torch.randn(dim), torch.rand(dim) + 0.5

    put_norm("resnetv24_batchnorm0", 3)
    put_norm("resnetv24_batchnorm1", 64)
    state["resnetv24_conv0_weight"] = torch.randn(64, 3, 7, 7)
    c_in = 64
    for stage, depth in enumerate((3, 4, 6), start=1):
        width, conv = 32 << stage, 0
        for block in range(depth):
            shapes = [(width, c_in, 1), (width, width, 3), (4 * width, width, 1)]
            shapes += [(4 * width, c_in, 1)] if block == 0 else []
            for out, inp, kernel in shapes:
                state[f"resnetv24_stage{stage}_conv{conv}_weight"] = (
                    torch.randn(out, inp, kernel, kernel) * 0.1
                )
                conv += 1
            for i, dim in enumerate((c_in, width, width)):
                put_norm(f"resnetv24_stage{stage}_batchnorm{3 * block + i}", dim)
            c_in = 4 * width
    return state


def test_every_backbone_has_its_name() -> None:
    assert set(BACKBONES) == BACKBONE_NAMES


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="not a readable safetensors file"):
        load_backbone(BACKBONES["resnet18"](), tmp_path / "missing.safetensors")
    state = torchvision_style(BACKBONES["mobilenetv2"]())
    with pytest.raises(MvosError, match=r"lacks conv1\.weight"):
        load_backbone(BACKBONES["resnet18"](), state)
    with pytest.raises(MvosError, match="pre-activation"):
        load_backbone(BACKBONES["resnet50v2"](), state)
    state["features.0.0.weight"] = torch.randn(16, 3, 3, 3)
    with pytest.raises(MvosError, match="of shape"):
        load_backbone(BACKBONES["mobilenetv2"](), state)


def test_a_relative_gives_what_fits() -> None:
    torch.manual_seed(0)
    light, full = MobileVOS(CONFIGS["mobilevos-lite"]), MobileVOS(CONFIGS["mobilenetv2"])
    before = light.state_dict()["key_encoder.backbone.stem.0.weight"].clone()
    take_over(light, full)
    own, theirs = light.state_dict(), full.state_dict()
    for name in ("key_encoder.backbone.features.4.conv.0.0.weight", "key_encoder.key.weight"):
        assert own[name].equal(theirs[name])
    assert own["key_encoder.backbone.stem.0.weight"].equal(before)
    with pytest.raises(MvosError, match="no layer in common"):
        take_over(light, torch.nn.Conv2d(1, 1, 1))

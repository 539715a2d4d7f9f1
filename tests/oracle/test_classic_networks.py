"""The networks of well-known papers against modules written by hand, and against known counts.

Those for pictures of 224x224 are compared without their numbers: VGG-11's take half a gigabyte.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol import classic_networks
from convviz.protocol.network_templates import network_templates
from tests.oracle.trees import mult_adds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.protocol.document import Network

torch.set_num_threads(1)

PUBLISHED = {
    "alexnet": (61_100_840, 714_188_480),  # torchvision: 61100840, 0.714 G
    "alexnet_paper": (60_965_224, None),  # Caffe's bvlc_alexnet
    "vgg11": (132_863_336, 7_609_090_048),  # torchvision: 132863336, 7.609 G
    "allconv": (1_369_738, None),  # the paper: about 1.4 M
    "nin": (966_986, None),  # the paper: 0.97 M
    "lenet5_tutorial": (61_706, None),
    "resnet20": (272_474, None),
    "resnet18": (11_173_962, None),
}
"""Parameters and multiply-adds as they are published."""


def conv_stack(*shapes: tuple[int, int, int, int, int], norm: bool = False) -> list[nn.Module]:
    """Return convolutions with ReLU: in, out, kernel, stride, padding; 0 channels: a pooling."""
    parts: list[nn.Module] = []
    for before, after, kernel, stride, padding in shapes:
        if not after:
            parts.append(nn.MaxPool2d(kernel, stride))
            continue
        parts.append(nn.Conv2d(before, after, kernel, stride, padding))
        parts += [nn.BatchNorm2d(after)] if norm else []
        parts.append(nn.ReLU())
    return parts


def head(*sizes: int) -> list[nn.Module]:
    linear: list[nn.Module] = [nn.Linear(*pair) for pair in itertools.pairwise(sizes)]
    return [part for layer in linear for part in (layer, nn.ReLU())][:-1]


class Subsampling(nn.Module):
    """The mean of four cells, times a number of each map, plus another one."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.rand(maps)), nn.Parameter(torch.rand(maps))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        means = nn.functional.avg_pool2d(x, 2)
        return means * self.weight[:, None, None] + self.bias[:, None, None]


def lenet5_of_the_paper() -> nn.Module:
    parts = (nn.Conv2d(1, 6, 5), Subsampling(6), nn.Conv2d(6, 16, 5), Subsampling(16))
    maps = [part for layer in parts for part in (layer, nn.Tanh())]
    rest = (nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), nn.Linear(120, 84), nn.Tanh())
    return nn.Sequential(*maps, *rest, nn.Linear(84, 10))


def lenet5_of_the_tutorial() -> nn.Module:
    maps = conv_stack((1, 6, 5, 1, 0), (0, 0, 2, 2, 0), (6, 16, 5, 1, 0), (0, 0, 2, 2, 0))
    return nn.Sequential(*maps, nn.Flatten(), *head(400, 120, 84, 10))


def tiny_vgg() -> nn.Module:
    block = ((10, 10, 3, 1, 0), (0, 0, 2, 2, 0))
    maps = conv_stack((3, 10, 3, 1, 0), *block, (10, 10, 3, 1, 0), *block)
    return nn.Sequential(*maps, nn.Flatten(), nn.Linear(1690, 10))


def alexnet_convolutions(pool: int) -> Sequence[tuple[int, int, int, int, int]]:
    return (
        *((0, 0, pool, 2, 0), (64, 192, 5, 1, 2), (0, 0, pool, 2, 0)),
        *((192, 384, 3, 1, 1), (384, 256, 3, 1, 1), (256, 256, 3, 1, 1), (0, 0, pool, 2, 0)),
    )


def alexnet() -> nn.Module:
    maps = conv_stack((3, 64, 11, 4, 2), *alexnet_convolutions(3))
    wide = head(256 * 36, 4096, 4096, 1000)
    wide.insert(0, nn.Dropout())
    wide.insert(3, nn.Dropout())
    return nn.Sequential(*maps, nn.AdaptiveAvgPool2d(6), nn.Flatten(), *wide)


def alexnet_for_cifar() -> nn.Module:
    maps = conv_stack((3, 64, 11, 4, 5), *alexnet_convolutions(2))
    return nn.Sequential(*maps, nn.Flatten(), nn.Linear(256, 10))


def vgg_maps(*, norm: bool) -> list[nn.Module]:
    shapes, before = [], 3
    for channels in (64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0):
        shapes.append((before, channels, 3, 1, 1) if channels else (0, 0, 2, 2, 0))
        before = channels or before
    return conv_stack(*shapes, norm=norm)


def vgg11() -> nn.Module:
    wide = head(512 * 49, 4096, 4096, 1000)
    wide.insert(2, nn.Dropout())
    wide.insert(5, nn.Dropout())
    return nn.Sequential(*vgg_maps(norm=False), nn.AdaptiveAvgPool2d(7), nn.Flatten(), *wide)


def vgg11_for_cifar() -> nn.Module:
    return nn.Sequential(*vgg_maps(norm=True), nn.Flatten(), nn.Linear(512, 10))


def all_convolutional() -> nn.Module:
    def same(before: int, after: int, stride: int = 1) -> tuple[int, int, int, int, int]:
        return before, after, 3, stride, 1

    return nn.Sequential(
        nn.Dropout(0.2),
        *(*conv_stack(same(3, 96), same(96, 96), same(96, 96, 2)), nn.Dropout()),
        *(*conv_stack(same(96, 192), same(192, 192), same(192, 192, 2)), nn.Dropout()),
        *conv_stack((192, 192, 3, 1, 0), (192, 192, 1, 1, 0), (192, 10, 1, 1, 0)),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
    )


def network_in_network() -> nn.Module:
    def block(before: int, kernel: int, *after: int) -> list[nn.Module]:
        first, second, third = after
        return conv_stack(
            (before, first, kernel, 1, kernel // 2),
            (first, second, 1, 1, 0),
            (second, third, 1, 1, 0),
        )

    return nn.Sequential(
        *(*block(3, 5, 192, 160, 96), nn.MaxPool2d(3, 2, ceil_mode=True), nn.Dropout()),
        *(*block(96, 5, 192, 192, 192), nn.AvgPool2d(3, 2, ceil_mode=True), nn.Dropout()),
        *(*block(192, 3, 192, 192, 10), nn.AdaptiveAvgPool2d(1), nn.Flatten()),
    )


SMALL: dict[str, tuple[Callable[[], Network], Callable[[], nn.Module]]] = {
    "LeNet-5, paper": (classic_networks.lenet5_of_the_paper, lenet5_of_the_paper),
    "LeNet-5, tutorial": (classic_networks.lenet5_of_the_tutorial, lenet5_of_the_tutorial),
    "TinyVGG": (classic_networks.tiny_vgg, tiny_vgg),
    "AlexNet, CIFAR": (classic_networks.alexnet_for_cifar, alexnet_for_cifar),
    "VGG-11, CIFAR": (classic_networks.vgg11_for_cifar, vgg11_for_cifar),
    "All-CNN": (classic_networks.all_convolutional, all_convolutional),
    "NiN": (classic_networks.network_in_network, network_in_network),
}
LARGE = {"AlexNet": (classic_networks.alexnet, alexnet), "VGG-11": (classic_networks.vgg11, vgg11)}


@pytest.mark.parametrize("name", SMALL)
def test_it_is_the_network_that_is_written_by_hand(name: str) -> None:
    make, reference = SMALL[name]
    network, model = make(), reference().eval()
    ours = build_sequential(network.steps, network.input_shape, seed=0).eval()
    state = ours.state_dict()
    shaped = zip(state.items(), model.state_dict().values(), strict=True)
    ours.load_state_dict({key: theirs.reshape(mine.shape) for (key, mine), theirs in shaped})
    with torch.no_grad():
        picture = torch.rand(1, *network.input_shape)
        assert torch.allclose(ours(picture), model(picture), atol=1e-5)


@pytest.mark.parametrize("name", LARGE)
def test_a_large_one_has_the_layers_and_the_counts_of_the_one_written_by_hand(name: str) -> None:
    make, reference = LARGE[name]
    network = make()
    result = infer_sequential(network.steps, network.input_shape)
    with torch.device("meta"):
        model = reference()
        shapes, x = [], torch.empty(1, *network.input_shape)
        for layer in model:  # type: ignore[attr-defined]
            x = layer(x)
            shapes.append((type(layer).__name__, tuple(x.shape[1:])))
        counted = mult_adds(model, network.input_shape)
    assert [(row.layer.type_name(), row.output_shape) for row in result.rows] == shapes
    summary = summarise(result)
    assert summary.num_params == sum(number.numel() for number in model.parameters())
    assert summary.mult_adds == counted


@pytest.mark.parametrize("key", PUBLISHED)
def test_the_numbers_are_the_published_ones(key: str) -> None:
    network = network_templates()[key].build()
    summary = summarise(infer_sequential(network.steps, network.input_shape))
    params, multiply_adds = PUBLISHED[key]
    assert summary.num_params == params
    assert multiply_adds in {None, summary.mult_adds}


def test_of_lenets_c3_as_of_its_other_layers_the_paper_gives_the_numbers() -> None:
    """C1 156, S2 12, C3 1,516 (of all six maps 2,416), S4 32, C5 48,120, F6 10,164."""
    network = classic_networks.lenet5_of_the_paper()
    summary = summarise(infer_sequential(network.steps, network.input_shape))
    counts = [layer.num_params for layer in summary.layers if layer.num_params]
    assert counts == [156, 12, 2_416, 32, 48_120, 10_164, 850]
    assert sum(counts) - 850 - (2_416 - 1_516) == 60_000

"""The networks with blocks against modules written by hand, as the papers' own code has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol import block_networks
from tests.oracle.trees import mult_adds

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.protocol.document import Network

torch.set_num_threads(1)


class Basic(nn.Module):
    def __init__(self, before: int, channels: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(before, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.down = nn.Sequential()
        if stride > 1 or before != channels:
            self.down = nn.Sequential(
                nn.Conv2d(before, channels, 1, stride, bias=False), nn.BatchNorm2d(channels)
            )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.down(x))


def resnet(widths: tuple[int, ...], count: int) -> nn.Module:
    first = widths[0]
    blocks: list[nn.Module] = [
        nn.Conv2d(3, first, 3, 1, 1, bias=False),
        nn.BatchNorm2d(first),
        nn.ReLU(),
    ]
    before = first
    for width in widths:
        for number in range(count):
            stride = 2 if number == 0 and width != first else 1
            blocks.append(Basic(before, width, stride))
            before = width
    return nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(before, 10))


class Dense(nn.Module):
    def __init__(self, before: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(before)
        self.conv = nn.Conv2d(before, 12, 3, padding=1, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x, self.conv(torch.relu(self.norm(x)))], 1)


def densenet() -> nn.Module:
    parts: list[nn.Module] = [nn.Conv2d(3, 24, 3, padding=1, bias=False)]
    parts += [Dense(24 + 12 * number) for number in range(4)]
    parts += [nn.BatchNorm2d(72), nn.ReLU(), nn.Conv2d(72, 36, 1, bias=False), nn.AvgPool2d(2)]
    parts += [Dense(36 + 12 * number) for number in range(4)]
    parts += [nn.BatchNorm2d(84), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*parts, nn.Linear(84, 10))


class Inception(nn.Module):
    def __init__(self, before: int, widths: tuple[int, int, int, int, int, int]) -> None:
        super().__init__()
        one, reduce3, three, reduce5, five, pool = widths
        self.one = nn.Conv2d(before, one, 1)
        self.reduce3, self.three = nn.Conv2d(before, reduce3, 1), nn.Conv2d(reduce3, three, 3, 1, 1)
        self.reduce5, self.five = nn.Conv2d(before, reduce5, 1), nn.Conv2d(reduce5, five, 5, 1, 2)
        self.pool = nn.Conv2d(before, pool, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        pooled = nn.functional.max_pool2d(x, 3, 1, 1)
        three = self.three(torch.relu(self.reduce3(x)))
        five = self.five(torch.relu(self.reduce5(x)))
        return torch.relu(torch.cat([self.one(x), three, five, self.pool(pooled)], 1))


def inception() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(3, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(64, 192, 3, padding=1), nn.ReLU()),
        Inception(192, (64, 96, 128, 16, 32, 32)),
        Inception(256, (128, 128, 192, 32, 96, 64)),
        *(nn.MaxPool2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(480, 10)),
    )


class Fire(nn.Module):
    def __init__(self, before: int, squeeze: int, expand: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(before, squeeze, 1)
        self.one, self.three = nn.Conv2d(squeeze, expand, 1), nn.Conv2d(squeeze, expand, 3, 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = torch.relu(self.squeeze(x))
        return torch.cat([torch.relu(self.one(x)), torch.relu(self.three(x))], 1)


def squeezenet() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(3, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(Fire(64, 16, 64), Fire(128, 16, 64), nn.MaxPool2d(2)),
        *(Fire(128, 32, 128), Fire(256, 32, 128), nn.MaxPool2d(2)),
        *(nn.Conv2d(256, 10, 1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()),
    )


class Inverted(nn.Module):
    def __init__(self, before: int, channels: int, expansion: int, stride: int) -> None:
        super().__init__()
        inside = before * expansion
        wide = [nn.Conv2d(before, inside, 1, bias=False), nn.BatchNorm2d(inside), nn.ReLU6()]
        self.adds = stride == 1 and before == channels
        self.conv = nn.Sequential(
            *(wide if expansion > 1 else []),
            nn.Conv2d(inside, inside, 3, stride, 1, groups=inside, bias=False),
            *(nn.BatchNorm2d(inside), nn.ReLU6()),
            *(nn.Conv2d(inside, channels, 1, bias=False), nn.BatchNorm2d(channels)),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y: torch.Tensor = self.conv(x)
        return x + y if self.adds else y


def mobilenet() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(3, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32), nn.ReLU6()),
        *(Inverted(32, 16, 1, 1), Inverted(16, 24, 6, 1), Inverted(24, 24, 6, 1)),
        *(Inverted(24, 32, 6, 2), Inverted(32, 32, 6, 1), Inverted(32, 32, 6, 1)),
        *(Inverted(32, 64, 6, 2), Inverted(64, 64, 6, 1), Inverted(64, 64, 6, 1)),
        *(nn.Conv2d(64, 256, 1, bias=False), nn.BatchNorm2d(256), nn.ReLU6()),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 10)),
    )


def double(before: int, channels: int) -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(before, channels, 3, padding=1), nn.ReLU()),
        *(nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU()),
    )


class UNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.down1, self.down2, self.bottom = double(3, 16), double(16, 32), double(32, 64)
        self.narrow2, self.up2 = nn.Conv2d(64, 32, 1), double(64, 32)
        self.narrow1, self.up1 = nn.Conv2d(32, 16, 1), double(32, 16)
        self.out = nn.Conv2d(16, 10, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        pool, grow = nn.functional.max_pool2d, nn.functional.interpolate
        first = self.down1(x)
        second = self.down2(pool(first, 2))
        x = self.bottom(pool(second, 2))
        x = self.up2(torch.cat([second, self.narrow2(grow(x, scale_factor=2))], 1))
        x = self.up1(torch.cat([first, self.narrow1(grow(x, scale_factor=2))], 1))
        return self.out(x)  # type: ignore[no-any-return]


NETWORKS: dict[str, tuple[Callable[[], Network], Callable[[], nn.Module]]] = {
    "ResNet-20": (block_networks.resnet20, lambda: resnet((16, 32, 64), 3)),
    "ResNet-18": (block_networks.resnet18, lambda: resnet((64, 128, 256, 512), 2)),
    "DenseNet": (block_networks.densenet, densenet),
    "Inception": (block_networks.inception, inception),
    "SqueezeNet": (block_networks.squeezenet, squeezenet),
    "MobileNetV2": (block_networks.mobilenet, mobilenet),
    "U-Net": (block_networks.unet, UNet),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_it_is_the_network_that_is_written_by_hand(name: str) -> None:
    make, reference = NETWORKS[name]
    network = make()
    result = infer_sequential(network.steps, network.input_shape)
    assert result.failure is None
    summary = summarise(result)
    model = reference().eval()
    assert summary.num_params == sum(number.numel() for number in model.parameters())
    assert summary.mult_adds == mult_adds(model, network.input_shape)
    ours = build_sequential(network.steps, network.input_shape, seed=0).eval()
    state = ours.state_dict()
    ordered = zip(state, model.state_dict().values(), strict=True)
    ours.load_state_dict(dict(ordered))
    with torch.no_grad():
        picture = torch.rand(1, *network.input_shape)
        assert torch.allclose(ours(picture), model(picture), atol=1e-5)


def test_the_numbers_are_the_known_ones() -> None:
    counts = {}
    for name, (make, _) in NETWORKS.items():
        network = make()
        counts[name] = summarise(infer_sequential(network.steps, network.input_shape)).num_params
    # He et al. give 0.27 M for ResNet-20; 11,173,962 is ResNet-18's on CIFAR-10.
    assert (counts["ResNet-20"], counts["ResNet-18"]) == (272_474, 11_173_962)

"""What libraries of networks import from files of their own is known by its name."""

from __future__ import annotations

import pytest

from convviz.core.code.program.reading import read_program
from convviz.core.layers.conv import Conv2d

TEXT = """
from typing import Any, Optional, cast

import torch.nn as nn

from ._api import WeightsEnum
from ._utils import _make_divisible, _ovewrite_named_param


class Weights(WeightsEnum):
    DEFAULT = "https://localhost/weights"


class Net(nn.Module):
    def __init__(self, width_mult: float = 1.0, groups: int = 1, num_classes: int = 10) -> None:
        super().__init__()
        channels = cast(int, _make_divisible(32 * width_mult, 8))
        self.conv = nn.Conv2d(16, channels, 3, groups=groups)
        self.head = nn.Conv2d(channels, num_classes, 1)

    def forward(self, x):
        return self.head(self.conv(x))


def net(*, weights: Optional[Weights] = None, progress: bool = True, **kwargs: Any) -> Net:
    weights = Weights.verify(weights)
    _ovewrite_named_param(kwargs, "groups", 4)
    if weights is not None:
        _ovewrite_named_param(kwargs, "num_classes", len(weights.meta["categories"]))
    model = Net(**kwargs)
    if weights is not None:
        model.load_state_dict(weights.get_state_dict(progress=progress))
    return model
"""


@pytest.mark.parametrize(
    ("width_mult", "channels"), [(1.0, 32), (0.75, 24), (0.35, 16), (1.4, 48), (0.1, 8)]
)
def test_channels_are_rounded_as_torchvision_rounds_them(width_mult: float, channels: int) -> None:
    read = read_program(TEXT).build("net", {"width_mult": width_mult})
    assert read.layers == (Conv2d(16, channels, 3, groups=4), Conv2d(channels, 10, 1))
    assert read.is_whole
    assert read.notices == ()


def test_what_a_function_of_the_text_tries_is_forgotten_when_it_is_over() -> None:
    text = (
        "import torch\n"
        "import torch.nn as nn\n"
        "def size(net):\n"
        "    return net(torch.zeros(1, 3, 8, 8)).shape[1]\n"
        "first = nn.Conv2d(3, 5, 3)\n"
        "channels = size(first)\n"
        "model = nn.Sequential(first, nn.Conv2d(channels, 7, 3))\n"
        "y = model(torch.rand(1, 3, 8, 8))\n"
    )
    read = read_program(text).build("model")
    assert read.layers == (Conv2d(3, 5, 3), Conv2d(5, 7, 3))

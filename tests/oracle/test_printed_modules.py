"""What torch prints of its modules, pasted: each line is read as the layer that printed it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest
import torch

from convviz.core.code.reading import parse_code
from convviz.core.code.writing import parse_layer
from convviz.core.errors import ComputeError, ConvVizError
from convviz.core.layers import layer_types
from convviz.core.layers.activation import ReLU
from convviz.core.layers.base import LARGEST_TENSOR
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.hard_activation import Hardtanh
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pad import ConstantPad2d
from convviz.core.layers.power_pool import LPPool2d
from convviz.engine.compute.module_builder import build_module
from tests.oracle.strategies import some_configurations

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

PRINTS_NOTHING = {"FractionalMaxPool2d", "FractionalMaxPool3d"}


@pytest.mark.parametrize("name", sorted(set(layer_types()) - PRINTS_NOTHING))
def test_what_a_layer_prints_is_read_with_its_shapes(name: str) -> None:
    read = 0
    for layer, shape in some_configurations(layer_types()[name]):
        if name.startswith("AvgPool") and getattr(layer, "ceil_mode", False):
            continue  # it is not printed
        printed = _printed(layer, shape)
        if printed is not None:
            again = parse_layer(printed)
            assert again.infer(shape) == layer.infer(shape), printed
            assert again.resolved(shape).weight_shapes() == layer.resolved(shape).weight_shapes()
            read += 1
    assert read > 0


def _printed(layer: Layer, shape: Shape) -> str | None:
    """Return what torch prints; None of a layer that is refused, too large or too new."""
    try:
        layer.infer(shape)
    except ConvVizError:
        return None
    weights = layer.resolved(shape).weight_shapes().values()
    if any(torch.Size(one).numel() > LARGEST_TENSOR >> 20 for one in weights):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return str(build_module(layer))
        except (ComputeError, RuntimeError):
            return None


@pytest.mark.parametrize(
    ("module", "layer"),
    [
        (torch.nn.ConstantPad2d(2, float("-inf")), ConstantPad2d((2, 2, 2, 2), float("-inf"))),
        (torch.nn.LPPool2d(float("inf"), 2), LPPool2d(float("inf"), 2)),
        (torch.nn.Hardtanh(float("-inf"), 1.0), Hardtanh(float("-inf"), 1.0)),
    ],
    ids=str,
)
def test_infinity_is_read_as_it_is_printed(module: torch.nn.Module, layer: Layer) -> None:
    assert parse_layer(str(module)) == layer


def test_a_printed_network_is_read_with_the_sequentials_in_it() -> None:
    nn = torch.nn
    model = nn.Sequential(
        nn.Conv2d(3, 8, 3), nn.Sequential(nn.BatchNorm2d(8), nn.ReLU(inplace=True)), nn.ReLU()
    )

    read = parse_code(str(model)).network()

    assert read.is_sequential
    assert read.layers == (
        Conv2d(3, 8, (3, 3), stride=(1, 1)),
        BatchNorm2d(8),
        ReLU(inplace=True),
        ReLU(),
    )

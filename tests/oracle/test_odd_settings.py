"""Odd values of every parameter of every layer: torch takes and refuses the same ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from convviz.core.errors import ConvVizError
from convviz.core.layers import layer_types
from convviz.core.layers.base import ParameterKind
from convviz.core.layers.pad import ConstantPad2d
from convviz.core.network.new_layers import new_step
from tests.oracle.compare import Result, compare

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

ODD = (None, math.inf, -math.inf, 0, -1, -2, 1.0, 0.5, -0.0, 1e-300, (None,), (2.0,), "same")
INPUTS: tuple[Shape, ...] = ((2, 8, 8, 8), (2, 8, 16), (2, 8, 4, 6, 6), (2, 16), (2, 8, 9))
FLAGS = (ParameterKind.FLAG, ParameterKind.OPTIONAL_FLAG)
"""Of these torch asks only whether they are true, so that it takes anything."""


def new_layer(kind: type[Layer]) -> tuple[Layer, Shape]:
    """Return a layer with the settings that a new one has, and an input that it takes."""
    for shape in INPUTS:
        layer = new_step(kind, shape[1:]).layer
        try:
            layer.infer(shape)
        except ConvVizError:
            continue
        return layer, shape
    message = f"no input for {kind.type_name()}"
    raise AssertionError(message)


@pytest.mark.parametrize("kind", layer_types().values(), ids=layer_types())
def test_odd_values_are_taken_and_refused_as_torch_does(kind: type[Layer]) -> None:
    layer, shape = new_layer(kind)
    assert compare(layer, shape) is Result.ACCEPTED
    for name, described in layer.parameters().items():
        if described.kind not in FLAGS:
            for value in ODD:
                compare(layer.replace(**{name: value}), shape)


def test_a_padding_of_nothing_is_zero() -> None:
    layer = ConstantPad2d(1, None)

    assert layer.held_value() == 0
    assert compare(layer, (1, 2, 2)) is Result.ACCEPTED

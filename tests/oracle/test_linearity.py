"""What is said to be linear is so for torch: sums go through it, but for what zeros give."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest
import torch

from convviz.core.errors import ConvVizError
from convviz.core.layers import layer_types
from convviz.core.layers.base import Linearity
from convviz.engine.compute.module_builder import build_module
from tests.oracle.strategies import some_configurations

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

LINEAR = sorted(
    name for name, kind in layer_types().items() if kind.linearity is not Linearity.BENDS
)
MOST_CELLS = 20_000


@pytest.mark.parametrize("name", LINEAR)
def test_a_layer_that_keeps_linear_maps_adds_up(name: str) -> None:
    tried = [adds_up(layer, shape) for layer, shape in some_configurations(layer_types()[name])]
    assert False not in tried
    assert True in tried


def adds_up(layer: Layer, shape: Shape) -> bool | None:
    """Return whether sums go through a layer; None of one that bends, or that cannot be tried."""
    if layer.linear_kind() is Linearity.BENDS or 0 in shape:
        return None
    try:
        output = layer.infer(shape)
        if max(torch.Size(shape).numel(), torch.Size(output).numel()) >= MOST_CELLS:
            return None
        module = build_module(layer).double().eval()
    except ConvVizError:
        return None
    generator = torch.Generator().manual_seed(5)
    one, other = (
        torch.rand(shape, generator=generator, dtype=torch.float64) - 0.5 for _ in range(2)
    )
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore", UserWarning)
        start = module(torch.zeros(shape, dtype=torch.float64))
        if not torch.isfinite(start).all():
            return None
        whole = module(one + other) - start
        parts = (module(one) - start) + (module(other) - start)
    return torch.allclose(whole, parts)

"""What is said to be linear is so for torch: sums go through it, but for what zeros give."""

from __future__ import annotations

import warnings

import pytest
import torch
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from convviz.core.errors import ConvVizError
from convviz.core.layers import layer_types
from convviz.core.layers.base import Linearity
from convviz.engine.compute.module_builder import build_module
from tests.oracle.strategies import configurations

LINEAR = sorted(
    name for name, kind in layer_types().items() if kind.linearity is not Linearity.BENDS
)
MOST_CELLS = 20_000


@pytest.mark.parametrize("name", LINEAR)
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_layer_that_keeps_linear_maps_adds_up(name: str, data: st.DataObject) -> None:
    layer, shape = data.draw(configurations(layer_types()[name]))
    assume(layer.linear_kind() is not Linearity.BENDS and 0 not in shape)
    try:
        output = layer.infer(shape)
        assume(max(torch.Size(shape).numel(), torch.Size(output).numel()) < MOST_CELLS)
        module = build_module(layer).double().eval()
    except ConvVizError:
        reject()
    generator = torch.Generator().manual_seed(5)
    one, other = (
        torch.rand(shape, generator=generator, dtype=torch.float64) - 0.5 for _ in range(2)
    )
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore", UserWarning)
        start = module(torch.zeros(shape, dtype=torch.float64))
        assume(bool(torch.isfinite(start).all()))
        whole = module(one + other) - start
        parts = (module(one) - start) + (module(other) - start)
    assert torch.allclose(whole, parts)

"""A gradient step of a kernel is torch's, whatever the convolution."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from convviz.core.errors import ConvVizError
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import (
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
)
from convviz.engine.compute.module_builder import build_module
from convviz.protocol.lesson import LOSSES
from convviz.values.learning import Task
from tests.oracle.strategies import configurations

TYPES = (Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)
LARGEST = 20_000
"""Numbers; larger ones show nothing else."""


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.data(),
    st.sampled_from(TYPES),
    st.integers(0, 2**16),
    st.sampled_from(("mean", "sum")),
    st.sampled_from(LOSSES),
)
def test_a_step_is_torchs(
    data: st.DataObject, kind: type, seed: int, reduction: str, loss_type: Any
) -> None:
    layer, shape = data.draw(configurations(kind))
    shape = shape[-layer.rank - 1 :]  # a lesson has no batch
    try:
        output = layer.infer(shape)
    except ConvVizError:
        return
    sizes = layer.weight_shapes()
    if any(np.prod(size) > LARGEST for size in (*sizes.values(), shape, output)):
        return
    drawn = np.random.default_rng(seed)
    values, target = drawn.standard_normal(shape), drawn.standard_normal(output)
    weights = {name: drawn.standard_normal(size) for name, size in sizes.items()}
    learned = Task(layer, values, target, loss_type(reduction=reduction)).at(weights)
    after = learned.step(0.05)

    module = build_module(layer).double()
    module.load_state_dict({name: torch.from_numpy(numbers) for name, numbers in weights.items()})
    optimiser = torch.optim.SGD(module.parameters(), lr=0.05)
    criterion = getattr(nn, loss_type.type_name())(reduction=reduction)
    loss = criterion(module(torch.from_numpy(values)), torch.from_numpy(target))
    loss.backward()
    optimiser.step()

    assert np.isclose(learned.loss, loss.item())
    for name, theirs in module.named_parameters():
        assert theirs.grad is not None
        assert np.allclose(learned.gradients[name], theirs.grad.numpy(), rtol=1e-6, atol=1e-9)
        assert np.allclose(after[name], theirs.detach().numpy(), rtol=1e-6, atol=1e-9)

"""Max unpooling with an output_size: which sizes torch takes, and what stands there."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from convviz.core.errors import ConvVizError
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.values.rearranged_values import unpooled
from tests.oracle.special_inputs import unpooling_indices


@pytest.mark.parametrize("seed", range(60))
def test_the_sizes_that_may_be_given(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    settings = chance.randint(1, 3), chance.randint(1, 3), chance.randint(0, 1)
    layer = MaxUnpool2d(*settings)
    shape = (2, chance.randint(1, 4), chance.randint(1, 4))
    wanted = (chance.randint(1, 9), chance.randint(1, 9))
    values = np.random.default_rng(seed).normal(size=shape)
    indices = unpooling_indices(layer, shape, seed, wanted)
    module = torch.nn.MaxUnpool2d(*settings)
    try:
        expected = module(torch.from_numpy(values), torch.from_numpy(indices), list(wanted))
    except ValueError:
        with pytest.raises(ConvVizError):
            unpooled(layer, values, indices, wanted)
        return

    assert np.array_equal(unpooled(layer, values, indices, wanted), expected.numpy())


def test_a_pooling_is_undone_at_its_odd_size() -> None:
    values = torch.arange(25.0).reshape(1, 5, 5)
    pooled, indices = torch.nn.MaxPool2d(2, return_indices=True)(values)
    layer = MaxUnpool2d(2)

    output = unpooled(layer, pooled.numpy().astype(np.float64), indices.numpy(), (5, 5))

    assert MaxPool2d(2).infer((1, 5, 5)) == tuple(pooled.shape)
    assert np.flatnonzero(output).tolist() == [6, 8, 16, 18]

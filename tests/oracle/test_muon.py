"""The iteration of Muon and its numbers of 16 bits, against torch's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from convviz.core.optimisers.muon import Muon
from convviz.values.newton_schulz import bfloat16, orthogonalised

_POLYNOMIAL = (3.4445, -4.775, 2.0315)


def test_numbers_are_rounded_as_torch_rounds_them() -> None:
    random = np.random.default_rng(2)
    special = [0.0, -0.0, 1.00390625, 1.01171875, 3.4e38, -3.4e38, 1e-45, np.inf, -np.inf]
    numbers = np.array([*special, *(random.normal(size=4000) * 10.0 ** random.integers(-30, 30))])
    expected = torch.from_numpy(numbers.astype(np.float32)).bfloat16().float().numpy()
    assert np.array_equal(bfloat16(numbers), expected)
    assert np.isnan(bfloat16(np.nan))


def test_most_matrices_are_torchs_to_the_bit() -> None:
    random = np.random.default_rng(3)
    others = 0
    for _ in range(200):
        matrix = random.normal(size=random.integers(1, 6, size=2))
        own = orthogonalised(matrix, _POLYNOMIAL, 5, 1e-7).direction
        others += not np.array_equal(own, _torchs(matrix))
    assert others <= 2, "sums in another order seldom round otherwise"


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e38, 1e-45, 0.0])
def test_numbers_out_of_the_way_go_where_torchs_do(number: float) -> None:
    matrix = np.array([[number, 1e38 if number == 1e38 else 0.0], [0.0, number]])
    own = orthogonalised(matrix, _POLYNOMIAL, 5, 1e-7).direction
    assert np.array_equal(own, _torchs(matrix), equal_nan=True)


def _torchs(matrix: Any) -> Any:
    """Return the direction that torch's Muon takes: a step of a weight of 0."""
    weight = torch.nn.Parameter(torch.zeros(matrix.shape, dtype=torch.float64))
    weight.grad = torch.from_numpy(matrix)
    muon: Any = torch.optim.Muon([weight], 1.0, weight_decay=0.0, momentum=0.0, nesterov=False)
    muon.step()
    moved = -weight.detach().numpy() / Muon().size_ratio(matrix.shape)
    return moved.astype(np.float32)

"""The steps of every optimiser are torch's: a few of the settings that the command compares."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.core.layers.modes import Mode
from convviz.core.optimisers.adam import NAdam
from tests.oracle.optimisers import compare_many, difference, shown_optimisers


@pytest.mark.parametrize("kind", shown_optimisers(), ids=lambda kind: kind.__name__)
def test_steps_and_refusals_are_torchs(kind: type) -> None:
    taken, refused, found = compare_many(kind, 60, 4)
    assert not found
    assert taken > 20
    assert taken + refused == 60


def test_a_product_that_torch_keeps_in_float32_is_kept_so() -> None:
    optimiser = NAdam(lr=0.99)
    mode = Mode(function="(1 - x)^2 + 10*(y - x^2)^2")
    gradients, weights = np.zeros((20, 2)), np.array([2.0, 3.0])

    assert difference(optimiser, gradients, weights, mode) == ("", False)

"""Steps of optimisers where the rule has no result: every cell still says how it comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.layers.modes import Mode
from convviz.core.optimisers.adaptive import Adadelta, RMSprop
from convviz.core.optimisers.sgd import ASGD
from convviz.stepping.cells import OUTPUT
from convviz.stepping.worked.optimisers import EachWeightWorking

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser


@pytest.mark.parametrize(
    ("optimiser", "part", "text"),
    [
        (Adadelta(eps=0.0), "acc_delta", "u = ρ·u + (1 − ρ)·Δ² = NaN"),
        (RMSprop(eps=0.0, momentum=0.9), "momentum_buffer", "b = μ·b + g / d = NaN"),
        (RMSprop(eps=0.0), OUTPUT, "w = w − lr·g / d = NaN"),
        (ASGD(lambd=-1.0, lr=10.0), OUTPUT, "w = NaN"),
    ],
)
def test_a_rule_without_a_result_is_told_to_its_end(
    optimiser: Optimiser, part: str, text: str
) -> None:
    gradients = np.array([[0.0, 1.0], [0.0, 1.0]])
    working = EachWeightWorking(optimiser, gradients, np.ones(2), Mode())
    assert working.work_out(part, 0).lines[-1].text == text
    for index in range(working.step_count):
        step = working.step(index)
        number = working.part(step.part).values[step.cell]
        assert np.isnan(number) == (step.lines[-1].parts[-1].text == "NaN")

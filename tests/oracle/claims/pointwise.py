"""Claims about layers that change each number by itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

from convviz.core.explaining.explanations import ExplanationCode as Code
from tests.oracle.claims.case import module_of

if TYPE_CHECKING:
    from tests.oracle.claims.case import Case, Claims


def _each_by_itself(case: Case) -> bool:
    """Change one number: every other output stays, the shape too, and nothing is learned."""
    module = module_of(case.layer).eval()
    values = torch.randn(1, *case.shape).double()
    other = values.clone()
    other.view(-1)[:1] += 1.5
    before, after = module(values.clone()), module(other)
    is_same = before.shape == values.shape and torch.equal(before.view(-1)[1:], after.view(-1)[1:])
    return is_same and not list(module.parameters())


def _middle_slope(case: Case) -> bool:
    module = module_of(case.layer).eval()
    slope = -float(module(torch.tensor([-1.0]).double()))
    return math.isclose(slope, case.facts["slope"], abs_tol=5.1e-5)


def _learned_slopes(case: Case) -> bool:
    """Each slope changes its channel's negative numbers, and nothing else."""
    module = module_of(case.layer)
    (slopes,) = module.parameters()
    count = case.facts.get("channels", 1)
    values = torch.randn(1, *case.shape).double()
    with torch.no_grad():
        slopes.copy_(torch.arange(2, 2 + count))
        factors = slopes.reshape(1, count, *(1,) * (len(case.shape) - 1))
        expected = torch.where(values > 0, values, values * factors)
        return len(slopes) == count and torch.equal(module(values), expected)


CLAIMS: Claims = {
    Code.LEARNS_ONE_SLOPE: _learned_slopes,
    Code.LEARNS_SLOPES: _learned_slopes,
    Code.EACH_BY_ITSELF: _each_by_itself,
    Code.EVALUATES_MIDDLE_SLOPE: _middle_slope,
}
"""What each explanation claims, tried out with torch."""

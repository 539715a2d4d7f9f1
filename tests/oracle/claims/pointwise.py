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


CLAIMS: Claims = {
    Code.EACH_BY_ITSELF: _each_by_itself,
    Code.EVALUATES_MIDDLE_SLOPE: _middle_slope,
}
"""What each explanation claims, tried out with torch."""

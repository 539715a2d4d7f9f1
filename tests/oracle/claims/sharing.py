"""Claims about layers that make shares of the numbers along a dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from convviz.core.explaining.explanations import ExplanationCode as Code
from tests.oracle.claims.case import module_of

if TYPE_CHECKING:
    from tests.oracle.claims.case import Case, Claims


def _share(case: Case) -> bool:
    """Change one number: just the cells along the dimension change, and they add up to 1."""
    module, dimension = module_of(case.layer), case.facts["dimension"]
    values = torch.randn(case.shape).double()
    other = values.clone()
    other.view(-1)[0] += 1.5
    before, after = module(values), module(other)
    shares = before if (before >= 0).all() else before.exp()
    changed = [slice(None) if at == dimension else 0 for at in range(values.ndim)]
    expected = torch.zeros(case.shape, dtype=torch.bool)
    expected[tuple(changed)] = True
    is_one = torch.allclose(shares.sum(dimension), torch.tensor(1.0).double())
    is_right = torch.equal(before != after, expected)
    return is_one and is_right and case.shape[dimension] == case.facts["cells"]


def _share_of_one(case: Case) -> bool:
    """Whatever the numbers are, each has the whole share."""
    output = module_of(case.layer)(torch.randn(case.shape).double())
    shares = output if (output > 0).all() else output.exp()
    return torch.equal(shares, torch.ones(case.shape).double())


def _chosen(case: Case) -> bool:
    """Torch gives what it gives with the dimension that it is said to choose."""
    values = torch.randn(case.shape).double()
    told = case.layer.replace(dim=case.facts["chosen"])
    return torch.equal(module_of(case.layer)(values), module_of(told)(values))


def _gates(case: Case) -> bool:
    """With gates wide open the first half passes, with closed ones nothing does."""
    dimension, half = case.facts["dimension"], case.facts["half"]
    passing = torch.randn(case.shape).double().narrow(dimension, 0, half)
    outputs = [
        module_of(case.layer)(torch.cat([passing, torch.full_like(passing, gate)], dimension))
        for gate in (50.0, -50.0, 0.0)
    ]
    expected = (passing, 0 * passing, passing / 2)
    return all(map(torch.allclose, outputs, expected))


CLAIMS: Claims = {
    Code.SECOND_HALF_GATES: _gates,
    Code.SHARES_ALONG_DIMENSION: _share,
    Code.SHARE_OF_ONE: _share_of_one,
    Code.SOFTMAX_WITHOUT_DIMENSION: _chosen,
}
"""What each explanation claims, tried out with torch."""

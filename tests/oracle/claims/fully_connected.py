"""Claims about Linear."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import nn

from convviz.core.explaining.explanations import ExplanationCode as Code
from tests.oracle.claims.case import module_of

if TYPE_CHECKING:
    from tests.oracle.claims.case import Case, Claims


def _reads_all(case: Case) -> bool:
    """A convolution with a kernel as large as the input gives the same numbers."""
    module, facts = module_of(case.layer), case.facts
    values = torch.randn(facts["inputs"]).double()
    same = nn.Conv1d(1, facts["outputs"], facts["inputs"], bias=case.layer.bias).double()
    state = module.state_dict()
    same.load_state_dict({**state, "weight": state["weight"][:, None]})
    is_counted = module.weight.numel() == facts["weights"] == facts["inputs"] * facts["outputs"]
    return bool(is_counted and torch.allclose(same(values[None])[:, 0], module(values)))


def _shares_weights(case: Case) -> bool:
    """Each row by itself gives its row of the output."""
    module, rows = module_of(case.layer), case.facts["rows"]
    values = torch.randn(case.shape).double()
    output = module(values).reshape(rows, -1)
    singly = [module(row) for row in values.reshape(rows, -1)]
    is_told = math.prod(case.shape[:-1]) == rows
    return is_told and torch.allclose(torch.stack(singly), output)


CLAIMS: Claims = {
    Code.LINEAR_READS_ALL: _reads_all,
    Code.LINEAR_SHARES_WEIGHTS: _shares_weights,
}
"""What each explanation claims, tried out with torch."""

"""Claims about layers that normalise numbers together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.core.shown_layers import torch_shape
from tests.oracle.claims.case import module_of

if TYPE_CHECKING:
    from tests.oracle.claims.case import Case, Claims


def _together(case: Case) -> bool:
    """Change one number: just those that are said to be normalised with it change."""
    module = module_of(case.layer)
    cells, blocks = int(case.facts["cells"]), int(case.facts["blocks"])
    values = torch.randn(torch_shape(case.layer, case.shape)).double()
    other = values.clone()
    other.view(-1)[0] += 1.5
    changed = int((module(values) != module(other)).sum())
    return changed == cells and cells * blocks == values.numel()


def _one(case: Case) -> bool:
    """Whatever the number is, the output is the same."""
    module = module_of(case.layer)
    outputs = [module(torch.randn(torch_shape(case.layer, case.shape)).double()) for _ in range(3)]
    return all(torch.equal(output, outputs[0]) for output in outputs)


def _by_count(case: Case) -> bool:
    """The squares of what is normalised add up to what this variance leaves of them."""
    layer, shape = case.layer, torch_shape(case.layer, case.shape)
    settings = {name: False for name in ("affine", "elementwise_affine") if hasattr(layer, name)}
    module, joint = module_of(layer.replace(**settings)), layer.joint_cells(shape)
    values = torch.randn(shape).double()
    variance = values.reshape(joint.split).var(joint.dimensions, unbiased=False)
    squares = module(values).reshape(joint.split).square().sum(joint.dimensions)
    expected = case.facts["cells"] * variance / (variance + case.facts["eps"])
    equal = module(torch.full(shape, 3.0).double())
    return torch.allclose(squares, expected) and bool((equal == 0).all())


CLAIMS: Claims = {
    Code.NORMALISES_TOGETHER: _together,
    Code.MEAN_SQUARE_TOGETHER: _together,
    Code.NORMALISES_ONE: _one,
    Code.VARIANCE_BY_COUNT: _by_count,
}
"""What each explanation claims, tried out with torch."""

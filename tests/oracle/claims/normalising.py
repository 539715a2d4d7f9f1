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
    number = float(values.view(-1)[0])
    other.view(-1)[0] = -2 * number - 1  # of one number alone, its sign is all that is left
    if (number < 0) == (float(other.view(-1)[0]) < 0):
        other.view(-1)[0] = 1.0
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
    return torch.allclose(squares, expected) and bool((equal.abs() < 1e-6).all())


def _by_neighbours(case: Case) -> bool:
    """Change one number: its own place changes in just the channels whose windows it is in."""
    module, shape = module_of(case.layer.replace(alpha=1.0)), torch_shape(case.layer, case.shape)
    before, behind = int(case.facts["before"]), int(case.facts["behind"])
    values = torch.rand(shape).double() + 1
    middle = shape[1] // 2
    other = values.clone()
    other.view(shape[1], -1)[middle, 0] += 1.5
    changed = (module(values) != module(other)).view(shape[1], -1)
    reached = range(max(0, middle - behind), min(shape[1], middle + before + 1))
    expected = torch.zeros_like(changed)
    expected[list(reached), 0] = True
    return torch.equal(changed, expected) and before + behind + 1 == case.facts["size"]


def _alpha_by_size(case: Case) -> bool:
    """The first channel, worked out by hand, with zeros before it."""
    layer, shape = case.layer, torch_shape(case.layer, case.shape)
    values = torch.randn(shape).double()
    counted = values[:, : (layer.size - 1) // 2 + 1].square().sum(1)
    first = values[:, 0] / (layer.k + case.facts["each"] * counted) ** layer.beta
    return torch.allclose(module_of(layer)(values)[:, 0], first) and (
        layer.size == case.facts["size"]
    )


def _hardly_acts(case: Case) -> bool:
    """A tenth of the size is divided by the constant alone; the size itself changes d by 1%."""
    layer, shape = case.layer, torch_shape(case.layer, case.shape)
    size, divisor = float(case.facts["size"]), float(case.facts["divisor"])
    small = torch.full(shape, size / 10).double()
    is_constant = torch.allclose(module_of(layer)(small) * divisor, small, rtol=_NEARLY)
    return is_constant and abs(layer.alpha * size**2 / layer.k - 0.01) < _NEARLY / 10


_NEARLY = 2e-3


def _in_training(case: Case) -> bool:
    """Likewise in training; in evaluation just the number itself changes."""
    module = module_of(case.layer).eval()
    values = torch.randn(torch_shape(case.layer, case.shape)).double()
    other = values.clone()
    other.view(-1)[0] += 1.5
    changed = int((module(values) != module(other)).sum())
    return _together(case) and changed == 1


def _running(case: Case) -> bool:
    """A batch makes up that part of what is kept."""
    module = module_of(case.layer)
    module.running_mean.fill_(8.0)
    values = torch.randn(torch_shape(case.layer, case.shape)).double()
    module(values)
    joint = case.layer.joint_cells(values.shape)
    own = values.reshape(joint.split).mean(joint.dimensions).ravel()
    momentum, rest = case.facts["momentum"], case.facts["rest"]
    return torch.allclose(module.running_mean, rest * 8.0 + momentum * own)


def _mean_of_batches(case: Case) -> bool:
    """What is kept after two batches is the mean of theirs."""
    module = module_of(case.layer)
    batches = [torch.randn(case.shape).double() for _ in range(2)]
    joint = case.layer.joint_cells(case.shape)
    own = [batch.reshape(joint.split).mean(joint.dimensions) for batch in batches]
    for batch in batches:
        module(batch)
    return torch.allclose(module.running_mean, (own[0] + own[1]) / 2)


def _unbiased(case: Case) -> bool:
    """With a momentum of 1 the running variance is that of the batch, divided by one less."""
    momentum = {} if case.layer.momentum is None else {"momentum": 1.0}
    module = module_of(case.layer.replace(**momentum))
    values = torch.randn(torch_shape(case.layer, case.shape)).double()
    before = module.running_var.clone()
    module(values)
    joint = case.layer.joint_cells(values.shape)
    own = values.reshape(joint.split).var(joint.dimensions, unbiased=True).ravel()
    is_kept = case.layer.update_factor(0) != 0 or bool(momentum)
    fits = case.facts["cells"] == joint.cells == case.facts["fewer"] + 1
    return fits and torch.allclose(module.running_var, own if is_kept else before)


CLAIMS: Claims = {
    Code.NORMALISES_TOGETHER: _together,
    Code.NORMALISES_IN_TRAINING: _in_training,
    Code.KEEPS_RUNNING_VALUES: _running,
    Code.KEEPS_MEAN_OF_BATCHES: _mean_of_batches,
    Code.RUNNING_VARIANCE_UNBIASED: _unbiased,
    Code.MEAN_SQUARE_TOGETHER: _together,
    Code.NORMALISES_ONE: _one,
    Code.VARIANCE_BY_COUNT: _by_count,
    Code.NEIGHBOURS_DIVIDE: _by_neighbours,
    Code.ALPHA_BY_SIZE: _alpha_by_size,
    Code.LRN_HARDLY_ACTS: _hardly_acts,
}
"""What each explanation claims, tried out with torch."""
